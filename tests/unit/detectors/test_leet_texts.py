"""Where a text is written in leet throughout, every digit and sign is a letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detectors.leet_texts import WORD, is_leet, spell
from bot.detectors.text import make_text


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("y0u 4r3 such 4n 1d1o7", "you are such an idiot"),
        ("$chl3ch7er v@7er, schl3ch73r k0ll393", "schlechter vater, schlechter kollege"),
        # a sign with two meanings is what makes the likelier word
        ("+he c|0wns 0f +h!s p|ace", "the clowns of this place"),
        ("d!3s€ 0bd@chlosen s|nd a||e 94nz 8l0d", "diese obdachlosen sind alle ganz blöd"),
        # where it ends a sentence it is no letter
        ("wh@t gr34t d4ys!!", "what great days!!"),
        # a name stays a name
        ("@m4x 7h47 w45 gr34t w0rk", "@max that was great work"),
    ],
)
def test_a_text_in_leet_is_read_as_it_is_meant(raw: str, read: str) -> None:
    assert make_text(raw).skeleton == read


@pytest.mark.parametrize(
    "raw",
    [
        "press ctrl+x and ctrl+f, then f5",
        "see hotmail@hotmail.com or jacq@example.org",
        "http://a1b.example/mac4lin and http://b2c.example/x86linux",
        "the x86 build of h264 runs at 60fps",
        "die K-200 kocht 1,7 l in 4 min, 2x schneller",
        "it is 7pm and 20 people are here!",
        "",
    ],
)
def test_ordinary_texts_are_none_in_leet(raw: str) -> None:
    assert not is_leet(raw.lower())


@given(st.text("ab3@|!+€1 0ß", max_size=60))
def test_spelling_takes_any_word_and_leaves_the_ways_back(raw: str) -> None:
    text = make_text(raw)
    for match in WORD.finditer(raw):
        assert len(spell(match)) == len(match[0])
    if text.skeleton:
        start, end = text.to_original("skeleton", 0, len(text.skeleton))
        assert 0 <= start < end <= len(text.original)
