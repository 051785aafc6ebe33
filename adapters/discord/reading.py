"""Discord's JSON read into values: servers, rooms, members."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.discord.markup import clean_name
from adapters.discord.places import Overwrite, Place, Role, Room
from bot.domain import Member

Json = dict[str, Any]
_EPOCH = 1_420_070_400_000


def is_id(text: str) -> bool:
    """Return whether a text has the shape of one of Discord's ids."""
    return text.isascii() and text.isdigit() and 15 <= len(text) <= 20


def made_at(id: str) -> datetime:
    """Return when the thing with this id came into being."""
    return datetime.fromtimestamp(((int(id) >> 22) + _EPOCH) / 1000, UTC)


def id_at(at: datetime) -> str:
    """Return the lowest id that a thing made at this moment can have."""
    return str((int(at.timestamp() * 1000) - _EPOCH) << 22)


def moment(text: str | None) -> datetime | None:
    """Return the moment that Discord's text names."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def role(raw: Mapping[str, Any]) -> Role:
    """Read a role."""
    return Role(
        id=str(raw["id"]),
        name=raw["name"],
        position=raw["position"],
        permissions=int(raw["permissions"]),
        managed=bool(raw.get("managed")),
    )


def room(raw: Mapping[str, Any]) -> Room:
    """Read a channel or thread."""
    return Room(
        id=str(raw["id"]),
        name=raw.get("name") or "",
        type=raw["type"],
        parent=raw.get("parent_id"),
        slow=raw.get("rate_limit_per_user") or 0,
        locked=bool((raw.get("thread_metadata") or {}).get("locked")),
        archived=bool((raw.get("thread_metadata") or {}).get("archived")),
        overwrites=tuple(overwrite(one) for one in raw.get("permission_overwrites") or ()),
    )


def overwrite(raw: Mapping[str, Any]) -> Overwrite:
    """Read what a room allows and denies."""
    return Overwrite(
        id=str(raw["id"]),
        type=int(raw["type"]),
        allow=int(raw["allow"]),
        deny=int(raw["deny"]),
    )


def place(
    guild: Mapping[str, Any], channels: Iterable[Mapping[str, Any]], me: str, mine: Iterable[str]
) -> Place:
    """Read a server."""
    rooms = (room(one) for one in channels)
    roles = (role(one) for one in guild["roles"])
    return Place(
        id=str(guild["id"]),
        name=guild["name"],
        owner=str(guild["owner_id"]),
        roles={one.id: one for one in roles},
        rooms={one.id: one for one in rooms},
        me=me,
        my_roles=tuple(mine),
    )


def name_of(user: Mapping[str, Any], nick: str | None = None) -> str:
    """Return what people call somebody."""
    return clean_name(nick or user.get("global_name") or user["username"])


def member(raw: Mapping[str, Any], place: Place) -> Member:
    """Read a member of a server."""
    user = raw["user"]
    roles = [str(id) for id in raw["roles"]]
    return Member(
        id=str(user["id"]),
        name=name_of(user, raw.get("nick")),
        roles=role_names(place, roles),
        bot=bool(user.get("bot")),
        joined_at=moment(raw.get("joined_at")),
        account_created_at=made_at(str(user["id"])),
        rank=place.rank(str(user["id"]), roles),
    )


def role_names(place: Place, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the names of roles, highest first, without the one that everybody has."""
    known = [place.roles[id] for id in ids if id in place.roles and id != place.id]
    return tuple(one.name for one in sorted(known, key=lambda one: -one.position))


def stranger(user: Mapping[str, Any]) -> Member:
    """Read somebody who is not, or no longer, in the server."""
    return Member(
        id=str(user["id"]),
        name=name_of(user),
        bot=bool(user.get("bot")),
        account_created_at=made_at(str(user["id"])),
    )
