from bot.domain import (
    Case,
    CaseStatus,
    DeleteMessage,
    EditReply,
    HoldForReview,
    Member,
    SendDirect,
    Timeout,
)
from tests.unit.commands.world import KIM, MARA, TOM, World


async def _asked(world: World) -> None:
    """A policy is not sure about a message of Kim's (case 214)."""
    await world.asked(KIM, "hm, you lot", HoldForReview(reason="not sure"))


async def _limited(world: World) -> None:
    """A policy wanted to time Kim out and a limit held it back (case 214)."""
    await world.asked(
        KIM, "you idiots", HoldForReview(), held=(Timeout(member="u1", seconds=3600),)
    )


async def test_a_person_takes_a_message_down_that_a_policy_was_not_sure_about() -> None:
    world = World()
    await _asked(world)
    assert await world.press(MARA, "remove:214") == "Done: message removed."
    assert isinstance(world.effects[0], DeleteMessage)
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert word.text.startswith("The team took your message in #general down")
    case = await world.store.casebook.case("kettle", 214)
    assert case is not None
    assert (case.status, case.closed_by, case.resolution) == (
        CaseStatus.CLOSED,
        "Mara",
        "message removed",
    )


async def test_a_person_does_what_a_limit_held_back() -> None:
    world = World()
    await _limited(world)
    assert await world.press(MARA, "do:214") == "Done: timed out for 1 hour."
    assert any(isinstance(a, Timeout) and a.until is not None for a in world.effects)


async def test_the_alert_shows_what_was_done() -> None:
    world = World()
    await _limited(world)
    await world.press(MARA, "do:214")
    (edit,) = [a for a in world.effects if isinstance(a, EditReply)]
    assert edit.text.endswith("\nclosed by @Mara: “timed out for 1 hour”")
    assert [button.id.partition(":")[0] for button in edit.buttons] == ["why"]


async def test_claiming_keeps_the_choice() -> None:
    world = World()
    await _asked(world)
    await world.press(MARA, "claim:214")
    (edit,) = [a for a in world.effects if isinstance(a, EditReply)]
    assert [button.id for button in edit.buttons][:-1] == ["remove:214", "close:214"]


async def test_letting_it_be_closes_the_case() -> None:
    world = World()
    await _asked(world)
    assert await world.press(MARA, "close:214") == "#214 is closed."


async def test_it_is_decided_once() -> None:
    world = World()
    await _asked(world)
    await world.press(MARA, "remove:214")
    said = "#214 was closed already, by @Mara on 2026-01-05."
    assert await world.press(TOM, "remove:214") == said
    assert await world.press(TOM, "do:214") == said


async def test_what_is_decided_on_an_alert_is_about_where_it_happened() -> None:
    world = World()
    await _limited(world)
    await world.press(MARA, "do:214", channel="mod-alerts")
    assert world.decision.channel == "general"
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert word.channel == "general"


async def test_where_nothing_was_held_back_there_is_nothing_to_do() -> None:
    world = World()
    await _asked(world)
    assert await world.press(MARA, "do:214") == "There is nothing left to do here."


async def test_rank_counts_here_too() -> None:
    world = World()
    await world.asked(Member(id="m2", name="Tom", roles=("Moderator",)), "hm", HoldForReview())
    assert "at your height or above" in str(await world.press(MARA, "remove:214"))


async def test_members_do_not_decide() -> None:
    world = World()
    await _asked(world)
    for button in ("remove:214", "do:214"):
        assert "for the team" in str(await world.press(KIM, button))


async def test_what_happened_elsewhere_is_decided_there() -> None:
    world = World()
    await _asked(world)
    said = await world.press(MARA, "remove:214", network="discord")
    assert said == "That happened on lobby. Give the command there; nothing was changed."


async def _case(world: World) -> Case:
    case = await world.store.casebook.case("kettle", 214)
    assert case is not None
    return case


async def test_a_person_says_that_a_policy_was_right() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    said = "Noted: #214 was right. evenhand learn counts it."
    assert await world.press(MARA, "right:214") == said
    case = await _case(world)
    assert (case.closed_by, case.closed_at, case.resolution) == (
        "Mara",
        world.clock.now(),
        "was right",
    )
    (edit,) = [a for a in world.effects if isinstance(a, EditReply)]
    assert edit.text.endswith("\nclosed by @Mara: “was right”")
    assert [button.id for button in edit.buttons] == [f"undo:{decision.id}", f"why:{decision.id}"]
    assert not [a for a in world.effects if isinstance(a, SendDirect)]


async def test_it_is_said_once() -> None:
    world = World()
    await world.judged(KIM, "you idiots")
    await world.press(MARA, "right:214")
    said = "#214 was closed already, by @Mara on 2026-01-05."
    assert await world.press(TOM, "right:214") == said


async def test_what_was_taken_back_was_not_right() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    await world.press(MARA, f"undo:{decision.id}")
    assert "taken back" in str(await world.press(TOM, "right:214"))
    assert (await _case(world)).closed_by == ""


async def test_what_was_said_to_be_right_can_still_be_taken_back() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    await world.press(MARA, "right:214")
    await world.press(TOM, f"undo:{decision.id}")
    found = await world.store.ledger.decision("kettle", decision.id)
    assert found is not None
    assert found.undone_by == "Tom"


async def test_a_policy_that_asked_is_answered_by_deciding() -> None:
    world = World()
    await _asked(world)
    assert await world.press(MARA, "right:214") == "There is nothing left to do here."


async def test_only_the_team_says_whether_it_was_right_and_nobody_about_themselves() -> None:
    world = World()
    await world.judged(MARA, "you idiots")
    assert "for the team" in str(await world.press(KIM, "right:214"))
    assert "about themselves" in str(await world.press(MARA, "right:214"))
    assert (await _case(world)).closed_by == ""


async def test_who_was_erased_leaves_no_example() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    await world.press(MARA, "right:214")
    await world.store.archive.erase("kettle", "lobby:u1")
    left = await world.store.ledger.decision("kettle", decision.id)
    assert left is not None
    assert (left.details, left.evidence) == ({}, "")
