"""How the scorer reads a text: words, groups of people as one word, quotation and negation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detectors.text import make_text
from bot.detectors.tokens import GROUP, LINK, MOST_WORDS, USER, read_words


def read(raw: str) -> list[str]:
    return list(read_words(make_text(raw).skeleton).words)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("you are so kind", ["you", "are", "so", "kind"]),
        # whichever group it is, and however it is typed
        ("Women are kind", [GROUP, "are", "kind"]),
        ("muslims are kind", [GROUP, "are", "kind"]),
        ("wmoen are kind", [GROUP, "are", "kind"]),
        ("Die Flüchtlinge sind nett", ["die", GROUP, "sind", "nett"]),
        ("die Flüchlinge sind nett", ["die", GROUP, "sind", "nett"]),
        # a slip that makes another word is that word
        ("die Schule ist nett", ["die", "schule", "ist", "nett"]),
        ("a naive person", ["a", "naive", "person"]),
        # colours mean people only before people
        ("black people", [GROUP, "people"]),
        ("a black screen", ["a", "black", "screen"]),
        ("black women", [GROUP]),
        # what stands for something else
        ("@ann look https://www.example.org/a?b", [USER, "look", LINK, "example.org"]),
        ("no!!!! really???", ["no", "!", "really", "?"]),
        ("call 0800 123456789", ["call", "§n", "§phone"]),
        ("", []),
    ],
)
def test_a_text_is_read_as_words(raw: str, words: list[str]) -> None:
    assert read(raw) == words


def test_no_group_is_read_differently_from_another() -> None:
    groups = ("women", "gays", "jews", "muslims", "immigrants", "refugees", "lesbians")
    assert len({tuple(read(f"all {group} are welcome here")) for group in groups}) == 1


def test_what_is_quoted_and_what_is_denied_is_known() -> None:
    found = read_words('he said "you fool", but you are not a fool. right')
    fools = [place for place, word in enumerate(found.words) if word == "fool"]
    assert [(place in found.quoted, place in found.negated) for place in fools] == [
        (True, False),
        (False, True),
    ]
    assert len(found.words) - 1 not in found.negated


@pytest.mark.parametrize(
    ("raw", "denied"),
    [
        ("you are not a fool", ["a", "fool"]),
        # a negation reaches over five words, and never out of its clause
        ("not one two three four five six", ["one", "two", "three", "four", "five"]),
        ("not this. but that", ["this"]),
        # the same however the rest of the text is read
        ('"well" you are not a fool', ["a", "fool"]),
    ],
)
def test_a_negation_reaches_over_the_next_words(raw: str, denied: list[str]) -> None:
    found = read_words(raw)
    assert [found.words[place] for place in found.negated] == denied


@given(st.text(max_size=400))
def test_every_word_lies_where_it_says(raw: str) -> None:
    skeleton = make_text(raw).skeleton
    found = read_words(skeleton)
    places = found.places(skeleton)
    assert len(found.words) == len(places) <= MOST_WORDS + 1
    assert all(0 <= start < end <= len(skeleton) for start, end in places)
    assert all(0 <= place < len(places) for place in (*found.quoted, *found.negated))


def test_a_long_text_is_read_in_part() -> None:
    text = " ".join(f"word{number}" for number in range(1_000))
    found = read_words(text)
    assert len(found.words) <= MOST_WORDS + 1
    assert len(found.places(text)) == len(found.words)
