"""Timers are rows; what is due fires once."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest

from bot import timers as module
from bot.clock import HandClock
from bot.domain import Event, TimePassed
from bot.errors import StoreBusy
from bot.ports import Timer
from bot.storage import MemoryStore
from bot.timers import LONGEST_NAP, Alarm
from tests.support.making import NOON, after, settlement
from tests.support.running import beside, until


def timer(key: str, seconds: float) -> Timer:
    return Timer(
        key=key,
        community="kettle",
        network="memory",
        place="p1",
        owner="escalation",
        due_at=after(seconds),
        payload={"for": key},
    )


async def holding(*timers: Timer) -> MemoryStore:
    store = MemoryStore()
    fence = await store.leases.take("kettle", "test", NOON, 60)
    await store.ledger.settle([settlement(fence=fence or 0, timers=timers)])
    return store


def alarm(store: MemoryStore, clock: HandClock, heard: list[Event]) -> Alarm:
    return Alarm("kettle", timers=store.timers, submit=heard.append, clock=clock)


async def test_due_timers_become_events_oldest_first_and_once() -> None:
    store = await holding(timer("b", 20), timer("a", 10), timer("c", 60))
    clock, heard = HandClock(after(30)), list[Event]()
    bell = alarm(store, clock, heard)
    nap = await bell.fire_due()
    assert [e.payload["for"] for e in heard if isinstance(e, TimePassed)] == ["a", "b"]
    assert nap == LONGEST_NAP
    assert await bell.fire_due() == LONGEST_NAP
    assert len(heard) == 2
    assert list(await store.events.waiting("kettle")) == heard


async def test_the_alarm_naps_until_the_next_one_is_due() -> None:
    store = await holding(timer("a", 3))
    clock = HandClock(NOON)
    bell = alarm(store, clock, [])
    assert await bell.fire_due() == 3
    clock.tick(2.999)
    assert await bell.fire_due() == 0.01
    clock.tick(0.001)
    assert await bell.fire_due() == LONGEST_NAP


async def test_thousands_that_came_due_while_down_all_fire() -> None:
    store = await holding(*(timer(f"t{n}", n / 1000) for n in range(1000)))
    heard: list[Event] = []
    await alarm(store, HandClock(after(3600)), heard).fire_due()
    assert [event.id for event in heard] == [
        f"t{n}@{after(n / 1000).isoformat()}" for n in range(1000)
    ]


async def test_a_sleeping_alarm_wakes_when_a_timer_is_set() -> None:
    store, clock, heard = await holding(), HandClock(NOON), list[Event]()
    bell = alarm(store, clock, heard)
    async with beside(bell.run()):
        await asyncio.sleep(0)
        fence = await store.leases.take("kettle", "test", NOON, 60)
        soon = timer("a", 0)
        await store.ledger.settle([settlement(fence=fence or 0, timers=(soon,))])
        bell.wake()
        await until(lambda: heard)


class HeldTimers:
    """Answers that no timer is set, while somebody sets one."""

    def __init__(self, bell: list[Alarm]) -> None:
        self.bell, self.asked, self.busy = bell, 0, 0

    async def due(
        self, community: str, now: datetime, limit: int = 100, *, after: datetime | None = None
    ) -> Sequence[Timer]:
        self.asked += 1
        if self.busy:
            self.busy -= 1
            raise StoreBusy("locked")
        return ()

    async def next_due(self, community: str, *, after: datetime | None = None) -> datetime | None:
        if self.asked == 1:
            self.bell[0].wake()
        return None


async def test_a_timer_set_while_the_alarm_looks_is_not_slept_over() -> None:
    bells: list[Alarm] = []
    held = HeldTimers(bells)
    bells.append(
        Alarm("kettle", timers=held, submit=print, clock=HandClock(NOON))  # type: ignore[arg-type]  # fires nothing
    )
    async with beside(bells[0].run()):
        await until(lambda: held.asked == 2)


async def test_a_busy_database_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_PAUSE", 0)
    monkeypatch.setattr(module, "LONGEST_NAP", 0)
    bells: list[Alarm] = []
    held = HeldTimers(bells)
    held.busy = 3
    bells.append(
        Alarm("kettle", timers=held, submit=print, clock=HandClock(NOON))  # type: ignore[arg-type]  # fires nothing
    )
    async with beside(bells[0].run()) as (task,):
        await until(lambda: held.asked == 5)
        assert not task.done()
