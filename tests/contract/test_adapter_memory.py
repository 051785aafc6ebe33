"""The scripted network keeps the promises of every adapter."""

import asyncio
import itertools
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from adapters.memory import MemoryAdapter
from bot.domain import (
    Effect,
    EffectClass,
    Member,
    MemberJoined,
    MessagePosted,
    OutcomeState,
    Reply,
    SlowMode,
)
from bot.errors import NetworkError
from tests.contract.adapter_contract import AdapterContract, Bench
from tests.contract.fake_house import FakeHouse, order

SAY = Reply(channel="general", text="hello")


class MemoryBench:
    """A scripted network with people on it."""

    place = "memory"
    channel = "general"

    def __init__(self) -> None:
        self.adapter = MemoryAdapter()
        self.house = FakeHouse({"memory": "kettle-co"})
        self._numbers = itertools.count(1)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self.adapter.listen(self.house))
        await self.adapter.listening.wait()

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def join(self, name: str) -> str:
        member = Member(id=name.lower(), name=name)
        self.adapter.members[member.id] = member
        self.adapter.feed(
            [
                MemberJoined(
                    id=f"join-{next(self._numbers)}",
                    at=datetime.now(UTC),
                    network="memory",
                    community="kettle-co",
                    place="memory",
                    member=member,
                )
            ]
        )
        await self.adapter.drained()
        return member.id

    async def say(self, member: str, text: str) -> str:
        id = f"m{next(self._numbers)}"
        self.adapter.feed(
            [
                MessagePosted(
                    id=id,
                    at=datetime.now(UTC),
                    network="memory",
                    community="kettle-co",
                    place="memory",
                    channel=self.channel,
                    member=self.adapter.members[member],
                    text=text.strip(),
                )
            ]
        )
        await self.adapter.drained()
        return id


class TestMemory(AdapterContract):
    @pytest.fixture
    async def bench(self) -> Bench:
        return MemoryBench()

    async def test_a_mark_on_a_message_that_is_gone_is_refused(self, open_bench: Bench) -> None:
        pytest.skip("the network in memory keeps no messages, so none can be gone")


async def test_a_network_told_to_fail_fails_so_often_and_then_works() -> None:
    network = MemoryAdapter()
    network.fail(2, retry_after=5)
    tries = [await network.perform(order(SAY)) for _ in range(3)]
    assert [each.state for each in tries] == [
        OutcomeState.FAILED,
        OutcomeState.FAILED,
        OutcomeState.DONE,
    ]
    assert tries[0].retry_after == 5
    assert (len(network.tried), len(network.performed)) == (3, 1)


async def test_a_network_told_to_refuse_refuses() -> None:
    network = MemoryAdapter()
    network.refuse(detail="Not today.")
    refused = await network.perform(order(SAY))
    assert (refused.state, refused.detail) == (OutcomeState.REFUSED, "Not today.")


async def test_a_network_told_to_raise_raises() -> None:
    network = MemoryAdapter()
    network.raise_error()
    with pytest.raises(NetworkError):
        await network.perform(order(SAY))


async def test_a_network_told_to_hang_hangs_until_it_is_cancelled() -> None:
    network = MemoryAdapter()
    network.hang()
    hanging = asyncio.create_task(network.perform(order(SAY)))
    done, _ = await asyncio.wait([hanging], timeout=0.01)
    assert not done
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    assert network.performed == []


async def test_a_network_can_be_told_to_do_less() -> None:
    can: dict[type[Effect], EffectClass] = {Reply: EffectClass.ONCE}
    network = MemoryAdapter(can=can)
    outcome = await network.perform(order(SlowMode(channel="general", seconds=5)))
    assert outcome.state is OutcomeState.REFUSED
