"""A new rulebook is in force at once and whole, and what was taught is known."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot import dispatcher, outbox
from bot import lease as lease_module
from bot import runtime as module
from bot.domain import AlertTeam, Event, Verdict, event_key
from bot.errors import RulebookError, StoreBusy
from bot.ports import Context
from bot.rulebook.book import PolicyEntry
from bot.runtime import Runtime
from tests.support.making import NOON, after, posted, settlement, verdict
from tests.support.policies import Knower, Scripted, entry, rulebook
from tests.support.running import until
from tests.support.worlds import World
from tests.unit.core.communities_at_work import MONTH, done, hear, typed, working


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0)
    monkeypatch.setattr(outbox, "BUSY_PAUSE", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)
    monkeypatch.setattr(dispatcher, "PAUSE", 0)
    monkeypatch.setattr(dispatcher, "LONGEST_PAUSE", 0)


# ---- reloading


async def test_a_new_rulebook_is_in_force_at_once() -> None:
    world = World()
    old, new = Scripted("Old"), Scripted("New")
    runtime = world.runtime(old, load=lambda: rulebook(new, version="v2"))
    async with working(world, runtime):
        assert await runtime.reload() == "v2"
        await hear(world, runtime, posted("m1"))
        await until(lambda: new.asked == ["m1"])
    assert old.asked == []
    assert runtime.rulebook.version == "v2"


def _broken() -> Any:
    raise RulebookError(())


@pytest.mark.parametrize(
    "load",
    [
        _broken,  # a file with mistakes
        lambda: replace(rulebook(version="v2"), id="other", name="Other"),  # another community's
    ],
)
async def test_a_rulebook_that_cannot_be_leaves_the_old_one_in_force(
    load: Callable[[], Any],
) -> None:
    world = World()
    old = Scripted("Old")
    runtime = world.runtime(old, load=load)
    async with working(world, runtime):
        with pytest.raises(RulebookError):
            await runtime.reload()
        await hear(world, runtime, posted("m1"))
        await until(lambda: old.asked == ["m1"])
    assert runtime.rulebook.version == "v1"


async def test_a_busy_database_while_reloading_leaves_the_old_rulebook_whole() -> None:
    world = World()
    old = Scripted("Old")
    runtime = world.runtime(old, load=lambda: rulebook(Scripted("New"), version="v2"))
    async with working(world, runtime):

        async def busy(*_: Any) -> Any:
            raise StoreBusy("locked")

        world.store.ledger.modes = busy  # type: ignore[assignment,method-assign]  # it is locked just now
        with pytest.raises(StoreBusy):
            await runtime.reload()
        assert runtime.rulebook.version == "v1"
        await hear(world, runtime, posted("m1"))
        await until(lambda: old.asked == ["m1"])


async def test_a_reload_while_judging_does_not_mix_two_rulebooks() -> None:
    gate = asyncio.Event()

    async def slow(event: Event, _context: Context) -> Verdict | None:
        await gate.wait()
        return verdict((AlertTeam(text="look"),), policy="Old")

    world = World()
    old = Scripted("Old", slow)
    runtime = world.runtime(old, load=lambda: rulebook(Scripted("New"), version="v2"))
    async with working(world, runtime):
        await hear(world, runtime, posted("m1"))
        await until(lambda: old.asked == ["m1"])
        await runtime.reload()
        gate.set()
        await runtime.stop(5)
        decision = await world.store.ledger.decision("kettle", "m1")
    assert decision is not None
    assert decision.policy_version == "v1"
    assert [one.policy for one in decision.silent] == []


async def test_what_the_team_taught_is_known_at_the_start_and_at_once() -> None:
    world = World()
    runtime = world.runtime(_faq())
    async with working(world, runtime):
        await hear(world, runtime, typed("faq", 'add "How do I descale it?" "With citric acid."'))
        await until(lambda: done(world)[:1] == ["Answer"])
        await until(lambda: _learned(runtime) == 1)
    await runtime.release()
    other = world.beside("another")
    again = other.runtime(_faq())
    async with working(other, again):
        assert _learned(again) == 1


def _faq() -> PolicyEntry:
    return replace(entry(Knower()), kind="faq")


def _learned(runtime: Runtime) -> int:
    if runtime._shop is None:
        return 0
    (one,) = runtime._shop.rulebook.policies
    assert isinstance(one.policy, Knower)
    return len(one.policy.answers)


async def test_settled_events_fill_the_windows_at_the_start() -> None:
    world = World()
    seen: list[int] = []

    async def judge(_event: Event, context: Context) -> Verdict | None:
        seen.append(len(context.recent(within=MONTH)))
        seen.append(context.joins(within=MONTH))
        return None

    events: list[Event] = [posted("m1", at=after(-60)), posted("m2", at=after(-30))]
    await world.store.events.admit(events)
    fence = await world.store.leases.take("kettle", "before", NOON, 60) or 0
    await world.store.ledger.settle([settlement(event_key(event), fence=fence) for event in events])
    await world.store.leases.release("kettle", "before", fence)
    runtime = world.runtime(Scripted("Look", judge))
    async with working(world, runtime):
        await hear(world, runtime, posted("m3", at=after(0)))
        await until(lambda: seen)
    assert seen == [2, 0]
