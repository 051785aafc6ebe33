"""A real adapter with the real library, and a fake Bot API on loopback, with people on it."""

import asyncio
import itertools
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from adapters.telegram.adapter import TelegramAdapter
from adapters.telegram.settings import Settings
from bot.domain import Effect, Outcome
from bot.ports import Clock
from tests.contract.fake_house import FakeHouse, order
from tests.fakes.telegram.chats import Chat, Person
from tests.fakes.telegram.humans import Humans
from tests.fakes.telegram.server import FakeTelegram
from tests.support.patience import PATIENCE

GROUP = -1_001_234_567_890


def texts(chat: Chat) -> list[str]:
    """Return what stands in a chat."""
    return [message["text"] for message in chat.messages.values() if "text" in message]


class TelegramBench:
    """One supergroup, its owner, and the bot as an administrator."""

    place = channel = str(GROUP)

    def __init__(self, folder: Path, clock: Clock | None = None, webhook: str = "") -> None:
        self.webhook = webhook
        self.slow_by = timedelta(0)
        self.telegram = FakeTelegram()
        self.cloud = self.telegram.cloud
        if clock is not None:
            self.cloud.clock = lambda: clock.now() + self.slow_by
        self.people = Humans(self.telegram)
        self.group = self.cloud.group(GROUP, "Kettle & Co.")
        self.house = FakeHouse({self.place: "kettle-co"})
        self._folder = folder
        self._clock = clock
        self._keys = itertools.count(1)
        self._task: asyncio.Task[None] | None = None
        self._adapter: TelegramAdapter | None = None

    async def open(self) -> None:
        """Let the fake listen and point an adapter at it."""
        await self.telegram.start()
        self._adapter = self.new_adapter()

    def new_adapter(self) -> TelegramAdapter:
        """Return an adapter that speaks to the fake."""
        settings = Settings(
            token=self.telegram.token,
            api=self.telegram.url,
            webhook=self.webhook,
            port=0,
        )
        return TelegramAdapter(settings, self._folder, self._clock)

    @property
    def adapter(self) -> TelegramAdapter:
        """The adapter under test."""
        assert self._adapter is not None
        return self._adapter

    @property
    def written(self) -> str:
        """What the adapter has written down for later."""
        file = self._folder / "telegram.jsonl"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    @property
    def owner(self) -> Person:
        """Who owns the group."""
        return next(s.person for s in self.group.seats.values() if s.status == "creator")

    async def start(self) -> None:
        before = self.cloud.polls
        self._task = asyncio.create_task(self.adapter.listen(self.house))
        # Telegram learns with the first request for news which kinds of them are wanted.
        opened = asyncio.create_task(
            self.cloud.until(lambda: self.cloud.polls > before or self._is_called())
        )
        await asyncio.wait([self._task, opened], return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()
        if self._task.done():
            await self._task

    def _is_called(self) -> bool:
        """Return whether a webhook is set; Telegram's way to it is laid here."""
        hook = self.adapter.webhook
        if hook is None or not self.telegram.of("setWebhook"):
            return False
        self.telegram.hooks.reach = f"http://127.0.0.1:{hook}"
        self.cloud.stir()
        return True

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self.adapter.close()

    async def restart(self) -> None:
        """End the adapter and start a new one on what the old one left behind."""
        await self.stop()
        self._adapter = self.new_adapter()
        await self.start()

    async def shut(self) -> None:
        """End everything."""
        await self.stop()
        await self.telegram.stop()

    async def ended(self) -> None:
        """Return when listening has ended by itself; raises what ended it."""
        assert self._task is not None
        task, self._task = self._task, None
        await task

    async def heard(self, update: int) -> None:
        """Return when the adapter has confirmed an update."""
        async with asyncio.timeout(PATIENCE):
            await self.cloud.until_confirmed(update)

    def private(self, member: str) -> Chat:
        """Return somebody's private chat with the bot."""
        return self.cloud.chat(int(member))

    async def join(self, name: str, *, started: bool = True) -> str:
        person = self.cloud.person(name, started=started)
        update = self.people.join(self.group, person)
        if self._task is not None:
            await self.heard(update)
        return str(person.id)

    def person(self, member: str) -> Person:
        """Return somebody by their id."""
        return self.cloud.people[int(member)]

    async def say(self, member: str, text: str) -> str:
        message, update = self.people.say(self.group, self.person(member), text)
        await self.heard(update)
        return str(message)

    async def perform(
        self, action: Effect, key: str = "", actor: str = "Rule 2", place: str = ""
    ) -> Outcome:
        """Order something, under a key of its own unless one is given."""
        asked = order(action, key or f"own:{next(self._keys)}", actor)
        at = self.cloud.clock()
        asked = replace(asked, network="telegram", place=place or self.place, at=at)
        return await self.adapter.perform(asked)
