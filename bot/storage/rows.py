"""Values to rows of the tables and back."""

import hashlib
from dataclasses import replace
from typing import Any

from bot.domain import (
    Case,
    CaseStatus,
    Decision,
    Effect,
    Note,
    Order,
    Outcome,
    OutcomeState,
)
from bot.ports import LearnedAnswer, Strike, Timer
from bot.storage.meaning import event_id_of, subject_of
from bot.storage.statements import Found, from_text, to_text
from bot.wire import action_from_json, action_to_json, decision_from_json, decision_to_json

Values = dict[str, Any]


def decision_row(decision: Decision) -> Values:
    """Return the row of a decision; when it was undone stands in columns of its own."""
    return {
        "community": decision.community,
        "id": decision.id,
        "at": decision.at,
        "cause": decision.cause,
        "event": event_id_of(decision),
        "person": subject_of(decision),
        "undone_at": decision.undone_at,
        "undone_by": decision.undone_by,
        "worded": True,
        "body": to_text(decision_to_json(replace(decision, undone_at=None, undone_by=""))),
    }


def decision_of(row: Found) -> Decision:
    """Return the decision in a row."""
    decision = decision_from_json(from_text(row.body))
    if row.undone_at is None:
        return decision
    return replace(decision, undone_at=row.undone_at, undone_by=row.undone_by)


def strike_row(strike: Strike, *, void: bool = False) -> Values:
    """Return the row of a strike."""
    return {**_fields(strike), "void": void}


def strike_of(row: Found) -> Strike:
    """Return the strike in a row."""
    return Strike(
        community=row.community,
        person=row.person,
        policy=row.policy,
        decision=row.decision,
        at=row.at,
        expires_at=row.expires_at,
    )


def case_row(case: Case) -> Values:
    """Return the row of a case."""
    return {**_fields(case), "status": case.status.value}


def case_of(row: Found) -> Case:
    """Return the case in a row."""
    fields = dict(row._mapping)
    return Case(**{**fields, "status": CaseStatus(fields["status"])})


def note_row(note: Note) -> Values:
    """Return the row of a note; its digest is the same for the same note."""
    fields = _fields(note)
    digest = hashlib.sha256(to_text({**fields, "at": note.at.timestamp()}).encode()).hexdigest()
    return {**fields, "digest": digest}


def note_of(row: Found) -> Note:
    """Return the note in a row."""
    return Note(
        community=row.community,
        at=row.at,
        by=row.by,
        by_name=row.by_name,
        text=row.text,
        case=row.case,
        person=row.person,
    )


def order_row(order: Order) -> Values:
    """Return the row of an order that nobody has begun yet."""
    return {
        "key": order.key,
        "community": order.community,
        "network": order.network,
        "place": order.place,
        "actor": order.actor,
        "decision": order.decision,
        "at": order.at,
        "urgent": order.urgent,
        "tries": 0,
        "state": "waiting",
        "action": to_text(action_to_json(order.action)),
        "detail": "",
    }


def order_of(row: Found) -> Order:
    """Return the order in a row."""
    action: Effect = action_from_json(from_text(row.action))  # type: ignore[assignment]  # orders hold effects alone
    return Order(
        key=row.key,
        community=row.community,
        network=row.network,
        place=row.place,
        action=action,
        actor=row.actor,
        decision=row.decision,
        at=row.at,
        urgent=row.urgent,
        tries=row.tries,
        state=row.state,
    )


def outcome_of(row: Found) -> Outcome | None:
    """Return what came of an order's last try, None where it was never tried."""
    if row.outcome is None:
        return None
    return Outcome(
        state=OutcomeState(row.outcome),
        detail=row.detail,
        made=row.made,
        retry_after=row.retry_after,
    )


def timer_row(timer: Timer) -> Values:
    """Return the row of a timer."""
    return {**_fields(timer), "payload": to_text(timer.payload)}


def timer_of(row: Found) -> Timer:
    """Return the timer in a row."""
    return Timer(**{**row._mapping, "payload": from_text(row.payload)})


def answer_row(answer: LearnedAnswer) -> Values:
    """Return the row of an answer learned in chat."""
    return _fields(answer)


def answer_of(row: Found) -> LearnedAnswer:
    """Return the learned answer in a row."""
    return LearnedAnswer(**row._mapping)


def _fields(value: Case | Note | Strike | Timer | LearnedAnswer) -> Values:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
