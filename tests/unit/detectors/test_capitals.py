"""Small letters and capitals are counted alike in every text."""

from hypothesis import given
from hypothesis import strategies as st

from bot.detectors.capitals import count_cases


@given(st.one_of(st.text(), st.text(st.characters(max_codepoint=127))))
def test_a_plain_text_is_counted_like_any_other(text: str) -> None:
    assert count_cases(text) == (sum(map(str.islower, text)), sum(map(str.isupper, text)))
