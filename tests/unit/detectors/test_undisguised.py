"""Where a look at the chunks of a text says that nothing is disguised, undoing changes nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.detectors import skeleton
from bot.detectors.undisguised import is_undisguised

CHUNKS = [
    "hello", "you", "can't", "don't", "i", "a", "c", "the", "idiot", "toidi", "u123", "x1!",
    "1d10t", "f*ck", "b.i.t", "a/b/c", "1.2.3", "e.g.", "z.b.", "sooo", "www.x.de", "(hey)",
    "no,", "no!", "!", "", "ß", "grüße", "na", "era", "uoy", "4", "8gb", "@bob", "$5", "c++",
    "'t", "it's", "7uhr", "-", "ich", "bist", "doof", "a1b2", "h264", "100%", "\t", "du", "_x_",
    "nicht", "*wink*", "#tag", "k.",
]  # fmt: skip


@example(["no,", "can't", "c", "a", "directory"])
@given(st.lists(st.sampled_from(CHUNKS), max_size=12))
def test_what_is_told_undisguised_stays_as_it_is(chunks: list[str]) -> None:
    text = " ".join(chunks)
    if is_undisguised(text):
        assert skeleton._undone(text, []) == (text, [])


@given(st.text(st.sampled_from("abcilos015!@$*'.-/ äß"), max_size=40))
def test_any_letters_told_undisguised_stay_as_they_are(text: str) -> None:
    if is_undisguised(text):
        assert skeleton._undone(text, []) == (text, [])


@pytest.mark.parametrize(
    "text",
    ["how do i mount a usb disk?", "u123: try the other one", "das geht nicht, oder?", "ok"],
)
def test_ordinary_talk_needs_one_look(text: str) -> None:
    assert is_undisguised(text)


@pytest.mark.parametrize(
    "text",
    ["you 1d10t", "i d i o t", "sooo good", "f*ck", "toidi na era uoy", "two  spaces", "naïve"],
)
def test_what_may_be_disguised_is_looked_at_more_closely(text: str) -> None:
    assert not is_undisguised(text)
