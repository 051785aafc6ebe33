"""How the scorer reads a text: words, groups of people as one word, quotation and negation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detectors.text import make_text
from bot.detectors.tokens import GROUP, LINK, MOST_WORDS, USER, tokens


def read(raw: str) -> list[str]:
    return [token.word for token in tokens(make_text(raw).skeleton)]


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
    found = tokens('he said "you fool", but you are not a fool. right')
    marks = [(token.quoted, token.negated) for token in found if token.word == "fool"]
    assert marks == [(True, False), (False, True)]
    assert (found[-1].word, found[-1].negated) == ("right", False)


@given(st.text(max_size=400))
def test_every_word_lies_where_it_says(raw: str) -> None:
    skeleton = make_text(raw).skeleton
    found = tokens(skeleton)
    assert len(found) <= MOST_WORDS + 1
    assert all(0 <= token.start < token.end <= len(skeleton) for token in found)
