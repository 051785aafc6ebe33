"""A server as it is now: roles, rooms, and who may do what by Discord's rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

KICK_MEMBERS, BAN_MEMBERS, ADMINISTRATOR, MANAGE_CHANNELS = 1 << 1, 1 << 2, 1 << 3, 1 << 4
MANAGE_GUILD, VIEW_AUDIT_LOG, VIEW_CHANNEL, SEND_MESSAGES = 1 << 5, 1 << 7, 1 << 10, 1 << 11
MANAGE_MESSAGES, READ_MESSAGE_HISTORY, MANAGE_ROLES = 1 << 13, 1 << 16, 1 << 28
MANAGE_THREADS, SEND_IN_THREADS, MODERATE_MEMBERS = 1 << 34, 1 << 38, 1 << 40
ADD_REACTIONS, PIN_MESSAGES = 1 << 6, 1 << 51
EVERYTHING = (1 << 53) - 1
#: What Discord calls each permission in its settings.
NAMES: Mapping[int, str] = {
    KICK_MEMBERS: "Kick Members",
    BAN_MEMBERS: "Ban Members",
    MANAGE_CHANNELS: "Manage Channels",
    MANAGE_GUILD: "Manage Server",
    VIEW_AUDIT_LOG: "View Audit Log",
    VIEW_CHANNEL: "View Channels",
    SEND_MESSAGES: "Send Messages",
    MANAGE_MESSAGES: "Manage Messages",
    READ_MESSAGE_HISTORY: "Read Message History",
    MANAGE_ROLES: "Manage Roles",
    MANAGE_THREADS: "Manage Threads",
    SEND_IN_THREADS: "Send Messages in Threads",
    MODERATE_MEMBERS: "Timeout Members",
    ADD_REACTIONS: "Add Reactions",
    PIN_MESSAGES: "Pin Messages",
}
#: Types of rooms that hang on another.
THREADS = frozenset({10, 11, 12})
#: A heading over rooms, and the rooms that people mean by a name.
_CATEGORY, _PLAIN = 4, frozenset({0, 5})
OWNER_RANK = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role; `position` is its height."""

    id: str
    name: str
    position: int
    permissions: int
    managed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overwrite:
    """What a room allows and denies to a role (type 0) or to a member (type 1)."""

    id: str
    type: int
    allow: int
    deny: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A channel or thread."""

    id: str
    name: str
    type: int = 0
    parent: str | None = None
    slow: int = 0
    locked: bool = False
    archived: bool = False
    overwrites: tuple[Overwrite, ...] = ()

    @property
    def is_thread(self) -> bool:
        """Whether it hangs on another room."""
        return self.type in THREADS


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One server with its roles and rooms by id, and what Evenhand is there."""

    id: str
    name: str
    owner: str
    roles: Mapping[str, Role]
    rooms: Mapping[str, Room]
    me: str
    my_roles: tuple[str, ...] = ()

    def rank(self, member: str, roles: Iterable[str]) -> int:
        """Return a member's height: of their highest role, the owner above all."""
        if member == self.owner:
            return OWNER_RANK
        return max((self.roles[id].position for id in roles if id in self.roles), default=0)

    @property
    def my_rank(self) -> int:
        """How high Evenhand stands."""
        return self.rank(self.me, self.my_roles)

    def permissions(self, member: str, roles: Iterable[str], room: Room | None = None) -> int:
        """Return what a member may do here, or in one room."""
        if member == self.owner:
            return EVERYTHING
        known = [id for id in (self.id, *roles) if id in self.roles]
        allowed = 0
        for id in known:
            allowed |= self.roles[id].permissions
        if allowed & ADMINISTRATOR:
            return EVERYTHING
        if room is None:
            return allowed
        return _in_room(allowed, self._overwrites(room), self.id, known[1:], member)

    def my_permissions(self, room: Room | None = None) -> int:
        """Return what Evenhand may do here, or in one room."""
        return self.permissions(self.me, self.my_roles, room)

    def _overwrites(self, room: Room) -> Mapping[str, Overwrite]:
        above = self.rooms.get(room.parent or "") if room.is_thread else None
        return {one.id: one for one in (above or room).overwrites}

    def role_named(self, name: str) -> Role | None:
        """Return the role with this name or id."""
        if name in self.roles:
            return self.roles[name]
        wanted = name.removeprefix("@").casefold()
        return next((one for one in self.roles.values() if one.name.casefold() == wanted), None)

    def room_named(self, name: str) -> Room | None:
        """Return the room with this id, or with this name with or without a #.

        Several may share a name: a text channel goes before others, and those before threads.
        """
        if name in self.rooms:
            return self.rooms[name]
        wanted = name.removeprefix("#").casefold()
        found = [one for one in self.rooms.values() if one.name.casefold() == wanted]
        found = [one for one in found if one.type != _CATEGORY]
        return min(found, key=lambda one: (one.type not in _PLAIN, one.is_thread), default=None)


def _in_room(
    allowed: int, overwrites: Mapping[str, Overwrite], everybody: str, roles: list[str], member: str
) -> int:
    """Apply a room's overwrites in Discord's order: everybody, then roles together, then one."""
    allowed = _apply(allowed, [overwrites[everybody]] if everybody in overwrites else [])
    allowed = _apply(allowed, [overwrites[id] for id in roles if id in overwrites])
    return _apply(allowed, [overwrites[member]] if member in overwrites else [])


def _apply(allowed: int, overwrites: list[Overwrite]) -> int:
    for one in overwrites:
        allowed &= ~one.deny
    for one in overwrites:
        allowed |= one.allow
    return allowed


def lacking(allowed: int, needed: int) -> str:
    """Return the names of the permissions that are missing, empty where none is."""
    return ", ".join(f"'{name}'" for bit, name in NAMES.items() if needed & bit & ~allowed)
