"""From what somebody names (a case number, a decision's id, nothing) to what it is about."""

from bot.commands.declared import words
from bot.commands.desk import Desk
from bot.commands.reaction import Call
from bot.domain import (
    SANCTIONS,
    Case,
    Decision,
    DeleteMessage,
    Nudge,
    PurgeMessages,
    person_key,
)
from bot.errors import CommandError, NotAllowed

#: More digits than this are no case's number, but a message's id.
LONGEST_NUMBER = 9
#: What a member may ask about and object to when it was decided about them.
RESTRICTIONS = (*SANCTIONS, DeleteMessage, PurgeMessages, Nudge)


async def case_of(call: Call, desk: Desk, number: int) -> Case:
    """Return a case by its number.

    Raises CommandError for none, and NotAllowed for a report about, or an appeal by, the caller:
    that is for somebody else, and who reported stays between the reporter and the team.
    """
    found = await desk.store.casebook.case(desk.rulebook.id, number)
    book = words(call, desk)
    if found is None:
        raise CommandError(book.say("error_unknown_case", number=str(number)))
    if found.kind in ("report", "appeal") and found.subject == own_key(call):
        raise NotAllowed(book.say("gate_oneself"))
    return found


async def decision_of(call: Call, desk: Desk, named: str) -> Decision:
    """Return the decision that a case number or an id names; raises CommandError for none.

    The id may be that of the message that it is about.
    """
    id = named.strip().removeprefix("#")
    if id.isdigit() and len(id) <= LONGEST_NUMBER:
        case = await desk.store.casebook.case(desk.rulebook.id, int(id))
        id = case.about if case is not None else ""
    found = await desk.store.ledger.decision(desk.rulebook.id, id) if id else None
    if found is None:
        book = words(call, desk)
        moment = "error_unknown_decision" if call.standing.is_staff else "error_unknown_to_you"
        if named == getattr(call.event, "reply_to", None):
            moment = "error_nothing_decided"
        raise CommandError(book.say(moment, named=book.quote(named, 40)))
    return found


def own_key(call: Call) -> str:
    """Return the key of the person who asks."""
    return person_key(call.event.network, call.actor.id)


def restricts(decision: Decision) -> bool:
    """Return whether a decision took something from its subject; a mere report does not."""
    return any(isinstance(action, RESTRICTIONS) for action in decision.actions)


async def latest_about(call: Call, desk: Desk, *, in_force: bool = False) -> Decision:
    """Return the latest restriction of the person who asks; raises CommandError for none.

    With `in_force` one that was not taken back goes before those that were.
    """
    found = await desk.store.ledger.decisions_about(desk.rulebook.id, own_key(call), limit=50)
    about = [decision for decision in found if restricts(decision)]
    standing = [decision for decision in about if decision.undone_at is None]
    if about:
        return (standing or about)[0] if in_force else about[0]
    raise CommandError(words(call, desk).say("nothing_about_you"))


def is_about(decision: Decision, call: Call) -> bool:
    """Return whether a decision is about the person who asks."""
    subject = decision.subject
    return (
        subject is not None
        and decision.network == call.event.network
        and subject.id == call.actor.id
    )
