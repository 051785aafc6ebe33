"""After a silence the team is told how long it was and what was read back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.casework import Casework
from bot.domain import Reply
from bot.gaps import gap_told
from bot.ports import Gap
from bot.rulebook.book import Rulebook, Team

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def casework(language: str = "en", alerts_to: str = "#mods") -> Casework:
    team = Team(alerts_to=alerts_to)
    places = {"telegram": "-100"}
    book = Rulebook(id="k", name="Kettle", version="v", language=language, team=team, places=places)
    return Casework(book, last_case=0)


def gap(read_back: int, *, hours: float = 0.5, lost: bool = False) -> Gap:
    return Gap(since=NOON - timedelta(hours=hours), until=NOON, read_back=read_back, lost=lost)


@pytest.mark.parametrize(
    ("language", "silence", "told"),
    [
        # many, one, nothing
        ("en", gap(214), "for 30 minutes, from 11:30 UTC to 12:00 UTC. 214 events"),
        ("en", gap(1), "One event of that time is read back"),
        ("en", gap(0), "Nothing had happened meanwhile."),
        # longer than the network remembers
        ("en", gap(5, hours=30, lost=True), "older than Telegram keeps"),
        ("de", gap(214), "war 30 Minuten lang nichts zu hören, von 11:30 Uhr (UTC) bis"),
    ],
)
def test_the_team_reads_how_long_and_how_much(language: str, silence: Gap, told: str) -> None:
    (order,) = gap_told(casework(language), "telegram", silence, NOON)
    assert isinstance(order.action, Reply)
    assert told in order.action.text
    assert (order.place, order.action.channel) == ("-100", "#mods")


def test_the_same_gap_is_told_once() -> None:
    orders = [gap_told(casework(), "telegram", gap(3), NOON) for _ in range(2)]
    assert orders[0] == orders[1]


def test_a_team_without_a_channel_is_not_told() -> None:
    assert gap_told(casework(alerts_to=""), "telegram", gap(3), NOON) == ()
