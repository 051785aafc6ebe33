"""An adapter for Slack at a pretended Slack on loopback, over Socket Mode or over HTTP."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.domain import Effect, Order, Outcome
from bot.ports import Clock
from tests.contract.fake_house import FakeHouse
from tests.fakes.slack import SECRET, FakeSlack
from tests.support.patience import PATIENCE


def wire(text: str) -> str:
    """Return what somebody typed as Slack writes it down."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shown(blocks: list[dict[str, object]]) -> str:
    """Return what a person reads in our blocks."""
    words = []
    for block in blocks:
        for section in block.get("elements", []):  # type: ignore[attr-defined]  # JSON
            words += [part["text"] for part in section.get("elements", [])]
    return "".join(words)


class SlackBench:
    """A workspace with people in it, and the adapter that looks after it."""

    def __init__(
        self,
        folder: Path,
        *,
        socket: bool = True,
        admin: bool = True,
        org: bool = False,
        clock: Clock | None = None,
        now: Callable[[], float] | None = None,
    ) -> None:
        self.folder = folder
        self.socket = socket
        self.clock = clock
        self.slack = FakeSlack(socket=socket, **({"clock": now} if now else {}))
        # At once and again at once: tests have no minutes to wait.
        self.slack.pauses = (0.0,) * 7
        self.slack.socket.patience = self.slack.http.patience = PATIENCE
        self.slack.limits = True
        self.space = self.slack.workspace()
        self.helpers = self.space.add_group("Helper")
        self.admin = self.slack.admin_token(self.space).value if admin else ""
        if org:
            scopes = {"admin.conversations:read", "admin.conversations:write"}
            self.slack.tokens[self.admin].scopes |= scopes
        self.house = FakeHouse({self.space.team: "kettle-co"})
        self.place = self.space.team
        self.room = self.space.add_channel("help")
        self.room.members |= {self.space.owner.id, self.space.bot.id}
        self.channel = self.room.id
        self.opened = False
        #: A test's machine may be slow; Slack's answers are waited for all the same.
        self.moment = PATIENCE
        self._adapter: SlackAdapter | None = None
        self._keys = itertools.count(1)
        self._task: asyncio.Task[None] | None = None

    @property
    def adapter(self) -> SlackAdapter:
        """The adapter under test."""
        assert self._adapter is not None, "open() comes first"
        return self._adapter

    async def open(self) -> None:
        """Let there be a Slack, and an adapter that knows its address."""
        await self.slack.start()
        self.new_adapter()

    def new_adapter(self, port: int = 0) -> None:
        """Begin anew, as after a restart."""
        team = self.space.team
        settings = SlackSettings(
            bot_token=f"xoxb-{team}-bot",
            app_token=f"xapp-{team}-app" if self.socket else "",
            signing_secret="" if self.socket else SECRET,
            user_token=self.admin,
            port=port,
            api_url=self.slack.api_url,
            moment=self.moment,
        )
        self._adapter = SlackAdapter(settings, self.folder, self.clock)

    async def start(self) -> None:
        self._task = asyncio.create_task(self.adapter.listen(self.house))
        opened = asyncio.create_task(self.adapter.opened.wait())
        await asyncio.wait([self._task, opened], return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()
        if self._task.done():
            broken, self._task = self._task, None
            await broken
        self.slack.app_url = f"http://127.0.0.1:{self.adapter.port}/slack/events"

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self.adapter.close()

    async def restart(self) -> None:
        """End the adapter and begin anew with the same folder."""
        await self.stop()
        self.new_adapter()
        await self.start()

    async def ended(self) -> BaseException | None:
        """Return with what listening ended by itself."""
        assert self._task is not None
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait([self._task])
        task, self._task = self._task, None
        return task.exception()

    async def close(self) -> None:
        """End everything."""
        await self.stop()
        await self.slack.stop()

    async def join(self, name: str) -> str:
        user, told = self.slack.join(self.space, name)
        self.room.members.add(user.id)
        self.space.general.members.add(user.id)
        if self._task is not None:
            assert await told
        return user.id

    async def say(self, member: str, text: str) -> str:
        if self.house.busy:
            # Nobody acknowledges it, so it is soon brought again, and a little later each time.
            self.slack.socket.patience, self.slack.socket.growth = 0.2, 2.0
        message, told = self.slack.say(self.space, self.room, member, wire(text))
        assert await told
        return f"{self.room.id}-{message.ts}"

    def order(self, action: Effect, key: str = "", actor: str = "Keep insults out") -> Order:
        """Return an order to this workspace, under a key of its own unless one is given."""
        return Order(
            key=key or f"own:{next(self._keys)}",
            community="kettle-co",
            network="slack",
            place=self.place,
            action=action,
            actor=actor,
            decision="d1",
            at=datetime.now(UTC),
        )

    async def perform(self, action: Effect, key: str = "") -> Outcome:
        """Order something."""
        return await self.adapter.perform(self.order(action, key))


@asynccontextmanager
async def slack_at(bench: SlackBench) -> AsyncIterator[SlackBench]:
    """Open a bench, let its adapter listen, and end everything in the end."""
    await bench.open()
    try:
        await bench.start()
        yield bench
    finally:
        await bench.close()


class SetClock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def now(self) -> datetime:
        return self.at
