"""What exists while the lease of a community is held: its workers, and what they share."""

import asyncio
from dataclasses import dataclass, field

from bot.community import Community
from bot.dispatcher import Dispatcher
from bot.domain import Event, event_key
from bot.errors import StoreBusy
from bot.halt import Halt
from bot.outbox import Outbox
from bot.ports import EventLog, Settlement
from bot.settler import Settler
from bot.standstill import Watch
from bot.telling import Telling
from bot.timers import Alarm

GLEAN = 10.0


@dataclass(slots=True)
class Session:
    """One community at work; events that come before it is ready are kept in `early`."""

    community: Community
    dispatcher: Dispatcher
    outbox: Outbox
    alarm: Alarm
    telling: Telling
    halt: Halt = field(default_factory=Halt)
    early: list[Event] = field(default_factory=list)
    ready: bool = False

    def submit(self, event: Event) -> None:
        """Hand over an admitted event; one that stands still stays in the log."""
        if self.halt.holds(event):
            return
        if self.ready:
            self.dispatcher.submit(event)
        else:
            self.early.append(event)

    async def catch_up(self, log: EventLog) -> None:
        """Judge what was left waiting, then what came in meanwhile."""
        waiting = await log.waiting(self.community.casework.rulebook.id)
        for event in (*waiting, *self.early):
            if not self.halt.holds(event):
                self.dispatcher.submit(event)
        self.early.clear()
        self.ready = True

    async def watch(self, watch: Watch, log: EventLog) -> None:
        """Go on with what stood still as soon as somebody has decided, until cancelled."""
        while True:
            await asyncio.sleep(GLEAN)
            try:
                await self.go_on(watch, log)
            except StoreBusy:
                continue

    async def go_on(self, watch: Watch, log: EventLog) -> None:
        """Go on with what stood still where that is over."""
        if await watch.is_over():
            await self.catch_up(log)
            self.outbox.carry_on()
            self.alarm.wake()

    async def glean(self, log: EventLog, settler: Settler) -> None:
        """Pick up what another process admitted for us and cannot judge any more, until cancelled.

        Only what was waiting a round ago, too: the rest is on its way here.
        """
        before: frozenset[str] = frozenset()
        while True:
            await asyncio.sleep(GLEAN)
            await settler.drain()
            try:
                waiting = await log.waiting(self.community.casework.rulebook.id)
            except StoreBusy:
                continue
            for event in waiting:
                if event_key(event) in before and not self.halt.holds(event):
                    self.dispatcher.submit(event)
            before = frozenset(event_key(event) for event in waiting)

    def wake(self, settlement: Settlement) -> None:
        """Wake those who have something to do after a settlement."""
        if settlement.orders:
            self.outbox.wake()
        if settlement.timers or settlement.cancel_timers:
            self.alarm.wake()

    async def stop(self) -> None:
        """Stop judging at once; what is not settled is found again at the next start."""
        if self.community.looks is not None:
            await self.community.looks.stop()
        await self.dispatcher.stop()

    async def finish(self, settler: Settler) -> None:
        """Return when everything that came in is judged, written down and sent."""
        await self.dispatcher.idle()
        await settler.drain()
        self.outbox.wake()
        await self.outbox.idle()
