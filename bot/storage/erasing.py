"""What is left of each kind of value when a person is erased; None where nothing is left."""

import hashlib
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.domain import (
    Action,
    Ban,
    Case,
    Decision,
    Effect,
    Event,
    Mode,
    Note,
    Order,
    Unban,
    Verdict,
    person_of,
)
from bot.ports import LearnedAnswer, Timer
from bot.storage.eraser import ERASED, Eraser
from bot.storage.meaning import subject_of, without_words
from bot.wire import (
    action_from_json,
    action_to_json,
    decision_from_json,
    decision_to_json,
    event_from_json,
    event_to_json,
)

Kept = TypeVar("Kept", Case, Note, LearnedAnswer)

_WORDS = ("text", "reason", "title", "member_name")


def left_of_event(event: Event, eraser: Eraser, *, waits: bool) -> Event | None:
    """Return an event without the person; their own go, but for those that wait to be judged.

    Those keep their key, so that what comes of them can be written; unless the key tells who.
    """
    if not eraser.touches(event_to_json(event)):
        return event
    own = person_of(event) == eraser.person
    if (own and not waits) or eraser.touches(event.id):
        return None
    if own:
        event = without_words(event)
    return event_from_json(eraser.of(event_to_json(event)))


def left_of_decision(decision: Decision, eraser: Eraser) -> Decision:
    """Return a decision without the person: what was done and by which rule, not to whom."""
    if not eraser.touches(decision_to_json(decision)):
        return decision
    if subject_of(decision) == eraser.person:
        decision = replace(
            decision,
            subject=None,
            message=None,
            facts="",
            evidence="",
            details={},
            actions=tuple(map(_wordless, decision.actions)),
            withheld=tuple(replace(w, action=_wordless(w.action)) for w in decision.withheld),
            verdicts=tuple(map(_outline, decision.verdicts)),
        )
    return decision_from_json(eraser.of(decision_to_json(decision)))


def _wordless(action: Action) -> Action:
    held = action_to_json(action)
    return action_from_json({**held, **{name: "" for name in _WORDS if name in held}})


def _outline(verdict: Verdict) -> Verdict:
    return replace(
        verdict,
        reason="",
        told_reason="",
        say=None,
        signals=tuple(replace(signal, evidence="", spans=()) for signal in verdict.signals),
        steps=tuple(tuple(map(_wordless, step)) for step in verdict.steps),
    )


def left_of_case(case: Case, eraser: Eraser) -> Case:
    """Return a case without the person; one about them keeps its number and its course."""
    about = case.subject == eraser.person
    if about:
        case = replace(case, title=ERASED, subject="", subject_name="", message="", resolution="")
    return _without(case, eraser, linked=about)


def left_of_note(note: Note, eraser: Eraser, cases: set[int]) -> Note | None:
    """Return a note without the person; those on them and on `cases`, theirs, go."""
    if note.person == eraser.person or note.case in cases:
        return None
    return _without(note, eraser)


def left_of_answer(answer: LearnedAnswer, eraser: Eraser) -> LearnedAnswer:
    """Return a learned answer without the person, who may have written it."""
    return _without(answer, eraser)


def left_of_order(order: Order, eraser: Eraser, decisions: set[str]) -> Order | None:
    """Return an order without the person; what still waits to be done about them goes.

    `decisions` are those about the person.
    """
    action = action_to_json(order.action)
    about = order.decision in decisions or eraser.touches(action)
    if about and order.state in ("waiting", "acting"):
        return None
    if about:
        action = action_to_json(_wordless(order.action))
    left: Effect = action_from_json(eraser.of(action))  # type: ignore[assignment]  # an effect stays one
    return replace(order, actor=eraser.text(order.actor), action=left)


def is_linked(order: Order, eraser: Eraser, decisions: set[str]) -> bool:
    """Return whether an order is the person's, names them, or carries out a decision on them."""
    named = eraser.touches([order.actor, action_to_json(order.action)])
    return named or order.decision in decisions


def left_of_timer(timer: Timer, eraser: Eraser) -> Timer | None:
    """Return a timer as it is; one that names the person goes.

    But for the end of a ban: without it, nobody would let them back in.
    """
    named = eraser.touches([timer.key, timer.payload])
    return None if named and timer.payload.get("do") != "unban" else timer


def names_in_case(case: Case, eraser: Eraser) -> set[str]:
    """Return how the person is called in a case."""
    return _named(eraser, (case.subject, case.subject_name), (case.assignee, case.assignee_name))


def names_in_note(note: Note, eraser: Eraser) -> set[str]:
    """Return how the person is called in a note."""
    return _named(eraser, (note.by, note.by_name))


def _named(eraser: Eraser, *pairs: tuple[str, str]) -> set[str]:
    return {name for person, name in pairs if person == eraser.person and name}


def _without(value: Kept, eraser: Eraser, *, linked: bool = False) -> Kept:
    """Return a flat value without the person."""
    held = {field.name: getattr(value, field.name) for field in fields(value)}
    texts: dict[str, Any] = {name: text for name, text in held.items() if type(text) is str}
    return replace(value, **eraser.of(texts)) if linked or eraser.touches(texts) else value


def ban_in_force(decisions: Iterable[Decision], person: str) -> tuple[bool, datetime | None]:
    """Return whether somebody is banned by these decisions, and until when (None: for good)."""
    banned: tuple[bool, datetime | None] = (False, None)
    for decision in sorted(decisions, key=lambda decision: decision.at):
        for action in decision.actions if _stands(decision, person) else ():
            if isinstance(action, Ban):
                banned = (True, _end(action, decision.at))
            elif isinstance(action, Unban):
                banned = (False, None)
    return banned


def _stands(decision: Decision, person: str) -> bool:
    for_real = decision.mode is Mode.ENFORCE and decision.undone_at is None
    return for_real and subject_of(decision) == person


def _end(ban: Ban, at: datetime) -> datetime | None:
    if ban.until is not None or ban.seconds is None:
        return ban.until
    return at + timedelta(seconds=ban.seconds)


def tombstone(secret: str, community: str, person: str) -> str:
    """Return what stands for an erased person: a hash that only this database can make."""
    words = f"{community}|{person}".encode()
    return hashlib.blake2b(words, key=secret.encode()[:64], digest_size=32).hexdigest()
