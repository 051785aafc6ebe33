"""What is said where something was not done, or not yet, or nobody knows."""

from collections.abc import Iterable, Mapping

from bot.domain import (
    Action,
    ArchiveChannel,
    Decision,
    LockChannel,
    Order,
    Outcome,
    OutcomeState,
    Reply,
    UnarchiveChannel,
    UnlockChannel,
)
from bot.locale import Phrasebook
from bot.tell.deeds import Outcomes, deeds, given_up, hindered, is_deed, without
from bot.tell.words import describe, describe_all, person, room

#: What is described with its channel.
_NAMING_CHANNEL = (LockChannel, UnlockChannel, ArchiveChannel, UnarchiveChannel, Reply)


def trouble(order: Order, outcome: Outcome, book: Phrasebook) -> str:
    """Return what stands in the way of an order, or stood, in a few words."""
    what = describe(order.action, book)
    if outcome.state is OutcomeState.IN_DOUBT:
        return book.say("in_doubt", what=what)
    because = outcome.detail.strip().rstrip(".") or book.say(f"state_{outcome.state.value}")
    moment = "in_part_refused" if given_up(order, outcome) else "not_yet"
    return book.say(moment, what=what, because=because)


def troubles_of(decision: Decision, outcomes: Outcomes, book: Phrasebook) -> list[str]:
    """Return what of a decision was not done, or not yet, or nobody knows; each thing once."""
    return _lines(hindered(decision, outcomes), book)


def _lines(troubles: Iterable[tuple[Order, Outcome]], book: Phrasebook) -> list[str]:
    return list(dict.fromkeys(trouble(order, outcome, book) for order, outcome in troubles))


def aftermath(decision: Decision, outcomes: Outcomes, book: Phrasebook) -> str:
    """Return what whoever gave a command reads where not all of it came about; empty where it did.

    A private word that did not arrive is the team's to read, in the alert.
    """
    troubles = [pair for pair in hindered(decision, outcomes) if is_deed(pair[0].action)]
    done = deeds(without(decision, [order.action for order, _ in troubles]))
    if not troubles:
        return ""
    if done:
        said = [book.say("review_done", what=describe_all(done, book))]
        said += [f"{line[:1].upper()}{line[1:]}." for line in _lines(troubles, book)]
        return " ".join(said)
    named = {decision.subject.id: decision.subject.name} if decision.subject else {}
    lines = [failure(order, outcome, book, named) for order, outcome in troubles]
    return "\n".join(dict.fromkeys(lines))


def failure(
    order: Order, outcome: Outcome, book: Phrasebook, named: Mapping[str, str] | None = None
) -> str:
    """Return the line about an effect that was refused, failed or is in doubt, or waits for a try.

    `named` gives people's names by their ids.
    """
    because = outcome.detail.strip()
    if because and because[-1] not in ".?":
        because += "."
    because = because[:1].upper() + because[1:]
    text = book.say(
        _moment(order, outcome),
        what=_what(order.action, book, named or {}),
        because=because,
        tries=str(order.tries + 1),
    )
    return " ".join(text.split())


def _moment(order: Order, outcome: Outcome) -> str:
    if outcome.state is OutcomeState.FAILED:
        if not given_up(order, outcome):
            return "still_trying"
        return "failed" if order.tries else "failed_once"
    return "doubtful" if outcome.state is OutcomeState.IN_DOUBT else "refused"


def _what(action: Action, book: Phrasebook, named: Mapping[str, str]) -> str:
    id = getattr(action, "member", "")
    member = getattr(action, "member_name", "") or named.get(id, id)
    channel = getattr(action, "channel", "")
    did = describe(action, book)
    if isinstance(action, _NAMING_CHANNEL):
        return did
    if member and channel:
        where = book.say("who_where", who=person(member), channel=room(channel))
        return f"{did} ({where})"
    if member or channel:
        return f"{did} ({person(member) if member else room(channel)})"
    return did
