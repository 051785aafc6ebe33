"""After a backup was put back, nothing old is done again until somebody says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import dispatcher, outbox
from bot import lease as lease_module
from bot import runtime as module
from bot import timers as timers_module
from bot.appointments import CASEWORK
from bot.clock import HandClock
from bot.domain import (
    Ban,
    DeleteMessage,
    EditReply,
    Event,
    MessagePosted,
    Reply,
    Timeout,
    TimePassed,
    Verdict,
)
from bot.erasing import erase_timer
from bot.halt import Halt
from bot.ports import CARRY_ON, LET_GO, Context, Timer
from bot.runtime import Runtime
from bot.standstill import Signs, look
from bot.storage import MemoryStore
from tests.support.making import NOON, after, order, person, posted, pressed, settlement, verdict
from tests.support.policies import Scripted
from tests.support.running import beside, turns, until
from tests.support.worlds import World

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0)
    monkeypatch.setattr(outbox, "BUSY_PAUSE", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)
    monkeypatch.setattr(dispatcher, "PAUSE", 0)
    monkeypatch.setattr(timers_module, "LONGEST_NAP", 0.001)


def manners() -> Scripted:
    async def judge(event: Event, _context: Context) -> Verdict | None:
        if isinstance(event, MessagePosted) and "idiot" in event.text:
            return verdict((DeleteMessage(channel=event.channel, message=event.id),))
        return None

    return Scripted("Manners", judge)


async def yesterdays() -> MemoryStore:
    """Return a store as a backup of yesterday holds it: orders, a timer and a message wait."""
    store = MemoryStore()
    fence = await store.leases.take("kettle", "another one", NOON, 15) or 0
    orders = (
        order("ban", Ban(member="rude", reason="rule 2")),
        order("begun", Timeout(member="rude", seconds=10**7)),
        order("said", Reply(channel="general", text="hello")),
    )
    ends = Timer(
        key="unban:kettle:memory:ann",
        community="kettle",
        network="memory",
        place="p1",
        owner=CASEWORK,
        due_at=after(60),
        payload={"do": "unban", "member": "ann", "decision": "d1"},
    )
    await store.events.admit([posted("old", says="you idiot")])
    await store.ledger.settle([settlement(fence=fence, orders=orders, timers=(ends,))])
    await store.orders.begin("begun", "kettle", fence)
    await store.leases.release("kettle", "another one", fence)
    return store


def world_of(store: MemoryStore, at: timedelta = DAY, **around: Any) -> World:
    world = World(store=store, clock=HandClock(NOON + at))
    world.around = replace(world.around, **around)
    return world


@asynccontextmanager
async def working(world: World, runtime: Runtime) -> AsyncIterator[None]:
    async with beside(world.settler.run(), runtime.run()):
        await runtime.ready()
        yield


async def hear(world: World, runtime: Runtime, *events: Event) -> None:
    await runtime.room()
    await world.store.events.admit(events)
    for event in events:
        runtime.submit(event)


def done(world: World) -> list[str]:
    return [type(one.action).__name__ for one in world.network.performed]


def runtime_of(world: World) -> Runtime:
    return world.runtime(manners())


async def settle_down(world: World) -> None:
    await until(lambda: "Reply" in done(world))
    await turns(300)


async def test_nothing_of_yesterday_is_done_again_and_the_team_is_asked() -> None:
    world = world_of(await yesterdays(), hold_after=timedelta(hours=12))
    runtime = runtime_of(world)
    async with working(world, runtime):
        await settle_down(world)
        (alert,) = [one.action for one in world.network.performed if isinstance(one.action, Reply)]
        assert alert.channel == "mod-alerts"
        assert (
            "measures: 2, messages of mine: 1, appointments: 1, things that happened and were not "
            "judged: 1" in alert.text
        )
        assert [button.id for button in alert.buttons] == [
            "standstill:let-go",
            "standstill:carry-on",
        ]
        assert done(world) == ["Reply"]
        assert "Nobody looked after this community" in runtime.note()
    assert any("evenhand held" in line for line in world.said)


async def test_what_is_new_is_handled_meanwhile() -> None:
    world = world_of(await yesterdays(), hold_after=timedelta(hours=12))
    runtime = runtime_of(world)
    async with working(world, runtime):
        await hear(world, runtime, posted("new", says="you idiot", at=NOON + DAY))
        # Read back from the network: it was written before, and perhaps judged already.
        await hear(world, runtime, posted("missed", says="you idiot", at=NOON + DAY / 2))
        await until(lambda: "DeleteMessage" in done(world))
        await turns(300)
        deleted = [
            one.action.message
            for one in world.network.performed
            if isinstance(one.action, DeleteMessage)
        ]
        assert deleted == ["new"]


async def test_what_is_let_go_is_never_done() -> None:
    world = world_of(await yesterdays(), hold_after=timedelta(hours=12))
    runtime = runtime_of(world)
    async with working(world, runtime):
        await settle_down(world)
        mo = person("mo", "Moderator")
        press = pressed(f"standstill:{LET_GO}", who=mo)
        await hear(world, runtime, _now(world, press))
        await until(lambda: runtime.note() == "")
        await turns(300)
        assert done(world).count("Ban") == 0
        assert set(done(world)) == {"Reply", "Answer", "EditReply"}
        assert list(await world.store.events.waiting("kettle")) == []
        assert await world.store.timers.next_due("kettle") is None
        (card,) = [
            one.action for one in world.network.performed if isinstance(one.action, EditReply)
        ]
        assert card.text.startswith("@Mo let go what was waiting")
    again = world_of(world.store, at=2 * DAY)  # type: ignore[arg-type]  # a store in memory
    async with working(again, runtime_of(again)):
        await turns(300)
        assert done(again) == []


def _now(world: World, event: Any) -> Any:
    return replace(event, at=world.clock.now())


async def test_what_is_to_go_on_goes_on() -> None:
    world = world_of(await yesterdays(), hold_after=timedelta(hours=12))
    runtime = runtime_of(world)
    async with working(world, runtime):
        await settle_down(world)
        press = pressed(f"standstill:{CARRY_ON}", who=person("mo", "Moderator"))
        await hear(world, runtime, _now(world, press))
        await until(lambda: {"Ban", "DeleteMessage", "Unban"} <= set(done(world)))
        known = await world.store.orders.outcome("begun")
        assert known is not None
        assert known[0].state != "acting"


async def test_somebody_without_the_right_decides_nothing() -> None:
    world = world_of(await yesterdays(), hold_after=timedelta(hours=12))
    runtime = runtime_of(world)
    async with working(world, runtime):
        await settle_down(world)
        press = pressed(f"standstill:{CARRY_ON}", who=person("rude"))
        await hear(world, runtime, _now(world, press))
        await until(lambda: "Answer" in done(world))
        assert await world.store.standstills.of("kettle") is not None


async def test_a_standstill_outlives_a_restart_and_is_told_once() -> None:
    store = await yesterdays()
    world = world_of(store, hold_after=timedelta(hours=12))
    async with working(world, runtime_of(world)):
        await settle_down(world)
    # Minutes later, when the last sign of life is a fresh one.
    again = world_of(store, at=DAY + timedelta(minutes=5), hold_after=timedelta(hours=12))
    runtime = runtime_of(again)
    async with working(again, runtime):
        await turns(300)
        assert done(again) == []
        assert runtime.note()
        # Decided at the command line, beside the process that runs.
        await store.standstills.let_go("kettle", again.clock.now())
        session = runtime._session
        assert session is not None
        assert runtime._watch is not None
        await session.go_on(runtime._watch, store.events)
        assert runtime.note() == ""


async def test_erasing_people_does_not_wait() -> None:
    store = await yesterdays()
    await store.timers.set([erase_timer("kettle", "memory", "rude", after(5))])
    world = world_of(store, hold_after=timedelta(hours=12))
    async with working(world, runtime_of(world)):
        await settle_down(world)
        assert await store.archive.export("kettle", "memory:rude") == {}


LAST, SHORT = NOON + timedelta(seconds=15), timedelta(hours=1)


@pytest.mark.parametrize(
    ("signs", "left", "stands"),
    [
        (Signs(database=None, beside=None, hold_after=SHORT), True, False),  # a new database
        (Signs(database=LAST, beside=None, hold_after=SHORT), True, True),  # long ago
        (Signs(database=LAST, beside=None, hold_after=DAY * 2), True, False),  # not so long
        (Signs(database=LAST, beside=None, hold_after=None), True, False),  # switched off
        (Signs(database=LAST, beside=None, hold_after=SHORT), False, False),  # nothing is left
        (Signs(database=LAST, beside=after(3600), hold_after=None), True, True),  # surely older
        (Signs(database=LAST, beside=after(3600), hold_after=None), False, True),  # the same
        (Signs(database=LAST, beside=after(60), hold_after=None), True, False),  # clocks differ
    ],
)
async def test_what_tells_that_the_database_is_an_older_copy(
    signs: Signs, left: bool, stands: bool
) -> None:
    store = await yesterdays() if left else MemoryStore()
    found = await look("kettle", store, signs, NOON + DAY)
    assert (found is not None) is stands
    assert (await store.standstills.of("kettle") is not None) is stands


def test_only_what_is_older_waits() -> None:
    halt = Halt()
    assert not halt.holds(posted())
    halt.since = after(60)
    assert halt.holds(posted())
    assert not halt.holds(posted(at=after(60)))
    rung = TimePassed(id="t", at=NOON, network="m", community="k", owner=CASEWORK)
    assert halt.holds(rung)
