"""The seam to storage for what is still to be done: orders, timers, who may act, what waits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain import Event, Order, Outcome
from bot.ports.records import Leftover, Standstill, Timer


class OrderBook(Protocol):
    """The outbox."""

    async def waiting(
        self, community: str, now: datetime, limit: int = 50, *, after: datetime | None = None
    ) -> Sequence[Order]:
        """Return orders to be carried out, urgent ones first, else in the order of writing.

        Left out are orders that wait for a later try, and those decided on before `after`.
        """
        ...

    async def begin(self, key: str, community: str, fence: int) -> None:
        """Write down that this order is being carried out now; raises LeaseLost."""
        ...

    async def unfinished(self, community: str, *, after: datetime | None = None) -> Sequence[Order]:
        """Return orders begun and never finished: a process died over them.

        Left out are those decided on before `after`.
        """
        ...

    async def finish(
        self, key: str, outcome: Outcome, *, now: datetime, retry_at: datetime | None = None
    ) -> None:
        """Record what came of an order; with `retry_at` it waits until then for another try."""
        ...

    async def outcome(self, key: str) -> tuple[Order, Outcome | None] | None:
        """Return an order and what came of it, None for an unknown key."""
        ...

    async def orders_of(
        self, community: str, decision: str
    ) -> Sequence[tuple[Order, Outcome | None]]:
        """Return the orders of one decision in the order of writing."""
        ...


class Timers(Protocol):
    """Moments to come."""

    async def set(self, timers: Sequence[Timer]) -> None:
        """Set timers apart from any decision, in place of those with their keys.

        For what is asked for from outside, such as by `evenhand erase`; whoever runs the community
        finds them.
        """
        ...

    async def due(
        self, community: str, now: datetime, limit: int = 100, *, after: datetime | None = None
    ) -> Sequence[Timer]:
        """Return timers that are due, oldest first.

        Left out are those that were due by `after`, but for the erasing of people.
        """
        ...

    async def next_due(self, community: str, *, after: datetime | None = None) -> datetime | None:
        """Return when the next timer is due, leaving the same out."""
        ...

    async def fire(self, timers: Sequence[Timer], now: datetime) -> Sequence[Event]:
        """Turn timers into admitted TimePassed events, in one transaction; returns the events."""
        ...


class Leases(Protocol):
    """Who may judge and send for a community: one process at a time."""

    async def take(self, community: str, holder: str, now: datetime, seconds: float) -> int | None:
        """Return the fencing number of a lease now held, None while another holds it."""
        ...

    async def renew(
        self, community: str, holder: str, fence: int, now: datetime, seconds: float
    ) -> bool:
        """Hold on to a lease; False says that it is lost."""
        ...

    async def release(self, community: str, holder: str, fence: int) -> None:
        """Give a lease back."""
        ...

    async def free(self, community: str, holder: str) -> None:
        """Free the lease of a holder that is known to have died."""
        ...

    async def holder(self, community: str) -> str:
        """Return who holds the lease, empty for nobody."""
        ...

    async def until(self, community: str) -> datetime | None:
        """Return when the last lease ends or ended, None where there never was one."""
        ...


class Standstills(Protocol):
    """What is too old to be done without asking; see bot.standstill."""

    async def of(self, community: str) -> Standstill | None:
        """Return the standstill of a community, None where everything goes its way."""
        ...

    async def all(self) -> Sequence[Standstill]:
        """Return every standstill, in the order of the communities' ids."""
        ...

    async def begin(self, standstill: Standstill) -> None:
        """Let what is older wait; one that is there already stays as it is."""
        ...

    async def leftover(self, community: str, before: datetime) -> Leftover:
        """Return how much is older than that and not done."""
        ...

    async def carry_on(self, community: str, now: datetime) -> None:
        """End a standstill: what waited is done.

        But for what was decided anew about the same people and channels in the meantime.
        """
        ...

    async def let_go(self, community: str, now: datetime) -> Leftover:
        """End a standstill: what waited is never done; returns how much that was.

        Orders are refused, timers taken off, events set aside, in one transaction.
        """
        ...
