"""An outbox with everything around it, and a network and a database that can be in trouble."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.memory import MemoryAdapter
from bot.clock import HandClock
from bot.domain import EffectClass, Order, Outcome, OutcomeState, Reply, SendDirect
from bot.errors import LeaseLost, StoreBusy
from bot.outbox import Outbox
from bot.ports import Adapter, OrderBook
from bot.storage import MemoryStore
from tests.support.making import NOON, person, settlement
from tests.support.running import beside


class Network(MemoryAdapter):
    """A network in memory that remembers what it did even where its answer got lost."""

    def __init__(self, effect: EffectClass = EffectClass.REPEATABLE) -> None:
        super().__init__()
        self._can = dict.fromkeys(self.abilities, effect)
        self.members["rude"] = person("rude")
        self.looked: list[str] = []
        self.known: dict[str, Outcome] = {}
        self.look_trouble: list[Exception | None] = []

    def recover(self) -> None:
        """End all trouble that is still to come."""
        self._trouble.clear()

    def puzzle(self) -> None:
        """Let the next order end in an answer that says nothing, and say so."""
        self._trouble.append(Outcome(state=OutcomeState.IN_DOUBT, detail="502", retry_after=1.0))

    async def look_up(self, order: Order) -> Outcome | None:
        self.looked.append(order.key)
        if self.look_trouble:
            trouble = self.look_trouble.pop(0)
            if trouble is None:
                await asyncio.Event().wait()
            else:
                raise trouble
        return self.known.get(order.key)


class Books:
    """An order book whose database can be busy."""

    def __init__(self, inner: OrderBook) -> None:
        self._inner = inner
        self.busy: dict[str, int] = {}

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **more: Any) -> Any:
            if self.busy.get(name):
                self.busy[name] -= 1
                raise StoreBusy("locked")
            return await getattr(self._inner, name)(*args, **more)

        return call


class Desk:
    """An outbox with everything around it."""

    def __init__(self, effect: EffectClass = EffectClass.REPEATABLE) -> None:
        self.store = MemoryStore()
        self.clock = HandClock(NOON)
        self.network = Network(effect)
        self.books = Books(self.store.orders)
        self.told: list[tuple[str, OutcomeState]] = []
        self.refusals: dict[str, str] = {}
        self.gate_trouble: list[Exception | None] = []
        self.words: dict[str, str] = {}
        self.word_trouble: list[Exception] = []
        self.told_trouble: list[Exception] = []
        self.fence = 1
        self.lost = False

    async def place(self, *orders: Order) -> None:
        number = await self.store.leases.take("kettle", "test", NOON, 60)
        self.fence = number or 0
        await self.store.ledger.settle([settlement(fence=self.fence, orders=orders)])

    async def check(self, order: Order, adapter: Adapter) -> str | None:
        if self.gate_trouble:
            trouble = self.gate_trouble.pop(0)
            if trouble is None:
                await asyncio.Event().wait()
            else:
                raise trouble
        return self.refusals.get(order.key)

    async def reword(self, order: Order) -> Order:
        if self.word_trouble:
            raise self.word_trouble.pop()
        text = self.words.get(order.key)
        if text is None or not isinstance(order.action, SendDirect | Reply):
            return order
        return replace(order, action=replace(order.action, text=text))

    async def on_outcome(self, order: Order, outcome: Outcome) -> None:
        if self.told_trouble:
            raise self.told_trouble.pop()
        self.told.append((order.key, outcome.state))

    def ask_fence(self) -> int:
        if self.lost:
            raise LeaseLost("gone")
        return self.fence

    def outbox(self, networks: Mapping[str, Adapter] | None = None) -> Outbox:
        return Outbox(
            "kettle",
            orders=self.books,
            adapters={"memory": self.network} if networks is None else networks,
            gate=self.check,
            reword=self.reword,
            on_outcome=self.on_outcome,
            clock=self.clock,
            fence=self.ask_fence,
        )

    async def run(self, outbox: Outbox | None = None) -> None:
        """Work until nothing is left to be done now."""
        outbox = outbox or self.outbox()
        async with beside(outbox.run()) as (task,):
            outbox.wake()
            idle = asyncio.ensure_future(outbox.idle())
            await asyncio.wait([task, idle], return_when=asyncio.FIRST_COMPLETED)
            idle.cancel()
            if task.done():
                await task

    async def state(self, key: str) -> tuple[str, OutcomeState | None]:
        found = await self.store.orders.outcome(key)
        assert found is not None
        return found[0].state, found[1].state if found[1] else None

    @property
    def done(self) -> list[str]:
        return [order.key for order in self.network.performed]

    @property
    def tried(self) -> list[str]:
        return [order.key for order in self.network.tried]


async def let_pass(desk: Desk, outbox: Outbox, time: timedelta, *, step: float = 60) -> None:
    """Let time pass, with a look at what is to be done every `step` seconds."""
    end = desk.clock.now() + time
    while desk.clock.now() < end:
        desk.clock.tick(min(step, (end - desk.clock.now()).total_seconds()))
        await desk.run(outbox)
