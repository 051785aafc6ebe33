"""The real process on a temporary folder, and what is left of it on the disk."""

import asyncio
import contextlib
import json
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

from tests.support.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
RULES = """\
version: 1
community: Kettle Works
language: en
places:
  lobby: "lobby"
team:
  moderators: [Moderator]
  alerts_to: "#mod-alerts"
limits:
  deletions_per_hour: 1000
  timeouts_per_day: 1000
policies:
  - name: No pebbles
    kind: words
    when:
      words: ["pebble*"]
    then:
      - [delete, warn, timeout: 1 hour]
    forget_after: 30 days
  - name: Usual questions
    kind: faq
    answers: faq.yaml
    when:
      help_in: ["#help"]
    remind_after: 1 second
"""
FAQ = """\
version: 1
language: en
entries:
  - id: descale
    question: How do I descale my kettle?
    answer: Boil it once with citric acid, then rinse it.
"""
#: What is still to be judged, to be sent, and to come.
_WAITS = (
    "SELECT count(*) FROM events WHERE state = 0",
    "SELECT count(*) FROM orders WHERE state IN ('waiting', 'acting')",
    "SELECT count(*) FROM timers",
)
Row = tuple[Any, ...]


class House:
    """One Evenhand on a folder; it can be started again and again."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = 0
        self.lines: list[str] = []
        self.errors = bytearray()
        self._process: asyncio.subprocess.Process | None = None
        self._reading: list[asyncio.Task[None]] = []
        data.mkdir(parents=True, exist_ok=True)
        (data / "community.yaml").write_text(RULES, encoding="utf-8")
        (data / "faq.yaml").write_text(FAQ, encoding="utf-8")

    async def start(self, crash_at: str = "") -> None:
        """Start the process; it says when it is open."""
        environ = {
            **os.environ,
            "EVENHAND_DATA": str(self.data),
            "EVENHAND_RULES": str(self.data / "community.yaml"),
            "EVENHAND_PORT": "0",
            "EVENHAND_CRASH_AT": crash_at,
        }
        self.lines, self.port = [], 0
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "run"),
            cwd=ROOT,
            env=environ,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self._reading = [
            asyncio.create_task(self._read_lines()),
            asyncio.create_task(self._read_errors()),
        ]

    async def open(self, crash_at: str = "") -> None:
        """Start the process and return when it can be talked to."""
        await self.start(crash_at)
        line = await self.says("Open http://")
        self.port = int(line.rstrip("/").rpartition(":")[2])

    async def says(self, words: str) -> str:
        """Return the line that holds these words, waiting for it."""
        async with asyncio.timeout(2 * PATIENCE):
            while True:
                for line in self.lines:
                    if words in line:
                        return line
                if self.process.returncode is not None:
                    raise AssertionError(f"it ended: {self.lines} {self.errors.decode()}")
                await asyncio.sleep(0.02)

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The process that was started last."""
        assert self._process is not None
        return self._process

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.returncode is None

    async def ended(self, within: float = PATIENCE) -> int:
        """Return the exit code, waiting for the end."""
        async with asyncio.timeout(within):
            code = await self.process.wait()
            await asyncio.gather(*self._reading)
        return code

    async def kill(self) -> None:
        """Kill the process as the kernel does, where it still runs."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
        if self._process is not None:
            await self.ended()

    async def _read_lines(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.lines.append(line.decode().rstrip("\n"))

    async def _read_errors(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.errors += line

    def ask(self, query: str, *values: object) -> list[Row]:
        """Return rows of the database."""
        with contextlib.closing(sqlite3.connect(self.data / "evenhand.db", timeout=PATIENCE)) as db:
            return db.execute(query, values).fetchall()

    async def quiet(self) -> None:
        """Return when nothing waits to be judged, sent or told any more."""
        async with asyncio.timeout(PATIENCE):
            calm = 0
            while calm < 3:
                waits = sum(self.ask(query)[0][0] for query in _WAITS)
                calm = 0 if waits else calm + 1
                await asyncio.sleep(0.05)

    def journal(self) -> list[dict[str, Any]]:
        """Return every record of the lobby's journal, oldest first."""
        lines = (self.data / "lobby" / "lobby.jsonl").read_bytes()
        whole = lines[: lines.rfind(b"\n") + 1]
        return [record for line in whole.splitlines() for record in json.loads(line)]

    def posts(self) -> dict[str, dict[str, Any]]:
        """Return the newest state of every post in the room."""
        return {record["id"]: record for record in self.journal() if record["is"] == "post"}
