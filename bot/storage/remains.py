"""What is left of a decision when its evidence has been kept long enough: hashes and figures."""

import hashlib
import re
from dataclasses import replace
from typing import Any

from bot.domain import Case, CaseStatus, Decision, Order, Verdict
from bot.wire import action_from_json, action_to_json

_QUOTED = re.compile("“[^”]*”|„[^“]*“")


def without_evidence(decision: Decision) -> Decision:
    """Return a decision without what people wrote; scores, rules and what was done stay."""
    details = dict(decision.details)
    if details.get("text"):
        digest = hashlib.sha256(details.pop("text").encode(errors="replace")).hexdigest()
        details["text_sha256"] = digest
    return replace(
        decision,
        facts=unquoted(decision.facts) if decision.automated_detection else decision.facts,
        evidence="",
        details=details,
        actions=tuple(action_from_json(wordless(action_to_json(a))) for a in decision.actions),
        verdicts=tuple(_without(verdict) for verdict in decision.verdicts),
    )


def unquoted(line: str) -> str:
    """Return a line in which what people said is left out."""
    return _QUOTED.sub("“…”", line)


def title_left(case: Case) -> str:
    """Return what is left of the title of a case; one that is not closed keeps it."""
    return case.title if case.status is not CaseStatus.CLOSED else unquoted(case.title)


def _without(verdict: Verdict) -> Verdict:
    return replace(
        verdict,
        reason=unquoted(verdict.reason),
        told_reason=unquoted(verdict.told_reason),
        signals=tuple(replace(signal, evidence="", spans=()) for signal in verdict.signals),
        steps=(),
    )


def without_words(order: Order) -> Order:
    """Return an order without the words that were sent."""
    return replace(order, action=action_from_json(wordless(action_to_json(order.action))))


def wordless(action: dict[str, Any]) -> dict[str, Any]:
    """Return an action as JSON without its words."""
    return {**action, "text": ""} if "text" in action else action
