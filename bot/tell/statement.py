"""The statement of reasons: what a person has a right to read about a decision against them."""

from datetime import datetime

from bot.domain import SANCTIONS, Decision, DeleteMessage, HoldForReview, PurgeMessages
from bot.locale import Phrasebook
from bot.tell.words import by_person, channel_name, decided_by, describe_all, reason_of, told_facts

_RESTRICTIONS = (DeleteMessage, PurgeMessages, HoldForReview, *SANCTIONS)


def statement(decision: Decision, book: Phrasebook, now: datetime) -> str:
    """Return what was done, on what ground and facts, by whom, for how long, and how to object.

    These are the points of Article 17(3) of the Digital Services Act, one a line.
    """
    done = [action for action in decision.actions if isinstance(action, _RESTRICTIONS)]
    lines = [
        _head(decision, describe_all(done, book) or book.say("did_nothing"), book),
        book.say("statement_ground", reason=reason_of(decision, book)),
        *_facts(decision, book),
        _automation(decision, book),
    ]
    if decision.until is not None:
        lines.append(_end(decision.until, book, now))
    if decision.undone_at is not None:
        lines.append(book.say("statement_undone", when=book.date(decision.undone_at)))
    else:
        lines.append(decision.redress or book.say("redress"))
    return "\n".join(lines)


def _head(decision: Decision, what: str, book: Phrasebook) -> str:
    when = book.dated(decision.at)
    if not decision.channel:
        return book.say("statement_done_here", what=what, when=when)
    return book.say("statement_done", what=what, channel=channel_name(decision), when=when)


def _end(until: datetime, book: Phrasebook, now: datetime) -> str:
    moment = book.moment(until, now)
    if until <= now:
        return book.say("statement_over", until=moment)
    rest = book.remaining((until - now).total_seconds())
    return book.say("statement_until", until=moment, rest=rest)


def _facts(decision: Decision, book: Phrasebook) -> list[str]:
    lines = []
    facts = told_facts(decision)
    if facts and not by_person(decision):
        lines.append(book.say("statement_facts", facts=facts.rstrip(".")))
    if decision.evidence and decision.evidence not in facts:
        lines.append(book.say("statement_evidence", evidence=book.quote(decision.evidence)))
    return lines


def _automation(decision: Decision, book: Phrasebook) -> str:
    if decision.automated_decision:
        return book.say("statement_automatic", policy=book.quote(decided_by(decision)))
    if decision.automated_detection:
        return book.say("statement_half_automatic")
    return book.say("statement_by_person")
