"""Values to JSON and back, in the open formats of docs/reference.

One pydantic TypeAdapter per class, built on first use, keeps the domain free of any library.
Fields at their default are left out.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.domain import (
    ACTION_KINDS,
    DO_OF,
    EVENT_KINDS,
    KIND_OF,
    Action,
    Attachment,
    Button,
    Decision,
    Event,
    Member,
    Mention,
    Verdict,
    Withheld,
)

Json = dict[str, Any]
Record = TypeVar("Record")


#: Fields whose values have fields of their own.
_PARTS: dict[str, type] = {
    "member": Member,
    "accused": Member,
    "by": Member,
    "was": Member,
    "subject": Member,
    "mentions": Mention,
    "attachments": Attachment,
    "buttons": Button,
}
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(cls: type) -> TypeAdapter[Any]:
    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


def _dump(value: object) -> Json:
    dumped: Json = _adapter(type(value)).dump_python(value, mode="json", exclude_defaults=True)
    return dumped


def event_to_json(event: Event) -> Json:
    """Return the event in the open format, with its `kind`."""
    return {"kind": KIND_OF[type(event)], **_dump(event)}


def event_from_json(data: Mapping[str, Any]) -> Event:
    """Return the event that `data` describes.

    Raises ValueError in one sentence: an unknown kind, a field that is missing or of a wrong form.
    """
    if not isinstance(data, Mapping):
        raise ValueError("this is no JSON object with keys and values")
    kind = data.get("kind")
    cls = EVENT_KINDS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise ValueError(f"unknown kind of event {kind!r}; known are {', '.join(EVENT_KINDS)}")
    fields = {key: value for key, value in data.items() if key != "kind"}
    event: Event = _in_utc(_load(cls, fields))
    return event


def _in_utc(value: Any, place: str = "") -> Any:
    """Return a value with all its moments in UTC; raises ValueError for one without a zone."""
    changed = {}
    for name in value.__dataclass_fields__:
        found = getattr(value, name)
        if isinstance(found, datetime):
            changed[name] = _utc(found, f"{place}{name}")
        elif isinstance(found, Member):
            changed[name] = _in_utc(found, f"{place}{name}.")
    return replace(value, **changed) if changed else value


def _utc(moment: datetime, place: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"'{place}' needs a time zone, such as 2026-01-05T10:00:00Z")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"'{place}' is not within the years 1 to 9999") from None


def action_to_json(action: Action) -> Json:
    """Return the action in the open format, with `do`."""
    return {"do": DO_OF[type(action)], **_dump(action)}


def action_from_json(data: Mapping[str, Any]) -> Action:
    """Return the action that `data` describes; raises ValueError where it describes none."""
    do = data.get("do")
    cls = ACTION_KINDS.get(do) if isinstance(do, str) else None
    if cls is None:
        raise ValueError(f"unknown action {do!r}")
    action: Action = _load(cls, {key: value for key, value in data.items() if key != "do"})
    return action


def _load(cls: type, fields: Mapping[str, Any]) -> Any:
    try:
        return _adapter(cls).validate_python(_strict(cls, fields))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise ValueError(f"{where}: {first['msg'].lower()}") from None


def _strict(cls: type, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    known = cls.__dataclass_fields__  # type: ignore[attr-defined]  # every wire class is a dataclass
    for key, value in fields.items():
        if key not in known:
            raise ValueError(f"unknown field {key!r}")
        if key in _PARTS:
            for part in value if isinstance(value, list | tuple) else (value,):
                if isinstance(part, Mapping):
                    _strict_part(key, part)
    return fields


def _strict_part(key: str, part: Mapping[str, Any]) -> None:
    for name in part:
        if name not in _PARTS[key].__dataclass_fields__:  # type: ignore[attr-defined]  # a dataclass
            raise ValueError(f"{key}: unknown field {name!r}")


def decision_to_json(decision: Decision) -> Json:
    """Return everything about a decision, for storage; decision_from_json reads it back."""
    data = _dump(replace(decision, actions=(), withheld=(), verdicts=()))
    data["actions"] = [action_to_json(action) for action in decision.actions]
    data["withheld"] = [
        {"action": action_to_json(held.action), "because": held.because}
        for held in decision.withheld
    ]
    data["verdicts"] = [
        {
            **_dump(replace(verdict, steps=())),
            "steps": [[action_to_json(action) for action in step] for step in verdict.steps],
        }
        for verdict in decision.verdicts
    ]
    return data


def decision_from_json(data: Mapping[str, Any]) -> Decision:
    """Return the decision that decision_to_json wrote."""
    fields = {k: v for k, v in data.items() if k not in ("actions", "withheld", "verdicts")}
    decision: Decision = _load(Decision, fields)
    return replace(
        decision,
        actions=tuple(action_from_json(action) for action in data["actions"]),
        withheld=tuple(
            Withheld(action=action_from_json(held["action"]), because=held["because"])
            for held in data["withheld"]
        ),
        verdicts=tuple(_verdict_from_json(verdict) for verdict in data["verdicts"]),
    )


def _verdict_from_json(data: Mapping[str, Any]) -> Verdict:
    steps = tuple(tuple(action_from_json(a) for a in step) for step in data["steps"])
    verdict: Verdict = _load(
        Verdict, {"steps": (), **{k: v for k, v in data.items() if k != "steps"}}
    )
    return replace(verdict, steps=steps)


def record_to_json(record: Any) -> Json:
    """Return a case, note, strike or learned answer as JSON values."""
    return _dump(record)


def record_from_json(cls: type[Record], data: Mapping[str, Any]) -> Record:
    """Return what record_to_json wrote; raises ValueError in one sentence."""
    record: Record = _load(cls, data)
    return record


def decision_line(decision: Decision) -> Json:
    """Return a decision in the open format, as `replay --json` prints it."""
    return {
        "event": _event_id(decision),
        "mode": decision.mode.value,
        "actions": [_short(action) for action in decision.actions],
        "withheld": [
            {**_short(held.action), "because": held.because} for held in decision.withheld
        ],
        "verdicts": [
            {
                "policy": verdict.policy,
                "reason": verdict.reason,
                "signals": [
                    {"name": s.name, "score": s.score, "evidence": s.evidence}
                    for s in verdict.signals
                ],
            }
            for verdict in decision.verdicts
        ],
    }


def _event_id(decision: Decision) -> str:
    rest = decision.cause.removeprefix(f"{decision.network}:{decision.place}:")
    return rest.partition(":")[2] or rest


def _short(action: Action) -> Json:
    hidden = ("text", "buttons")
    return {key: value for key, value in action_to_json(action).items() if key not in hidden}
