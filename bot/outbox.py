"""Act: orders go to their network in order, each done once, and what came of it is written down.

Every effect passes the gate here, at the moment of acting; there is no other way to a network.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import (
    AddRole,
    Ban,
    EditReply,
    Effect,
    EffectClass,
    Kick,
    LockChannel,
    Order,
    Outcome,
    OutcomeState,
    RemoveRole,
    SlowMode,
    Timeout,
    Unban,
    UnlockChannel,
    Untimeout,
)
from bot.errors import StoreBusy
from bot.faults import NO_CRASH, CrashPoints
from bot.ports import Adapter, Clock, OrderBook

log = logging.getLogger(__name__)
CALL_LIMIT = 10.0
TRIES = 6
FIRST_RETRY = 2.0
BUSY_PAUSE = 1.0

LOOKS = 3
_TO_CHANNELS = (SlowMode, LockChannel, UnlockChannel)
_ONE_BY_ONE = (Timeout, Untimeout, Kick, Ban, Unban, AddRole, RemoveRole, *_TO_CHANNELS)

Gate = Callable[[Order, Adapter], Awaitable[str | None]]
OnOutcome = Callable[[Order, Outcome], Awaitable[None]]


@dataclass(slots=True)
class _Earlier:
    """An order that waits for another try; later ones about the same must not overtake it."""

    key: str
    retry_at: datetime


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
        self._earlier: dict[tuple[str, ...], _Earlier] = {}

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
            known = _failed("interrupted")
            if adapter is not None:
                known = await self._unclear(adapter, order, "interrupted")
            if known.state is OutcomeState.FAILED:
                await self._put_off(order, known.detail, self._clock.now())
            else:
                await self._finish(order, known)

    def _class_of(self, order: Order) -> EffectClass | None:
        adapter = self._adapters.get(order.network)
        kind: type[Effect] = type(order.action)  # type: ignore[assignment]  # orders hold effects
        return adapter.can.get(kind) if adapter else None

    async def _carry_out(self, order: Order) -> None:
        adapter = self._adapters.get(order.network)
        if adapter is None:
            await self._finish(order, _refused(f"the network {order.network} is not set up here"))
            return
        if (until := await self._held_until(order)) is not None:
            await self._put_off(order, "waits for an earlier order", until)
            return
        hindrance = await self._ask_gate(order, adapter)
        if hindrance is not None:
            await self._finish(order, hindrance)
            return
        fence = self._fence()
        filled = await self._filled(order)
        if self._class_of(order) in (EffectClass.ONCE, EffectClass.LOOKUP):
            await self._orders.begin(order.key, self._community, fence)
        self._crash.passing("begun")
        self._fence()
        outcome = await self._perform(adapter, filled)
        self._crash.passing("acted")
        await self._finish(order, outcome)
        self._crash.passing("recorded")

    async def _held_until(self, order: Order) -> datetime | None:
        """Return when the earlier order that this one must not overtake is tried again."""
        earlier = self._earlier.get(_about(order))
        if earlier is None or earlier.key == order.key:
            return None
        known = await self._orders.outcome(earlier.key)
        if known is None or known[0].state != "waiting":
            del self._earlier[_about(order)]
            return None
        return earlier.retry_at

    async def _ask_gate(self, order: Order, adapter: Adapter) -> Outcome | None:
        """Return what hinders an order: the gate's no, or a network that says nothing on it."""
        try:
            async with asyncio.timeout(CALL_LIMIT):
                refusal = await self._gate(order, adapter)
        except TimeoutError:
            return _failed("the network did not say in time who is who")
        except Exception as error:
            log.exception("order %s could not be checked", order.key)
            return _failed(f"{type(error).__name__} while asking the network who is who")
        return _refused(refusal) if refusal is not None else None

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
            return await self._look(adapter, order) or _failed(detail)
        return _in_doubt() if kind is EffectClass.ONCE else _failed(detail)

    async def _look(self, adapter: Adapter, order: Order) -> Outcome | None:
        """Ask the network whether an order was done; in doubt where it does not say."""
        for look in range(LOOKS):
            await asyncio.sleep(BUSY_PAUSE * look)
            try:
                async with asyncio.timeout(CALL_LIMIT):
                    return await adapter.look_up(order)
            except Exception:
                log.exception("order %s could not be looked up", order.key)
        return _in_doubt()

    async def _finish(self, order: Order, outcome: Outcome) -> None:
        now = self._clock.now()
        retry_at = _retry_at(order, outcome, now)
        await self._record(order, outcome, now, retry_at)
        about = _about(order)
        if retry_at is not None:
            self._earlier.setdefault(about, _Earlier(order.key, retry_at)).retry_at = retry_at
            return
        if about in self._earlier and self._earlier[about].key == order.key:
            del self._earlier[about]
        if outcome.state is not OutcomeState.DONE:
            await self._on_outcome(order, outcome)

    async def _put_off(self, order: Order, why: str, until: datetime) -> None:
        await self._record(order, _failed(why), self._clock.now(), until)

    async def _record(
        self, order: Order, outcome: Outcome, now: datetime, retry_at: datetime | None
    ) -> None:
        """Write down what came of an order, however long the database is busy."""
        await self._patiently(
            lambda: self._orders.finish(order.key, outcome, now=now, retry_at=retry_at)
        )


def _about(order: Order) -> tuple[str, ...]:
    """Return what orders share that must be done one after the other."""
    action = order.action
    if isinstance(action, _ONE_BY_ONE):
        whom = action.channel if isinstance(action, _TO_CHANNELS) else action.member
        return (order.network, order.place, whom)
    return (order.key,)


def _retry_at(order: Order, outcome: Outcome, now: datetime) -> datetime | None:
    if outcome.state is not OutcomeState.FAILED or outcome.retry_after is None:
        return None
    if order.tries + 1 >= TRIES:
        return None
    pause = max(outcome.retry_after, FIRST_RETRY * 2**order.tries)
    return now + timedelta(seconds=pause)


def _failed(detail: str) -> Outcome:
    return Outcome(state=OutcomeState.FAILED, detail=detail, retry_after=0.0)


def _refused(detail: str) -> Outcome:
    return Outcome(state=OutcomeState.REFUSED, detail=detail)


def _in_doubt() -> Outcome:
    return Outcome(
        state=OutcomeState.IN_DOUBT,
        detail="the process stopped or the network went silent while this was being done",
    )
