"""Reading back what was missed: at the start, after a broken link, and where Slack held back."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from adapters.slack.gaps import AGAIN, Heard, Missed, Take, read_back
from adapters.slack.workspaces import Workspaces
from bot.errors import NetworkError, StoreError
from bot.ports import Clock, Gap, House

T = TypeVar("T")
log = logging.getLogger(__name__)
#: Slack brings again by itself what it could not bring for less than this.
WORTH_READING = timedelta(minutes=1)
#: A shorter silence is nobody's concern.
WORTH_TELLING = timedelta(minutes=3)
#: Seconds for which Slack holds events back of an app that gets too many.
HELD_BACK = 60.0


class CatchingUp:
    """Reads back for one house; `take` takes in what is found like any other event."""

    def __init__(
        self, workspaces: Workspaces, heard: Heard, take: Take, house: House, clock: Clock
    ) -> None:
        self._workspaces = workspaces
        self._heard = heard
        self._take = take
        self._house = house
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()
        self._held_back = False

    def begin(self) -> None:
        """Learn who is who, and read back what was missed since listening ended."""
        last = self._heard.alive()
        since = datetime.fromtimestamp(last, UTC) if last is not None else None
        self._beside(self._at_start(since))

    def joined(self, team: str) -> None:
        """Learn who is who in a workspace that was connected later, and read back there."""
        self._beside(self._catch_up(team))

    def link_is_back(self, since: datetime) -> None:
        """Read back what was missed while the link was broken, where that lasted long enough."""
        if self._clock.now() - since >= WORTH_READING:
            self._beside(self._read(since))

    def held_back(self) -> None:
        """Read back, once it is over, what Slack does not bring because it was too much."""
        if not self._held_back:
            self._held_back = True
            self._beside(self._after_a_while())

    async def close(self) -> None:
        """Read no more."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("what was missed in Slack could not be read back: %s", error)

    async def _at_start(self, since: datetime | None) -> None:
        await self._side_by_side(self._meet)
        await self._read(since)

    async def _meet(self, team: str) -> None:
        workspace = self._workspaces.known.get(team)
        if workspace is not None:
            await workspace.people.meet()

    async def _catch_up(self, team: str) -> None:
        await self._meet(team)
        await self._read_one(team)

    async def _side_by_side(self, work: Callable[[str], Coroutine[None, None, T]]) -> list[T]:
        """Do something in every workspace; a slow one holds up no other."""
        return list(await asyncio.gather(*(work(team) for team in self._workspaces.known)))

    async def _read_one(self, team: str) -> Missed:
        workspace = self._workspaces.known.get(team)
        if workspace is None:
            return Missed()
        return await read_back(workspace, self._heard, self._take)

    async def _after_a_while(self) -> None:
        try:
            await asyncio.sleep(HELD_BACK)
        finally:
            self._held_back = False
        await self._read(None)

    async def _read(self, since: datetime | None) -> None:
        until = self._clock.now()
        found = await self._side_by_side(self._read_one)
        if since is not None and until - since >= WORTH_TELLING:
            count, lost = sum(one.count for one in found), any(one.lost for one in found)
            await self._tell(Gap(since=since, until=until, read_back=count, lost=lost))

    async def _tell(self, gap: Gap) -> None:
        while True:
            try:
                return await self._house.report_gap(gap)
            except (StoreError, NetworkError):
                await asyncio.sleep(AGAIN)
