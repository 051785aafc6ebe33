"""Try a rulebook on chat without touching anything: the real engine, a store in memory.

Time is the events' own. Timers that come due between two events fire in between.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.casework import Casework
from bot.chores import Chores
from bot.clock import HandClock
from bot.community import Community
from bot.detectors import builtin
from bot.domain import ButtonPressed, CommandGiven, Decision, Event, Order, Signal
from bot.ports import Detector, Settlement, Store
from bot.rulebook.book import Rulebook
from bot.storage import MemoryStore
from bot.workshop import detectors_by_signal, set_up

#: How long after the last event timers are still watched.
AFTERWARDS = timedelta(hours=24)
YEARS = 1e9


class Trial:
    """A community in memory; feed it events in order of time and read its decisions.

    `orders` is what would have been sent to the network. A `forgetful` trial keeps only what
    later judgement needs (strikes, cases, timers), so that a long recording fits in memory.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        start: datetime,
        *,
        signals: Mapping[str, Mapping[str, Signal]] | None = None,
        store: Store | None = None,
        forgetful: bool = False,
        detectors: Mapping[str, Detector] | None = None,
    ) -> None:
        self.decisions: list[Decision] = []
        self.orders: list[Order] = []
        self._forgetful = forgetful
        self._rulebook = rulebook
        self._clock = HandClock(start)
        self._store: Store = store or MemoryStore()
        self._signals = signals or {}
        self._detectors = detectors
        self._community: Community | None = None

    async def _open(self) -> Community:
        fence = await self._store.leases.take(self._rulebook.id, "trial", self._clock.now(), YEARS)
        if self._detectors is None:
            self._detectors = detectors_by_signal(builtin())
        shop = await set_up(
            self._rulebook, store=self._store, detectors=self._detectors, clock=self._clock
        )
        casework = Casework(self._rulebook, last_case=0, fence=lambda: fence or 0)
        chores = Chores(casework, self._store.casebook, self._store.ledger)
        return Community(
            engine=shop.engine,
            decider=shop.decider,
            casework=casework,
            clock=self._clock,
            settle=self._settle,
            note=_forget,
            short_road=self._short_road,
            chore=lambda event: chores.do(event, self._clock.now()),
            on_decision=self.decisions.append,
            signals=self._signals,
        )

    async def feed(self, event: Event) -> None:
        """Let one event happen; what is due before it happens first."""
        await self.until(event.at)
        await self._handle(replace(event, community=self._rulebook.id))

    async def until(self, moment: datetime) -> None:
        """Let time pass, and timers with it."""
        while (due := await self._store.timers.next_due(self._rulebook.id)) is not None:
            if due > moment:
                break
            self._clock.set(due)
            timers = await self._store.timers.due(self._rulebook.id, due)
            for woken in await self._store.timers.fire(timers, due):
                await self._handle(woken)
        self._clock.set(moment)

    def take(self) -> tuple[tuple[Decision, ...], tuple[Order, ...]]:
        """Return the decisions and orders since the last time, and let them go."""
        taken = tuple(self.decisions), tuple(self.orders)
        self.decisions.clear()
        self.orders.clear()
        return taken

    async def _handle(self, event: Event) -> None:
        if self._community is None:
            self._community = await self._open()
        await self._community.handle(event)

    async def _settle(self, settlement: Settlement) -> None:
        self.orders += settlement.orders
        if self._forgetful:
            settlement = replace(settlement, decision=None, orders=())
        await self._store.ledger.settle([replace(settlement, event=None)])

    async def _short_road(self, event: CommandGiven | ButtonPressed) -> bool:
        """Commands need people and networks, which a trial has not; buttons go to policies."""
        return isinstance(event, CommandGiven)


async def _forget(_settlement: Settlement) -> None:
    """Let an event that came to nothing go."""


async def play(
    rulebook: Rulebook,
    events: Iterable[Event],
    signals: Mapping[str, Mapping[str, Signal]] | None = None,
    *,
    detectors: Mapping[str, Detector] | None = None,
) -> list[Decision]:
    """Return the decisions that a rulebook comes to on these events, in order.

    `signals` gives detectors' signals in advance, by event id and signal name. Who plays often
    hands over `detectors`, which take a while to build.
    """
    events = list(events)
    if not events:
        return []
    trial = Trial(rulebook, events[0].at, signals=signals, detectors=detectors)
    for event in events:
        await trial.feed(event)
    await trial.until(events[-1].at + AFTERWARDS)
    return trial.decisions


async def stream(
    rulebook: Rulebook, events: Iterable[Event]
) -> AsyncIterator[tuple[Event, list[Decision]]]:
    """Yield each event with the decisions that it, or time passing before it, led to."""
    trial: Trial | None = None
    for event in events:
        trial = trial or Trial(rulebook, event.at)
        seen = len(trial.decisions)
        await trial.feed(event)
        yield event, trial.decisions[seen:]
