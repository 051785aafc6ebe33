"""What the bot says about Telegram itself: calm, whole, and in both languages."""

import re

import pytest

from adapters.telegram.words import TEXTS, say


@pytest.mark.parametrize("moment", TEXTS)
def test_both_languages_say_the_same_facts(moment: str) -> None:
    english, german = TEXTS[moment]
    holes = [set(re.findall(r"\{(\w+)\}", text)) for text in (english, german)]
    assert holes[0] == holes[1]
    assert english != german


@pytest.mark.parametrize("moment", TEXTS)
def test_no_text_raises_its_voice(moment: str) -> None:
    assert not any("!" in text for text in TEXTS[moment])


@pytest.mark.parametrize(
    ("language", "begins"),
    [("de", "Hallo"), ("de-AT", "Hallo"), ("en", "Hello"), ("", "Hello"), (None, "Hello")],
)
def test_people_are_answered_in_german_where_they_read_it(
    language: str | None, begins: str
) -> None:
    assert say("hello", language).startswith(begins)
