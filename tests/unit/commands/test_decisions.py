"""Undo takes back what can be taken back, and says what cannot."""

from dataclasses import replace
from typing import TypeGuard

import pytest

from bot.commands.undo import reverse
from bot.domain import (
    Action,
    AddRole,
    EditReply,
    Kick,
    LockChannel,
    Member,
    Outcome,
    OutcomeState,
    RemoveRole,
    RestoreMessage,
    SendDirect,
    SlowMode,
    Timeout,
    Unban,
    UnlockChannel,
    Untimeout,
    Warn,
)
from bot.locale import Phrasebook
from tests.unit.commands.world import ADA, ANN, KIM, MARA, NOON, TOM, World


async def test_undo_takes_back_all_that_can_be() -> None:
    world = World()
    await world.judged(KIM, "you idiots", Warn(member="u1"), Timeout(member="u1", seconds=3600))
    said = await world.give(MARA, "/undo 214")
    restored = world.effects[0]
    assert isinstance(restored, RestoreMessage)
    assert (restored.text, restored.member_name) == ("you idiots", "Kim")
    assert Untimeout(member="u1") in world.effects
    assert said == "#214 is taken back: message restored, time-out lifted."


async def test_undo_tells_the_member_kindly() -> None:
    world = World()
    await world.judged(KIM, "you idiots", Timeout(member="u1", seconds=3600))
    await world.give(MARA, "/undo 214")
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert word.member == "u1"
    assert "your message is back, you can write again" in word.text


@pytest.mark.parametrize("line", ["/undo 214 it was a joke", '/undo #214 "it was a joke"'])
async def test_undo_may_say_why(line: str) -> None:
    world = World(language="de")
    await world.judged(KIM, "you idiots", Timeout(member="u1", seconds=3600))
    assert await world.give(MARA, line) == (
        "#214 ist zurückgenommen: Nachricht wiederhergestellt, Auszeit aufgehoben."
    )
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert word.text.endswith("Grund: „it was a joke“.")
    # The record is in the language of the team, whoever gave the command.
    assert world.decision.facts == "#214 is taken back: it was a joke"


async def test_undo_needs_no_reason() -> None:
    world = World()
    await world.judged(KIM, "you idiots")
    await world.give(MARA, "/undo 214")
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert "Reason" not in word.text
    assert world.decision.facts == "#214 is taken back"


async def test_undo_voids_the_strike() -> None:
    world = World()
    await world.judged(KIM, "you idiots")
    ledger = world.store.ledger
    assert await ledger.strikes("kettle", "lobby:u1", "Keep insults out", NOON)
    await world.give(MARA, "/undo 214")
    assert not await ledger.strikes("kettle", "lobby:u1", "Keep insults out", NOON)


async def test_undo_changes_the_alert() -> None:
    world = World()
    await world.judged(KIM, "you idiots")
    await world.give(MARA, "/undo 214")
    (edit,) = [a for a in world.effects if isinstance(a, EditReply)]
    assert "\ntaken back by @Mara" in edit.text
    assert [button.id.partition(":")[0] for button in edit.buttons] == ["why"]


async def test_a_second_undo_says_who_was_first() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    await world.press(MARA, f"undo:{decision.id}")
    said = await world.press(TOM, f"undo:{decision.id}")
    assert said == "#214 was taken back already, by @Mara on 2026-01-05, 12:00 UTC."
    assert world.effects == ()


async def test_undo_of_a_persons_ban_lets_the_member_back() -> None:
    world = World()
    await world.give(MARA, "/ban @Kim 1d spam")
    await world.give(TOM, "/undo 214")
    assert Unban(member="u1") in world.effects


async def test_undo_by_the_button_under_the_answer() -> None:
    world = World()
    await world.give(MARA, "/lock")
    locked = world.decision
    assert await world.press(MARA, f"undo:{locked.id}") == (
        f"{locked.id} is taken back: #general opened again."
    )
    assert world.effects == (UnlockChannel(channel="general"),)


async def test_undo_of_opening_locks_again() -> None:
    world = World()
    await world.give(MARA, "/unlock")
    await world.press(MARA, f"undo:{world.decision.id}")
    assert world.effects == (LockChannel(channel="general"),)


async def test_undo_of_slowing_down_lifts_it() -> None:
    world = World()
    await world.give(MARA, "/slowmode 30s")
    await world.press(MARA, f"undo:{world.decision.id}")
    assert world.effects == (SlowMode(channel="general", seconds=0, back=True),)


async def test_undo_of_a_kick_says_what_it_cannot_put_right() -> None:
    world = World()
    await world.give(MARA, "/kick @Kim x")
    said = await world.give(TOM, "/undo 214")
    assert said == (
        "#214 is taken back: nothing is held against them any more. Not possible to put right: "
        "the removal from the community; they can join again."
    )


async def test_undo_of_a_removal_whose_text_is_gone_says_so() -> None:
    world = World()
    decision = await world.judged(KIM, "")
    said = await world.press(MARA, f"undo:{decision.id}")
    assert said is not None
    assert "its text is no longer kept" in said


async def test_undo_of_a_large_purge_is_refused() -> None:
    world = World()
    for number in range(12):
        await world.write(KIM, f"line {number}")
    await world.give(MARA, "/purge 12")
    said = await world.refusal(MARA, "/undo 214")
    assert said.startswith("This can't be taken back: 12 messages")


async def test_undo_of_a_small_purge_brings_the_messages_back() -> None:
    world = World()
    for number in range(3):
        await world.write(KIM, f"line {number}")
    await world.give(MARA, "/purge 3 @Kim")
    await world.give(MARA, "/undo 214")
    texts = [a.text for a in world.effects if isinstance(a, RestoreMessage)]
    assert texts == ["line 0", "line 1", "line 2"]
    assert world.said == "#214 is taken back: 3 messages restored."
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert "your messages are back" in word.text


async def test_nobody_takes_back_what_was_decided_about_them() -> None:
    world = World()
    await world.give(ADA, "/warn @Mara late")
    assert "about themselves" in await world.refusal(MARA, "/undo 214")


async def test_a_decision_of_another_network_is_taken_back_there() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    said = await world.press(MARA, f"undo:{decision.id}", network="discord")
    assert said == "That happened on lobby. Give the command there; nothing was changed."


async def test_an_unknown_decision_is_said_to_be_unknown() -> None:
    for line in ("/undo 999", "/undo nonsense", "/why dffff"):
        assert "I know no decision" in await World().refusal(MARA, line)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (KIM, "I know no decision “99”. Without a number, /why shows the last one about you."),
        (MARA, "I know no decision “99”. Give a case number or the id that /history shows."),
    ],
)
async def test_everybody_hears_where_to_find_a_decision(who: Member, said: str) -> None:
    assert await World().refusal(who, "/why 99") == said


async def test_members_take_nothing_back() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    assert "is for the team" in await world.refusal(KIM, "/undo 214")
    said = await world.press(KIM, f"undo:{decision.id}")
    assert said == "That button is for the team. To reach them, write /report"


async def test_undo_in_german() -> None:
    world = World(language="de")
    await world.judged(KIM, "ihr idioten", Timeout(member="u1", seconds=3600))
    said = await world.give(MARA, "/undo 214")
    assert said == ("#214 ist zurückgenommen: Nachricht wiederhergestellt, Auszeit aufgehoben.")
    assert "Regel" in await world.give(KIM, "/why")


async def test_a_kick_is_no_effect_of_undo() -> None:
    world = World()
    await world.give(MARA, "/kick @Kim x")
    await world.give(TOM, "/undo 214")
    assert not [a for a in world.effects if isinstance(a, Kick)]


async def test_what_was_refused_is_not_taken_back() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots", Timeout(member="u1", seconds=3600))
    for order in world.orders:
        if isinstance(order.action, Timeout):
            refused = Outcome(state=OutcomeState.REFUSED, detail="rank")
            await world.store.orders.finish(order.key, refused, now=NOON)
    await world.press(MARA, f"undo:{decision.id}")
    assert Untimeout(member="u1") not in world.effects
    assert any(isinstance(a, RestoreMessage) for a in world.effects)


@pytest.mark.parametrize(
    ("done", "undone"),
    [
        (AddRole(member="u1", role="muted"), RemoveRole(member="u1", role="muted")),
        (RemoveRole(member="u1", role="vip"), AddRole(member="u1", role="vip")),
    ],
)
async def test_roles_are_given_and_taken_back(done: Action, undone: Action) -> None:
    world = World()
    await world.judged(KIM, "you idiots", done)
    await world.give(MARA, "/undo 214")
    assert undone in world.effects
    assert any("your roles are as before" in a.text for a in world.effects if _is_word(a))


def _is_word(action: Action) -> TypeGuard[SendDirect]:
    return isinstance(action, SendDirect)


async def test_slow_mode_goes_back_to_what_it_was_where_that_is_known() -> None:
    world = World()
    decision = await world.judged(KIM, "x", SlowMode(channel="general", seconds=60))
    known = replace(decision, id="d-known", details={"previous_seconds": "10"})
    reversal = reverse(known, (), {}, Phrasebook())
    assert SlowMode(channel="general", seconds=10, back=True) in reversal.actions


async def test_nobody_learns_of_a_report_by_its_being_taken_back() -> None:
    world = World()
    await world.give(ANN, "/report @Kim insults me")
    assert "nothing to take back" in await world.refusal(MARA, "/undo 214")
    reaction = await world.ask(MARA, "/why 214")
    assert not reaction.buttons
