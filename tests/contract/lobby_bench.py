"""A real lobby on loopback, and pages that talk to it as a browser does."""

import asyncio
import itertools
import json
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp

from adapters.lobby.adapter import Address, LobbyAdapter
from bot.domain import Effect, Outcome
from bot.ports import Clock
from tests.contract.fake_house import FakeHouse, order
from tests.support.patience import PATIENCE

Frame = dict[str, Any]
_ids = itertools.count(1)


def new_id() -> str:
    """Return an id as a browser makes one."""
    return f"message-{next(_ids):04}"


class Page:
    """One open tab: asks, hears answers, and remembers what it was shown."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, token: str) -> None:
        self.socket = socket
        self.token = token
        self.frames: list[Frame] = []
        self.me = ""
        self._answers: dict[str, asyncio.Future[Frame]] = {}
        self._news = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                await self._take(json.loads(message.data))
        async with self._news:
            self._news.notify_all()

    async def _take(self, frame: Frame) -> None:
        if frame["t"] == "ack":
            asked = self._answers.get(frame["id"])
            if asked is not None and not asked.done():
                asked.set_result(frame)
            return
        if frame["t"] == "welcome":
            self.me = frame["me"]["id"]
        async with self._news:
            self.frames.append(frame)
            self._news.notify_all()

    async def ask(self, t: str, id: str = "", **fields: object) -> Frame:
        """Send a frame and return its acknowledgement."""
        id = id or new_id()
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._answers[id] = answer
        await self.socket.send_str(json.dumps({"t": t, "id": id, **fields}))
        async with asyncio.timeout(PATIENCE):
            return await answer

    async def insist(self, t: str, **fields: object) -> Frame:
        """Send a frame again, under one id, until the lobby is no longer busy."""
        id = new_id()
        while True:
            answer = await self.ask(t, id, **fields)
            if not answer.get("retry"):
                return answer

    async def say(self, text: str, channel: str = "general", id: str = "") -> Frame:
        """Write a message."""
        return await self.ask("say", id, text=text, channel=channel)

    async def until(self, t: str, **like: object) -> Frame:
        """Return the newest frame of this kind that fits, waiting for one."""
        found: list[Frame] = []

        def fits() -> bool:
            found[:] = [
                frame
                for frame in self.frames
                if frame["t"] == t and like.items() <= {**frame, **_inner(frame)}.items()
            ]
            return bool(found) or self.socket.closed

        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(fits)
        return found[-1]

    def posts(self) -> list[Frame]:
        """Return every post this page was shown, newest form last."""
        shown = [frame["post"] for frame in self.frames if frame["t"] == "post"]
        welcomes = [frame["posts"] for frame in self.frames if frame["t"] == "welcome"]
        return [*itertools.chain.from_iterable(welcomes), *shown]

    async def settled(self) -> None:
        """Return when everything that was under way to this page has been shown."""
        await self.ask("complete", command="policy", parameter="policy", typed="")

    async def close(self) -> None:
        """Close the tab."""
        await self.socket.close()
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading


def _inner(frame: Frame) -> Frame:
    inner = frame.get("post") or frame.get("person") or frame.get("hall") or frame.get("me") or {}
    return {key: value for key, value in inner.items() if not isinstance(value, list | dict)}


class LobbyBench:
    """A lobby with people in it, each on a page of their own."""

    place = "lobby"
    channel = "general"

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.folder = folder
        self.adapter = LobbyAdapter(Address(port=0), folder, clock)
        self.house = FakeHouse()
        self.pages: dict[str, Page] = {}
        self._open: list[Page] = []
        self._keys = itertools.count(1)
        self._task: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The client that pages are fetched with."""
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        return self._session

    def url(self, path: str = "/") -> str:
        """Return a page's address."""
        return self.adapter.address.url(path)

    async def start(self) -> None:
        self._task = asyncio.create_task(self.adapter.listen(self.house))
        opened = asyncio.create_task(self.adapter.opened.wait())
        await asyncio.wait([self._task, opened], return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()
        if self._task.done():
            await self._task

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self.adapter.close()
        for page in self._open:
            await page.close()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def restart(self) -> None:
        """End the lobby and open it anew at the same address."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self.adapter = LobbyAdapter(self.adapter.address, self.folder)
        await self.start()

    async def page(self, token: str = "") -> Page:
        """Open a tab."""
        socket = await self.session.ws_connect(self.url("/ws"), origin=self.url(""))
        page = Page(socket, token or secrets.token_hex(20))
        self._open.append(page)
        return page

    async def enter(self, name: str, *, seat: bool = False) -> Page:
        """Open a tab and come in."""
        if seat:
            async with self.session.get(self.seat_link, allow_redirects=False) as answer:
                assert answer.status == 303
        page = await self.page()
        answer_frame = await page.ask("join", token=page.token, name=name, seat=seat)
        assert answer_frame["ok"], answer_frame
        await page.until("welcome")
        self.pages[page.me] = page
        return page

    @property
    def seat_link(self) -> str:
        """The newest link to the moderator's seat that was announced."""
        links = [line.split()[-1] for line in self.house.announced if "/seat/" in line]
        return links[-1]

    async def join(self, name: str) -> str:
        return (await self.enter(name)).me

    async def say(self, member: str, text: str) -> str:
        answer = await self.pages[member].insist("say", text=text, channel=self.channel)
        assert answer["ok"], answer
        return str(answer["message"])

    async def perform(self, action: Effect, key: str = "", actor: str = "Rule 2") -> Outcome:
        """Order something, under a key of its own unless one is given."""
        key = key or f"own:{next(self._keys)}"
        return await self.adapter.perform(order(action, key, actor))
