"""Evenhand on Discord is killed again and again; nothing is lost and nobody is told twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.discord import Json, Trouble
from tests.integration.discord.apart import Apart

KILLS, AT_A_TIME = 2, 10


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Apart]:
    whole = Apart(tmp_path)
    whole.patience = 300.0
    await whole.fake.start()
    yield whole
    await whole.kill()
    await whole.fake.stop()


@pytest.mark.slow
async def test_kills_lose_nothing_and_double_nothing(whole: Apart) -> None:
    whole.fake.troubles.add(Trouble(method="POST", path="/messages$", status=502, after=True), 3)
    whole.fake.troubles.add(Trouble(method="PATCH", path="/members/", status=503), 2)
    people: list[Json] = []
    guild = whole.servers["Kettle Works"]

    def speak(*, heard: bool) -> None:
        for _ in range(AT_A_TIME):
            user = whole.fake.people.join(guild, f"Rude {len(people)}")
            people.append(user)
            whole.fake.people.say(guild, whole.room(), user, "have a pebble", heard=heard)

    for _ in range(KILLS):
        await whole.begin(whole.environ())
        await whole.until_offered()
        speak(heard=True)
        done = len(whole.fake.asked("DELETE", "/messages/")) + AT_A_TIME // 2
        await whole.until(lambda done=done: len(whole.fake.asked("DELETE", "/messages/")) >= done)  # type: ignore[misc]  # bound for this round
        await whole.kill()
        speak(heard=False)
    await whole.begin(whole.environ())
    await whole.until(
        lambda: (
            whole.lines(whole.room()) == []
            and all(whole.private(user) for user in people)
            and all(guild["members"][u["id"]]["communication_disabled_until"] for u in people)
        )
    )
    assert [len(whole.private(user)) for user in people] == [1] * len(people)
    # Many accounts are told to the team in one line that grows; nothing stands there twice.
    alerts = whole.room("mod-alerts")
    await whole.until(lambda: bool(whole.lines(alerts)))
    told = whole.lines(alerts)
    assert len(told) == len(set(told)) <= len(people)
    assert whole.fake.gateway.identified == KILLS + 1
