"""How fast a real process acknowledges what Slack brings, also while its database stalls."""

import asyncio
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.integration.slack.soak import Soak


@dataclass
class Waits:
    """Seconds until Slack knew that something was taken in, and how often it came in all."""

    seconds: list[float] = field(default_factory=list)
    unheard: int = 0

    def at(self, share: float) -> float:
        """Return the wait that this share of all did not exceed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def acknowledge(data: Path, *, events: int, a_second: float, stall: float = 0.0) -> Waits:
    """Bring so many messages at this speed; halfway the database is locked for `stall` seconds."""
    run, waits = Soak(data), Waits()
    run.slack.pauses = (0.0, 1.0, 2.0, 2.0, 2.0)
    await run.slack.start()
    try:
        await run.start()
        people = [run.space.add_user(f"Guest {number}") for number in range(40)]
        rooms = [run.room, *(run.space.add_channel(f"room-{n}") for n in range(9))]
        for room in rooms:
            room.members |= {run.space.bot.id, *(user.id for user in people)}
        # The first ones wait for the process to start and to learn who is who.
        await asyncio.gather(
            *(
                run.slack.say(run.space, rooms[n % 10], user.id, "hello")[1]
                for n, user in enumerate(people)
            )
        )
        begun, bringing = time.monotonic(), []
        for number in range(events):
            await asyncio.sleep(max(0.0, begun + number / a_second - time.monotonic()))
            if stall and number == events // 2:
                bringing.append(asyncio.create_task(asyncio.to_thread(_stall, data, stall)))
            user, room = people[number % 40], rooms[number % 10]
            told = run.slack.say(run.space, room, user.id, f"line {number}")[1]
            bringing.append(asyncio.create_task(_wait(told, waits)))
        await asyncio.gather(*bringing)
    finally:
        await run.end()
    return waits


async def _wait(told: "asyncio.Task[bool]", waits: Waits) -> None:
    began = time.monotonic()
    if await told:
        waits.seconds.append(time.monotonic() - began)
    else:
        waits.unheard += 1


def _stall(data: Path, seconds: float) -> None:
    """Hold the database's lock as a backup or another program might."""
    held = sqlite3.connect(data / "evenhand.db", isolation_level=None)
    try:
        held.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        held.execute("ROLLBACK")
    finally:
        held.close()
