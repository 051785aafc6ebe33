"""What the contract of adapters is made of: a network under test, and orders to it."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

import pytest

from bot.domain import Effect, Order, Outcome, OutcomeState
from bot.ports import Adapter
from tests.contract.fake_house import FakeHouse


def about(effect: Effect, known: Mapping[str, str]) -> Effect:
    """Return an effect on the person or channel that is known by now."""
    named = {name: value for name, value in known.items() if hasattr(effect, name)}
    return replace(effect, **named)  # type: ignore[arg-type]  # fields of its own by name


class Bench(Protocol):
    """One network under test, with people on it."""

    house: FakeHouse
    place: str
    channel: str

    @property
    def adapter(self) -> Adapter:
        """The adapter under test."""
        ...

    async def start(self) -> None:
        """Let the adapter listen."""
        ...

    async def stop(self) -> None:
        """Let it stop and wait until it has."""
        ...

    async def join(self, name: str) -> str:
        """Let somebody in and return their id."""
        ...

    async def say(self, member: str, text: str) -> str:
        """Let somebody write; returns the message's id once the network acknowledged it."""
        ...


class Promises:
    """Gives orders to the `bench` that each network's tests provide."""

    @pytest.fixture
    async def bench(self) -> Bench:
        raise NotImplementedError

    @pytest.fixture
    async def open_bench(self, bench: Bench) -> AsyncIterator[Bench]:
        await bench.start()
        yield bench
        await bench.stop()

    def order(self, bench: Bench, action: Effect, key: str = "d1:0") -> Order:
        return Order(
            key=key,
            community="kettle-co",
            network=bench.adapter.network,
            place=bench.place,
            action=action,
            actor="Keep insults out",
            decision="d1",
            at=datetime.now(UTC),
        )

    async def perform(self, bench: Bench, action: Effect, key: str = "d1:0") -> Outcome:
        return await bench.adapter.perform(self.order(bench, action, key))

    async def lacks(self, bench: Bench, action: Effect) -> bool:
        """Return whether a network has no such effect; then it must say so when it is asked."""
        if type(action) in bench.adapter.can:
            return False
        outcome = await self.perform(bench, action)
        assert outcome.state is OutcomeState.REFUSED
        assert outcome.detail.endswith(".")
        return True
