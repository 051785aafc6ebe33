"""What a community at work does with timers, failures and commands."""

from dataclasses import replace

import pytest

from bot import dispatcher, outbox
from bot import lease as lease_module
from bot import runtime as module
from bot.domain import (
    Answer,
    DeleteMessage,
    EditReply,
    Event,
    MessagePosted,
    OpenCase,
    Reply,
    SetTimer,
    Timeout,
    TimePassed,
    Verdict,
)
from bot.ports import Context
from tests.support.making import NOON, command, person, posted, reported, verdict
from tests.support.policies import Scripted, always
from tests.support.running import turns, until
from tests.support.worlds import World
from tests.unit.core.communities_at_work import (
    MONTH,
    done,
    hear,
    manners,
    typed,
    waiting,
    working,
)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0)
    monkeypatch.setattr(outbox, "BUSY_PAUSE", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)
    monkeypatch.setattr(dispatcher, "PAUSE", 0)
    monkeypatch.setattr(dispatcher, "LONGEST_PAUSE", 0)


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
        await hear(world, runtime, typed("policy", "pause Manners"))
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
        return verdict((delete, stop), forget_after=MONTH)

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
