"""The team's list: show, take, note and close a case."""

from dataclasses import replace

from bot.commands.declared import Command, parameter, team_words, words
from bot.commands.desk import Desk
from bot.commands.lines import card, case_line, closed, note_line
from bot.commands.numbers import case_of, own_key
from bot.commands.reaction import Call, Reaction
from bot.domain import (
    Action,
    Button,
    Case,
    CaseStatus,
    CommandSpec,
    Member,
    Note,
    ParameterType,
    SendDirect,
    Standing,
    person_key,
)
from bot.errors import CommandError, NotAllowed
from bot.locale import Phrasebook
from bot.tell import by_person, explain, person, standing_card

MOST_SHOWN = 20
OPEN, CLAIMED, CLOSED, ALL, MINE = "open", "claimed", "closed", "all", "mine"


async def show(call: Call, desk: Desk) -> Reaction:
    """Show a case with its decision, what came of it, and its notes."""
    case = await case_of(call, desk, _number(call))
    book = words(call, desk)
    lines = [standing_card(case_line(case, book), case, book)[0]]
    decision = await desk.store.ledger.decision(desk.rulebook.id, case.about)
    if decision is not None:
        orders = await desk.store.orders.orders_of(desk.rulebook.id, decision.id)
        lines.append(explain(decision, orders, book))
    notes = await desk.store.casebook.notes(desk.rulebook.id, case=case.number)
    lines += [note_line(note, book) for note in notes]
    return Reaction(answer="\n".join(lines), buttons=_buttons(case, book))


async def listing(call: Call, desk: Desk) -> Reaction:
    """List cases, newest first; those not closed unless something else is asked for."""
    wanted = str(call.arguments.get("which", OPEN))
    book = words(call, desk)
    found = [case for case in await _cases(call, desk, wanted)][:MOST_SHOWN]
    if not found:
        return Reaction(answer=book.say("cases_none"))
    return Reaction(answer="\n".join(case_line(case, book) for case in found))


async def claim(call: Call, desk: Desk) -> Reaction:
    """Take a case, so that everybody knows who looks after it."""
    case = await case_of(call, desk, _number(call))
    book = words(call, desk)
    _refuse_closed(case, book)
    await _refuse_own(case, call, desk)
    if case.status is CaseStatus.CLAIMED and case.assignee == own_key(call):
        return Reaction(answer=book.say("already_yours", number=str(case.number)))
    if case.status is CaseStatus.CLAIMED:
        raise CommandError(
            book.say("already_claimed", number=str(case.number), who=person(case.assignee_name))
        )
    taken = replace(
        case,
        status=CaseStatus.CLAIMED,
        assignee=own_key(call),
        assignee_name=call.actor.name,
        claimed_at=call.now,
    )
    return Reaction(
        answer=book.say("claimed", number=str(case.number)),
        cases=(taken,),
        actions=await card(call, desk, taken),
    )


async def close(call: Call, desk: Desk) -> Reaction:
    """Close a case, with what came of it."""
    case = await case_of(call, desk, _number(call))
    book = words(call, desk)
    _refuse_closed(case, book)
    if case.kind == "appeal":
        raise CommandError(book.say("appeal_needs_verdict", number=str(case.number)))
    done = closed(case, call, str(call.arguments.get("resolution", "")))
    return Reaction(
        answer=book.say("closed", number=str(case.number)),
        cases=(done,),
        actions=(*await card(call, desk, done), *await _tell_reporter(case, call, desk)),
    )


async def note(call: Call, desk: Desk) -> Reaction:
    """Write a line on a person or on a case; the team alone reads it."""
    book = words(call, desk)
    text = str(call.arguments["text"])
    target = call.arguments.get("member")
    number = call.arguments.get("case")
    if isinstance(target, Member):
        about, key, case = person(target.name), person_key(call.event.network, target.id), None
    elif isinstance(number, int):
        case = (await case_of(call, desk, number)).number
        about, key = f"#{case}", ""
    else:
        raise CommandError(book.say("error_note_about_what"))
    written = Note(
        community=desk.rulebook.id,
        at=call.now,
        by=own_key(call),
        by_name=call.actor.name,
        text=text,
        case=case,
        person=key,
    )
    return Reaction(answer=book.say("noted", about=about), notes=(written,))


def _number(call: Call) -> int:
    given = call.arguments.get("case", call.target)
    text = str(given).removeprefix("#")
    return int(text) if text.isdigit() and len(text) < 10 else 0


async def _refuse_own(case: Case, call: Call, desk: Desk) -> None:
    """Raise NotAllowed for an appeal against what the caller decided: that takes other eyes."""
    if case.kind != "appeal":
        return
    decision = await desk.store.ledger.decision(desk.rulebook.id, case.about)
    if decision is not None and by_person(decision) and decision.actor == own_key(call):
        raise NotAllowed(words(call, desk).say("four_eyes"))


def _refuse_closed(case: Case, book: Phrasebook) -> None:
    if case.status is CaseStatus.CLOSED:
        who = person(case.closed_by) if case.closed_by else "Evenhand"
        when = book.date(case.closed_at) if case.closed_at else "?"
        raise CommandError(book.say("already_closed", number=str(case.number), who=who, when=when))


async def _cases(call: Call, desk: Desk, wanted: str) -> list[Case]:
    casebook, community = desk.store.casebook, desk.rulebook.id
    if wanted == ALL:
        return list(await casebook.cases(community, limit=MOST_SHOWN))
    if wanted == MINE:
        found = await casebook.cases(
            community, status=CaseStatus.CLAIMED, assignee=own_key(call), limit=MOST_SHOWN
        )
        return list(found)
    status = {OPEN: CaseStatus.OPEN, CLAIMED: CaseStatus.CLAIMED, CLOSED: CaseStatus.CLOSED}
    return list(await casebook.cases(community, status=status[wanted], limit=MOST_SHOWN))


def _buttons(case: Case, book: Phrasebook) -> tuple[Button, ...]:
    buttons = []
    if case.status is CaseStatus.OPEN:
        buttons.append(Button(id=f"claim:{case.number}", label=book.say("button_claim")))
    if case.status is not CaseStatus.CLOSED and case.kind != "appeal":
        buttons.append(Button(id=f"close:{case.number}", label=book.say("button_close")))
    return tuple(buttons)


async def _tell_reporter(case: Case, call: Call, desk: Desk) -> tuple[Action, ...]:
    """Return the word to whoever reported: a person has looked at it."""
    if case.kind != "report" or case.network != call.event.network:
        return ()
    begun = await desk.store.ledger.decision(desk.rulebook.id, case.about)
    if begun is None:
        return ()
    actor = begun.actor.removeprefix(f"{begun.network}:") if by_person(begun) else ""
    reporter = actor or (begun.subject.id if begun.subject else "")
    if not reporter:
        return ()
    text = team_words(desk).say("report_answered", case.number)
    return (SendDirect(member=reporter, text=text, channel=case.channel),)


_CASE = parameter("case", ParameterType.CASE, "the case's number", "die Nummer des Falls")

COMMANDS = (
    Command(
        spec=CommandSpec(
            name="case",
            help={
                "en": "Show a case: what happened, why, what came of it.",
                "de": "Einen Fall zeigen: was geschah, warum, was daraus wurde.",
            },
            parameters=(_CASE,),
            right=Standing.MODERATOR,
            examples=("/case 214",),
        ),
        run=show,
    ),
    Command(
        spec=CommandSpec(
            name="cases",
            help={
                "en": "List cases; those that nobody has yet unless you say otherwise.",
                "de": "Fälle auflisten; ohne Angabe die, um die sich noch niemand kümmert.",
            },
            parameters=(
                parameter(
                    "which",
                    ParameterType.CHOICE,
                    "which ones",
                    "welche",
                    required=False,
                    choices=(OPEN, CLAIMED, MINE, CLOSED, ALL),
                ),
            ),
            right=Standing.MODERATOR,
            examples=("/cases mine",),
        ),
        run=listing,
    ),
    Command(
        spec=CommandSpec(
            name="claim",
            help={
                "en": "Take a case, so that everybody knows who looks after it.",
                "de": "Einen Fall übernehmen, damit alle wissen, wer sich kümmert.",
            },
            parameters=(_CASE,),
            right=Standing.MODERATOR,
            examples=("/claim 214",),
        ),
        run=claim,
    ),
    Command(
        spec=CommandSpec(
            name="close",
            help={
                "en": "Close a case, with a word on what came of it.",
                "de": "Einen Fall abschließen, mit einem Wort dazu, was daraus wurde.",
            },
            parameters=(
                _CASE,
                parameter(
                    "resolution",
                    ParameterType.TEXT,
                    "what came of it",
                    "was daraus wurde",
                    required=False,
                ),
            ),
            right=Standing.MODERATOR,
            examples=("/close 214 ok",),
        ),
        run=close,
    ),
    Command(
        spec=CommandSpec(
            name="note",
            help={
                "en": "Write a line on a person or a case; the team alone reads it.",
                "de": "Etwas zu einer Person oder einem Fall notieren; nur das Team liest es.",
            },
            parameters=(
                parameter("member", ParameterType.MEMBER, "about whom", "über wen", required=False),
                parameter(
                    "case",
                    ParameterType.CASE,
                    "or about which case",
                    "oder zu welchem Fall",
                    required=False,
                ),
                parameter("text", ParameterType.TEXT, "what to note", "was notiert wird"),
            ),
            right=Standing.MODERATOR,
            examples=("/note @kim pro", "/note 214 ok"),
        ),
        run=note,
        strangers=True,
    ),
)
