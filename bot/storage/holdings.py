"""What is handed over and taken over about people, and its form as JSON values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from bot.domain import Case, Decision, Event, Mode, Note
from bot.ports import LearnedAnswer, Strike
from bot.wire import (
    decision_from_json,
    decision_to_json,
    event_from_json,
    event_to_json,
    record_from_json,
    record_to_json,
)

T = TypeVar("T")
Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Holdings:
    """Everything of one community or one person; strikes come with whether they are void."""

    cases: list[Case] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    strikes: list[tuple[Strike, bool]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    answers: list[LearnedAnswer] = field(default_factory=list)
    modes: dict[str, Mode] = field(default_factory=dict)
    messages: list[Event] = field(default_factory=list)

    def to_json(self) -> Json:
        """Return all of it as JSON values; what there is none of is left out."""
        data: Json = {
            "cases": [record_to_json(case) for case in self.cases],
            "decisions": [decision_to_json(decision) for decision in self.decisions],
            "strikes": [
                _strike_to_json(strike, void) for strike, void in sorted(self.strikes, key=_age)
            ],
            "notes": [record_to_json(note) for note in self.notes],
            "answers": [record_to_json(answer) for answer in self.answers],
            "modes": {policy: mode.value for policy, mode in sorted(self.modes.items())},
            "messages": [event_to_json(event) for event in self.messages],
        }
        return {name: values for name, values in data.items() if values}


def _age(kept: tuple[Strike, bool]) -> tuple[datetime, str, str, str]:
    """Return what puts strikes in one order, in whichever order a store gives them."""
    strike = kept[0]
    return strike.at, strike.decision, strike.person, strike.policy


def holdings_from_json(community: str, data: Mapping[str, Any]) -> Holdings:
    """Return what `to_json` wrote, as belonging to `community`.

    Raises ValueError in one sentence, naming the entry that is not of that form.
    """
    read = _Reader(community, data)
    held = Holdings(
        cases=read.all("cases", lambda entry: record_from_json(Case, entry)),
        decisions=read.all("decisions", decision_from_json),
        strikes=read.all("strikes", _strike_from_json),
        notes=read.all("notes", lambda entry: record_from_json(Note, entry)),
        answers=read.all("answers", lambda entry: record_from_json(LearnedAnswer, entry)),
        modes=_modes(data.get("modes", {})),
        messages=read.all("messages", event_from_json),
    )
    _refuse_unknown(data)
    return _moved(held, community)


def refuse_other_cases(cases: Iterable[Case], held: Mapping[int, Case]) -> None:
    """Raise ValueError where a number already belongs to another case than the one to be added."""
    for case in cases:
        there = held.get(case.number)
        if there is not None and (there.opened_at, there.kind) != (case.opened_at, case.kind):
            raise ValueError(
                f"case {case.number} is another one here; import into a community without cases"
            )


def _moved(held: Holdings, community: str) -> Holdings:
    """Return the same as belonging to a community; what names another is not mixed in."""
    return Holdings(
        cases=[replace(case, community=community) for case in held.cases],
        decisions=[replace(decision, community=community) for decision in held.decisions],
        strikes=[(replace(strike, community=community), void) for strike, void in held.strikes],
        notes=[replace(note, community=community) for note in held.notes],
        answers=[replace(answer, community=community) for answer in held.answers],
        modes=held.modes,
        messages=[replace(event, community=community) for event in held.messages],
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    community: str
    data: Mapping[str, Any]

    def all(self, name: str, read: Callable[[Mapping[str, Any]], T]) -> list[T]:
        """Return the entries under a name; an error says which one it was."""
        entries = self.data.get(name, [])
        if not isinstance(entries, list):
            raise ValueError(f"'{name}' must be a list")
        return [self._one(name, number, entry, read) for number, entry in enumerate(entries, 1)]

    def _one(self, name: str, number: int, entry: Any, read: Callable[[Mapping[str, Any]], T]) -> T:
        try:
            if not isinstance(entry, dict):
                raise ValueError("it must be an object")
            return read(entry)
        except KeyError as error:
            raise ValueError(f"{name}, entry {number}: {error.args[0]} is missing") from None
        except (ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"{name}, entry {number}: {error}") from None


def _refuse_unknown(data: Mapping[str, Any]) -> None:
    known = Holdings.__dataclass_fields__
    for name in data:
        if name not in known:
            raise ValueError(f"unknown part {name!r}; known are {', '.join(known)}")


def _strike_to_json(strike: Strike, void: bool) -> Json:
    return {**record_to_json(strike), **({"void": True} if void else {})}


def _strike_from_json(entry: Mapping[str, Any]) -> tuple[Strike, bool]:
    fields = {name: value for name, value in entry.items() if name != "void"}
    return record_from_json(Strike, fields), entry.get("void") is True


def _modes(data: Any) -> dict[str, Mode]:
    if not isinstance(data, dict):
        raise ValueError("'modes' must name a mode for each policy")
    try:
        return {str(policy): Mode(mode) for policy, mode in data.items()}
    except ValueError:
        raise ValueError(f"a mode is one of {', '.join(Mode)}") from None
