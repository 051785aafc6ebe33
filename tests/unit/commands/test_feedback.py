"""Feedback is kept as a case, and the team hears of it."""

from bot.commands.feedback import MOST
from bot.domain import CaseStatus, Reply
from tests.unit.commands.world import ANN, KIM, MARA, World


async def test_feedback_reaches_the_team_as_a_case() -> None:
    world = World()
    said = await world.give(KIM, "/feedback the search is slow")
    assert said == "Got it, and the team reads it. There is nothing more to do."
    (alert,) = [a for a in world.effects if isinstance(a, Reply)]
    assert alert.text == "#214 · feedback · @Kim in #general · “the search is slow”"
    case = await world.store.casebook.case("kettle", 214)
    assert case is not None
    assert (case.kind, case.status, case.subject) == ("feedback", CaseStatus.OPEN, "lobby:u1")


async def test_a_message_that_somebody_keeps_is_its_authors() -> None:
    world = World()
    message = await world.write(ANN, "The search is slow.")
    await world.give(MARA, "/feedback search", message.id)
    case = await world.store.casebook.case("kettle", 214)
    assert case is not None
    assert (case.subject_name, case.message) == ("Ann Lee", message.id)


async def test_nobody_floods_the_team() -> None:
    world = World()
    for number in range(MOST):
        await world.give(KIM, f"/feedback {number}")
    assert await world.refusal(KIM, "/feedback once more") == (
        "The team has a lot from you already. Please go on in an hour."
    )
    assert "the team reads it" in await world.give(ANN, "/feedback hello")


async def test_feedback_needs_words() -> None:
    assert "/feedback" in await World().refusal(KIM, "/feedback")
