"""Cases, decisions and notes in one line each, and the alert of a case as it stands."""

from dataclasses import replace

from bot.commands.declared import team_words
from bot.commands.desk import Desk
from bot.commands.reaction import Call
from bot.domain import (
    Action,
    AddReaction,
    AlertTeam,
    Answer,
    CancelTimer,
    Case,
    CaseStatus,
    Decision,
    EditReply,
    Note,
    Order,
    RemoveReaction,
    Reply,
    SendDirect,
    SetTimer,
)
from bot.locale import Phrasebook
from bot.tell import (
    Outcomes,
    as_it_came,
    by_person,
    card_of,
    describe_all,
    ground,
    kind_name,
    known_done,
    person,
    room_of,
    troubles_of,
)

#: What is said, told or set: no line of what somebody went through.
_QUIET = (
    SendDirect,
    EditReply,
    AlertTeam,
    Answer,
    Reply,
    AddReaction,
    RemoveReaction,
    SetTimer,
    CancelTimer,
)


async def card(call: Call, desk: Desk, case: Case, undone_by: str = "") -> tuple[Action, ...]:
    """Return the change to the alert that told of a case, nothing where none did (or elsewhere)."""
    known = await desk.store.orders.outcome(case.alert) if case.alert else None
    if known is None or known[0].network != call.event.network:
        return ()
    order = known[0]
    if not isinstance(order.action, Reply):
        return ()
    said = await _as_it_came(order, order.action, case, desk)
    decision = await desk.store.ledger.decision(desk.rulebook.id, case.about)
    undone_by = undone_by or (decision.undone_by if decision else "")
    text, buttons = card_of(said, case, team_words(desk), undone_by=undone_by)
    return (EditReply(of=case.alert, channel=said.channel, text=text, buttons=buttons),)


async def _as_it_came(order: Order, said: Reply, case: Case, desk: Desk) -> Reply:
    """Return an alert, worded anew where not all that it tells of came about."""
    decision = await desk.store.ledger.decision(desk.rulebook.id, order.decision)
    if decision is None:
        return said
    outcomes = await desk.store.orders.orders_of(desk.rulebook.id, order.decision)
    text, buttons = as_it_came(said, decision, case, desk.rulebook, team_words(desk), outcomes)
    return replace(said, text=text, buttons=buttons)


async def appeals_settled(
    call: Call, desk: Desk, decision: Decision
) -> tuple[tuple[Case, ...], tuple[Action, ...]]:
    """Return open appeals against a decision as closed, with their cards: it is taken back."""
    found = await desk.store.casebook.cases(desk.rulebook.id, kind="appeal", about=decision.id)
    word = team_words(desk).say("resolution_overturned")
    done = tuple(closed(one, call, word) for one in found if one.status is not CaseStatus.CLOSED)
    cards = [change for case in done for change in await card(call, desk, case)]
    return done, tuple(cards)


def closed(case: Case, call: Call, resolution: str) -> Case:
    """Return the case as closed by whoever calls."""
    return replace(
        case,
        status=CaseStatus.CLOSED,
        closed_at=call.now,
        closed_by=call.actor.name,
        resolution=resolution[:300],
    )


def case_line(case: Case, book: Phrasebook) -> str:
    """Return a case in one line."""
    parts = [
        f"#{case.number}",
        book.say(f"status_{case.status.value}"),
        kind_name(case.kind, book),
        person(case.subject_name) if case.subject_name else "",
        room_of(case),
        book.quote(case.title, 80) if case.title else "",
        f"{book.date(case.opened_at)}, {book.clock(case.opened_at)}",
        person(case.assignee_name) if case.assignee_name else "",
    ]
    return " · ".join(part for part in parts if part)


def note_line(note: Note, book: Phrasebook) -> str:
    """Return a note in one line."""
    when = f"{book.date(note.at)}, {book.clock(note.at)}"
    return book.say("note_line", when=when, who=note.by_name, text=book.quote(note.text, 500))


def decision_line(decision: Decision, book: Phrasebook, outcomes: Outcomes = ()) -> str:
    """Return a decision in one line, with what of it did not come about."""
    decider = decision.details.get("by") or decision.actor
    parts = [
        f"{book.date(decision.at)}, {book.clock(decision.at)}",
        name_of(decision),
        describe_all(_deeds(known_done(decision, outcomes)), book) or _held_back(decision, book),
        book.say("by_whom", who=person(decider) if by_person(decision) else book.quote(decider)),
        book.quote(decision.facts, 120) if decision.facts else "",
        *troubles_of(decision, outcomes, book),
    ]
    if decision.undone_at is not None:
        parts.append(book.say("undone_by", who=person(decision.undone_by)))
    return " · ".join(part for part in parts if part)


def _held_back(decision: Decision, book: Phrasebook) -> str:
    """Return what a policy wished for where nothing was done."""
    if not decision.withheld:
        return book.say("did_nothing")
    what = describe_all((held.action for held in decision.withheld), book)
    return book.say("limit_held", what=what, because=ground(decision.withheld[0].because, book))


def name_of(decision: Decision) -> str:
    """Return how people name a decision: its case's number where it has one."""
    return f"#{decision.case}" if decision.case else decision.id


def _deeds(decision: Decision) -> list[Action]:
    return [action for action in decision.actions if not isinstance(action, _QUIET)]


def worth_a_line(decision: Decision) -> bool:
    """Return whether more was done than to tell somebody."""
    return bool(_deeds(decision) or decision.withheld)
