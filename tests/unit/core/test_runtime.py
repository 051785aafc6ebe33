"""One community: it takes its lease, picks up what was left, and stops when the lease is lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot import dispatcher, outbox, session
from bot import lease as lease_module
from bot import runtime as module
from bot.domain import (
    AlertTeam,
    Answer,
    CommandGiven,
    DeleteMessage,
    EditReply,
    Event,
    MessagePosted,
    Nudge,
    OpenCase,
    Reply,
    SendDirect,
    SetTimer,
    Timeout,
    TimePassed,
    Verdict,
    event_key,
)
from bot.errors import LeaseLost, RulebookError, StoreBusy
from bot.ports import Context
from bot.rulebook.book import PolicyEntry
from bot.runtime import Runtime
from tests.support.making import NOON, after, command, person, posted, reported, settlement, verdict
from tests.support.patience import PATIENCE
from tests.support.policies import Knower, Scripted, always, entry, rulebook
from tests.support.running import beside, turns, until
from tests.support.worlds import World


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0)
    monkeypatch.setattr(outbox, "BUSY_PAUSE", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)
    monkeypatch.setattr(dispatcher, "PAUSE", 0)
    monkeypatch.setattr(dispatcher, "LONGEST_PAUSE", 0)


def manners() -> Scripted:
    """Return a policy that takes down every message with `idiot` and has a word."""

    async def judge(event: Event, _context: Context) -> Verdict | None:
        if isinstance(event, MessagePosted) and "idiot" in event.text:
            delete = DeleteMessage(channel=event.channel, message=event.id, member=event.member.id)
            return verdict((delete, Nudge(member=event.member.id)))
        return None

    return Scripted("Manners", judge)


@asynccontextmanager
async def working(world: World, *runtimes: Runtime) -> AsyncIterator[None]:
    async with beside(world.settler.run(), *(runtime.run() for runtime in runtimes)):
        await asyncio.gather(*(runtime.ready() for runtime in runtimes))
        yield


async def hear(world: World, runtime: Runtime, *events: Event) -> None:
    """Let events be admitted and passed on, as the inbox does."""
    await runtime.room()
    await world.store.events.admit(events)
    for event in events:
        runtime.submit(event)


def done(world: World) -> list[str]:
    return [type(order.action).__name__ for order in world.network.performed]


async def waiting(world: World) -> list[str]:
    return [event.id for event in await world.store.events.waiting("kettle")]


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


# ---- timers, failures, commands


async def test_a_policys_timer_comes_back_to_it() -> None:
    async def judge(event: Event, _context: Context) -> Verdict | None:
        if isinstance(event, TimePassed):
            return verdict((Reply(channel="general", text=event.payload["say"]),))
        timer = SetTimer(key="k", owner="Clock", seconds=0, payload={"say": "time is up"})
        return verdict((timer,))

    world = World()
    runtime = world.runtime(Scripted("Clock", judge, hears=frozenset({MessagePosted, TimePassed})))
    async with working(world, runtime):
        await hear(world, runtime, posted())
        await until(lambda: done(world) == ["Reply"])


async def test_the_team_hears_of_what_did_not_come_about() -> None:
    world = World()
    stop = Scripted("Stop", always(verdict((Timeout(member="rude", seconds=60),))))
    runtime = world.runtime(stop)
    world.network.refuse(1, detail="no right to do this")
    async with working(world, runtime):
        await hear(world, runtime, posted())
        await runtime.stop(5)
    (told,) = [o.action.text for o in world.network.performed if isinstance(o.action, Reply)]
    assert told.startswith("#1 · nothing done · @Rude in #general")
    assert told.endswith("could not be done: timed out for 1 minute (no right to do this)")


async def test_the_team_is_left_alone_at_the_moment_of_acting() -> None:
    world = World()
    stop = Scripted("Stop", always(verdict((Timeout(member="rude", seconds=60),))))
    runtime = world.runtime(stop)
    world.network.members["rude"] = person("rude", "Moderator")
    async with working(world, runtime):
        await hear(world, runtime, posted())
        await until(lambda: done(world) == ["Reply"])
    (alert,) = world.network.performed
    assert isinstance(alert.action, Reply)
    assert "could not be done: timed out for 1 minute (Policies leave the team alone)" in (
        alert.action.text
    )


async def test_an_alert_that_was_said_too_early_is_put_right() -> None:
    world = World()
    stop = Scripted("Stop", always(verdict((Timeout(member="rude", seconds=60),))))
    runtime = world.runtime(stop)
    world.network.fail(1, detail="the network is away")
    async with working(world, runtime):
        await hear(world, runtime, posted())
        await until(lambda: done(world) == ["Reply"])
        world.clock.tick(5)
        await until(lambda: len(done(world)) == 4)
        await turns()
    assert done(world) == ["Reply", "Timeout", "SendDirect", "EditReply"]
    early, edit = world.network.performed[0].action, world.network.performed[-1].action
    assert isinstance(early, Reply)
    assert isinstance(edit, EditReply)
    assert "nothing done" in early.text
    assert early.text.endswith("not done yet: timed out for 1 minute (the network is away)")
    assert edit.text.startswith("#1 · timed out for 1 minute · @Rude in #general")
    assert "not done" not in edit.text


async def test_whoever_gave_a_command_reads_what_came_of_it() -> None:
    world = World()
    runtime = world.runtime()
    world.network.refuse(1, detail="my role stands below theirs")
    async with working(world, runtime):
        order = replace(command("timeout"), options={"member": "rude", "duration": "1h"})
        await hear(world, runtime, order)
        await until(lambda: len(done(world)) == 2)
    answer = world.network.performed[0].action
    assert isinstance(answer, Answer)
    assert answer.text == (
        "I can't do this: timed out for 1 hour (@Rude). My role stands below theirs. Nothing was "
        "changed."
    )
    assert answer.buttons == ()


async def test_a_command_that_would_change_nothing_does_nothing() -> None:
    world = World()
    runtime = world.runtime()
    async with working(world, runtime):
        await hear(world, runtime, command("unlock"))
        await until(lambda: done(world) == ["Answer"])
    answer = world.network.performed[0].action
    assert isinstance(answer, Answer)
    assert answer.text == "#general is open already, so nothing was changed."


async def test_a_command_pauses_a_policy_at_once() -> None:
    world = World()
    policy = manners()
    runtime = world.runtime(policy)
    async with working(world, runtime):
        await hear(world, runtime, _typed("policy", "pause Manners"))
        await until(lambda: done(world) == ["Answer", "Reply"])
        await hear(world, runtime, posted("m1", says="you idiot"))
        await runtime.stop(5)
        assert policy.asked == []


async def test_suggestions_come_from_what_is_in_force() -> None:
    world = World()
    runtime = world.runtime(manners())
    async with working(world, runtime):
        assert await runtime.complete("policy", "policy", "man") == ["Manners"]


async def test_a_report_without_a_policy_for_it_opens_a_case_about_the_accused() -> None:
    world = World()
    runtime = world.runtime()
    async with working(world, runtime):
        await hear(world, runtime, reported(message="m7", reason="insults me"))
        await until(lambda: done(world) == ["Reply"])
        case = await world.store.casebook.case("kettle", 1)
    assert case is not None
    assert (case.kind, case.title, case.message) == ("report", "insults me", "m7")
    assert (case.subject, case.subject_name) == ("memory:rude", "Rude")


async def test_a_report_about_nobody_opens_a_case_too() -> None:
    world = World()
    runtime = world.runtime()
    async with working(world, runtime):
        await hear(world, runtime, reported(accused=None, text="it smells"))
        await until(lambda: done(world) == ["Reply"])
        case = await world.store.casebook.case("kettle", 1)
    assert case is not None
    assert case.subject == ""


async def test_the_team_is_reminded_of_a_case_that_nobody_takes() -> None:
    world = World()
    call = Scripted("Calls", always(verdict((OpenCase(title="look", remind_after=60),))))
    runtime = world.runtime(call)
    async with working(world, runtime):
        await hear(world, runtime, posted())
        await until(lambda: done(world) == ["Reply"])
        world.clock.tick(60)
        held = runtime._session
        assert held is not None
        held.alarm.wake()
        await until(lambda: done(world) == ["Reply", "Reply"])


async def test_what_the_team_says_comes_to_nothing_and_is_settled() -> None:
    world = World()
    runtime = world.runtime(manners())
    async with working(world, runtime):
        await hear(world, runtime, posted(who=person("mo", "Moderator"), says="idiot"))
        await runtime.stop(5)
        assert await waiting(world) == []
    assert done(world) == []


async def test_bots_are_watched_and_not_answered() -> None:
    world = World()
    runtime = world.runtime(manners())
    async with working(world, runtime):
        await hear(world, runtime, posted("m1", who=person("bot", bot=True), says="idiot"))
        await runtime.stop(5)
        assert await waiting(world) == []
    assert done(world) == []


async def test_two_messages_of_one_person_at_once_are_one_incident() -> None:
    async def judge(event: Event, _context: Context) -> Verdict | None:
        assert isinstance(event, MessagePosted)
        await turns(3)
        delete = DeleteMessage(channel=event.channel, message=event.id, member="rude")
        stop = Timeout(member="rude", seconds=60)
        return verdict((delete, stop), forget_after=_MONTH)

    world = World()
    runtime = world.runtime(Scripted("Manners", judge))
    async with working(world, runtime):
        await hear(world, runtime, posted("m1", channel="a"), posted("m2", channel="b"))
        await runtime.stop(5)
        found = await world.store.ledger.strikes("kettle", "memory:rude", "Manners", NOON)
    assert len(found) == 1
    assert done(world).count("DeleteMessage") == 2
    assert done(world).count("Timeout") == 1
    assert done(world).count("SendDirect") == 1


_MONTH = after(30 * 86400) - NOON


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
        await hear(world, runtime, _typed("faq", 'add "How do I descale it?" "With citric acid."'))
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


def _typed(name: str, raw: str) -> CommandGiven:
    return replace(command(name, who=person("mo", "Moderator")), raw=raw)


async def test_settled_events_fill_the_windows_at_the_start() -> None:
    world = World()
    seen: list[int] = []

    async def judge(_event: Event, context: Context) -> Verdict | None:
        seen.append(len(context.recent(within=_MONTH)))
        seen.append(context.joins(within=_MONTH))
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
