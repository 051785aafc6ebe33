"""A person is erased everywhere, once, whatever comes in between."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from adapters.memory import MemoryAdapter
from bot import dispatcher
from bot import lease as lease_module
from bot import runtime as module
from bot.domain import Event, Reply, Verdict
from bot.erasing import Erasing, erase_timer, kept_by
from bot.errors import NetworkError
from bot.ports import Context, Timer
from bot.runtime import Runtime
from bot.storage import MemoryStore
from tests.support.making import NOON, after, posted, verdict
from tests.support.policies import Scripted
from tests.support.running import beside, turns, until
from tests.support.worlds import World, adapter


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)
    monkeypatch.setattr(dispatcher, "PAUSE", 0)


class KeepingNetwork(MemoryAdapter):
    """A network in memory whose adapter keeps words about people."""

    def __init__(self, *trouble: Exception) -> None:
        super().__init__()
        self.kept: dict[str, list[str]] = {"rude": ["a letter"]}
        self.forgotten: list[tuple[str, str]] = []
        self.trouble = list(trouble)

    async def kept_about(self, place: str, member: str) -> Mapping[str, Sequence[str]]:
        return {"waiting": self.kept[member]} if member in self.kept else {}

    async def forget(self, place: str, member: str) -> None:
        self.forgotten.append((place, member))
        if self.trouble:
            raise self.trouble.pop(0)
        self.kept.pop(member, None)


def timer(due: float = 0) -> Timer:
    return erase_timer("kettle", "memory", "rude", after(due))


@asynccontextmanager
async def working(world: World, runtime: Runtime) -> AsyncIterator[None]:
    async with beside(world.settler.run(), runtime.run()):
        await runtime.ready()
        yield


def answers() -> Scripted:
    async def judge(event: Event, _context: Context) -> Verdict | None:
        return verdict((Reply(channel="general", text="hello"),))

    return Scripted("Hello", judge)


async def gone(world: World, person: str = "memory:rude") -> bool:
    """Return whether nothing is stored about a person, and nothing waits to be done."""
    store = world.store
    kept = await store.archive.export("kettle", person)
    waits = await store.events.waiting("kettle")
    return not kept and not waits and await store.timers.next_due("kettle") is None


def wake(runtime: Runtime) -> None:
    session = runtime._session
    assert session is not None
    session.alarm.wake()


async def until_gone(world: World, runtime: Runtime, person: str = "memory:rude") -> None:
    """Let time pass until nothing is left for a good while, for erasing is done twice."""
    calm = 0
    for _ in range(2000):
        calm = calm + 1 if await gone(world, person) else 0
        if calm > 50:
            return
        due = await world.store.timers.next_due("kettle")
        if due is not None and due > world.clock.now():
            world.clock.set(due)
            wake(runtime)
        await turns(1)
    raise AssertionError(await world.store.archive.export("kettle", person))


async def test_a_person_is_erased_from_the_network_and_every_table() -> None:
    keeping = KeepingNetwork()
    world = World(network=keeping)
    await world.store.events.admit([posted("m1", says="hm")])
    await world.store.timers.set([timer()])
    runtime = world.runtime(answers())
    async with working(world, runtime):
        await until(lambda: not keeping.kept)
        await until_gone(world, runtime)
    # A second time for what was being judged meanwhile.
    assert keeping.forgotten == [("p1", "rude")] * 2


@pytest.mark.parametrize(
    "error",
    [
        NetworkError("no room on the disk"),  # it is over some time
        ValueError("a fault of the adapter"),  # and so is this, with the next version
    ],
)
async def test_what_cannot_be_forgotten_yet_is_tried_again(error: Exception) -> None:
    keeping = KeepingNetwork(error)
    world = World(network=keeping)
    await world.store.timers.set([timer()])
    runtime = world.runtime(answers())
    async with working(world, runtime):
        await until(lambda: keeping.forgotten)
        await turns()
        assert await world.store.timers.next_due("kettle") == NOON + timedelta(seconds=60)
        assert keeping.kept
        world.clock.set(NOON + timedelta(seconds=61))
        wake(runtime)
        await until(lambda: not keeping.kept)
        await until_gone(world, runtime)


async def test_pauses_between_tries_grow_to_an_hour() -> None:
    keeping = KeepingNetwork(*[NetworkError("no")] * 20)
    store = MemoryStore()
    erasing = Erasing(
        "kettle",
        adapters={"memory": keeping},
        archive=store.archive,
        places={"memory": "p9"},
    )
    again: Timer | None = timer()
    pauses = []
    for _ in range(8):
        assert again is not None
        await store.timers.set([again])
        (event,) = await store.timers.fire([again], NOON)
        again = await erasing.erase(event, NOON)  # type: ignore[arg-type]  # timers become TimePassed
        assert again is not None
        pauses.append((again.due_at - NOON).total_seconds())
    assert pauses == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert set(keeping.forgotten) == {("p9", "rude")}


async def test_a_crash_between_the_network_and_the_tables_is_finished_at_the_next_start() -> None:
    keeping = KeepingNetwork()
    store = MemoryStore()
    await store.events.admit([posted("m1", says="hm")])
    await store.timers.set([timer()])
    # The timer has fired, the network has forgotten, and then the process was killed.
    await store.timers.fire([timer()], NOON)
    await keeping.forget("p1", "rude")
    world = World(store=store, network=keeping)
    runtime = world.runtime(answers())
    async with working(world, runtime):
        await until_gone(world, runtime)
    assert keeping.forgotten == [("p1", "rude")] * 3


async def test_a_network_that_is_not_set_up_does_not_hold_the_tables_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = World()
    absent = erase_timer("kettle", "discord", "815123456789012345", NOON)
    await world.store.timers.set([absent])
    runtime = world.runtime(answers())
    async with working(world, runtime):
        await until_gone(world, runtime, "discord:815123456789012345")
    assert "discord is not set up here" in caplog.text


async def test_a_network_that_keeps_nothing_has_nothing_to_say() -> None:
    assert await kept_by(adapter(), "memory", "rude") == {}
    keeping = KeepingNetwork()
    assert await kept_by(keeping, "memory", "rude") == {"waiting": ["a letter"]}
