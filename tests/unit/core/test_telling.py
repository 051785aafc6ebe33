"""Words about deeds say what became of those: to the member, to the team, to whoever asked."""

from dataclasses import replace

import pytest

from bot.domain import (
    Action,
    Answer,
    Button,
    DeleteMessage,
    LockChannel,
    Nudge,
    Outcome,
    OutcomeState,
    Reply,
    SendDirect,
    Timeout,
    Warn,
)
from tests.support.making import order
from tests.unit.core.telling_desk import AWAY, DELETE, DONE, HOUR, NO, UNDO, Desk


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
