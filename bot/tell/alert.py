"""One line for the team: what happened, to whom, where, how often, on what ground."""

from datetime import datetime

from bot.domain import (
    AlertTeam,
    ArchiveChannel,
    Button,
    Case,
    CaseStatus,
    Decision,
    LockChannel,
    PinMessage,
    Reply,
    Signal,
    SlowMode,
    UnarchiveChannel,
    UnlockChannel,
    UnpinMessage,
)
from bot.grounds import limit_of
from bot.locale import Phrasebook
from bot.rulebook.book import Rulebook
from bot.tell.buttons import alert_buttons, claim, close, own_buttons, verdict_buttons
from bot.tell.deeds import Outcomes, deeds, hindered, known_done
from bot.tell.troubles import troubles_of
from bot.tell.words import (
    SEPARATOR,
    by_person,
    channel_name,
    decided_by,
    describe,
    describe_all,
    ground,
    kind_name,
    person,
    room_of,
    rule_of,
    scored,
)

#: Signals whose score says something to a person; of the others the reason is told.
JUDGEMENTS = frozenset(
    {"toxicity", "insult", "threat", "identity_attack", "obscene", "profanity", "spam"}
)
#: Buttons of an alert that stay while its case is not closed.
_WHILE_OPEN = ("remove", "do", "close")
#: Done to a channel or for all to see, and to nobody.
_TO_CHANNELS = (
    LockChannel,
    UnlockChannel,
    SlowMode,
    ArchiveChannel,
    UnarchiveChannel,
    PinMessage,
    UnpinMessage,
)
#: Decisions of these kinds begin with what the matter is; the others with what was done.
_MATTERS = ("question", "report", "appeal", "review", "erasure", "feedback")


def alert(
    decision: Decision,
    case: Case | None,
    rulebook: Rulebook,
    book: Phrasebook,
    outcomes: Outcomes = (),
) -> tuple[str, tuple[Button, ...]]:
    """Return the line and its buttons; `outcomes` add what could not be done."""
    own = _own_text(decision)
    if case is None and own and decision.subject is None and not deeds(decision):
        return own, own_buttons(decision)
    done = known_done(decision, outcomes)
    parts = [_number(case), _headline(done, case, book), _who(decision, case, book)]
    parts += _grounds(decision, case, book)
    parts += _withheld(decision, book)
    parts += troubles_of(decision, outcomes, book)
    return SEPARATOR.join(part for part in parts if part), alert_buttons(decision, case, book)


def as_it_came(
    said: Reply,
    decision: Decision,
    case: Case | None,
    rulebook: Rulebook,
    book: Phrasebook,
    outcomes: Outcomes,
) -> tuple[str, tuple[Button, ...]]:
    """Return an alert as it was written, or anew where not all that it tells of came about."""
    if not hindered(decision, outcomes):
        return said.text, said.buttons
    return alert(decision, case, rulebook, book, outcomes)


def reminder(case: Case, now: datetime, book: Phrasebook) -> tuple[str, tuple[Button, ...]]:
    """Return the line about a case that nobody has taken yet."""
    waited = book.duration((now - case.opened_at).total_seconds())
    parts = [
        f"#{case.number}",
        kind_name(case.kind, book),
        book.say("unclaimed", duration=waited),
        _named(person(case.subject_name), room_of(case), book),
        book.quote(case.title) if case.title else "",
    ]
    why = Button(id=f"why:{case.about}", label=book.say("button_why"))
    return SEPARATOR.join(part for part in parts if part), (*claim(case, book), why)


def standing_card(
    before: str,
    case: Case,
    book: Phrasebook,
    *,
    undone_by: str = "",
    kept: tuple[Button, ...] = (),
) -> tuple[str, tuple[Button, ...]]:
    """Return an alert's text and buttons once somebody claimed, closed or took back its matter.

    `kept` are buttons of the alert that still make sense.
    """
    line = before.splitlines()[0] if before else f"#{case.number}"
    states = [
        book.say("undone_by", who=person(undone_by)) if undone_by else "",
        _state(case, book),
    ]
    buttons: tuple[Button, ...] = ()
    if case.status is CaseStatus.CLAIMED:
        answered = any(button.id.startswith("close:") for button in kept)
        buttons = (*verdict_buttons(case, book), *(() if answered else close(case, book)))
    if case.status is CaseStatus.OPEN:
        buttons = claim(case, book)
    why = Button(id=f"why:{case.about}", label=book.say("button_why"))
    return "\n".join([line, *(state for state in states if state)]), (*buttons, *kept, why)


def is_touched(case: Case, undone_by: str) -> bool:
    """Return whether somebody has claimed or closed a case, or taken back what it is about."""
    return case.status is CaseStatus.CLAIMED or bool(case.closed_by or undone_by)


def card_of(
    said: Reply, case: Case, book: Phrasebook, *, undone_by: str = ""
) -> tuple[str, tuple[Button, ...]]:
    """Return the standing card of an alert, with those of its buttons that still make sense."""
    verbs: tuple[str, ...] = () if undone_by else ("undo",)
    if not undone_by and not case.closed_by:
        verbs = (*verbs, "right")
    if case.status is not CaseStatus.CLOSED:
        verbs = (*verbs, *_WHILE_OPEN)
    kept = tuple(button for button in said.buttons if button.id.partition(":")[0] in verbs)
    return standing_card(said.text, case, book, undone_by=undone_by, kept=kept)


def _state(case: Case, book: Phrasebook) -> str:
    if case.status is CaseStatus.CLOSED and case.closed_by:
        resolution = book.quote(case.resolution) if case.resolution else ""
        moment = "closed_with" if resolution else "closed_by"
        return book.say(moment, who=person(case.closed_by), resolution=resolution)
    if case.status is CaseStatus.CLAIMED:
        return book.say("claimed_by", who=person(case.assignee_name))
    return ""


def _number(case: Case | None) -> str:
    return f"#{case.number}" if case else ""


def _headline(decision: Decision, case: Case | None, book: Phrasebook) -> str:
    """Return what the matter is, a policy's own words on it, and what was done."""
    matter = kind_name(case.kind, book) if case is not None and case.kind in _MATTERS else ""
    parts = (matter, _own_text(decision), describe_all(deeds(decision), book))
    return SEPARATOR.join(part for part in parts if part) or book.say("did_nothing")


def _own_text(decision: Decision) -> str:
    return next((a.text for a in decision.actions if isinstance(a, AlertTeam) and a.text), "")


def _who(decision: Decision, case: Case | None, book: Phrasebook) -> str:
    name = decision.subject.name if decision.subject else ""
    if case is not None and case.subject_name:
        name = case.subject_name
    where = channel_name(decision) if decision.channel else ""
    if case is not None and case.channel and case.channel != decision.channel:
        where = room_of(case)
    done = deeds(decision)
    if done and all(isinstance(action, _TO_CHANNELS) for action in done):
        name = ""
    return _named(person(name) if name else "", where, book)


def _named(who: str, where: str, book: Phrasebook) -> str:
    return book.say("who_where", who=who, channel=where) if who and where else who or where


def _grounds(decision: Decision, case: Case | None, book: Phrasebook) -> list[str]:
    if by_person(decision):
        return _given_grounds(decision, case, book)
    title = case.title if case else ""
    parts: list[str] = []
    if case is not None and case.kind in ("question", "report"):
        parts = [book.quote(title) if title else ""]
        if not deeds(decision):
            return parts
    parts += [times(decision.strike, book)] if decision.strike else []
    for verdict in decision.verdicts:
        scored = [s for s in verdict.signals if s.name in JUDGEMENTS]
        parts += [_signal(signal, book) for signal in scored] or [book.unlinked(verdict.reason)]
    quoted = title or decision.evidence
    if not parts and quoted:
        parts.append(book.quote(quoted))
    parts.append(rule_of(decision, book))
    return list(dict.fromkeys(parts))


def _given_grounds(decision: Decision, case: Case | None, book: Phrasebook) -> list[str]:
    if case is not None and case.kind in _MATTERS:
        return [book.quote(case.title) if case.title else ""]
    parts = [book.say("by_whom", who=person(decided_by(decision)))]
    if decision.facts:
        parts.append(book.say("reason_named", reason=book.quote(decision.facts)))
    return parts


def times(strike: int, book: Phrasebook) -> str:
    """Return which time it is, in words."""
    return book.say(f"strike_{strike}" if strike <= 3 else "strike_many", number=str(strike))


def _signal(signal: Signal, book: Phrasebook) -> str:
    score = scored(signal, book)
    return f"{score} ({book.quote(signal.evidence, 80)})" if signal.evidence else score


def _withheld(decision: Decision, book: Phrasebook) -> list[str]:
    """Return what was not done, where a person can still do it."""
    return [
        book.say("limit_held", what=describe(held.action, book), because=ground(held.because, book))
        for held in decision.withheld
        if limit_of(held.because)
    ]
