"""Words about deeds say what became of those: to the member, to the team, to whoever asked."""

from dataclasses import replace
from typing import Any

import pytest

from bot.casework import Casework
from bot.decide import Ruling, decision_id
from bot.domain import (
    Action,
    Answer,
    Button,
    CaseStatus,
    Decision,
    DeleteMessage,
    EditReply,
    LockChannel,
    Nudge,
    Order,
    Outcome,
    OutcomeState,
    Reply,
    SendDirect,
    Timeout,
    Warn,
)
from bot.rulebook.book import Team
from bot.storage import MemoryStore
from bot.telling import Telling
from tests.support.making import HERE, NOON, after, order, person, settlement
from tests.support.policies import rulebook

DELETE = DeleteMessage(channel="general", message="m1", member="rude")
HOUR = Timeout(member="rude", seconds=3600, until=after(3600))
DONE = Outcome(state=OutcomeState.DONE)
NO = Outcome(state=OutcomeState.REFUSED, detail="no right to do this")
AWAY = Outcome(state=OutcomeState.FAILED, detail="the network is away")
UNDO = Button(id="undo:d1", label="Undo")
ANSWER = Answer(member="mo", channel="general", text="as you wished", buttons=(UNDO,))


class Desk:
    """A telling with a store in memory, and what was decided there."""

    def __init__(self, **more: Any) -> None:
        self.store = MemoryStore()
        self.casework = Casework(rulebook(**more), last_case=0, fence=lambda: 1)
        self.telling = Telling(self.casework, self.store)
        self.orders: tuple[Order, ...] = ()

    async def decide(self, *actions: Action, by: str = "", language: str = "en") -> None:
        """Have a policy decide about Rude, or a person who gave a command."""
        await self.store.leases.take("kettle", "tests", NOON, 10**9)
        cause = "memory:p1:message_posted:m1"
        decision = Decision(
            **HERE,
            id=decision_id(cause),
            at=NOON,
            channel="general",
            cause=cause,
            actor=by or "Manners",
            subject=person("rude"),
            actions=actions,
            rule="rule 1",
            facts="it was rude",
            automated_detection=not by,
            automated_decision=not by,
            details={"by": "Mo", "asked_in": language} if by else {},
        )
        if by:
            rest = settlement("e1")
            settled = self.casework.settle_by_person(decision, ANSWER, language="en", rest=rest)
        else:
            settled = self.casework.settle(Ruling(decision=decision), language=language)
        await self.store.ledger.settle([settled])
        self.orders = settled.orders

    def one(self, kind: type[Action]) -> Order:
        return next(one for one in self.orders if isinstance(one.action, kind))

    async def finish(self, kind: type[Action], outcome: Outcome, *, again: bool = False) -> None:
        """Write down what came of an order; `again` says that it will be tried again."""
        until = after(60) if again else None
        await self.store.orders.finish(self.one(kind).key, outcome, now=NOON, retry_at=until)

    async def said(self, kind: type[Action]) -> str:
        """Return what the words would be now."""
        sent = (await self.telling.as_it_came(self.one(kind))).action
        assert isinstance(sent, Reply | SendDirect | Answer)
        return sent.text

    async def late(self, kind: type[Action], outcome: Outcome) -> list[Reply | EditReply]:
        """Return what is told of an order's end."""
        ended = replace(self.one(kind), state=outcome.state.value)
        settled = await self.telling.late(ended, outcome, after(60))
        found = [one.action for one in settled.orders] if settled else []
        return [one for one in found if isinstance(one, Reply | EditReply)]


# ---- before they are sent


async def test_what_came_as_decided_is_said_as_written() -> None:
    desk = Desk()
    await desk.decide(DELETE, HOUR)
    await desk.finish(DeleteMessage, DONE)
    await desk.finish(Timeout, DONE)
    for kind in (SendDirect, Reply):
        assert await desk.telling.as_it_came(desk.one(kind)) is desk.one(kind)


async def test_words_of_others_are_left_alone() -> None:
    desk = Desk()
    await desk.decide(DELETE, HOUR)
    await desk.finish(Timeout, NO)
    other = order("o9", Reply(channel="help", text="like this"), decision=desk.orders[0].decision)
    assert await desk.telling.as_it_came(other) is other


async def test_the_member_hears_of_what_was_done_alone() -> None:
    desk = Desk()
    await desk.decide(DELETE, HOUR)
    assert "1 hour" in desk.one(SendDirect).action.text  # type: ignore[union-attr]  # a direct word
    await desk.finish(DeleteMessage, DONE)
    await desk.finish(Timeout, NO)
    said = await desk.said(SendDirect)
    assert said.startswith("I took your message in #general down.")
    assert "hour" not in said


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (Warn(member="rude"), True),  # it counts, also while the message stands there
        (Nudge(member="rude"), True),
        (HOUR, False),  # nothing was done to them, so there is nothing to say
    ],
)
async def test_a_warning_is_told_also_where_the_message_could_not_be_taken_down(
    more: Action, told: bool
) -> None:
    desk = Desk()
    await desk.decide(DELETE, more)
    assert await desk.telling.still_says(desk.one(SendDirect)) is told
    assert not await desk.telling.still_says(desk.one(Reply))


async def test_a_policys_own_words_do_not_claim_a_removal_that_was_none() -> None:
    desk = Desk()
    own = "I took your message down."
    await desk.decide(DELETE, Warn(member="rude", text=own))
    assert (await desk.said(SendDirect)).startswith(own)
    await desk.finish(DeleteMessage, NO)
    said = await desk.said(SendDirect)
    assert own not in said
    assert "warning" in said


async def test_the_member_hears_it_in_their_language() -> None:
    desk = Desk()
    await desk.decide(DELETE, HOUR, language="de")
    await desk.finish(DeleteMessage, DONE)
    await desk.finish(Timeout, NO)
    assert (await desk.said(SendDirect)).startswith("Ich habe deine Nachricht")


async def test_the_team_reads_what_was_not_done() -> None:
    desk = Desk()
    await desk.decide(DELETE, HOUR)
    await desk.finish(DeleteMessage, DONE)
    await desk.finish(Timeout, NO)
    said = await desk.said(Reply)
    assert said.startswith("#1 · message removed · @Rude")
    assert said.endswith("could not be done: timed out for 1 hour (no right to do this)")


@pytest.mark.parametrize(
    ("outcome", "again", "said"),
    [
        (
            NO,
            False,
            "I can't do this: timed out for 1 hour (@Rude). No right to do this. Nothing was "
            "changed.",
        ),
        (
            AWAY,
            True,
            "Not done yet: timed out for 1 hour (@Rude). The network is away. I keep trying, and "
            "tell the team if it does not work.",
        ),
        (
            Outcome(state=OutcomeState.IN_DOUBT, detail="it went silent"),
            False,
            "I don't know whether this took place: timed out for 1 hour (@Rude). It went silent. "
            "Please look; I do not repeat it on my own.",
        ),
    ],
)
async def test_whoever_asked_reads_what_came_of_it(
    outcome: Outcome, again: bool, said: str
) -> None:
    desk = Desk()
    await desk.decide(HOUR, by="memory:mo")
    await desk.finish(Timeout, outcome, again=again)
    assert await desk.said(Answer) == said


async def test_whoever_asked_reads_it_in_their_language() -> None:
    desk = Desk()
    await desk.decide(HOUR, by="memory:mo", language="de")
    await desk.finish(Timeout, NO)
    assert (await desk.said(Answer)).startswith("Das kann ich nicht: Auszeit für 1 Stunde (@Rude).")


async def test_whoever_asked_for_two_things_reads_of_both() -> None:
    desk = Desk()
    await desk.decide(HOUR, LockChannel(channel="general"), by="memory:mo")
    await desk.finish(Timeout, DONE)
    await desk.finish(LockChannel, NO)
    assert await desk.said(Answer) == (
        "Done: timed out for 1 hour. Could not be done: #general locked (no right to do this)."
    )


@pytest.mark.parametrize(("outcome", "left"), [(NO, ()), (DONE, (UNDO,))])
async def test_what_was_not_done_cannot_be_taken_back(
    outcome: Outcome, left: tuple[Button, ...]
) -> None:
    desk = Desk()
    await desk.decide(HOUR, by="memory:mo")
    await desk.finish(Timeout, outcome)
    sent = (await desk.telling.as_it_came(desk.one(Answer))).action
    assert isinstance(sent, Answer)
    assert sent.buttons == left


async def test_words_about_a_decision_that_was_erased_stay_as_they_are() -> None:
    desk = Desk()
    await desk.decide(HOUR)
    await desk.finish(Timeout, NO)
    gone = replace(desk.one(Reply), community="elsewhere")
    assert await desk.telling.as_it_came(gone) is gone


# ---- after they were sent


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
