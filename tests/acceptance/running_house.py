"""The real process on a temporary folder, and visitors who insist as a browser does."""

import asyncio
import contextlib
import json
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

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
        async with asyncio.timeout(30):
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

    async def ended(self, within: float = 10) -> int:
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
        with contextlib.closing(sqlite3.connect(self.data / "evenhand.db", timeout=10)) as db:
            return db.execute(query, values).fetchall()

    async def quiet(self) -> None:
        """Return when nothing waits to be judged, sent or told any more."""
        async with asyncio.timeout(30):
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


@dataclass(frozen=True, slots=True)
class Line:
    """Something that somebody says, under an id that stays."""

    who: str
    text: str
    channel: str = "general"
    id: str = ""


@dataclass
class Crowd:
    """Visitors with a page each; what was not acknowledged they say again."""

    house: House
    unsaid: list[Line] = field(default_factory=list)
    said: list[Line] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)

    def will_say(self, lines: Iterable[Line]) -> None:
        """Add what is to be said."""
        self.unsaid += lines

    async def talk(self) -> bool:
        """Say everything in order; False when the house fell silent in between."""
        async with aiohttp.ClientSession() as session, contextlib.AsyncExitStack() as open_pages:
            pages: dict[str, aiohttp.ClientWebSocketResponse] = {}
            try:
                while self.unsaid:
                    line = self.unsaid[0]
                    if line.who not in pages:
                        page = await open_pages.enter_async_context(self._page(session))
                        pages[line.who] = page
                        await self._come_in(page, line.who)
                    frame = {"t": "say", "id": line.id, "text": line.text, "channel": line.channel}
                    await self._ask(pages[line.who], frame)
                    self.said.append(self.unsaid.pop(0))
            except (aiohttp.ClientError, ConnectionError, EOFError, TimeoutError):
                return False
        return True

    @contextlib.asynccontextmanager
    async def _page(
        self, session: aiohttp.ClientSession
    ) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        page = await session.ws_connect(f"http://127.0.0.1:{self.house.port}/ws")
        try:
            yield page
        finally:
            await page.close()

    async def _come_in(self, page: aiohttp.ClientWebSocketResponse, who: str) -> None:
        token = f"token-of-{who}".ljust(32, "0")
        hello = await self._ask(page, {"t": "hello", "id": f"hello-{who}-1", "token": token})
        if not hello.get("known"):
            join = {"t": "join", "id": f"join-{who}-01", "token": token, "name": who}
            await self._ask(page, join)

    async def _ask(
        self, page: aiohttp.ClientWebSocketResponse, frame: dict[str, Any]
    ) -> dict[str, Any]:
        async with asyncio.timeout(5):
            await page.send_str(json.dumps(frame))
            while True:
                message = await page.receive()
                if message.type is not aiohttp.WSMsgType.TEXT:
                    raise EOFError
                answer: dict[str, Any] = json.loads(message.data)
                if answer["t"] == "welcome":
                    self.people[answer["me"]["name"]] = answer["me"]["id"]
                if answer["t"] == "ack" and answer["id"] == frame["id"]:
                    if answer.get("retry"):
                        await asyncio.sleep(0.05)
                        await page.send_str(json.dumps(frame))
                        continue
                    # Who was stopped before the room showed the message may not show it any more.
                    assert answer["ok"] or answer["error"] == "timeout", answer
                    return answer


def evening(number: int, *, question: bool = False) -> Sequence[Line]:
    """Return a short evening: talk, somebody who breaks a rule, and a question."""
    lines = [
        Line(f"Ann{number}", "hello, the new kettle is quick"),
        Line(f"Rude{number}", "I will throw a pebble at you"),
        Line(f"Ann{number}", "please be kind"),
        Line(f"Uwe{number}", "How do I descale my kettle?", "help"),
    ]
    if question:
        lines.append(Line(f"Uwe{number}", "Does the lid of the K-300 whistle at sea?", "help"))
    return [
        Line(line.who, line.text, line.channel, f"line-{number:03}-{place:02}")
        for place, line in enumerate(lines)
    ]


def check(crowd: Crowd) -> None:
    """Check that nothing was lost and nothing done twice."""
    house = crowd.house
    assert crowd.unsaid == []
    _check_events(crowd)
    _check_orders(house)
    posts = house.posts()
    for line in crowd.said:
        id = f"{crowd.people[line.who]}-{line.id}"
        if "pebble" in line.text:
            _check_sanction(house, posts, id, crowd.people[line.who])
        else:
            assert not posts[id].get("removed"), line
        if "descale" in line.text:
            answers = [post for post in posts.values() if post.get("reply_to") == id]
            assert len(answers) == 1, answers


def _check_events(crowd: Crowd) -> None:
    kept = crowd.house.ask("SELECT key FROM events WHERE key LIKE '%:message_posted:%'")
    keys = Counter(key.rpartition(":")[2] for (key,) in kept)
    said = {f"{crowd.people[line.who]}-{line.id}": 1 for line in crowd.said}
    assert dict(keys) == said
    troubled = crowd.house.ask("SELECT key, state, why FROM events WHERE state != 1")
    assert not troubled, f"{troubled} {crowd.house.errors.decode()}"


def _check_orders(house: House) -> None:
    states = Counter(row[0] for row in house.ask("SELECT state FROM orders"))
    assert set(states) == {"done"}, states
    carried = Counter(record["key"] for record in house.journal() if record["is"] == "carried")
    assert set(carried.values()) == {1}
    assert set(carried) == {row[0] for row in house.ask("SELECT key FROM orders")}


def _check_sanction(house: House, posts: dict[str, dict[str, Any]], id: str, who: str) -> None:
    assert id not in posts or posts[id]["removed"] == "policy:No pebbles"
    decisions = house.ask("SELECT id FROM decisions WHERE event = ?", id)
    assert len(decisions) == 1
    notes = [post for post in posts.values() if post.get("to") == who]
    assert len(notes) == 1, notes
    undo = f"undo:{decisions[0][0]}"
    alerts = [post for post in posts.values() if undo in [b["id"] for b in post.get("buttons", ())]]
    assert len(alerts) == 1, alerts
    assert alerts[0]["channel"] == "mod-alerts"
    assert len(house.ask("SELECT * FROM strikes WHERE person = ?", f"lobby:{who}")) == 1
    silenced = [
        record
        for record in house.journal()
        if record["is"] == "person" and record["id"] == who and record.get("timeout_until")
    ]
    assert len({record["timeout_until"] for record in silenced}) == 1
