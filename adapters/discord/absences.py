"""Telling a team that nothing was heard of its server for a while, once that is over."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from adapters.discord.gaps import OLDEST
from bot.errors import EvenhandError
from bot.ports import Gap, House

log = logging.getLogger(__name__)
#: Shorter gaps are everyday life, and all of them are read back.
WORTH_TELLING = timedelta(minutes=3)
#: Seconds between two tries, and how often it is tried.
AGAIN, TRIES = 5.0, 60


class Absences:
    """Tells of gaps, each by itself."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._tasks: set[asyncio.Task[None]] = set()

    def over(self, place: str, since: datetime, read_back: int) -> None:
        """Begin to tell of a gap in a server that has just ended, if it is worth telling."""
        until = datetime.now(UTC)
        if until - since < WORTH_TELLING:
            return
        lost = until - since > OLDEST
        gap = Gap(since=since, until=until, read_back=read_back, lost=lost, place=place)
        task = asyncio.create_task(self._tell(gap))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Give up what could not be told yet."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _tell(self, gap: Gap) -> None:
        for _ in range(TRIES):
            try:
                return await self._house.report_gap(gap)
            except EvenhandError as error:
                log.info("a gap could not be told yet: %s", error)
                await asyncio.sleep(AGAIN)
