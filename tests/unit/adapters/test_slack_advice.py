"""What Slack gives an app no way to do is told with what people can do instead."""

import pytest

from adapters.slack.advice import instead
from adapters.slack.effects import CAN
from bot.domain import Ban, Effect, LockChannel, Reply, SlowMode, Unban, UnlockChannel

ADVISED: list[Effect] = [
    Ban(member="U1"),
    Unban(member="U1"),
    LockChannel(channel="C1"),
    UnlockChannel(channel="C1"),
    SlowMode(channel="C1", seconds=30),
]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("effect", ADVISED, ids=lambda effect: type(effect).__name__)
def test_there_is_a_way_for_everything_that_a_bot_cannot_do(effect: Effect, language: str) -> None:
    assert type(effect) not in CAN
    words = instead(effect, "Kim", language)
    assert words.endswith(".")
    assert "{" not in words


def test_a_ban_is_prepared_as_words_to_an_owner() -> None:
    ban = Ban(member="U1", reason="spam in #general.")
    words = instead(ban, "Kim", "en", ("Olga", "Otto"))
    assert "(@Olga, @Otto)" in words
    assert "Please deactivate @Kim (U1)" in words
    assert "Reason: spam in #general." in words
    assert "deaktiviere @Kim (U1)" in instead(ban, "Kim", "de")


def test_a_name_with_braces_stays_a_name() -> None:
    assert "@{owners} (U1)" in instead(Ban(member="U1"), "{owners}", "en")


def test_nothing_is_said_where_there_is_nothing_to_say() -> None:
    assert instead(Reply(channel="C1", text="hello"), "", "en") == ""
