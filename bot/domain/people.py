"""Who is talking, and where."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum


class Standing(IntEnum):
    """How far a community trusts a member; a higher value outranks a lower one."""

    NEWCOMER = 0
    REGULAR = 1
    TRUSTED = 2
    MODERATOR = 3
    ADMIN = 4

    @property
    def is_staff(self) -> bool:
        """Whether the member belongs to the team, which policies leave alone."""
        return self >= Standing.MODERATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person (or bot) on one network.

    `id` is the network's id and never a name; `roles` are role names as the network shows them;
    `rank` is the member's height in the network's own hierarchy, where it has one.
    """

    id: str
    name: str
    roles: tuple[str, ...] = ()
    bot: bool = False
    joined_at: datetime | None = None
    account_created_at: datetime | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A room where messages appear; a thread names the room it hangs on as `parent`."""

    id: str
    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """People under one rulebook; `places` maps a network to the place's id there."""

    id: str
    name: str
    language: str = "en"
    places: dict[str, str] = field(default_factory=dict)


def person_key(network: str, member_id: str) -> str:
    """Return the key under which one person's strikes, cases and sanctions are kept."""
    return f"{network}:{member_id}"
