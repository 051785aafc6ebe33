"""After a silence the team is told how long it was and what was read back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.casework import Casework
from bot.domain import Reply
from bot.gaps import gap_told
from bot.house import Doorway
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
        ("en", gap(5, hours=30, lost=True), "too long ago could not be read back from Telegram"),
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


class Told:
    """A community that notes what it is told of."""

    def __init__(self) -> None:
        self.gaps: list[Gap] = []

    async def report_gap(self, network: str, gap: Gap) -> None:
        self.gaps.append(gap)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        # of the whole network, each community once
        ("", [1, 1]),
        # of one of its servers
        ("p3", [0, 1]),
        ("elsewhere", [0, 0]),
    ],
)
async def test_only_those_are_told_whose_place_was_silent(place: str, told: list[int]) -> None:
    one, other = Told(), Told()
    runtimes: dict[str, Any] = {"a": one, "b": other}
    nothing: Any = None
    house = Doorway(
        network="discord",
        places={"p1": "a", "p2": "b", "p3": "b"},
        runtimes=runtimes,
        inbox=nothing,
        clock=nothing,
        announce=nothing,
        health=nothing,
    )
    await house.report_gap(replace(gap(3), place=place))
    assert [len(one.gaps), len(other.gaps)] == told
