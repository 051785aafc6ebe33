"""What was worked out for a word is kept while the word comes again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.detectors.kept import Kept


def counting(worked: list[str], most: int) -> Kept[int]:
    """Return what keeps the lengths of words, and notes which it had to work out."""

    def work(word: str) -> int:
        worked.append(word)
        return len(word)

    return Kept(work, most=most)


def test_what_was_asked_for_lately_is_not_worked_out_again() -> None:
    worked: list[str] = []
    kept = counting(worked, most=4)
    assert [kept["one"], kept["one"], kept["three"]] == [3, 3, 5]
    assert worked == ["one", "three"]


def test_a_word_that_comes_again_outlives_words_that_came_once() -> None:
    worked: list[str] = []
    kept = counting(worked, most=4)
    for once in ("a", "b", "c", "d", "e", "f"):
        kept["often"], kept[once]
    assert worked.count("often") == 1
    assert worked.count("a") == 1
    kept["a"]
    assert worked.count("a") == 2


@given(st.lists(st.text(max_size=2)))
def test_it_answers_as_the_function_does_and_stays_small(words: list[str]) -> None:
    kept = Kept(len, most=6)
    assert [kept[word] for word in words] == [len(word) for word in words]
    assert len(kept) <= 3


def test_what_is_very_long_is_answered_and_not_kept() -> None:
    kept = Kept(len)
    assert kept["x" * 8_000] == 8_000
    assert not kept
