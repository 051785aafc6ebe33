"""Visitors who insist as a browser does, and a look at what came of what they said."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.acceptance.running_house import House
from tests.support.patience import PATIENCE


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
        async with asyncio.timeout(PATIENCE):
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
