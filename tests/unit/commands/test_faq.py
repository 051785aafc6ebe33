from collections.abc import Sequence

import pytest

from bot.domain import Event, Verdict
from bot.ports import Answerer, Candidate, Context, LearnedAnswer, Needs, Policy
from tests.unit.commands.world import KIM, MARA, World


class Oracle:
    """Knows one answer, and how sure it is about each question."""

    name = "Answer the usual questions"
    needs = Needs(hears=frozenset())

    def __init__(self, band: str = "answer", score: float = 0.9) -> None:
        self._band, self._score = band, score

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        return None

    async def why_silent(self, event: Event, context: Context) -> str:
        return "never speaks"

    def candidates(self, question: str, language: str, limit: int = 3) -> Sequence[Candidate]:
        return [
            Candidate(
                id="cancel",
                question="Can I cancel my order?",
                answer="Yes, within 24 hours.",
                score=self._score,
                band=self._band,
                language=language,
                source="help page, checked in March" if self._band == "answer" else "",
            )
        ]

    def with_answers(self, answers: Sequence[LearnedAnswer]) -> Policy:
        return self


def _world(*bands: str) -> World:
    answerers: list[tuple[str, Answerer]] = [(band, Oracle(band)) for band in bands]
    return World(answerers=answerers)


async def test_a_known_question_is_answered_with_its_source() -> None:
    assert await _world("answer").give(KIM, "/faq ask can I cancel my order?") == (
        "Yes, within 24 hours.\nSource: help page, checked in March"
    )


async def test_the_surest_of_several_policies_answers() -> None:
    assert (await _world("none", "suggest", "answer").give(KIM, "/faq ask x")).startswith("Yes")


async def test_an_unsure_answer_asks_back() -> None:
    said = await _world("suggest").give(KIM, "/faq ask cancelling?")
    assert said.startswith("I am not sure. Is it one of these?\n“Can I cancel my order?”")


async def test_an_unknown_question_is_admitted() -> None:
    assert (await _world("none").give(KIM, "/faq ask x")).startswith("I don't know that one.")


async def test_without_answers_it_says_so() -> None:
    assert "No answers are set up here" in await World().refusal(KIM, "/faq ask x")


async def test_a_question_is_needed() -> None:
    assert "Add the question" in await _world("answer").refusal(KIM, "/faq ask")


@pytest.mark.parametrize(
    "line",
    [
        '/faq add "Do you ship abroad?" "Yes, to the EU."',
        "/faq add “Do you ship abroad?” Yes, to the EU.",
        "/faq add Do you ship abroad? Yes, to the EU.",  # no quotation marks at all
    ],
)
async def test_the_team_adds_an_answer(line: str) -> None:
    world = _world("answer")
    said = await world.give(MARA, line)
    assert said == "Added. From now on I know an answer to “Do you ship abroad?”."
    (learned,) = await world.store.ledger.answers("kettle")
    assert (learned.question, learned.answer, learned.by, learned.language) == (
        "Do you ship abroad?",
        "Yes, to the EU.",
        "Mara",
        "en",
    )


async def test_typed_options_add_an_answer() -> None:
    options = {"do": "add", "question": "Why?", "answer": "Because."}
    reaction = await _world("answer").ask(MARA, "/faq", options=options)
    assert [(a.question, a.answer) for a in reaction.answers] == [("Why?", "Because.")]


async def test_an_answer_to_the_same_question_takes_the_place_of_the_first() -> None:
    world = _world("answer")
    await world.give(MARA, '/faq add "Why?" "Because."')
    await world.give(MARA, '/faq add "why?" "It is so."')
    (learned,) = await world.store.ledger.answers("kettle")
    assert learned.answer == "It is so."


@pytest.mark.parametrize("line", ["/faq add", '/faq add "Why?"', "/faq add no mark here"])
async def test_an_answer_without_both_parts_is_refused(line: str) -> None:
    assert "Give both in quotation marks" in await _world("answer").refusal(MARA, line)


async def test_added_answers_are_listed() -> None:
    world = _world("answer")
    assert "Nobody has added" in await world.give(MARA, "/faq list")
    await world.give(MARA, '/faq add "Why?" "Because."')
    assert await world.give(MARA, "/faq list") == "“Why?”: “Because.” (@Mara, 2026-01-05)"


@pytest.mark.parametrize("line", ["/faq add Why? Because.", "/faq list"])
async def test_adding_and_listing_is_for_the_team(line: str) -> None:
    assert "is for the team" in await _world("answer").refusal(KIM, line)
