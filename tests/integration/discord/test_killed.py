"""Evenhand on Discord is killed again and again; nothing is lost and nobody is told twice."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.discord import Json, Trouble
from tests.integration.discord.whole import Whole

ROOT = Path(__file__).resolve().parents[3]
KILLS, AT_A_TIME = 2, 10


class Killed(Whole):
    """Evenhand as a process of its own, which can be killed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.patience = 300.0
        self.process: asyncio.subprocess.Process | None = None

    async def begin(self, environ: dict[str, str]) -> None:
        """Start the process."""
        with (self.folder / "errors.log").open("a") as errors:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                cwd=ROOT,
                env={**os.environ, **environ},
                stdout=asyncio.subprocess.DEVNULL,
                stderr=errors,
            )

    async def kill(self) -> None:
        """Kill it as a power cut would."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Killed]:
    whole = Killed(tmp_path)
    await whole.fake.start()
    yield whole
    await whole.kill()
    await whole.fake.stop()


@pytest.mark.slow
async def test_kills_lose_nothing_and_double_nothing(whole: Killed) -> None:
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
    alerts = whole.room("mod-alerts")
    await whole.until(lambda: len(whole.lines(alerts)) >= len(people))
    assert [len(whole.private(user)) for user in people] == [1] * len(people)
    assert len(whole.lines(alerts)) == len(people)
    assert whole.fake.gateway.identified == KILLS + 1
