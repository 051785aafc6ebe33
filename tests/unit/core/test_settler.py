"""Settlements are committed in groups, in order, and never dropped."""

import asyncio
from collections.abc import Sequence

import pytest

from bot import settler as module
from bot.errors import LeaseLost, StoreBusy
from bot.ports import Settlement
from bot.settler import GROUP, Settler
from tests.support.making import settlement
from tests.support.running import beside, turns, until


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0)


class Ledger:
    """Writes groups down; knows one fence, and one event that it cannot write."""

    def __init__(self) -> None:
        self.groups: list[list[str | None]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.busy = 0
        self.poison = ""

    @property
    def written(self) -> list[str | None]:
        return [event for group in self.groups for event in group]

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        await self.open.wait()
        if self.busy:
            self.busy -= 1
            raise StoreBusy("locked")
        if any(one.fence != 1 for one in settlements):
            raise LeaseLost("taken over")
        if any(one.event == self.poison for one in settlements):
            raise ValueError("cannot be written")
        self.groups.append([one.event for one in settlements])


def settler(ledger: Ledger) -> Settler:
    return Settler(ledger)  # type: ignore[arg-type]  # the settler asks the ledger for one thing


async def test_a_settlement_is_settled_when_it_is_committed() -> None:
    ledger = Ledger()
    desk = settler(ledger)
    ledger.open.clear()
    async with beside(desk.run()):
        done = asyncio.ensure_future(desk.settle(settlement("e1")))
        await turns()
        assert not done.done()
        ledger.open.set()
        await done
    assert ledger.groups == [["e1"]]


async def test_what_comes_during_a_commit_is_committed_together_in_order() -> None:
    ledger = Ledger()
    desk = settler(ledger)
    async with beside(desk.run()):
        ledger.open.clear()
        for n in range(GROUP + 2):
            await desk.submit(settlement(f"e{n}"))
            if n == 0:
                await turns()
        ledger.open.set()
        await desk.drain()
    assert [len(group) for group in ledger.groups] == [1, GROUP, 1]
    assert ledger.written == [f"e{n}" for n in range(GROUP + 2)]


async def test_a_busy_database_is_waited_for_and_nothing_is_dropped() -> None:
    ledger = Ledger()
    desk = settler(ledger)
    ledger.busy = 7
    async with beside(desk.run()):
        await desk.settle(settlement("e1"))
    assert ledger.groups == [["e1"]]


async def test_a_lost_lease_fails_those_under_it_and_nobody_else() -> None:
    ledger = Ledger()
    desk = settler(ledger)
    futures = [
        await desk.submit(settlement("e1")),
        await desk.submit(settlement("e2", fence=7)),
        await desk.submit(settlement("e3")),
    ]
    async with beside(desk.run()):
        await desk.drain()
    assert [type(future.exception()) for future in futures] == [type(None), LeaseLost, type(None)]
    assert ledger.groups == [["e1"], ["e3"]]


async def test_one_that_cannot_be_written_hinders_nobody_else() -> None:
    ledger = Ledger()
    desk = settler(ledger)
    ledger.poison = "e2"
    futures = [await desk.submit(settlement(f"e{n}")) for n in (1, 2, 3)]
    async with beside(desk.run()) as (task,):
        await desk.drain()
        assert not task.done()
    assert ledger.groups == [["e1"], ["e3"]]
    with pytest.raises(ValueError, match="cannot be written"):
        await futures[1]


async def test_whoever_gave_up_waiting_disturbs_nothing() -> None:
    ledger = Ledger()
    desk = settler(ledger)
    ledger.open.clear()
    ledger.poison = "e3"
    async with beside(desk.run()):
        waiting = [asyncio.ensure_future(desk.settle(settlement(f"e{n}"))) for n in (1, 2, 3)]
        await turns()
        for one in waiting:
            one.cancel()
        await turns()
        ledger.open.set()
        await desk.drain()
    await until(lambda: ledger.written == ["e1", "e2"])
