"""Everything about a decision, for `/why` and `evenhand explain`."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import Answer, Decision, Order, Outcome, OutcomeState, Verdict
from bot.locale import Phrasebook
from bot.tell.alert import times
from bot.tell.statement import statement
from bot.tell.words import (
    by_person,
    channel_name,
    decided_by,
    describe,
    ground,
    has_word,
    person,
    scored,
)


def explain(
    decision: Decision,
    orders: Sequence[tuple[Order, Outcome | None]] = (),
    book: Phrasebook | None = None,
) -> str:
    """Return rule, facts, evidence, what was done and withheld, who kept silent, and the orders.

    Meant for the team; a member reads `explain_to_member`.
    """
    words = book or Phrasebook()
    lines = [*_head(decision, words), *_verdicts(decision, words), *_done(decision, words)]
    lines += _orders(orders, words)
    lines += _silences(decision, words)
    lines.append(words.say("explain_version", version=decision.policy_version[:12] or "?"))
    return "\n".join(lines)


def explain_to_member(decision: Decision, book: Phrasebook, now: datetime) -> str:
    """Return what the subject of a decision may read: the statement of reasons."""
    return statement(decision, book, now)


def _head(decision: Decision, book: Phrasebook) -> list[str]:
    who = person(decision.subject.name) if decision.subject else "?"
    when = f"{book.date(decision.at)}, {book.clock(decision.at)}"
    number = f"#{decision.case}, " if decision.case else ""
    decider = decided_by(decision)
    place = channel_name(decision) if decision.channel else ""
    where = book.say("who_where", who=who, channel=place) if place else who
    lines = [
        book.say("explain_head", id=f"{number}{decision.id}", who=where, when=when),
        book.say(
            "explain_by_person" if by_person(decision) else "explain_by_policy",
            who=person(decider) if by_person(decision) else book.quote(decider, 80),
        ),
    ]
    if decision.facts and decision.facts not in [verdict.reason for verdict in decision.verdicts]:
        lines.append(book.say("explain_facts", facts=book.quote(decision.facts)))
    text = decision.details.get("text") or decision.evidence
    if late := decision.details.get("late", ""):
        lines.append(book.say("explain_late", duration=book.duration(float(late))))
    if text:
        lines.append(book.say("explain_text", text=book.quote(text)))
    if decision.strike:
        lines.append(book.say("explain_strike", strike=times(decision.strike, book)))
    if decision.undone_at is not None:
        lines.append(
            book.say(
                "explain_undone",
                who=person(decision.undone_by),
                when=f"{book.date(decision.undone_at)}, {book.clock(decision.undone_at)}",
            )
        )
    return lines


def _verdicts(decision: Decision, book: Phrasebook) -> list[str]:
    lines = []
    for verdict in decision.verdicts:
        lines.append(
            book.say(
                "explain_verdict",
                policy=book.quote(verdict.policy, 80),
                mode=book.say(f"mode_{verdict.mode.value}"),
                reason=verdict.reason,
            )
        )
        lines += _signals(verdict, book)
    if layer := decision.details.get("layer", ""):
        lines.append(book.say("explain_layer", version=layer))
    return lines


def _signals(verdict: Verdict, book: Phrasebook) -> list[str]:
    lines = []
    for signal in verdict.signals:
        if signal.score >= 1 and not signal.evidence and not has_word(signal.name):
            continue  # it says no more than the reason does
        evidence = f" ({book.quote(signal.evidence)})" if signal.evidence else ""
        lines.append(f"  {scored(signal, book)}{evidence}")
    return lines


def _done(decision: Decision, book: Phrasebook) -> list[str]:
    lines = [book.say("explain_action", what=describe(a, book)) for a in decision.actions]
    lines += [
        book.say(
            "explain_withheld", what=describe(held.action, book), because=ground(held.because, book)
        )
        for held in decision.withheld
    ]
    return lines or [book.say("explain_action", what=book.say("did_nothing"))]


def _orders(orders: Sequence[tuple[Order, Outcome | None]], book: Phrasebook) -> list[str]:
    lines = []
    for order, outcome in orders:
        if isinstance(order.action, Answer) and outcome and outcome.state is OutcomeState.DONE:
            continue
        state = book.say(f"state_{outcome.state.value}" if outcome else "state_waiting")
        detail = f" ({outcome.detail})" if outcome is not None and outcome.detail else ""
        what = describe(order.action, book)
        lines.append(book.say("explain_order", what=what, state=f"{state}{detail}"))
    return lines


def _silences(decision: Decision, book: Phrasebook) -> list[str]:
    return [
        book.say(
            "explain_silent",
            policy=book.quote(silence.policy, 80),
            because=ground(silence.because, book),
        )
        for silence in decision.silent
    ]
