"""The outbox and the timers in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import Event, Order, Outcome
from bot.ports import Timer
from bot.storage.meaning import ERASING, not_waiting, passed
from bot.storage.memory_events import MemoryEvents
from bot.storage.shelves import KeptOrder, Shelves


class MemoryOrders:
    """The outbox."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def waiting(
        self, community: str, now: datetime, limit: int = 50, *, after: datetime | None = None
    ) -> Sequence[Order]:
        """Return orders to be carried out, urgent ones first, else in the order of writing."""
        found = [
            kept.order
            for kept in self._shelves.communities[community].unfinished.values()
            if kept.order.state == "waiting"
            and (kept.retry_at is None or kept.retry_at <= now)
            and (after is None or kept.order.at >= after)
        ]
        first = sorted(found, key=lambda order: not order.urgent)[:limit]
        wanted = {order.decision for order in first}
        cases = self._shelves.communities[community].cases.values() if wanted else ()
        opened: dict[str, int] = {}
        for case in cases:
            if case.about in wanted:
                opened[case.about] = min(case.number, opened.get(case.about, case.number))
        return [replace(order, case=opened.get(order.decision)) for order in first]

    async def begin(self, key: str, community: str, fence: int) -> None:
        """Write down that this order is being carried out now."""
        self._shelves.check_fence(community, fence)
        kept = self._shelves.communities[community].unfinished.get(key)
        if kept is None or kept.order.state != "waiting":
            raise not_waiting(key)
        kept.order = replace(kept.order, state="acting")

    async def unfinished(self, community: str, *, after: datetime | None = None) -> Sequence[Order]:
        """Return orders begun and never finished."""
        kept = self._shelves.communities[community].unfinished.values()
        begun = [one.order for one in kept if one.order.state == "acting"]
        return [order for order in begun if after is None or order.at >= after]

    async def finish(
        self, key: str, outcome: Outcome, *, now: datetime, retry_at: datetime | None = None
    ) -> None:
        """Record what came of an order; one that is finished or unknown stays as it is."""
        kept = self._shelves.orders.get(key)
        if kept is None or kept.order.state not in ("waiting", "acting"):
            return
        state = outcome.state.value if retry_at is None else "waiting"
        kept.order = replace(kept.order, state=state, tries=kept.order.tries + 1)
        kept.retry_at, kept.outcome = retry_at, outcome
        if retry_at is None:
            del self._shelves.communities[kept.order.community].unfinished[key]

    async def outcome(self, key: str) -> tuple[Order, Outcome | None] | None:
        """Return an order and what came of its last try, None for an unknown key."""
        kept = self._shelves.orders.get(key)
        return _pair(kept) if kept else None

    async def orders_of(
        self, community: str, decision: str
    ) -> Sequence[tuple[Order, Outcome | None]]:
        """Return the orders of one decision in the order of writing."""
        kept = self._shelves.communities[community].by_decision.get(decision, ())
        return [_pair(order) for order in kept]


class MemoryTimers:
    """Moments to come."""

    def __init__(self, shelves: Shelves, events: MemoryEvents) -> None:
        self._shelves = shelves
        self._events = events

    async def set(self, timers: Sequence[Timer]) -> None:
        """Set timers, in place of those with their keys."""
        for timer in timers:
            self._shelves.communities[timer.community].timers[timer.key] = timer

    async def due(
        self, community: str, now: datetime, limit: int = 100, *, after: datetime | None = None
    ) -> Sequence[Timer]:
        """Return timers that are due, oldest first."""
        timers = self._shelves.communities[community].timers.values()
        found = [timer for timer in timers if timer.due_at <= now and _is_younger(timer, after)]
        return sorted(found, key=lambda timer: (timer.due_at, timer.key))[:limit]

    async def next_due(self, community: str, *, after: datetime | None = None) -> datetime | None:
        """Return when the next timer is due."""
        timers = self._shelves.communities[community].timers.values()
        return min((one.due_at for one in timers if _is_younger(one, after)), default=None)

    async def fire(self, timers: Sequence[Timer], now: datetime) -> Sequence[Event]:
        """Turn timers that are still set into admitted events; returns the events."""
        fired: list[Event] = []
        for timer in timers:
            waiting = self._shelves.communities[timer.community].timers
            still = waiting.get(timer.key)
            if still is None or still.due_at != timer.due_at:
                continue
            event = passed(waiting.pop(timer.key), now)
            if self._events.take_in(event):
                fired.append(event)
        return fired


def _is_younger(timer: Timer, after: datetime | None) -> bool:
    return after is None or timer.due_at > after or timer.key.startswith(ERASING)


def _pair(kept: KeptOrder) -> tuple[Order, Outcome | None]:
    return kept.order, kept.outcome
