"""Act: orders go to their network in order, each done once, and what came of it is written down.

Every effect passes the gate here, at the moment of acting; there is no other way to a network.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.attempts import Precedence, failed, in_doubt, refused, retry_at
from bot.domain import EditReply, Effect, EffectClass, Order, Outcome, OutcomeState
from bot.errors import LeaseLost, StoreBusy
from bot.faults import NO_CRASH, CrashPoints
from bot.logs import trace
from bot.ports import Adapter, Clock, OrderBook

log = logging.getLogger(__name__)
CALL_LIMIT = 10.0
BUSY_PAUSE = 1.0
LOOKS = 3

Gate = Callable[[Order, Adapter], Awaitable[str | None]]
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
        crash: CrashPoints = NO_CRASH,
    ) -> None:
        self._community = community
        self._orders = orders
        self._adapters = adapters
        self._gate = gate
        self._reword = reword
        self._on_outcome = on_outcome
        self._clock = clock
        self._fence = fence
        self._crash = crash
        self._something = asyncio.Event()
        self._something.set()
        self._idle = asyncio.Event()
        self._precedence = Precedence(community, orders)
        self._unsure: set[str] = set()

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
        if self._unsure:
            await self._recover()
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
            known = failed("interrupted")
            if adapter is not None and order.key not in self._unsure:
                known = await self._unclear(adapter, order, "interrupted")
            if known.state is OutcomeState.FAILED:
                await self._put_off(order, known.detail, self._clock.now())
            else:
                await self._finish(order, known)
        self._unsure.clear()

    def _class_of(self, order: Order) -> EffectClass | None:
        adapter = self._adapters.get(order.network)
        kind: type[Effect] = type(order.action)  # type: ignore[assignment]  # orders hold effects
        return adapter.can.get(kind) if adapter else None

    async def _carry_out(self, order: Order) -> None:
        adapter = self._adapters.get(order.network)
        if adapter is None:
            await self._finish(order, refused(f"the network {order.network} is not set up here"))
            return
        hindrance = await self._precedence.hindrance(order, self._clock.now())
        if isinstance(hindrance, datetime):
            await self._put_off(order, "waits for an earlier order", hindrance)
            return
        hindrance = hindrance or await self._ask_gate(order, adapter)
        if hindrance is not None:
            await self._finish(order, hindrance)
            return
        fence = self._fence()
        filled = await self._filled(order)
        if self._class_of(order) in (EffectClass.ONCE, EffectClass.LOOKUP):
            await self._begin(order, fence)
        self._crash.passing("begun")
        self._fence()
        outcome = await self._perform(adapter, filled)
        self._crash.passing("acted")
        await self._finish(order, outcome)
        self._crash.passing("recorded")

    async def _begin(self, order: Order, fence: int) -> None:
        try:
            await self._orders.begin(order.key, self._community, fence)
        except StoreBusy:
            # It may be begun all the same; what is certain is that nothing was done.
            self._unsure.add(order.key)
            raise

    async def _ask_gate(self, order: Order, adapter: Adapter) -> Outcome | None:
        """Return what hinders an order: the gate's no, or a network that says nothing on it."""
        try:
            async with asyncio.timeout(CALL_LIMIT):
                refusal = await self._gate(order, adapter)
        except TimeoutError:
            return failed("the network did not say in time who is who")
        except Exception as error:
            what = "order %s could not be checked: %s"
            log.error(what, order.key, error, exc_info=trace(error))
            return failed(f"{type(error).__name__} while asking the network who is who")
        return refused(refusal) if refusal is not None else None

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
        except Exception:
            log.exception("order %s goes out in the words it was written in", order.key)
            return order

    async def _perform(self, adapter: Adapter, order: Order) -> Outcome:
        try:
            async with asyncio.timeout(CALL_LIMIT):
                return await adapter.perform(order)
        except TimeoutError:
            return await self._unclear(adapter, order, "the network did not answer in time")
        except Exception as error:
            what = "order %s failed in the adapter: %s"
            log.error(what, order.key, error, exc_info=trace(error))
            return await self._unclear(adapter, order, f"{type(error).__name__} in the adapter")

    async def _unclear(self, adapter: Adapter, order: Order, detail: str) -> Outcome:
        """Say what an unclear answer means, by the class of the effect."""
        kind = self._class_of(order)
        if kind is EffectClass.LOOKUP:
            return await self._look(adapter, order) or failed(detail)
        return in_doubt() if kind is EffectClass.ONCE else failed(detail)

    async def _look(self, adapter: Adapter, order: Order) -> Outcome | None:
        """Ask the network whether an order was done; in doubt where it does not say."""
        for look in range(LOOKS):
            await asyncio.sleep(BUSY_PAUSE * look)
            try:
                async with asyncio.timeout(CALL_LIMIT):
                    return await adapter.look_up(order)
            except Exception as error:
                what = "order %s could not be looked up: %s"
                log.error(what, order.key, error, exc_info=trace(error))
        return in_doubt()

    async def _finish(self, order: Order, outcome: Outcome) -> None:
        now = self._clock.now()
        until = retry_at(order, outcome, now)
        await self._record(order, outcome, now, until)
        if until is not None:
            self._precedence.waits(order, until)
            return
        self._precedence.is_over(order)
        if outcome.state is not OutcomeState.DONE or order.tries:
            settled = replace(order, state=outcome.state.value)
            await self._patiently(lambda: self._on_outcome(settled, outcome))

    async def _put_off(self, order: Order, why: str, until: datetime) -> None:
        await self._record(order, failed(why), self._clock.now(), until)

    async def _record(
        self, order: Order, outcome: Outcome, now: datetime, until: datetime | None
    ) -> None:
        """Write down what came of an order, however long the database is busy."""
        await self._patiently(
            lambda: self._orders.finish(order.key, outcome, now=now, retry_at=until)
        )
