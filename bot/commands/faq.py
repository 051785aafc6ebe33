"""Known answers: ask for one, add one, list what was added."""

import hashlib
from collections.abc import Sequence

from bot.commands.declared import Command, parameter, team_words, words
from bot.commands.desk import Desk
from bot.commands.reaction import Call, Reaction
from bot.domain import AlertTeam, CommandSpec, ParameterType, Standing
from bot.errors import CommandError, NotAllowed
from bot.locale import Phrasebook
from bot.ports import Candidate, LearnedAnswer
from bot.tell import person

ASK, ADD, LIST = "ask", "add", "list"
MOST_LISTED = 25
MOST_SUGGESTED = 3
_BANDS = {"answer": 0, "suggest": 1}


async def faq(call: Call, desk: Desk) -> Reaction:
    """Answer a question from what is known, or add to it."""
    if not desk.answerers:
        raise CommandError(words(call, desk).say("faq_none"))
    match str(call.arguments["do"]):
        case "ask":
            return _ask(call, desk)
        case "add":
            return _add(call, desk)
        case _:
            return await _listing(call, desk)


def _ask(call: Call, desk: Desk) -> Reaction:
    book = words(call, desk)
    question = " ".join(_texts(call))
    if not question:
        raise CommandError(book.say("error_faq_question"))
    found = _candidates(question, call.language, desk)
    if found and found[0].band == "answer":
        best = found[0]
        source = f"\n{book.say('faq_source', source=best.source)}" if best.source else ""
        return Reaction(answer=f"{best.answer}{source}", public=False)
    near = [candidate for candidate in found if candidate.band == "suggest"][:MOST_SUGGESTED]
    if not near:
        return Reaction(answer=book.say("faq_unknown"))
    lines = [f"{book.quote(candidate.question)}\n{candidate.answer}" for candidate in near]
    return Reaction(answer="\n".join([book.say("faq_maybe"), *lines]))


def _candidates(question: str, language: str, desk: Desk) -> Sequence[Candidate]:
    found = [
        candidate
        for _, answerer in desk.answerers
        for candidate in answerer.candidates(question, language, MOST_SUGGESTED)
    ]
    return sorted(found, key=lambda c: (_BANDS.get(c.band, 2), -c.score))


def _add(call: Call, desk: Desk) -> Reaction:
    book = words(call, desk)
    _require_team(call, book)
    question, answer = _question_and_answer(call)
    if not question or not answer:
        raise CommandError(book.say("error_faq_add"))
    id = "learned-" + hashlib.sha256(question.casefold().encode()).hexdigest()[:10]
    learned = LearnedAnswer(
        community=desk.rulebook.id,
        id=id,
        question=question,
        answer=answer,
        language=call.language,
        by=call.actor.name,
        at=call.now,
    )
    team = team_words(desk)
    told = team.say("answer_added", who=person(call.actor.name), question=team.quote(question, 120))
    return Reaction(
        answer=book.say("faq_added", question=book.quote(question)),
        answers=(learned,),
        actions=(AlertTeam(text=told),),
        reason=told,
    )


async def _listing(call: Call, desk: Desk) -> Reaction:
    book = words(call, desk)
    _require_team(call, book)
    found = await desk.store.ledger.answers(desk.rulebook.id)
    if not found:
        return Reaction(answer=book.say("faq_nothing_added"))
    lines = [
        book.say(
            "faq_line",
            question=book.quote(answer.question, 80),
            answer=book.quote(answer.answer, 120),
            who=person(answer.by),
            when=book.date(answer.at),
        )
        for answer in found[-MOST_LISTED:]
    ]
    return Reaction(answer="\n".join(lines))


def _require_team(call: Call, book: Phrasebook) -> None:
    if not call.standing.is_staff:
        raise NotAllowed(book.say("team_only", command=f"faq {call.arguments['do']}"))


def _texts(call: Call) -> list[str]:
    given = (call.arguments.get("question"), call.arguments.get("answer"))
    return [str(text) for text in given if text]


def _question_and_answer(call: Call) -> tuple[str, str]:
    """Return both parts; typed without quotation marks, the question ends with its mark."""
    question, answer = (str(call.arguments.get(name, "")) for name in ("question", "answer"))
    if answer and not question.endswith("?") and " " not in question:
        head, mark, rest = f"{question} {answer}".partition("? ")
        return (head + "?", rest.strip()) if mark else ("", "")
    return question.strip(), answer.strip()


COMMANDS = (
    Command(
        spec=CommandSpec(
            name="faq",
            help={
                "en": "Ask what is known already; the team can add answers.",
                "de": "Nachsehen, was schon bekannt ist; das Team kann Antworten ergänzen.",
            },
            parameters=(
                parameter(
                    "do",
                    ParameterType.CHOICE,
                    "ask, or for the team: add, list",
                    "ask (fragen), oder fürs Team: add (ergänzen), list (auflisten)",
                    choices=(ASK, ADD, LIST),
                ),
                parameter(
                    "question",
                    ParameterType.TEXT,
                    "the question",
                    "die Frage",
                    required=False,
                ),
                parameter(
                    "answer",
                    ParameterType.TEXT,
                    "the answer, to add one",
                    "die Antwort, wenn eine ergänzt wird",
                    required=False,
                ),
            ),
            right=Standing.NEWCOMER,
            examples=("/faq ask PayPal?",),
        ),
        run=faq,
    ),
)
