"""Evenhand on a Discord of our own: the real library on real sockets."""

import asyncio
import itertools
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapters.discord.adapter import DiscordAdapter, DiscordSettings
from bot.domain import CommandSpec, Effect, Order, Outcome, Standing
from tests.contract.fake_house import COMMANDS, FakeHouse
from tests.contract.fake_house import order as lobby_order
from tests.fakes.discord import FakeDiscord, Json
from tests.support.patience import PATIENCE

#: Commands that context menus give besides.
OF_MENUS = tuple(
    CommandSpec(name=name, help={"en": name, "de": name}, names={"de": german}, right=right)
    for name, german, right in (
        ("report", "melden", Standing.NEWCOMER),
        ("timeout", "auszeit", Standing.MODERATOR),
        ("history", "vorgeschichte", Standing.MODERATOR),
        ("why", "warum", Standing.NEWCOMER),
        ("feedback", "rückmeldung", Standing.NEWCOMER),
    )
)


async def no_sleep(seconds: float) -> None:
    """Wait for nothing, but let others go on."""
    await asyncio.sleep(0)


class DiscordBench:
    """A server with people in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fake = FakeDiscord()
        self.guild = self.fake.world.guild("Kettle & Co.")
        self.room = next(iter(self.guild["channels"].values()))
        self.fake.world.role(self.guild, "Helper", at=1)
        self.guild["roles"][self.evenhand]["position"] = 2
        self.place = str(self.guild["id"])
        self.channel = str(self.room["id"])
        self.house = FakeHouse({self.place: "kettle-co"})
        self.house.commands = (*COMMANDS, *OF_MENUS)
        self.slept: list[float] = []
        self._adapter: DiscordAdapter | None = None
        self._keys = itertools.count(1)
        self.task: asyncio.Task[None] | None = None
        self._background: set[asyncio.Task[Outcome]] = set()

    @property
    def evenhand(self) -> str:
        """The id of Evenhand's own role."""
        mine: list[str] = self.guild["members"][self.fake.world.me["id"]]["roles"]
        return mine[0]

    @property
    def adapter(self) -> DiscordAdapter:
        """The adapter; the fake is open by then."""
        if self._adapter is None:
            settings = DiscordSettings(token=self.fake.token, api=self.fake.api)
            self._adapter = DiscordAdapter(settings, self.folder, sleep=self._sleep)
        return self._adapter

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    async def open(self) -> None:
        """Open the fake."""
        await self.fake.start()

    def later(self, work: Coroutine[Any, Any, Outcome]) -> None:
        """Do something beside what is under way."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def close(self) -> None:
        """Close everything."""
        await asyncio.gather(*self._background)
        await self.stop()
        await self.fake.stop()

    async def start(self) -> None:
        self.task = asyncio.create_task(self.adapter.listen(self.house))
        ready = asyncio.create_task(self.adapter.ready.wait())
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait([self.task, ready], return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self.task.done():
            await self.task

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self.task
            self.task = None
        if self._adapter is not None:
            await self._adapter.close()

    async def restart(self) -> None:
        """End the adapter and begin anew with what it left in its folder."""
        await self.stop()
        self._adapter = None
        await self.start()

    async def join(self, name: str) -> str:
        user = self.fake.people.join(self.guild, name)
        return str(user["id"])

    async def say(self, member: str, text: str) -> str:
        message = self.fake.people.say(self.guild, self.room, self.fake.world.users[member], text)
        async with asyncio.timeout(PATIENCE):
            await self.house.until_id(str(message["id"]))
        return str(message["id"])

    def user(self, id: str) -> Json:
        """Return an account."""
        return self.fake.world.users[id]

    def order(self, action: Effect, key: str = "", actor: str = "Rule 2") -> Order:
        """Return an order to this server, under a key of its own unless one is given."""
        made = lobby_order(action, key or f"own:{next(self._keys)}", actor)
        return replace(made, network="discord", place=self.place)

    async def perform(self, action: Effect, key: str = "", actor: str = "Rule 2") -> Outcome:
        """Order something."""
        return await self.adapter.perform(self.order(action, key, actor))
