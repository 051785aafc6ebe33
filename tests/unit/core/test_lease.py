"""One process at a time acts for a community, and a stopped one knows that its time is over."""

from datetime import datetime, timedelta

import pytest

from bot import lease as module
from bot.clock import HandClock
from bot.errors import LeaseLost, StoreBusy
from bot.lease import LENGTH, Lease
from bot.ports import Leases
from bot.storage import MemoryStore
from tests.support.making import NOON
from tests.support.running import beside, turns, until


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY", 0)


class World:
    """Two clocks that go on together: the wall's and the machine's own."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.wall = HandClock(NOON)
        self.machine = 1000.0

    def pass_(self, seconds: float) -> None:
        self.wall.tick(seconds)
        self.machine += seconds

    def lease(self, holder: str, leases: Leases | None = None, length: float = LENGTH) -> Lease:
        return Lease(
            "kettle",
            leases=leases or self.store.leases,
            clock=self.wall,
            holder=holder,
            monotonic=lambda: self.machine,
            length=length,
        )


class Flaky:
    """Leases whose database is busy for a number of calls."""

    def __init__(self, inner: Leases) -> None:
        self.inner, self.busy, self.renewals = inner, 0, 0

    def _busy(self) -> None:
        if self.busy:
            self.busy -= 1
            raise StoreBusy("locked")

    async def take(self, *args: object) -> int | None:
        self._busy()
        return await self.inner.take(*args)  # type: ignore[arg-type]  # passed on as they come

    async def renew(self, *args: object) -> bool:
        self.renewals += 1
        self._busy()
        return await self.inner.renew(*args)  # type: ignore[arg-type]  # passed on as they come

    async def release(self, *args: object) -> None:
        await self.inner.release(*args)  # type: ignore[arg-type]  # passed on as they come

    async def until(self, community: str) -> datetime | None:
        return await self.inner.until(community)

    async def holder(self, community: str) -> str:
        return await self.inner.holder(community)

    async def free(self, community: str, holder: str) -> None:
        await self.inner.free(community, holder)


def nobody(_holder: str) -> None:
    raise AssertionError("nobody else holds it")


async def test_the_second_is_told_once_who_holds_it_and_gets_it_when_it_is_given_back() -> None:
    world = World()
    first, second, told = world.lease("one"), world.lease("two"), list[str]()
    await first.take(nobody)
    async with beside(second.take(told.append)) as (waiting,):
        await turns(200)
        assert not waiting.done()
        assert told == ["one"]
        with pytest.raises(LeaseLost):
            second.fence()
        await first.release()
        await waiting
    assert second.fence() == 2
    with pytest.raises(LeaseLost):
        first.fence()


async def test_the_second_gets_it_when_the_first_is_silent_for_too_long() -> None:
    world = World()
    first, second = world.lease("one"), world.lease("two")
    await first.take(nobody)
    async with beside(second.take(lambda _: None)) as (waiting,):
        world.pass_(LENGTH - 0.1)
        await turns()
        assert not waiting.done()
        world.pass_(0.2)
        await waiting
    assert second.fence() == 2


async def test_a_process_that_was_stopped_sends_nothing_any_more() -> None:
    world = World()
    lease = world.lease("one")
    await lease.take(nobody)
    world.machine += LENGTH - 1
    assert lease.fence() == 1
    world.machine += 1
    with pytest.raises(LeaseLost, match="has run out"):
        lease.fence()


async def test_the_time_counts_from_asking_not_from_the_answer() -> None:
    world = World()

    class Slow(Flaky):
        async def take(self, *args: object) -> int | None:
            number = await super().take(*args)
            world.machine += LENGTH
            return number

    lease = world.lease("one", Slow(world.store.leases))
    await lease.take(nobody)
    with pytest.raises(LeaseLost):
        lease.fence()


async def test_renewing_holds_on_to_it() -> None:
    world = World()
    flaky = Flaky(world.store.leases)
    lease = world.lease("one", flaky, length=0.001)
    await lease.take(nobody)
    async with beside(lease.keep()) as (keep,):
        for _ in range(4):
            await _renewed(flaky, flaky.renewals + 1)
            world.pass_(0.0005)
            assert lease.fence() == 1
        assert not keep.done()


async def _renewed(flaky: Flaky, count: int) -> None:
    await until(lambda: flaky.renewals >= count)
    await turns(3)


async def test_who_lost_it_is_told() -> None:
    world = World()
    lease, other = world.lease("one", length=0), world.lease("two")
    await lease.take(nobody)
    world.pass_(1)
    await other.take(nobody)
    with pytest.raises(LeaseLost, match="another Evenhand has taken over kettle"):
        await lease.keep()
    await lease.release()
    assert await world.store.leases.holder("kettle") == "two"


async def test_a_busy_database_costs_the_lease_only_when_its_time_is_over() -> None:
    world = World()
    flaky = Flaky(world.store.leases)
    lease = world.lease("one", flaky, length=0.001)
    await lease.take(nobody)
    flaky.busy = 10**6
    async with beside(lease.keep()) as (keep,):
        await _renewed(flaky, 3)
        assert not keep.done()
        world.pass_(0.001)
        await _renewed(flaky, flaky.renewals + 1)
        await until(keep.done)
        with pytest.raises(LeaseLost, match="run out"):
            await keep


async def test_taking_waits_for_a_busy_database() -> None:
    world = World()
    flaky = Flaky(world.store.leases)
    flaky.busy = 3
    lease = world.lease("one", flaky)
    await lease.take(nobody)
    assert lease.fence() == 1


async def test_keeping_what_was_never_taken_fails() -> None:
    with pytest.raises(LeaseLost):
        await World().lease("one", length=0).keep()


async def test_giving_back_what_is_not_held_changes_nothing() -> None:
    world = World()
    await world.lease("one").release()
    assert await world.store.leases.holder("kettle") == ""


async def test_a_dead_holder_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    await world.lease("one").take(nobody)
    monkeypatch.setattr(module, "is_dead", lambda name: name == "one")
    second = world.lease("two")
    await second.take(nobody)
    assert second.fence() >= 2


async def test_a_lease_knows_when_the_one_before_it_ended() -> None:
    world = World()
    first = world.lease("one")
    await first.take(nobody)
    assert first.before is None
    ended = world.wall.now() + timedelta(seconds=LENGTH)
    await first.release()
    world.pass_(86_400)
    later = world.lease("two")
    await later.take(nobody)
    assert later.before == ended
