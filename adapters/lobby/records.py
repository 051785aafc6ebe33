"""What the lobby remembers, and each thing's line in the journal."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from bot.domain import Button, Member, Outcome, OutcomeState

Json = dict[str, Any]

#: The name and id under which Evenhand itself speaks.
HOST_ID = "evenhand"
HOST_NAME = "Evenhand"
#: The role that comes with the moderator's seat.
SEAT_ROLE = "Moderator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is or was in the room; `key` is the hash of the token that proves it.

    `banned_until` says when a ban ends; a ban without it holds for good. `shown_out` says that they
    did not leave by themselves, and `out_reason` why. `joins` counts how often they came in, since
    each coming in is an event of its own.
    """

    id: str
    name: str
    key: str = ""
    roles: tuple[str, ...] = ()
    joined_at: datetime
    joins: int = 1
    here: bool = True
    sample: bool = False
    timeout_until: datetime | None = None
    timeout_reason: str = ""
    banned: bool = False
    banned_until: datetime | None = None
    shown_out: bool = False
    out_reason: str = ""

    def is_banned(self, now: datetime) -> bool:
        """Return whether a ban holds at this moment."""
        return self.banned and (self.banned_until is None or now < self.banned_until)

    def is_silenced(self, now: datetime) -> bool:
        """Return whether a time-out runs at this moment."""
        return self.timeout_until is not None and now < self.timeout_until

    def as_member(self) -> Member:
        """Return the person as the house knows people."""
        return Member(
            id=self.id,
            name=self.name,
            roles=self.roles,
            joined_at=self.joined_at,
            rank=10 if SEAT_ROLE in self.roles else 0,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One thing said; `to` names the only person who may see it, empty for everybody.

    `removed` is empty, `team`, `author`, or `policy:` and the policy's name; the words of a
    removed post are gone. `seq` orders posts across channels, and `signs` are Evenhand's under it.
    """

    id: str
    seq: int = 0
    channel: str
    author: str
    name: str
    text: str = ""
    at: datetime
    reply_to: str | None = None
    to: str = ""
    interaction: str = ""
    buttons: tuple[Button, ...] = ()
    removed: str = ""
    edited: bool = False
    restored: bool = False
    pinned: bool = False
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """A channel's state: the seconds of its slow mode, and whether only the team may write."""

    id: str
    slow: int = 0
    locked: bool = False
    lock_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """An order that was carried out, by its key, so that a repeat changes nothing."""

    key: str
    state: str
    detail: str = ""
    made: str | None = None

    @property
    def outcome(self) -> Outcome:
        """What came of the order."""
        return Outcome(state=OutcomeState(self.state), detail=self.detail, made=self.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tomb:
    """A message that was removed before it was seen here."""

    message: str
    removed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A leaving that the house has not yet been told about; `paid` once it has."""

    id: str
    person: str
    at: datetime
    paid: bool = False


Record = Person | Post | Hall | Carried | Tomb | Owed

_KINDS: dict[str, type[Any]] = {
    "person": Person,
    "post": Post,
    "hall": Hall,
    "carried": Carried,
    "tomb": Tomb,
    "owed": Owed,
}
_NAMES = {cls: name for name, cls in _KINDS.items()}
_MOMENTS = frozenset({"at", "joined_at", "timeout_until", "banned_until"})


def dump(record: Record) -> Json:
    """Return a record as JSON values; fields that are empty are left out."""
    data = {name: _plain(value) for name, value in asdict(record).items() if value or value == 0}
    return {"is": _NAMES[type(record)], **data}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def load(data: Mapping[str, Any]) -> Record:
    """Return the record that `dump` wrote; raises ValueError where the data is something else."""
    cls = _KINDS.get(str(data.get("is")))
    if cls is None:
        raise ValueError(f"unknown record {data.get('is')!r}")
    known = {each.name for each in fields(cls)}
    try:
        record: Record = cls(**{k: _read(k, v) for k, v in data.items() if k in known})
    except (TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None
    return record


def _read(name: str, value: Any) -> Any:
    if name in _MOMENTS and value is not None:
        return datetime.fromisoformat(value)
    if name == "buttons":
        return tuple(Button(**button) for button in value)
    return tuple(value) if name in ("roles", "signs") else value
