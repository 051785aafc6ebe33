from bot.domain import CaseStatus, EditReply, HoldForReview, OpenCase, SendDirect
from tests.unit.commands.world import ANN, KIM, MARA, TOM, World


async def _open_case(world: World) -> None:
    await world.judged(KIM, "you idiots", OpenCase(kind="conduct", title="insults again"))


async def test_nobody_claims_an_appeal_against_their_own_decision() -> None:
    world = World()
    await world.give(MARA, "/warn @Kim insults")
    await world.give(KIM, "/appeal")
    assert "Somebody else of the team" in await world.refusal(MARA, "/claim 215")
    assert await world.give(TOM, "/claim 215") == "#215 is yours now."


async def test_a_case_shows_what_happened_and_what_was_noted() -> None:
    world = World()
    await _open_case(world)
    await world.give(TOM, "/note 214 knows better")
    said = await world.give(MARA, "/case 214")
    assert said.startswith("#214 · open · conduct · @Kim · #general · “insults again”")
    assert "Policy “Keep insults out” (enforce): it reads as an insult" in said
    assert "toxicity 0.97 (“idiots”)" in said
    assert "Message: “you idiots”" in said
    assert "Note, 2026-01-05, 12:00 UTC, Tom: “knows better”" in said


async def test_an_unknown_case_is_said_to_be_unknown() -> None:
    world = World()
    for line in ("/case 999", "/claim 999", "/close 999", "/note 999 hello"):
        assert "There is no case #999" in await world.refusal(MARA, line)


async def test_cases_are_listed_by_what_is_asked_for() -> None:
    world = World()
    await _open_case(world)
    await world.judged(ANN, "you idiots")
    assert (await world.give(MARA, "/cases")).startswith("#214 · open")
    assert await world.give(MARA, "/cases mine") == (
        "No such cases. What members report, appeal or ask will appear here."
    )
    assert (await world.give(MARA, "/cases closed")).startswith("#215 · closed")
    assert len((await world.give(MARA, "/cases all")).splitlines()) == 2
    await world.give(MARA, "/claim 214")
    assert (await world.give(MARA, "/cases mine")).endswith("@Mara")
    assert (await world.give(TOM, "/cases claimed")).startswith("#214 · claimed")


async def test_whoever_claims_a_case_has_it() -> None:
    world = World()
    await _open_case(world)
    assert await world.give(MARA, "/claim 214") == "#214 is yours now."
    case = await world.store.casebook.case("kettle", 214)
    assert case is not None
    assert (case.status, case.assignee, case.assignee_name) == (
        CaseStatus.CLAIMED,
        "lobby:m1",
        "Mara",
    )


async def test_claiming_changes_the_alert() -> None:
    world = World()
    await _open_case(world)
    case = await world.store.casebook.case("kettle", 214)
    assert case is not None
    await world.press(MARA, "claim:214")
    (edit,) = [a for a in world.effects if isinstance(a, EditReply)]
    assert edit.of == case.alert
    assert edit.channel == "mod-alerts"
    assert edit.text.endswith("\n@Mara has it")
    verbs = [button.id.partition(":")[0] for button in edit.buttons]
    assert verbs == ["close", "undo", "right", "why"]


async def test_a_case_is_claimed_once() -> None:
    world = World()
    await _open_case(world)
    await world.press(MARA, "claim:214")
    assert await world.press(MARA, "claim:214") == "#214 is yours already."
    said = await world.press(TOM, "claim:214")
    assert said == "@Mara has #214 already. Talk to them, or take another: /cases"


async def test_a_case_is_closed_with_what_came_of_it() -> None:
    world = World()
    await _open_case(world)
    assert await world.give(MARA, "/close 214 talked to both") == "#214 is closed."
    case = await world.store.casebook.case("kettle", 214)
    assert case is not None
    assert (case.status, case.closed_by, case.resolution) == (
        CaseStatus.CLOSED,
        "Mara",
        "talked to both",
    )
    (edit,) = [a for a in world.effects if isinstance(a, EditReply)]
    assert edit.text.endswith("\nclosed by @Mara: “talked to both”")


async def test_a_closed_case_stays_closed() -> None:
    world = World()
    await _open_case(world)
    await world.press(MARA, "close:214")
    said = "#214 was closed already, by @Mara on 2026-01-05."
    assert await world.press(TOM, "close:214") == said
    assert await world.press(TOM, "claim:214") == said


async def test_a_case_from_another_network_is_claimed_without_changing_the_alert_there() -> None:
    world = World()
    await _open_case(world)
    assert await world.press(MARA, "claim:214", network="discord") == "#214 is yours now."
    assert world.effects == ()


async def test_a_held_message_is_a_case_of_its_own() -> None:
    world = World()
    await world.judged(KIM, "hm", HoldForReview(reason="not sure"))
    assert "please decide" in await world.give(MARA, "/case 214")


async def test_notes_on_people_are_for_the_team() -> None:
    world = World()
    assert await world.give(MARA, "/note @Kim knows the product") == (
        "Noted about @Kim. The team alone can read it."
    )
    (note,) = await world.store.casebook.notes("kettle", person="lobby:u1")
    assert (note.by_name, note.text) == ("Mara", "knows the product")
    assert "is for the team" in await world.refusal(KIM, "/note @Ann Lee x")


async def test_a_note_needs_to_be_about_something() -> None:
    world = World()
    assert "whom or which case" in await world.refusal(MARA, "/note hello there")
    assert "Something is missing: what to note" in await world.refusal(MARA, "/note @Kim")


async def test_whoever_reported_learns_that_a_person_looked() -> None:
    world = World()
    await world.give(ANN, "/report @Kim insults me")
    await world.give(MARA, "/close 214")
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert word.member == ANN.id
    assert "looked at" in word.text


async def test_members_see_no_cases() -> None:
    world = World()
    for line in ("/case 214", "/cases", "/claim 214", "/close 214"):
        assert "is for the team" in await world.refusal(KIM, line)
    assert await world.press(KIM, "claim:214") == (
        "That button is for the team. To reach them, write /report"
    )


async def test_cases_are_told_in_german() -> None:
    world = World(language="de")
    await _open_case(world)
    assert await world.give(MARA, "/claim 214") == "#214 ist übernommen."
    assert (await world.give(MARA, "/cases all")).startswith("#214 · übernommen · Verhalten")
    assert await world.give(TOM, "/close 214 geredet") == "#214 ist abgeschlossen."
