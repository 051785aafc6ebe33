"""One community: it takes its lease, picks up what was left, and stops when the lease is lost."""

import asyncio
from typing import Any

import pytest

from bot import dispatcher, outbox, session
from bot import lease as lease_module
from bot import runtime as module
from bot.domain import Event, SendDirect, event_key
from bot.errors import LeaseLost, StoreBusy
from tests.support.making import posted
from tests.support.patience import PATIENCE
from tests.support.running import beside, turns, until
from tests.support.worlds import World
from tests.unit.core.communities_at_work import done, hear, manners, waiting, working


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0)
    monkeypatch.setattr(outbox, "BUSY_PAUSE", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)
    monkeypatch.setattr(dispatcher, "PAUSE", 0)
    monkeypatch.setattr(dispatcher, "LONGEST_PAUSE", 0)


async def test_a_message_goes_the_whole_way() -> None:
    world = World()
    runtime = world.runtime(manners())
    async with working(world, runtime):
        assert runtime.health() == "ok"
        await hear(world, runtime, posted("m1", says="hello"), posted("m2", says="you idiot"))
        await until(lambda: len(done(world)) == 3)
        assert done(world) == ["DeleteMessage", "SendDirect", "Reply"]
        direct = world.network.performed[1].action
        assert isinstance(direct, SendDirect)
        assert direct.member == "rude"
        await world.settler.drain()
        assert await waiting(world) == []


async def test_what_was_left_waiting_is_judged_at_the_start_once() -> None:
    world = World()
    policy = manners()
    left = posted("m1", says="you idiot")
    await world.store.events.admit([left])
    runtime = world.runtime(policy)
    async with working(world, runtime):
        await until(lambda: len(done(world)) == 3)
        await turns(200)
    assert policy.asked == ["m1"]
    assert len(done(world)) == 3


async def test_what_comes_while_it_starts_is_judged_too() -> None:
    world = World()
    policy = manners()
    runtime = world.runtime(policy)
    gate, look = asyncio.Event(), world.store.events.waiting

    async def slowly(community: str) -> Any:
        found = await look(community)
        await gate.wait()
        return found

    world.store.events.waiting = slowly  # type: ignore[method-assign]  # the start takes its time
    async with beside(world.settler.run(), runtime.run()):
        await until(lambda: runtime._session)
        early = posted("m1", says="hello")
        await world.store.events.admit([early])
        runtime.submit(early)
        await turns()
        assert policy.asked == []
        gate.set()
        await until(lambda: policy.asked == ["m1"])


async def test_without_the_lease_nothing_is_taken_in_and_nothing_judged() -> None:
    world = World()
    policy = manners()
    runtime = world.runtime(policy)
    with pytest.raises(StoreBusy, match="nothing is taken in for now"):
        await runtime.room()
    runtime.submit(posted())
    assert await runtime.complete("warn", "member", "ru") == ()
    assert runtime.health() == "starting"
    await turns()
    assert policy.asked == []


async def test_the_second_takes_over_when_the_first_goes() -> None:
    world = World()
    other = world.beside("that one")
    policy = manners()
    first, second = world.runtime(), other.runtime(policy)
    async with working(world, first):
        pass
    async with beside(other.settler.run(), second.run()):
        await turns()
        assert not second._started.is_set()
        await first.release()
        await second.ready()
        await hear(other, second, posted("m1"))
        await until(lambda: policy.asked == ["m1"])


async def test_it_says_once_that_it_waits() -> None:
    world = World()
    other = world.beside("that one")
    first, second = world.runtime(), other.runtime()
    async with working(world, first), beside(second.run()):
        await until(lambda: other.said)
        await turns(200)
        assert second.health() == "waiting: this one looks after this community"
    assert other.said == [
        "Kettle & Co. is looked after by another Evenhand (this one) on the same database. "
        "Waiting until it stops; stop it, or use another database."
    ]


async def test_a_lost_lease_stops_the_work_and_is_taken_again() -> None:
    world = World()
    policy = manners()
    runtime = world.runtime(policy)
    async with working(world, runtime):
        runtime._lease._good_until = 0
        with pytest.raises(StoreBusy):
            await runtime.room()
        await world.store.events.admit([posted("m1", says="you idiot")])
        held, broken = runtime._session, LeaseLost("taken over")
        assert held is not None
        held.dispatcher._broken.set_exception(broken)
        await until(lambda: runtime._session not in (None, held))
        await runtime.ready()
        await until(lambda: len(done(world)) == 3)
        assert runtime.health() == "ok"
    assert policy.asked == ["m1"]


async def test_windows_are_built_anew_after_somebody_else_had_the_community() -> None:
    world = World()
    runtime = world.runtime(manners())
    async with working(world, runtime):
        shop, held = runtime._shop, runtime._session
        assert shop is not None
        assert held is not None
        held.dispatcher._broken.set_exception(LeaseLost("taken over"))
        await until(lambda: runtime._shop not in (None, shop))
        assert runtime._shop is not None
        assert runtime._shop.windows is not shop.windows


@pytest.mark.parametrize("call", ["modes", "answers", "counts"])
async def test_a_busy_database_at_the_start_is_waited_for(call: str) -> None:
    world = World()
    busy, real = [StoreBusy("locked")] * 3, getattr(world.store.ledger, call)

    async def ask(*args: Any) -> Any:
        if busy:
            raise busy.pop()
        return await real(*args)

    setattr(world.store.ledger, call, ask)
    runtime = world.runtime(manners())
    async with working(world, runtime):
        await hear(world, runtime, posted("m1", says="you idiot"))
        await until(lambda: len(done(world)) == 3)
    assert busy == []


async def test_an_unexpected_fault_ends_the_community_and_is_not_hidden() -> None:
    world = World()

    async def broken(*_: Any, **_more: Any) -> Any:
        raise RuntimeError("no such table")

    world.store.orders.waiting = broken  # type: ignore[method-assign]  # the database is not ours
    runtime = world.runtime(manners())
    with pytest.raises(ExceptionGroup) as caught:
        await runtime.run()
    assert caught.group_contains(RuntimeError, match="no such table")


async def test_an_event_that_cannot_be_judged_is_set_aside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    runtime = world.runtime(manners())
    async with working(world, runtime):
        held = runtime._session
        assert held is not None

        async def break_down(_event: Event) -> None:
            raise ValueError("odd")

        monkeypatch.setattr(held.dispatcher, "_handle", break_down)
        await hear(world, runtime, posted("m1"))
        await until(lambda: event_key(posted("m1")) not in held.dispatcher)
        assert await waiting(world) == []


async def test_what_another_process_admitted_is_gleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "GLEAN", 0)
    world = World()
    policy = manners()
    runtime = world.runtime(policy)
    async with working(world, runtime):
        await world.store.events.admit([posted("m1", says="you idiot")])
        await until(lambda: policy.asked == ["m1"])
        await until(lambda: len(done(world)) == 3)
        await turns(300)
    assert policy.asked == ["m1"]


async def test_gleaning_waits_for_a_busy_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "GLEAN", 0)
    world = World()
    policy = manners()
    runtime = world.runtime(policy)
    async with working(world, runtime):
        busy, look = [StoreBusy("locked")] * 3, world.store.events.waiting

        async def ask(community: str) -> Any:
            if busy:
                raise busy.pop()
            return await look(community)

        monkeypatch.setattr(world.store.events, "waiting", ask)
        await world.store.events.admit([posted("m1")])
        await until(lambda: policy.asked == ["m1"])


async def test_stopping_finishes_what_is_under_way() -> None:
    world = World()
    runtime = world.runtime(manners())
    async with working(world, runtime):
        await hear(world, runtime, *(posted(f"m{n}", who="ann", says="idiot") for n in range(20)))
        await runtime.stop(5)
        assert await waiting(world) == []
        assert done(world).count("DeleteMessage") == 20


async def test_stopping_does_not_wait_longer_than_told() -> None:
    world = World()
    runtime = world.runtime(manners())
    world.network.hang()
    async with working(world, runtime):
        await hear(world, runtime, posted("m1", says="you idiot"))
        await until(lambda: world.network.tried)
        await runtime.stop(0.01)
    await runtime.release()
    assert await world.store.leases.holder("kettle") == ""


async def test_stopping_what_never_began_is_nothing() -> None:
    await World().runtime().stop(1)


async def test_told_to_stop_in_the_moment_of_some_trouble_it_stops() -> None:
    world = World()
    runtime = world.runtime(manners())
    async with beside(world.settler.run()):
        task = asyncio.create_task(runtime.run())
        await runtime.ready()
        held = runtime._session
        assert held is not None
        held.dispatcher._broken.set_exception(StoreBusy("locked"))
        task.cancel()
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait([task])
    assert task.cancelled()
