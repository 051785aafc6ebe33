"""A page of one's own: what concerns somebody, and for the team what waits."""

from datetime import timedelta

from bot.domain import Member, Timeout
from bot.overview import MOST_QUEUED, overview
from bot.ports import Overview
from tests.unit.commands.world import ANN, KIM, MARA, TOM, World


async def seen_by(world: World, who: Member, language: str = "en") -> Overview:
    return await overview(world, "lobby", who, language, world.clock.now())


async def test_a_member_sees_the_rules_and_nothing_of_the_team() -> None:
    world = World()
    await world.give(ANN, "/report @Kim insults me")
    seen = await seen_by(world, KIM)
    assert seen == Overview(rules=("Be kind.", "No insults."), rules_url=world.rulebook.rules_url)


async def test_what_was_decided_about_somebody_can_be_asked_about_and_objected_to() -> None:
    world = World()
    decision = await world.judged(KIM, "idiots", Timeout(member="u1", seconds=3600))
    (matter,) = (await seen_by(world, KIM)).matters
    assert matter.text.startswith("Monday, 5 January 2026, 12:00 UTC · message removed")
    assert [button.id for button in matter.buttons] == [
        f"why:{decision.id}",
        f"appeal:{decision.id}",
    ]


async def test_an_objection_shows_how_far_it_has_come() -> None:
    world = World()
    await world.judged(KIM, "idiots")
    await world.give(KIM, "/appeal it was a quote")
    (matter,) = (await seen_by(world, KIM)).matters
    assert "#215 · appeal · open · “it was a quote”" in matter.text
    assert [button.label for button in matter.buttons] == ["Why?"]
    await world.press(MARA, "claim:215")
    (matter,) = (await seen_by(world, KIM)).matters
    assert "claimed" in matter.text
    assert "Mara" not in matter.text


async def test_what_is_taken_back_or_too_old_is_not_objected_to() -> None:
    world = World()
    await world.judged(KIM, "idiots")
    await world.give(MARA, "/undo 214")
    (matter,) = (await seen_by(world, KIM)).matters
    assert [button.label for button in matter.buttons] == ["Why?"]
    world = World()
    await world.judged(KIM, "idiots")
    world.clock.set(world.clock.now() + timedelta(days=200))
    (matter,) = (await seen_by(world, KIM)).matters
    assert [button.label for button in matter.buttons] == ["Why?"]


async def test_the_team_sees_what_waits_with_the_buttons_for_it() -> None:
    world = World()
    await world.give(ANN, "/report @Kim insults me")
    (waiting,) = (await seen_by(world, MARA)).queue
    assert waiting.text.startswith("#214 · open · report · @Kim")
    assert [button.id.partition(":")[0] for button in waiting.buttons] == ["claim", "why"]
    await world.press(MARA, "claim:214")
    (taken,) = (await seen_by(world, TOM)).queue
    assert "claimed" in taken.text
    assert [button.id.partition(":")[0] for button in taken.buttons] == ["close", "why"]
    await world.press(MARA, "close:214")
    assert (await seen_by(world, TOM)).queue == ()


async def test_a_moderator_does_not_see_who_reported_them() -> None:
    world = World()
    await world.give(ANN, "/report @Mara insults me")
    assert (await seen_by(world, MARA)).queue == ()
    assert len((await seen_by(world, TOM)).queue) == 1


async def test_a_long_queue_says_how_much_it_leaves_out() -> None:
    world = World()
    for number in range(MOST_QUEUED + 2):
        await world.give(MARA, f"/feedback {number}")
    seen = await seen_by(world, TOM)
    assert (len(seen.queue), seen.more) == (MOST_QUEUED, 2)


async def test_everybody_reads_it_in_their_language() -> None:
    world = World()
    await world.judged(KIM, "idiots")
    (matter,) = (await seen_by(world, KIM, "de")).matters
    assert matter.buttons[0].label == "Warum?"
