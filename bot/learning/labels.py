"""Which decisions of policies a person looked at, and whether that person thought them right.

What nobody looked at says nothing. A ban, or anything else that a person did by themselves, is no
label: it says what was done to somebody, not what was wrong with a text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain import Case, CaseStatus, Decision, Mode

#: The buttons under a question to the team that do what the policy had in mind.
_DONE_AS_ASKED = frozenset({"remove", "do"})
#: A press closes the case in the same moment, or nearly.
_AT_ONCE = timedelta(seconds=15)

#: When what was asked for was done, by the id of the person.
_Pressed = Mapping[str, Sequence[datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one policy did about one event; `right` is None where no person has looked at it.

    `asked` says that it only asked the team. `scores` are those that it spoke on, by signal, and
    `evidence` the words that carried them, for as long as those are kept; so is the `text` that
    `person` wrote.
    """

    policy: str
    decision: str
    asked: bool
    right: bool | None
    scores: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    person: str = ""
    text: str = ""


def looks(decisions: Sequence[Decision], cases: Iterable[Case]) -> Iterator[Looked]:
    """Give one entry for each policy that something was done for, in the order of decisions."""
    by_decision: dict[str, list[Case]] = {}
    by_number: dict[int, Case] = {}
    for case in cases:
        by_decision.setdefault(case.about, []).append(case)
        by_number[case.number] = case
    pressed = _pressed(decisions)
    for decision in decisions:
        about = by_decision.get(decision.id, [])
        own = by_number.get(decision.case) if decision.case is not None else None
        if own is not None and own not in about:
            about = [*about, own]
        yield from _looks_at(decision, about, pressed)


def _looks_at(decision: Decision, about: Sequence[Case], pressed: _Pressed) -> Iterator[Looked]:
    if not decision.actions or not decision.automated_decision:
        return
    question = next((case for case in about if case.kind == "review"), None)
    right = _stood(decision, about) if question is None else _answer(decision, question, pressed)
    for verdict in decision.verdicts:
        if verdict.mode is Mode.ENFORCE and verdict.steps:
            yield Looked(
                policy=verdict.policy,
                decision=decision.id,
                asked=question is not None,
                right=right,
                scores={signal.name: signal.score for signal in verdict.signals},
                evidence=tuple(signal.evidence for signal in verdict.signals if signal.evidence),
                person=_person(decision),
                text=decision.details.get("text", ""),
            )


def _person(decision: Decision) -> str:
    return f"{decision.network}:{decision.subject.id}" if decision.subject else ""


def _stood(decision: Decision, about: Sequence[Case]) -> bool | None:
    """Return False for what was taken back, True for what a person looked at and let stand."""
    if decision.undone_at is not None:
        return False
    return True if any(_closed_by_person(case) for case in about) else None


def _answer(decision: Decision, question: Case, pressed: _Pressed) -> bool | None:
    """Return what the team answered to a question; words of its own leave it open."""
    if not _closed_by_person(question) or question.closed_at is None:
        return None
    person = decision.subject.id if decision.subject else ""
    if any(abs(at - question.closed_at) <= _AT_ONCE for at in pressed.get(person, ())):
        return True
    return None if question.resolution else False


def _closed_by_person(case: Case) -> bool:
    return case.status is CaseStatus.CLOSED and bool(case.closed_by)


def _pressed(decisions: Iterable[Decision]) -> _Pressed:
    """Return when the team did to each person what a policy had asked for, and let it be so."""
    found: dict[str, list[datetime]] = {}
    for decision in decisions:
        asked_for = decision.details.get("asked") in _DONE_AS_ASKED
        if asked_for and decision.subject is not None and decision.undone_at is None:
            found.setdefault(decision.subject.id, []).append(decision.at)
    return found
