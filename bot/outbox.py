"""Act: orders go to their network in order, each done once, and what came of it is written down.

Every effect passes the gate here, at the moment of acting; there is no other way to a network.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import (
    EditReply,
    Effect,
    EffectClass,
    Order,
    Outcome,
    OutcomeState,
)
from bot.errors import StoreBusy
from bot.faults import NO_CRASH, CrashPoints
from bot.ports import Adapter, Clock, OrderBook

log = logging.getLogger(__name__)
CALL_LIMIT = 10.0
TRIES = 6
FIRST_RETRY = 2.0
BUSY_PAUSE = 1.0

Gate = Callable[[Order, Adapter], Awaitable[str | None]]
OnOutcome = Callable[[Order, Outcome], Awaitable[None]]


class Outbox:
    """The only sender of one community, for as long as the lease with `fence` is held."""

    def __init__(
        self,
        community: str,
        *,
        orders: OrderBook,
        adapters: Mapping[str, Adapter],
        gate: Gate,
        on_outcome: OnOutcome,
        clock: Clock,
        fence: Callable[[], int],
        crash: CrashPoints = NO_CRASH,
    ) -> None:
        self._community = community
        self._orders = orders
        self._adapters = adapters
        self._gate = gate
        self._on_outcome = on_outcome
        self._clock = clock
        self._fence = fence
        self._crash = crash
        self._something = asyncio.Event()
        self._something.set()
        self._idle = asyncio.Event()

    def wake(self) -> None:
        """Say that orders were written."""
        self._idle.clear()
        self._something.set()

    async def idle(self) -> None:
        """Return when nothing is left to be done now."""
        await self._idle.wait()

    async def run(self) -> None:
        """Carry out orders until cancelled; first those a process died over."""
        await self._patiently(self._recover)
        while True:
            await self._patiently(self._round)
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
        while True:
            self._something.clear()
            waiting = await self._orders.waiting(self._community, self._clock.now())
            if not waiting:
                return
            for order in waiting:
                await self._carry_out(order)
                if self._something.is_set() and not order.urgent:
                    break

    async def _recover(self) -> None:
        for order in await self._orders.unfinished(self._community):
            adapter = self._adapters.get(order.network)
            known = await adapter.look_up(order) if adapter and self._can_look(order) else None
            if known is not None:
                await self._finish(order, known)
            elif self._class_of(order) is EffectClass.ONCE:
                await self._finish(order, _in_doubt())
            else:
                await self._orders.finish(
                    order.key,
                    Outcome(state=OutcomeState.FAILED, detail="interrupted"),
                    now=self._clock.now(),
                    retry_at=self._clock.now(),
                )

    def _class_of(self, order: Order) -> EffectClass | None:
        adapter = self._adapters.get(order.network)
        kind: type[Effect] = type(order.action)  # type: ignore[assignment]  # orders hold effects
        return adapter.can.get(kind) if adapter else None

    def _can_look(self, order: Order) -> bool:
        return self._class_of(order) is EffectClass.LOOKUP

    async def _carry_out(self, order: Order) -> None:
        adapter = self._adapters.get(order.network)
        if adapter is None:
            await self._finish(order, _refused(f"the network {order.network} is not set up here"))
            return
        refusal = await self._gate(order, adapter)
        if refusal is not None:
            await self._finish(order, _refused(refusal))
            return
        fence = self._fence()
        if self._class_of(order) in (EffectClass.ONCE, EffectClass.LOOKUP):
            await self._orders.begin(order.key, self._community, fence)
        self._crash.passing("begun")
        outcome = await self._perform(adapter, await self._filled(order))
        self._crash.passing("acted")
        await self._finish(order, outcome)
        self._crash.passing("recorded")

    async def _filled(self, order: Order) -> Order:
        """Put the network's own id of what we said into an order that changes it."""
        if not isinstance(order.action, EditReply):
            return order
        made = await self._orders.outcome(order.action.of)
        message = made[1].made if made and made[1] else None
        return replace(order, action=replace(order.action, message=message or ""))

    async def _perform(self, adapter: Adapter, order: Order) -> Outcome:
        try:
            async with asyncio.timeout(CALL_LIMIT):
                return await adapter.perform(order)
        except TimeoutError:
            return await self._unclear(adapter, order, "the network did not answer in time")
        except Exception as error:
            log.exception("order %s failed in the adapter", order.key)
            return await self._unclear(adapter, order, f"{type(error).__name__} in the adapter")

    async def _unclear(self, adapter: Adapter, order: Order, detail: str) -> Outcome:
        """Say what an unclear answer means, by the class of the effect."""
        kind = self._class_of(order)
        if kind is EffectClass.LOOKUP:
            try:
                known = await adapter.look_up(order)
            except Exception:
                log.exception("order %s could not be looked up", order.key)
                return _in_doubt()
            if known is not None:
                return known
        if kind is EffectClass.ONCE:
            return _in_doubt()
        return Outcome(state=OutcomeState.FAILED, detail=detail, retry_after=0.0)

    async def _finish(self, order: Order, outcome: Outcome) -> None:
        now = self._clock.now()
        retry_at = _retry_at(order, outcome, now)
        await self._orders.finish(order.key, outcome, now=now, retry_at=retry_at)
        if retry_at is None and outcome.state is not OutcomeState.DONE:
            await self._on_outcome(order, outcome)


def _retry_at(order: Order, outcome: Outcome, now: datetime) -> datetime | None:
    if outcome.state is not OutcomeState.FAILED or outcome.retry_after is None:
        return None
    if order.tries + 1 >= TRIES:
        return None
    pause = max(outcome.retry_after, FIRST_RETRY * 2**order.tries)
    return now + timedelta(seconds=pause)


def _refused(detail: str) -> Outcome:
    return Outcome(state=OutcomeState.REFUSED, detail=detail)


def _in_doubt() -> Outcome:
    return Outcome(
        state=OutcomeState.IN_DOUBT,
        detail="the process stopped or the network went silent while this was being done",
    )
