"""What the house does by itself: remind of cases, and let people back in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.appointments import cancelled_by, remind_timer, timers_of
from bot.casework import Casework
from bot.chores import MOST_REMINDERS, Chores
from bot.domain import (
    Action,
    Ban,
    Case,
    CaseStatus,
    Decision,
    Reply,
    Timeout,
    TimePassed,
    Unban,
    Untimeout,
    event_key,
)
from bot.ports import Settlement
from bot.rulebook.book import Team
from bot.storage import MemoryStore
from tests.support.making import NOON, after, passed, person, settlement
from tests.support.policies import rulebook


def case(status: CaseStatus = CaseStatus.OPEN) -> Case:
    return Case(
        community="kettle", number=7, kind="question", title="?", status=status, opened_at=NOON
    )


def ban(id: str, seconds: float, *actions: Action, undone: bool = False) -> Decision:
    return Decision(
        id=id,
        at=after(seconds),
        community="kettle",
        network="memory",
        place="p1",
        cause=f"cause of {id}",
        actor="memory:mo",
        subject=person("rude"),
        actions=actions or (Ban(member="rude"),),
        undone_at=after(seconds) if undone else None,
    )


async def do(
    event: TimePassed, *decisions: Decision, cases: tuple[Case, ...] = (), team: Team | None = None
) -> Settlement:
    store = MemoryStore()
    for number, decision in enumerate(decisions):
        fence = await store.leases.take("kettle", "test", NOON, 60) or 0
        await store.ledger.settle(
            [settlement(fence=fence, decision=decision, cases=cases if not number else ())]
        )
    if not decisions:
        fence = await store.leases.take("kettle", "test", NOON, 60) or 0
        await store.ledger.settle([settlement(fence=fence, cases=cases)])
    book = rulebook(team=team) if team else rulebook()
    chores = Chores(Casework(book, last_case=0), store.casebook, store.ledger)
    return await chores.do(event, after(100))


UNBAN = passed(do="unban", member="rude", decision="d1")
REMIND = passed(do="remind", case="7", after="60", times="1")


async def test_who_was_banned_for_a_time_is_let_in_again() -> None:
    settled = await do(UNBAN, ban("d1", 0))
    (order,) = settled.orders
    assert order.action == Unban(member="rude", reason="the ban is over")
    assert order.actor == "casework"
    assert settled.decision is not None
    assert settled.event == event_key(UNBAN)


@pytest.mark.parametrize(
    ("decisions", "lifted"),
    [
        ([ban("d1", 0), ban("d2", 50)], False),  # banned anew while the timer was on its way
        ([ban("d1", 0), ban("d2", 50, undone=True)], True),  # and that was taken back
        ([ban("d1", 0), ban("d2", 50, Reply(channel="c", text="t"))], True),  # no ban at all
        ([], True),  # nothing is known any more: the timer says that it was for a time
    ],
)
async def test_a_later_ban_is_not_lifted(decisions: list[Decision], lifted: bool) -> None:
    settled = await do(UNBAN, *decisions)
    assert bool(settled.orders) is lifted
    assert settled.event == event_key(UNBAN)


async def test_the_team_is_reminded_of_a_case_that_nobody_took() -> None:
    settled = await do(REMIND, cases=(case(),))
    (order,) = settled.orders
    assert isinstance(order.action, Reply)
    assert order.action.channel == "mod-alerts"
    (again,) = settled.timers
    assert again.due_at == after(100) + timedelta(seconds=60)
    assert again.payload["times"] == "2"
    assert settled.decision is None


async def test_the_last_reminder_sets_no_other() -> None:
    last = replace(REMIND, payload={**REMIND.payload, "times": str(MOST_REMINDERS)})
    settled = await do(last, cases=(case(),))
    assert len(settled.orders) == 1
    assert settled.timers == ()


@pytest.mark.parametrize(
    ("cases", "team"),
    [
        ((case(CaseStatus.CLAIMED),), None),  # somebody has it
        ((case(CaseStatus.CLOSED),), None),  # it is done
        ((), None),  # it is gone
        ((case(),), Team()),  # the team has no channel
    ],
)
async def test_there_is_nothing_to_remind_of(cases: tuple[Case, ...], team: Team | None) -> None:
    settled = await do(REMIND, cases=cases, team=team)
    assert settled == Settlement(community="kettle", fence=0, event=event_key(REMIND))


async def test_a_timer_that_nobody_knows_is_settled() -> None:
    unknown = passed(do="dance")
    assert (await do(unknown)).event == event_key(unknown)


def test_a_reminder_keeps_its_case_and_its_place() -> None:
    timer = remind_timer(ban("d1", 0), 7, 60)
    assert (timer.key, timer.due_at, timer.owner) == ("remind:kettle:7", after(60), "casework")


def long_timeout(days: float) -> Timeout:
    until = NOON + timedelta(days=days)
    return Timeout(member="rude", seconds=int(days * 86_400), until=until, reason="spam")


def test_a_time_out_that_networks_may_not_hold_so_long_is_put_on_again() -> None:
    decision = replace(ban("d1", 0), at=NOON, actions=(long_timeout(60),))
    (timer,) = timers_of(decision, None)
    assert timer.due_at == NOON + timedelta(days=27)
    assert timers_of(replace(decision, actions=(long_timeout(20),)), None) == []


async def test_a_renewal_goes_on_until_the_end_and_no_longer() -> None:
    decision = replace(ban("d1", 0), at=NOON, actions=(long_timeout(60),))
    (timer,) = timers_of(decision, None)
    store = MemoryStore()
    chores = Chores(Casework(rulebook(), last_case=0), store.casebook, store.ledger)
    later = NOON + timedelta(days=27)
    first = await chores.do(passed(**timer.payload), later)
    (order,) = first.orders
    assert order.action == replace(long_timeout(60), seconds=33 * 86_400)
    assert order.decision == "d1"
    (again,) = first.timers
    assert (again.key, again.due_at) == (timer.key, later + timedelta(days=27))
    second = await chores.do(passed(**again.payload), later + timedelta(days=27))
    assert len(second.orders) == 1
    assert second.timers == ()
    over = await chores.do(passed(**again.payload), NOON + timedelta(days=61))
    assert over.orders == ()


@pytest.mark.parametrize(
    "action",
    [
        Untimeout(member="rude"),  # it was lifted
        Ban(member="rude"),  # somebody who is not here needs no time-out
        Timeout(member="rude", seconds=60, until=after(60)),  # a shorter one was decided on
    ],
)
def test_what_makes_a_renewal_needless_cancels_it(action: Action) -> None:
    decision = replace(ban("d1", 0), at=NOON, actions=(long_timeout(60),))
    (timer,) = timers_of(decision, None)
    assert timer.key in cancelled_by(replace(ban("d2", 5), actions=(action,)))
    assert timer.key not in cancelled_by(decision)
