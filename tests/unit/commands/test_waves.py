"""A whole wave is taken back in one step, and each of its people is told."""

import pytest

from bot.commands import waves
from bot.domain import Decision, EditReply, Member, RestoreMessage, SendDirect, Timeout, Untimeout
from bot.waves import line_key
from tests.unit.commands.world import KIM, MARA, NOON, TOM, World

SIX = [Member(id=f"x{number}", name=f"Kx{number}") for number in range(6)]


async def raid(world: World) -> list[Decision]:
    return [
        await world.judged(one, f"win a kettle {one.id}", Timeout(member=one.id, seconds=600))
        for one in SIX
    ]


async def test_one_button_takes_back_what_came_of_all_accounts() -> None:
    world = World()
    decisions = await raid(world)
    said = await world.press(MARA, f"undoall:{decisions[3].id}")
    assert said == "6 decisions are taken back, and each of these people is told."
    for kind in (RestoreMessage, Untimeout, SendDirect):
        who = [
            getattr(action, "member", "") for action in world.effects if isinstance(action, kind)
        ]
        assert who == [one.id for one in SIX]
    for decision in decisions:
        now = await world.store.ledger.decision("kettle", decision.id)
        assert now is not None
        assert now.undone_by == "Mara"


async def test_the_strikes_of_all_are_void() -> None:
    world = World()
    decisions = await raid(world)
    await world.press(MARA, f"undoall:{decisions[3].id}")
    for one in SIX:
        key = f"lobby:{one.id}"
        assert not await world.store.ledger.strikes("kettle", key, "Keep insults out", NOON)


async def test_the_line_says_who_took_it_back_and_leaves_one_button() -> None:
    world = World()
    decisions = await raid(world)
    await world.press(MARA, f"undoall:{decisions[3].id}")
    *alone, edit = [action for action in world.effects if isinstance(action, EditReply)]
    assert [one.text.splitlines()[1] for one in alone] == ["taken back by @Mara"] * 3
    assert edit.of == line_key(decisions[3].id)
    assert edit.text.startswith("#214 to #219 · 6 accounts within minutes · @Kx0, @Kx1, @Kx2 and 3")
    assert edit.text.endswith("\ntaken back by @Mara")
    assert [button.id for button in edit.buttons] == [f"why:{decisions[3].id}"]


async def test_what_was_taken_back_before_stays_with_whoever_did_it() -> None:
    world = World()
    decisions = await raid(world)
    await world.give(TOM, "/undo 215")
    said = await world.press(MARA, f"undoall:{decisions[3].id}")
    assert said == "5 decisions are taken back, and each of these people is told."
    second = await world.store.ledger.decision("kettle", decisions[1].id)
    assert second is not None
    assert second.undone_by == "Tom"


async def test_a_second_press_changes_nothing() -> None:
    world = World()
    decisions = await raid(world)
    await world.press(MARA, f"undoall:{decisions[3].id}")
    said = await world.press(TOM, f"undoall:{decisions[3].id}")
    assert said == "#217 was taken back already, by @Mara on 2026-01-05, 12:00 UTC."
    assert world.effects == ()


async def test_members_take_nothing_back() -> None:
    world = World()
    decisions = await raid(world)
    assert await world.press(KIM, f"undoall:{decisions[3].id}") == (
        "That button is for the team. To reach them, write /report"
    )
    assert world.effects == ()


async def test_what_is_no_wave_is_taken_back_alone() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    said = await world.press(MARA, f"undoall:{decision.id}")
    assert said == "#214 is taken back: message restored."


async def test_a_very_long_wave_takes_several_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waves, "AT_ONCE", 4)
    world = World()
    decisions = await raid(world)
    button = f"undoall:{decisions[3].id}"
    said = await world.press(MARA, button)
    assert said == "4 decisions are taken back, and each of these people is told."
    *_, edit = [action for action in world.effects if isinstance(action, EditReply)]
    assert edit.text.endswith("\n4 of them taken back")
    assert button in [each.id for each in edit.buttons]
    said = await world.press(MARA, button)
    assert said == "2 decisions are taken back, and each of these people is told."


async def test_the_last_of_a_wave_to_be_taken_back_changes_its_line_too() -> None:
    world = World()
    decisions = await raid(world)
    for number in range(214, 219):
        await world.give(TOM, f"/undo {number}")
    said = await world.press(MARA, f"undoall:{decisions[3].id}")
    assert said == "#219 is taken back: message restored, time-out lifted."
    *_, edit = [action for action in world.effects if isinstance(action, EditReply)]
    assert edit.of == line_key(decisions[3].id)
    assert edit.text.endswith("\ntaken back by @Tom, @Mara")
