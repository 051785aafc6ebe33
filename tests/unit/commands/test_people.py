from datetime import timedelta

import pytest

from bot.domain import CaseStatus, EditReply, OpenCase, Reply, SendDirect, Timeout, Untimeout
from tests.unit.commands.world import ANN, KIM, MARA, TOM, World


async def _appealed(world: World) -> None:
    """Kim is timed out by a policy (case 214) and objects (case 215)."""
    await world.judged(KIM, "you idiots", Timeout(member="u1", seconds=3600))
    await world.give(KIM, "/appeal I quoted somebody else")


async def test_an_appeal_is_against_what_stands() -> None:
    world = World()
    await world.judged(KIM, "idiots")
    await world.judged(KIM, "you idiots")
    await world.give(MARA, "/undo 215")
    await world.give(KIM, "/appeal")
    (case,) = await world.store.casebook.cases("kettle", kind="appeal")
    first = await world.store.casebook.case("kettle", 214)
    assert first is not None
    assert case.about == first.about


async def test_what_is_taken_back_needs_no_verdict_any_more() -> None:
    world = World()
    await world.judged(KIM, "idiots")
    await world.give(KIM, "/appeal it was a quote")
    await world.give(MARA, "/undo 214 it was a quote")
    appeal = await world.store.casebook.case("kettle", 215)
    assert appeal is not None
    assert (appeal.status, appeal.closed_by) == (CaseStatus.CLOSED, "Mara")
    assert appeal.resolution == "taken back"
    cards = [a.text for a in world.effects if isinstance(a, EditReply)]
    assert any(text.startswith("#215 · appeal") for text in cards)
    assert any(text.startswith("#214 · message removed") for text in cards)


async def test_a_member_does_not_learn_who_took_it_back() -> None:
    world = World()
    await world.judged(KIM, "idiots")
    await world.give(MARA, "/undo 214")
    assert await world.refusal(KIM, "/appeal") == (
        "That was taken back already, on Monday, 5 January 2026, 12:00 UTC."
    )


async def test_a_report_reaches_the_team() -> None:
    world = World()
    said = await world.give(ANN, "/report @Kim insults me")
    assert "does not learn that it came from you" in said
    (alert,) = [a for a in world.effects if isinstance(a, Reply)]
    assert alert.text == "#214 · report · @Kim in #general · “insults me”"
    assert [button.id for button in alert.buttons][-1] == "claim:214"


async def test_the_team_does_not_read_in_the_alert_who_reported() -> None:
    world = World()
    await world.give(ANN, "/report @Kim insults me")
    (alert,) = [a for a in world.effects if isinstance(a, Reply)]
    assert "Ann" not in alert.text


async def test_a_moderator_does_not_look_after_a_report_about_themselves() -> None:
    world = World()
    await world.give(ANN, "/report @Mara is unfair")
    await world.give(TOM, "/note @Mara is stressed")
    for line in ("/case 214", "/claim 214", "/close 214"):
        assert "about themselves" in await world.refusal(MARA, line)
    assert "not about you" in await world.refusal(MARA, "/why 214")
    assert await world.give(MARA, "/history @Mara") == "Nothing is on record about @Mara."
    assert "#214" in await world.give(TOM, "/history @Mara")
    assert "Decided by @Ann Lee" in await world.give(TOM, "/why 214")


async def test_a_report_of_a_message_is_about_its_author() -> None:
    world = World()
    event = await world.write(KIM, "you idiots")
    await world.give(ANN, "/report", reply_to=event.id)
    case = await world.store.casebook.case("kettle", 214)
    assert case is not None
    assert (case.kind, case.subject, case.message) == ("report", "lobby:u1", event.id)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/report", "Say whom or what it is about"),
        ("/report @Ann Lee I did it", "That one is yours"),
    ],
)
async def test_a_report_needs_a_matter(line: str, said: str) -> None:
    assert said in await World().refusal(ANN, line)


async def test_a_report_may_be_words_alone() -> None:
    world = World()
    await world.give(ANN, "/report there is a strange mood in here")
    case = await world.store.casebook.case("kettle", 214)
    assert case is not None
    assert case.title == "there is a strange mood in here"


async def test_the_same_report_counts_once() -> None:
    world = World()
    await world.give(ANN, "/report @Kim insults me")
    assert "has this already" in await world.refusal(TOM, "/report @Kim insults everybody")
    world.clock.tick(timedelta(minutes=11).total_seconds())
    assert (await world.ask(TOM, "/report @Kim still")).actions


async def test_a_member_objects_to_the_latest_decision() -> None:
    world = World()
    await _appealed(world)
    case = await world.store.casebook.case("kettle", 215)
    decision = (await world.store.ledger.decisions_about("kettle", "lobby:u1"))[-1]
    assert case is not None
    assert (case.kind, case.about, case.title) == (
        "appeal",
        decision.id,
        "I quoted somebody else",
    )
    (alert,) = [a for a in world.effects if isinstance(a, Reply)]
    assert alert.text == (
        "#215 · appeal · against #214 (message removed, timed out for 1 hour) · "
        "@Kim in #general · “I quoted somebody else”"
    )
    assert [button.id.partition(":")[0] for button in alert.buttons] == [
        "uphold",
        "overturn",
        "why",
        "claim",
    ]


async def test_a_member_objects_by_number_or_by_button() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    await world.judged(KIM, "really, idiots")
    reaction = await world.ask(KIM, "/appeal 214 not an insult")
    assert reaction.reason == "not an insult"
    assert await world.press(KIM, f"appeal:{decision.id}")


async def test_a_decision_is_objected_to_once() -> None:
    world = World()
    await _appealed(world)
    assert "with the team already" in await world.refusal(KIM, "/appeal 214")
    await world.press(MARA, "uphold:215")
    assert "a second time" in await world.refusal(KIM, "/appeal 214")


async def test_objections_are_open_for_six_months() -> None:
    world = World()
    await world.judged(KIM, "you idiots")
    world.clock.tick(timedelta(days=184).total_seconds())
    assert "this one is too late" in await world.refusal(KIM, "/appeal")


async def test_nobody_objects_for_others() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    assert "is not about you" in await world.refusal(ANN, "/appeal 214")
    assert "is not about you" in str(await world.press(ANN, f"appeal:{decision.id}"))
    assert "Nothing was decided about you" in await world.refusal(ANN, "/appeal")


async def test_what_was_taken_back_needs_no_objection() -> None:
    world = World()
    await world.judged(KIM, "you idiots")
    await world.give(MARA, "/undo 214")
    assert "taken back already" in await world.refusal(KIM, "/appeal 214")


async def test_a_granted_objection_takes_everything_back() -> None:
    world = World()
    await _appealed(world)
    said = await world.press(MARA, "overturn:215")
    assert said == "#214 is taken back: message restored, time-out lifted."
    assert Untimeout(member="u1") in world.effects
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert word.text.startswith("You were right")
    case = await world.store.casebook.case("kettle", 215)
    assert case is not None
    assert (case.status, case.resolution) == (CaseStatus.CLOSED, "taken back")


async def test_a_refused_objection_is_answered_with_a_reason() -> None:
    world = World()
    await _appealed(world)
    said = await world.press(MARA, "uphold:215")
    assert said == "#215 is settled: the decision stands, and the member is told."
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert word.member == "u1"
    assert "Reason: " in word.text


async def test_an_objection_is_settled_once() -> None:
    world = World()
    await _appealed(world)
    await world.press(MARA, "uphold:215")
    for button in ("uphold:215", "overturn:215"):
        assert await world.press(TOM, button) == "@Mara has settled this appeal already."


async def test_whoever_decided_does_not_settle_the_objection() -> None:
    world = World()
    await world.give(MARA, "/timeout @Kim 1h insults")
    await world.give(KIM, "/appeal that was a quote")
    for button in ("uphold:215", "overturn:215"):
        assert "Somebody else of the team" in str(await world.press(MARA, button))
    assert "is taken back" in str(await world.press(TOM, "overturn:215"))


async def test_an_objection_is_not_simply_closed() -> None:
    world = World()
    await _appealed(world)
    assert "it needs a decision" in await world.refusal(MARA, "/close 215")


async def test_members_do_not_settle_objections() -> None:
    world = World()
    await _appealed(world)
    for button in ("uphold:215", "overturn:215"):
        assert "for the team" in str(await world.press(KIM, button))


async def test_only_an_objection_can_be_settled() -> None:
    world = World()
    await _appealed(world)
    assert "is no appeal" in str(await world.press(MARA, "uphold:214"))
    assert "There is no case" in str(await world.press(MARA, "uphold:nonsense"))


async def test_an_objection_of_another_network_is_settled_there() -> None:
    world = World()
    await _appealed(world)
    said = await world.press(MARA, "overturn:215", network="discord")
    assert said == "That happened on lobby. Give the command there; nothing was changed."


async def test_an_objection_in_german() -> None:
    world = World(language="de")
    await world.judged(KIM, "ihr idioten")
    said = await world.give(KIM, "/appeal das war ein Zitat")
    assert "nicht beteiligt" in said or "nichts zu tun hatte" in said


async def test_an_objection_without_words_puts_none_into_the_members_mouth() -> None:
    world = World()
    await world.judged(KIM, "you idiots", OpenCase(kind="abuse", title=""))
    await world.give(KIM, "/appeal")
    (alert,) = [a for a in world.effects if isinstance(a, Reply)]
    assert alert.text == "#215 · appeal · against #214 (message removed) · @Kim in #general"


async def test_what_was_told_in_german_is_answered_in_german() -> None:
    world = World(language="de")
    await world.judged(KIM, "ihr Idioten")
    world.language = "en"
    assert "Nachricht" in await world.give(KIM, "/why")
    assert "der nicht beteiligt war" in await world.give(KIM, "/appeal")
    await world.press(MARA, "overturn:215")
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert "Nachricht" in word.text
