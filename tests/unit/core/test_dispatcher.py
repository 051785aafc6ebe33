"""Channels keep their order, run side by side, and none of them can be blocked for good."""

import asyncio

import pytest

from bot import dispatcher as module
from bot.dispatcher import ROOM, TRIES, Dispatcher
from bot.domain import Event, event_key
from bot.errors import LeaseLost, StoreBusy
from tests.support.making import joined, posted
from tests.support.running import beside, turns, until


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0)


class Work:
    """Handles events; some wait for a gate, some fail a number of times."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.aside: list[tuple[str, str]] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.trouble: dict[str, list[Exception]] = {}
        self.tries: list[str] = []
        self.aside_trouble: list[Exception] = []

    async def handle(self, event: Event) -> None:
        self.tries.append(event.id)
        if event.id in self.gates:
            await self.gates[event.id].wait()
        if self.trouble.get(event.id):
            raise self.trouble[event.id].pop(0)
        self.done.append(event.id)

    async def set_aside(self, event: Event, why: str) -> None:
        if self.aside_trouble:
            raise self.aside_trouble.pop(0)
        self.aside.append((event.id, why))


async def test_a_channel_keeps_its_order() -> None:
    work = Work()
    lanes = Dispatcher(work.handle, work.set_aside)
    work.gates["m1"] = asyncio.Event()
    for n in range(1, 4):
        lanes.submit(posted(f"m{n}"))
    await turns()
    assert work.done == []
    work.gates["m1"].set()
    await lanes.idle()
    assert work.done == ["m1", "m2", "m3"]


async def test_channels_run_side_by_side_and_joins_have_a_lane_of_their_own() -> None:
    work = Work()
    lanes = Dispatcher(work.handle, work.set_aside)
    work.gates["m1"] = asyncio.Event()
    lanes.submit(posted("m1", channel="general"))
    lanes.submit(posted("m2", channel="help"))
    lanes.submit(joined("j1"))
    await turns()
    assert work.done == ["m2", "j1"]
    work.gates["m1"].set()
    await lanes.idle()


async def test_a_poison_event_is_set_aside_after_five_tries_and_those_behind_it_go_on() -> None:
    work = Work()
    lanes = Dispatcher(work.handle, work.set_aside)
    work.trouble["m1"] = [ValueError("odd")] * TRIES
    work.trouble["m2"] = [ValueError("odd")] * (TRIES - 1)
    for n in (1, 2, 3):
        lanes.submit(posted(f"m{n}"))
    await lanes.idle()
    assert work.tries.count("m1") == TRIES == 5
    assert work.aside == [("m1", "ValueError: odd")]
    assert work.done == ["m2", "m3"]


@pytest.mark.parametrize(
    "hindrance",
    [
        StoreBusy("locked"),  # the database is at fault, not the event
        LeaseLost("gone"),  # somebody else judges it, or the lease comes back
    ],
)
async def test_the_world_in_trouble_is_no_fault_of_an_event(hindrance: Exception) -> None:
    work = Work()
    lanes = Dispatcher(work.handle, work.set_aside)
    work.trouble["m1"] = [hindrance] * (3 * TRIES)
    lanes.submit(posted("m1"))
    await lanes.idle()
    assert work.aside == []
    assert work.done == ["m1"]


async def test_setting_aside_waits_for_a_busy_database() -> None:
    work = Work()
    lanes = Dispatcher(work.handle, work.set_aside)
    work.trouble["m1"] = [ValueError("odd")] * TRIES
    work.aside_trouble = [StoreBusy("locked")] * 3
    lanes.submit(posted("m1"))
    await lanes.idle()
    assert work.aside == [("m1", "ValueError: odd")]


async def test_a_lane_that_breaks_is_told_to_whoever_watches() -> None:
    work = Work()
    lanes = Dispatcher(work.handle, work.set_aside)
    work.trouble["m1"] = [ValueError("odd")] * TRIES
    work.trouble["m2"] = [ValueError("odd")] * TRIES
    work.aside_trouble = [RuntimeError("no such table"), RuntimeError("again")]
    async with beside(lanes.watch()) as (watch,):
        lanes.submit(posted("m1"))
        lanes.submit(posted("m2", channel="help"))
        await until(watch.done)
        assert str(watch.exception()) == "no such table"
    await lanes.stop()


async def test_an_event_that_is_in_a_lane_is_not_taken_twice() -> None:
    work = Work()
    lanes = Dispatcher(work.handle, work.set_aside)
    for _ in range(3):
        lanes.submit(posted("m1"))
    assert event_key(posted("m1")) in lanes
    await lanes.idle()
    assert work.done == ["m1"]
    assert event_key(posted("m1")) not in lanes


async def test_room_ends_at_the_bound_and_comes_back_at_half_of_it() -> None:
    work = Work()
    lanes = Dispatcher(work.handle, work.set_aside)
    gate = asyncio.Event()
    work.gates = {f"m{n}": gate for n in range(ROOM)}
    for n in range(ROOM - 1):
        lanes.submit(posted(f"m{n}"))
    await lanes.room()
    lanes.submit(posted(f"m{ROOM - 1}"))
    waiting = asyncio.ensure_future(lanes.room())
    await turns()
    assert not waiting.done()
    gate.set()
    await waiting
    assert len(work.done) > ROOM // 2
    await lanes.idle()


async def test_stopping_ends_lanes_and_frees_those_who_wait() -> None:
    work = Work()
    lanes = Dispatcher(work.handle, work.set_aside)
    work.gates = {f"m{n}": asyncio.Event() for n in range(ROOM)}
    for n in range(ROOM):
        lanes.submit(posted(f"m{n}"))
    waiting = [asyncio.ensure_future(lanes.room()), asyncio.ensure_future(lanes.idle())]
    await turns()
    await lanes.stop()
    await asyncio.gather(*waiting)
    lanes.submit(posted("late"))
    await turns()
    assert work.done == []
    assert "late" not in work.tries


async def test_silent_channels_cost_nothing() -> None:
    work = Work()
    lanes = Dispatcher(work.handle, work.set_aside)
    for n in range(100):
        lanes.submit(posted(f"m{n}", channel=f"room {n}"))
    await lanes.idle()
    await turns()
    assert lanes._lanes == {}
    assert lanes._tasks == set()
