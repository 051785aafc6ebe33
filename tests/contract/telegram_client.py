"""Asking the fake Telegram by hand, as any bot may."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.clock import HandClock
from tests.fakes.telegram.humans import Humans
from tests.fakes.telegram.server import FakeTelegram
from tests.support.making import NOON

GROUP = -1_001_234_567_890


class Client:
    """Asks the fake over HTTP, as any bot may."""

    def __init__(self, session: aiohttp.ClientSession, clock: HandClock) -> None:
        self.session = session
        self.clock = clock
        self.fake = FakeTelegram()
        self.cloud = self.fake.cloud
        self.cloud.clock = clock.now
        self.people = Humans(self.fake)
        self.group = self.cloud.group(GROUP, "Kettle & Co.")
        self.ann = self.cloud.person("Ann")
        self.people.join(self.group, self.ann)
        self.cloud.updates.clear()

    async def ask(self, method: str, **sent: Any) -> Any:
        """Return the answer's body."""
        form = {k: v if isinstance(v, str) else json.dumps(v) for k, v in sent.items()}
        url = f"{self.fake.url}/bot{self.fake.token}/{method}"
        async with self.session.post(url, data=form) as answer:
            body = await answer.json()
            assert body.get("error_code", 200) == answer.status
            return body

    async def get(self, method: str, **sent: Any) -> Any:
        """Return what is answered well."""
        body = await self.ask(method, **sent)
        assert body["ok"], body
        return body["result"]

    async def no(self, method: str, **sent: Any) -> tuple[int, str]:
        """Return the code and the words of a refusal."""
        body = await self.ask(method, **sent)
        return body["error_code"], body["description"]

    async def numbers(self, offset: int = 0, **more: Any) -> list[int]:
        """Return the numbers of the updates that getUpdates brings."""
        found = await self.get("getUpdates", offset=offset, **more)
        return [update["update_id"] for update in found]

    def says(self, text: str = "hello") -> tuple[int, int]:
        return self.people.say(self.group, self.ann, text)


@asynccontextmanager
async def opened() -> AsyncIterator[Client]:
    """Give a client of a fake that listens."""
    async with aiohttp.ClientSession() as session:
        client = Client(session, HandClock(NOON))
        await client.fake.start()
        yield client
        # The library is not asked here, so calls may be such as it never makes.
        client.fake.calls.clear()
        await client.fake.stop()
