"""What an admin writes after `then:`, and the actions that it comes to.

A list of wishes is the common case. A list of such lists is a ladder: the n-th list is for the
n-th time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from bot.domain import (
    Action,
    AddReaction,
    AddRole,
    AlertTeam,
    Ban,
    DeleteMessage,
    Event,
    HoldForReview,
    Kick,
    LockChannel,
    MessageEdited,
    MessagePosted,
    MessagePrevented,
    Nudge,
    OpenCase,
    RemoveRole,
    SlowMode,
    Timeout,
    TimePassed,
    Warn,
    channel_of,
    parse_duration,
)
from policies.settings.base import closest
from policies.settings.signs import parse_sign

LONGEST_LADDER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One thing to be done, before it is known to whom: `timeout` with its length in seconds."""

    do: str
    seconds: int | None = None
    name: str = ""


class WishError(ValueError):
    """A wish that cannot be understood; `where` says which of the list it is."""

    def __init__(self, message: str, where: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.where = where


Rung = tuple[Wish, ...]
_Make = Callable[[Wish, Event], Action | None]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a wish is written: `takes` is duration, maybe a duration, name, sign, or nothing."""

    action: type[Action]
    make: _Make
    takes: str = ""
    example: str = ""


def _who(event: Event) -> str:
    member = None if isinstance(event, TimePassed) else event.member
    return member.id if member else ""


def _delete(wish: Wish, event: Event) -> Action | None:
    if isinstance(event, MessagePosted | MessageEdited | MessagePrevented):
        return DeleteMessage(channel=event.channel, message=event.message, member=event.member.id)
    return None


def _to_member(make: Callable[[str], Action]) -> _Make:
    return lambda wish, event: make(who) if (who := _who(event)) else None


def _timeout(wish: Wish, event: Event) -> Action | None:
    who = _who(event)
    return Timeout(member=who, seconds=wish.seconds or 0) if who else None


def _ban(wish: Wish, event: Event) -> Action | None:
    who = _who(event)
    return Ban(member=who, seconds=wish.seconds) if who else None


def _add_role(wish: Wish, event: Event) -> Action | None:
    who = _who(event)
    return AddRole(member=who, role=wish.name) if who else None


def _remove_role(wish: Wish, event: Event) -> Action | None:
    who = _who(event)
    return RemoveRole(member=who, role=wish.name) if who else None


def _slow_mode(wish: Wish, event: Event) -> Action | None:
    channel = channel_of(event)
    return SlowMode(channel=channel, seconds=wish.seconds or 0) if channel else None


def _lock(wish: Wish, event: Event) -> Action | None:
    channel = channel_of(event)
    return LockChannel(channel=channel) if channel else None


def _react(wish: Wish, event: Event) -> Action | None:
    if isinstance(event, MessagePosted | MessageEdited):
        return AddReaction(channel=event.channel, message=event.message, emoji=wish.name)
    return None


#: Every wish an admin can write, by its words.
WISHES: dict[str, _Kind] = {
    "delete": _Kind(DeleteMessage, _delete),
    "nudge": _Kind(Nudge, _to_member(lambda who: Nudge(member=who))),
    "warn": _Kind(Warn, _to_member(lambda who: Warn(member=who))),
    "timeout": _Kind(Timeout, _timeout, "duration", "timeout: 1 hour"),
    "kick": _Kind(Kick, _to_member(lambda who: Kick(member=who))),
    "ban": _Kind(Ban, _ban, "maybe a duration", "ban: 7 days"),
    "add role": _Kind(AddRole, _add_role, "name", "add role: Guest"),
    "remove role": _Kind(RemoveRole, _remove_role, "name", "remove role: Guest"),
    "slow mode": _Kind(SlowMode, _slow_mode, "duration", "slow mode: 10 seconds"),
    "lock channel": _Kind(LockChannel, _lock),
    "react": _Kind(AddReaction, _react, "sign", "react: 👀"),
    "hold": _Kind(HoldForReview, lambda wish, event: HoldForReview()),
    "alert team": _Kind(AlertTeam, lambda wish, event: AlertTeam()),
    "open case": _Kind(OpenCase, lambda wish, event: OpenCase()),
}


def parse_wish(value: Any) -> Wish:
    """Return the wish written as `delete`, `timeout: 1 hour` or {timeout: 1 hour}.

    Raises ValueError in admin's words.
    """
    do, rest = _halves(value)
    kind = WISHES.get(do)
    if kind is None:
        hint = closest(do, WISHES) or f"; known are {', '.join(WISHES)}"
        raise WishError(f"'{do}' is nothing that can be done{hint}")
    if kind.takes == "name":
        if not rest:
            raise WishError(f"'{do}' needs a name; write '{kind.example}'")
        return Wish(do=do, name=rest)
    if kind.takes == "sign":
        return Wish(do=do, name=_sign(rest))
    return Wish(do=do, seconds=_seconds(do, kind, rest))


def _sign(rest: str) -> str:
    try:
        return parse_sign(rest)
    except ValueError as error:
        raise WishError(str(error)) from None


def _halves(value: Any) -> tuple[str, str]:
    if isinstance(value, dict) and len(value) == 1:
        ((do, rest),) = value.items()
        if isinstance(do, str) and isinstance(rest, str | None):
            return " ".join(do.split()).lower(), (rest or "").strip()
    if isinstance(value, str):
        do, _, rest = value.partition(":")
        return " ".join(do.split()).lower(), rest.strip()
    raise WishError("write an action such as 'delete' or 'timeout: 1 hour'")


def _seconds(do: str, kind: _Kind, rest: str) -> int | None:
    if not rest:
        if kind.takes == "duration":
            raise WishError(f"'{do}' needs to know for how long; write '{kind.example}'")
        return None
    if not kind.takes:
        raise WishError(f"'{do}' stands alone; take ': {rest}' away")
    try:
        return round(parse_duration(rest).total_seconds())
    except ValueError as error:
        raise WishError(str(error)) from None


def parse_rung(value: Any) -> Rung:
    """Return what is to be done at once; raises ValueError whose `where` names the item."""
    if isinstance(value, str | dict):
        value = [value]
    if not isinstance(value, list | tuple) or not value:
        raise WishError("write a list of actions such as [delete, nudge]")
    rung: list[Wish] = []
    for place, item in enumerate(value):
        try:
            rung.append(item if isinstance(item, Wish) else parse_wish(item))
        except WishError as error:
            raise WishError(str(error), (place, *error.where)) from None
    return tuple(rung)


def parse_ladder(value: Any) -> tuple[Rung, ...]:
    """Return the ladder that a list, or a list of lists, describes; raises ValueError."""
    if not isinstance(value, list | tuple) or not value:
        return (parse_rung(value),)
    lists = sum(isinstance(item, list | tuple) for item in value)
    if not lists:
        return (parse_rung(value),)
    if lists < len(value):
        raise WishError("write one list of actions, or a list of lists: one for each time")
    if lists > LONGEST_LADDER:
        raise WishError(f"a ladder has at most {LONGEST_LADDER} steps")
    rungs: list[Rung] = []
    for place, item in enumerate(value):
        try:
            rungs.append(parse_rung(item))
        except WishError as error:
            raise WishError(str(error), (place, *error.where)) from None
    return tuple(rungs)


_WISH_SCHEMA = {
    "anyOf": [
        {"enum": [do for do, kind in WISHES.items() if kind.takes in ("", "maybe a duration")]},
        {
            "type": "object",
            "maxProperties": 1,
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {
                do: {"type": "string", "examples": [kind.example.partition(": ")[2]]}
                for do, kind in WISHES.items()
                if kind.takes
            },
        },
        {"type": "string", "pattern": "^[a-z ]+: .+$"},
    ]
}
_RUNG_SCHEMA = {"type": "array", "minItems": 1, "items": _WISH_SCHEMA}

#: The value of `then:`.
Ladder = Annotated[
    tuple[Rung, ...],
    PlainValidator(parse_ladder),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, _RUNG_SCHEMA, {"type": "array", "items": _RUNG_SCHEMA}]}
    ),
]


def realise(wishes: Sequence[Wish], event: Event) -> tuple[Action, ...]:
    """Return the actions that the wishes come to here; what makes no sense here is left out."""
    made = (WISHES[wish.do].make(wish, event) for wish in wishes)
    return tuple(action for action in made if action is not None)


def actions_of(ladder: Sequence[Rung]) -> frozenset[type[Action]]:
    """Return every kind of action that the ladder may come to."""
    return frozenset(WISHES[wish.do].action for rung in ladder for wish in rung)


def signs_of(ladder: Sequence[Rung]) -> frozenset[str]:
    """Return every sign that the ladder may put under a message."""
    return frozenset(wish.name for rung in ladder for wish in rung if wish.do == "react")


def held_for(forget_after: timedelta | None, ladder: Sequence[Rung]) -> timedelta | None:
    """Return how long something is held against a member: as told, else 30 days on a ladder."""
    if forget_after is not None or len(ladder) < 2:
        return forget_after
    return timedelta(days=30)
