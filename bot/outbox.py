"""Act: orders go to their network in order, each done once, and what came of it is written down.

Every effect passes the gate here, at the moment of acting; there is no other way to a network.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.attempts import (
    Doubts,
    Precedence,
    failed,
    has_ended,
    in_doubt,
    refused,
    retry_at,
    says_nothing_else,
)
from bot.calls import Calls, Gate, class_of
from bot.domain import EditReply, EffectClass, Order, Outcome, OutcomeState
from bot.errors import LeaseLost, StoreBusy
from bot.faults import NO_CRASH, CrashPoints
from bot.halt import Halt
from bot.logs import trace
from bot.ports import Adapter, Clock, OrderBook
from bot.together import Together

log = logging.getLogger(__name__)
BUSY_PAUSE = 1.0
#: Classes of effect that are marked before an attempt, so that a process that dies is noticed.
_MARKED = (EffectClass.ONCE, EffectClass.LOOKUP, EffectClass.KEYED)

OnOutcome = Callable[[Order, Outcome], Awaitable[None]]
Reword = Callable[[Order], Awaitable[Order]]


class Outbox:
    """The only sender of one community, for as long as the lease with `fence` is held."""

    def __init__(
        self,
        community: str,
        *,
        orders: OrderBook,
        adapters: Mapping[str, Adapter],
        gate: Gate,
        reword: Reword,
        on_outcome: OnOutcome,
        clock: Clock,
        fence: Callable[[], int],
        still_says: Callable[[Order], Awaitable[bool]] = says_nothing_else,
        crash: CrashPoints = NO_CRASH,
        halt: Halt | None = None,
    ) -> None:
        self._community = community
        self._halt = halt or Halt()
        self._orders = orders
        self._adapters = adapters
        self._reword = reword
        self._on_outcome = on_outcome
        self._clock = clock
        self._fence = fence
        self._crash = crash
        self._something = asyncio.Event()
        self._something.set()
        self._idle = asyncio.Event()
        self._precedence = Precedence(community, orders, still_says)
        self._doubts = Doubts()
        self._calls = Calls(gate, clock, self._doubts)
        self._together = Together(adapters, clock)
        self._unsure: set[str] = set()
        self._recovering = True

    def carry_on(self) -> None:
        """Say that what stood still goes on: orders a process died over are looked at again."""
        self._recovering = True
        self.wake()

    def wake(self) -> None:
        """Say that orders were written."""
        self._idle.clear()
        self._something.set()

    async def idle(self) -> None:
        """Return when nothing is left to be done now."""
        await self._idle.wait()

    async def run(self) -> None:
        """Carry out orders until cancelled; first those a process died over."""
        while True:
            await self._patiently(self._round)
            if not self._something.is_set():
                self._idle.set()
            try:
                async with asyncio.timeout(BUSY_PAUSE):
                    await self._something.wait()
            except TimeoutError:
                continue

    async def _patiently(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except StoreBusy as error:
                log.warning("orders wait for the database: %s", error)
                await asyncio.sleep(BUSY_PAUSE)
            else:
                return

    async def _round(self) -> None:
        if self._unsure or self._recovering:
            await self._recover()
        while True:
            self._something.clear()
            now, since = self._clock.now(), self._halt.since
            waiting = await self._orders.waiting(self._community, now, after=since)
            if not waiting:
                return
            self._together.begin(waiting)
            for order in waiting:
                if self._together.is_over(order):
                    await self._carry_out_held()
                if not self._together.hold(order):
                    await self._carry_out(order)
                if self._something.is_set() and not order.urgent:
                    break
            await self._carry_out_held()

    async def _recover(self) -> None:
        now, since = self._clock.now(), self._halt.since
        for order in await self._orders.unfinished(self._community, after=since):
            if order.key not in self._unsure:
                # When it was begun nobody knows, only that it was not before it was written.
                self._doubts.arise(order, order.at)
            if order in self._doubts and self._class_of(order) is EffectClass.ONCE:
                await self._finish(order, in_doubt())
            else:
                await self._put_off(order, "interrupted", now)
        self._unsure.clear()
        self._recovering = False

    def _class_of(self, order: Order) -> EffectClass | None:
        return class_of(order, self._adapters.get(order.network))

    async def _carry_out(self, order: Order) -> None:
        adapter = self._adapters.get(order.network)
        if adapter is None:
            await self._finish(order, refused(f"the network {order.network} is not set up here"))
            return
        hindrance = await self._hindrance(order, adapter)
        if isinstance(hindrance, datetime):
            silent = self._calls.silent_until(order.network)
            why = "the network does not answer" if silent else "waits for an earlier order"
            await self._put_off(order, why, hindrance)
            return
        if hindrance is not None:
            await self._finish(order, hindrance)
            return
        fence = self._fence()
        filled = await self._filled(order)
        if self._class_of(order) in _MARKED:
            await self._begin(order, fence)
        self._crash.passing("begun")
        self._fence()
        outcome = await self._calls.perform(filled, adapter)
        self._crash.passing("acted")
        await self._finish(order, outcome)
        self._crash.passing("recorded")

    async def _carry_out_held(self) -> None:
        """Carry out what was held back: at once what can be, one by one what is left of it."""
        held = self._together.release()
        done = await self._at_once(held) if len(held) > 1 else ()
        for order in held:
            if order.key not in done:
                await self._carry_out(order)

    async def _at_once(self, held: Sequence[Order]) -> Collection[str]:
        """Carry out several orders with one call; returns the keys of those that came to an end."""
        adapter = self._adapters[held[0].network]
        ready = [order for order in held if await self._hindrance(order, adapter) is None]
        self._fence()
        outcomes = await self._calls.perform_in_bulk(ready, adapter) if len(ready) > 1 else {}
        self._crash.passing("acted")
        for order in ready:
            if order.key in outcomes:
                await self._finish(order, outcomes[order.key])
        return outcomes.keys()

    async def _hindrance(self, order: Order, adapter: Adapter) -> datetime | Outcome | None:
        """Return until when an order waits, what came of it before, or what stands against it."""
        now = self._clock.now()
        await self._recall(order)
        return (
            self._calls.silent_until(order.network)
            or await self._precedence.hindrance(order, now)
            or await self._earlier_try(order, adapter)
            or (refused("it would be over by now") if has_ended(order, now) else None)
            or await self._calls.ask_gate(order, adapter)
        )

    async def _recall(self, order: Order) -> None:
        """Find out whether an earlier process left it unclear what came of an order with a key."""
        if not order.tries or self._class_of(order) is not EffectClass.KEYED:
            return
        known = await self._orders.outcome(order.key)
        if known and known[1] and known[1].state is OutcomeState.IN_DOUBT:
            self._doubts.arise(order, order.at)

    async def _earlier_try(self, order: Order, adapter: Adapter) -> Outcome | None:
        """Return what came of an earlier try where it was done, or must not be repeated."""
        kind = self._class_of(order)
        if kind is EffectClass.LOOKUP and order.tries:
            return await self._calls.look_up(order, adapter)
        if kind is EffectClass.KEYED and self._doubts.outlive_the_key(order, self._clock.now()):
            return in_doubt()
        return None

    async def _begin(self, order: Order, fence: int) -> None:
        try:
            await self._orders.begin(order.key, self._community, fence)
        except StoreBusy:
            # It may be begun all the same; what is certain is that nothing was done.
            self._unsure.add(order.key)
            raise

    async def _filled(self, order: Order) -> Order:
        """Put in what was not known before: what came of deeds, the network's id of our words."""
        if not isinstance(order.action, EditReply):
            return await self._reworded(order)
        made = await self._orders.outcome(order.action.of)
        message = made[1].made if made and made[1] else None
        return replace(order, action=replace(order.action, message=message or ""))

    async def _reworded(self, order: Order) -> Order:
        try:
            return await self._reword(order)
        except (StoreBusy, LeaseLost):
            raise
        except Exception as error:
            what = "order %s goes out in the words it was written in: %s"
            log.error(what, order.key, error, exc_info=trace(error))
            return order

    async def _finish(self, order: Order, outcome: Outcome) -> None:
        now = self._clock.now()
        until = retry_at(order, outcome, now)
        if until is not None:
            await self._record(order, self._for_now(order, outcome), now, until)
            self._precedence.waits(order, until)
            return
        if outcome.state is OutcomeState.FAILED and order in self._doubts:
            outcome = in_doubt()
        await self._record(order, outcome, now, None)
        self._doubts.end(order)
        self._precedence.is_over(order)
        if outcome.state is not OutcomeState.DONE or order.tries:
            settled = replace(order, state=outcome.state.value)
            await self._patiently(lambda: self._on_outcome(settled, outcome))

    async def _put_off(self, order: Order, why: str, until: datetime) -> None:
        now = self._clock.now()
        await self._record(order, self._for_now(order, failed(why)), now, until)

    def _for_now(self, order: Order, outcome: Outcome) -> Outcome:
        """Return what is written down of a try that is not the last one.

        Only where a key is what keeps a repeat from doubling, a successor must know of the doubt.
        """
        doubtful = order in self._doubts and self._class_of(order) is EffectClass.KEYED
        state = OutcomeState.IN_DOUBT if doubtful else OutcomeState.FAILED
        return replace(outcome, state=state)

    async def _record(
        self, order: Order, outcome: Outcome, now: datetime, until: datetime | None
    ) -> None:
        """Write down what came of an order, however long the database is busy."""
        await self._patiently(
            lambda: self._orders.finish(order.key, outcome, now=now, retry_at=until)
        )
