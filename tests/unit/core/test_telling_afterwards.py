"""What was said before the deeds were done is put right afterwards."""

from dataclasses import replace

import pytest

from bot.domain import (
    Action,
    Answer,
    CaseStatus,
    DeleteMessage,
    EditReply,
    LockChannel,
    Nudge,
    Outcome,
    OutcomeState,
    Reply,
    SendDirect,
    Timeout,
)
from bot.rulebook.book import Team
from tests.support.making import NOON, after, order, settlement
from tests.unit.core.telling_desk import AWAY, DELETE, DONE, HOUR, NO, Desk


async def test_what_the_alert_will_tell_is_not_told_twice() -> None:
    desk = Desk()
    await desk.decide(HOUR)
    await desk.finish(Timeout, NO)
    assert await desk.late(Timeout, NO) == []


async def test_an_alert_that_was_sent_is_put_right_and_a_line_says_so() -> None:
    desk = Desk()
    await desk.decide(HOUR)
    await desk.finish(Timeout, AWAY, again=True)
    await desk.finish(Reply, DONE)
    await desk.finish(Timeout, AWAY)
    edit, line = await desk.late(Timeout, AWAY)
    assert isinstance(edit, EditReply)
    assert edit.of == desk.one(Reply).key
    assert edit.text.startswith("#1 · nothing done · @Rude")
    assert edit.text.endswith("could not be done: timed out for 1 hour (the network is away)")
    assert line.text == (
        "I did not get through: timed out for 1 hour (@Rude). The network is "
        "away. Nothing was changed; do it by hand, or give the command again later."
    )
    assert line.channel == "mod-alerts"


async def test_an_alert_is_put_right_when_it_came_about_after_all() -> None:
    desk = Desk()
    await desk.decide(HOUR)
    await desk.finish(Reply, DONE)
    await desk.finish(Timeout, DONE)
    (edit,) = await desk.late(Timeout, DONE)
    alert = desk.one(Reply).action
    assert isinstance(alert, Reply)
    assert edit.text == alert.text


async def test_an_alert_keeps_who_has_its_case() -> None:
    desk = Desk()
    await desk.decide(HOUR)
    await desk.finish(Reply, DONE)
    case = await desk.store.casebook.case("kettle", 1)
    assert case is not None
    taken = replace(case, status=CaseStatus.CLAIMED, assignee_name="Mo")
    await desk.store.ledger.settle([settlement("e2", cases=(taken,))])
    await desk.finish(Timeout, NO)
    edit, _ = await desk.late(Timeout, NO)
    assert edit.text.endswith("(no right to do this)\n@Mo has it")


async def test_a_member_who_could_not_be_told_is_in_the_alert() -> None:
    desk = Desk()
    await desk.decide(DELETE, Nudge(member="rude"))
    await desk.finish(DeleteMessage, DONE)
    await desk.finish(Reply, DONE)
    shut = Outcome(state=OutcomeState.REFUSED, detail="their doors are shut")
    await desk.finish(SendDirect, shut)
    (edit,) = await desk.late(SendDirect, shut)
    assert edit.text.endswith("could not be done: told in private (their doors are shut)")


async def test_who_waits_for_an_answer_reads_it_there_alone() -> None:
    desk = Desk()
    await desk.decide(LockChannel(channel="general"), by="memory:mo")
    await desk.finish(LockChannel, NO)
    assert await desk.late(LockChannel, NO) == []
    await desk.finish(Answer, DONE)
    (line,) = await desk.late(LockChannel, NO)
    assert line.text.startswith("I can't do this: #general locked.")


@pytest.mark.parametrize(
    ("action", "team"),
    [
        (SendDirect(member="rude", text="hi"), None),  # private words get lost at times
        (Reply(channel="mod-alerts", text="look"), None),  # the line to the team itself
        (HOUR, Team()),  # there is nobody to tell
    ],
)
async def test_what_is_not_worth_a_line(action: Action, team: Team | None) -> None:
    desk = Desk(team=team) if team else Desk()
    assert await desk.telling.late(order("o1", action, state="refused"), NO, NOON) is None


async def test_an_effect_of_no_decision_is_worth_a_line_that_stays_one() -> None:
    desk = Desk()
    stray = order("o1", Reply(channel="help", text="like this"), state="refused")
    first = await desk.telling.late(stray, NO, after(5))
    again = await desk.telling.late(stray, NO, after(9))
    assert first is not None
    assert again is not None
    assert [one.key for one in first.orders] == [one.key for one in again.orders] != ["o1"]
