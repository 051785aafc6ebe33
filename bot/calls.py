"""One call to a network at a time: each has a limit, and no answer is an answer too."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.attempts import FIRST_RETRY, Doubts, failed, in_doubt, refused, unclear
from bot.domain import Effect, EffectClass, Order, Outcome, OutcomeState
from bot.ports import Adapter, Clock, InBulk
from bot.seldom import Seldom

CALL_LIMIT = 10.0

Gate = Callable[[Order, Adapter], Awaitable[str | None]]


def class_of(order: Order, adapter: Adapter | None) -> EffectClass | None:
    """Return what may be done after an unclear answer, None where the network cannot do it."""
    kind: type[Effect] = type(order.action)  # type: ignore[assignment]  # orders hold effects
    return adapter.can.get(kind) if adapter else None


class Calls:
    """Asks networks for one community; what stays unclear is noted in `doubts`."""

    def __init__(self, gate: Gate, clock: Clock, doubts: Doubts) -> None:
        self._gate = gate
        self._clock = clock
        self._doubts = doubts
        self._seldom = Seldom(clock)
        self._silent: dict[str, datetime] = {}

    def silent_until(self, network: str) -> datetime | None:
        """Return when a network that did not answer is asked again, None where it may be now."""
        until = self._silent.get(network)
        return until if until is not None and until > self._clock.now() else None

    async def ask_gate(self, order: Order, adapter: Adapter) -> Outcome | None:
        """Return what hinders an order: the gate's no, or a network that says nothing on it."""
        try:
            async with self._in_time(order):
                refusal = await self._gate(order, adapter)
        except TimeoutError:
            return failed("the network did not say in time who is who")
        except Exception as error:
            self._seldom.tell(f"orders to {order.network} cannot be checked", error)
            return failed(f"{type(error).__name__} while asking the network who is who")
        return refused(refusal) if refusal is not None else None

    @asynccontextmanager
    async def _in_time(self, order: Order) -> AsyncIterator[None]:
        """Give a network so long to answer, and others their turn where it does not."""
        try:
            async with asyncio.timeout(CALL_LIMIT):
                yield
        except TimeoutError:
            self._silent[order.network] = self._clock.now() + timedelta(seconds=FIRST_RETRY)
            raise

    async def perform(self, order: Order, adapter: Adapter) -> Outcome:
        """Let an order be carried out; says what came of it, also where no answer came."""
        try:
            async with self._in_time(order):
                outcome = await adapter.perform(order)
        except TimeoutError:
            outcome = unclear("the network did not answer in time")
        except Exception as error:
            self._seldom.tell(f"orders to {order.network} fail in the adapter", error)
            outcome = unclear(f"{type(error).__name__} in the adapter")
        if outcome.state is OutcomeState.IN_DOUBT and outcome.retry_after is not None:
            return await self._unclear(order, adapter, outcome)
        return outcome

    async def perform_in_bulk(
        self, orders: Sequence[Order], adapter: Adapter
    ) -> Mapping[str, Outcome]:
        """Let several orders be carried out at once; returns what came of them, by their keys.

        What is left out goes one by one: a repeat is harmless, whatever came of the first try.
        """
        if not isinstance(adapter, InBulk):
            return {}
        outcomes: Mapping[str, Outcome] = {}
        unclear = orders
        try:
            async with self._in_time(orders[0]):
                outcomes = await adapter.perform_in_bulk(orders)
            unclear = [one for one in orders if _is_unclear(outcomes.get(one.key))]
        except TimeoutError:
            pass  # that nobody answered is noted; nobody is asked again before it is over
        except Exception as error:
            self._seldom.tell(f"orders to {orders[0].network} fail in the adapter", error)
        for order in unclear:
            self._doubts.arise(order, self._clock.now())
        return outcomes

    async def _unclear(self, order: Order, adapter: Adapter, outcome: Outcome) -> Outcome:
        """Say what an unclear answer means, by the class of the effect."""
        kind = class_of(order, adapter)
        if kind is EffectClass.ONCE:
            return in_doubt()
        self._doubts.arise(order, self._clock.now())
        if kind is EffectClass.LOOKUP:
            return await self.look_up(order, adapter) or failed(outcome.detail)
        return outcome

    async def look_up(self, order: Order, adapter: Adapter) -> Outcome | None:
        """Ask the network what came of an order, None where it was not done."""
        try:
            async with self._in_time(order):
                found = await adapter.look_up(order)
        except TimeoutError:
            return unclear("the network did not say in time whether this was done")
        except Exception as error:
            self._seldom.tell(f"orders to {order.network} cannot be looked up", error)
            return unclear(f"{type(error).__name__} while asking the network whether this was done")
        if found is None:
            self._doubts.end(order)
        return found


def _is_unclear(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.state is OutcomeState.IN_DOUBT
