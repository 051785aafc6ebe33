"""Killing Evenhand over a full mailbox, again and again, and counting what came of each message.

python -m tests.integration.telegram.soak 600 20
"""

import asyncio
import contextlib
import os
import random
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.telegram.humans import Humans
from tests.fakes.telegram.server import FakeTelegram

ROOT = Path(__file__).resolve().parents[3]
GROUP = -1_001_234_567_890
PEOPLE = 60
RULES = f"""\
version: 1
community: Kettle Works
places:
  telegram: "{GROUP}"
limits:
  deletions_per_hour: 100000
policies:
  - name: No pebbles
    kind: slow
"""
_LEFT = (
    "SELECT count(*) FROM events WHERE state = 0",
    "SELECT count(*) FROM orders WHERE state IN ('waiting', 'acting')",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was said, and what came of it; `seconds` is how long all of it took."""

    said: int
    kills: int
    lost: int
    judged_twice: int
    left_standing: int
    wrongly_removed: int
    told_twice: int
    in_doubt: int
    seconds: float


class Soak:
    """One fake Telegram, and one Evenhand after another on the same folder."""

    def __init__(self, folder: Path, *, messages: int, kills: int, seed: int = 7) -> None:
        self._folder = folder
        self._messages = messages
        self._kills = kills
        self._chance = random.Random(seed)
        self.telegram = FakeTelegram()
        self._people = Humans(self.telegram)
        self._rude: set[int] = set()
        self._process: asyncio.subprocess.Process | None = None

    async def run(self) -> Figures:
        """Fill the mailbox, kill, let it end in peace, and count."""
        began = time.monotonic()
        await self.telegram.start()
        try:
            self._fill()
            for _ in range(self._kills):
                await self._live_and_die()
            await self._start()
            await self._quiet()
            await self._end()
            return self._count(time.monotonic() - began)
        finally:
            await self._end()
            await self.telegram.stop()

    def _fill(self) -> None:
        cloud = self.telegram.cloud
        group = cloud.group(GROUP, "Kettle Works")
        crowd = [cloud.person(f"P{number}", started=True) for number in range(PEOPLE)]
        for person in crowd:
            self._people.join(group, person, service=False)
        for number in range(self._messages):
            rude = number % 5 == 0
            text = f"line {number} {'pebble' if rude else ''}"
            message, _ = self._people.say(group, crowd[number % PEOPLE], text)
            if rude:
                self._rude.add(message)
        (self._folder / "community.yaml").write_text(RULES, encoding="utf-8")

    async def _start(self) -> None:
        environ = {
            **os.environ,
            "EVENHAND_DATA": str(self._folder / "data"),
            "EVENHAND_RULES": str(self._folder / "community.yaml"),
            "EVENHAND_LOBBY": "off",
            "EVENHAND_TELEGRAM_TOKEN": self.telegram.token,
            "EVENHAND_TELEGRAM_API": self.telegram.url,
        }
        with (self._folder / "errors.log").open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "tests.integration.telegram.slow_house", "run"),
                cwd=ROOT,
                env=environ,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=errors,
            )

    async def _live_and_die(self) -> None:
        """Let a process work for a moment, counted from its first request for news."""
        polls = self.telegram.cloud.polls
        await self._start()
        async with asyncio.timeout(300):
            await self.telegram.cloud.until(lambda: self.telegram.cloud.polls > polls)
        await asyncio.sleep(self._chance.uniform(0, 0.8))
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def _end(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def _quiet(self) -> None:
        async with asyncio.timeout(900):
            await self.telegram.cloud.until(lambda: not self.telegram.cloud.waiting())
            left = 1
            while left:
                left = sum(self.ask(query)[0][0] for query in _LEFT)
                await asyncio.sleep(0.1)

    def ask(self, query: str) -> list[tuple[int, ...]]:
        """Return rows of the database."""
        with contextlib.closing(sqlite3.connect(self._folder / "data/evenhand.db")) as db:
            return db.execute(query).fetchall()

    def _count(self, seconds: float) -> Figures:
        kept = "SELECT count(DISTINCT key) FROM events WHERE key LIKE '%:message_posted:%'"
        twice = "SELECT cause FROM decisions GROUP BY cause HAVING count(*) > 1"
        words = "SELECT count(*) FROM orders WHERE action LIKE '%send_direct%'"
        doubt = "SELECT count(*) FROM orders WHERE state = 'in_doubt'"
        standing = set(self.telegram.cloud.chats[GROUP].messages)
        harmless = self._messages - len(self._rude)
        return Figures(
            said=self._messages,
            kills=self._kills,
            lost=self._messages - self.ask(kept)[0][0],
            judged_twice=len(self.ask(twice)),
            left_standing=len(self._rude & standing),
            wrongly_removed=harmless - len(standing - self._rude),
            told_twice=max(0, len(self.telegram.of("sendMessage")) - self.ask(words)[0][0]),
            in_doubt=self.ask(doubt)[0][0],
            seconds=round(seconds, 1),
        )


async def _main(messages: int, kills: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        return await Soak(Path(folder), messages=messages, kills=kills).run()


if __name__ == "__main__":
    print(asyncio.run(_main(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201  # it is run by hand
