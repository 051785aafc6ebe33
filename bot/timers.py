"""Moments to come: rows that are looked at when due, never a task that sleeps until then."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from bot.domain import Event
from bot.errors import StoreBusy
from bot.faults import NO_CRASH, CrashPoints
from bot.halt import Halt
from bot.ports import Clock, Timer, Timers

log = logging.getLogger(__name__)
LONGEST_NAP = 5.0
BUSY_PAUSE = 1.0


class Alarm:
    """Turns the due timers of one community into events."""

    def __init__(
        self,
        community: str,
        *,
        timers: Timers,
        submit: Callable[[Event], None],
        clock: Clock,
        crash: CrashPoints = NO_CRASH,
        halt: Halt | None = None,
    ) -> None:
        self._community = community
        self._timers = timers
        self._submit = submit
        self._clock = clock
        self._crash = crash
        self._halt = halt or Halt()
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Say that timers were set or cancelled."""
        self._changed.set()

    async def run(self) -> None:
        """Fire timers as they come due, until cancelled."""
        while True:
            try:
                nap = await self.fire_due()
            except StoreBusy as error:
                log.warning("timers wait for the database: %s", error)
                nap = BUSY_PAUSE
            await self._nap(nap)

    async def fire_due(self) -> float:
        """Fire all that is due; returns the seconds until there may be more."""
        self._changed.clear()
        while due := await self._due():
            events = await self._timers.fire(due, self._clock.now())
            self._crash.passing("fired")
            for event in events:
                self._submit(event)
        upcoming = await self._timers.next_due(self._community, after=self._halt.since)
        if upcoming is None:
            return LONGEST_NAP
        return min(LONGEST_NAP, max(0.01, (upcoming - self._clock.now()).total_seconds()))

    async def _due(self) -> Sequence[Timer]:
        return await self._timers.due(self._community, self._clock.now(), after=self._halt.since)

    async def _nap(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return
