"""What a pretended Slack remembers: workspaces, people, channels, messages and user groups."""

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class User:
    """One account of a workspace."""

    id: str
    name: str
    team: str
    display: str = ""
    admin: bool = False
    owner: bool = False
    primary_owner: bool = False
    bot: bool = False
    guest: bool = False
    stranger: bool = False
    deleted: bool = False
    locale: str = "en-US"

    def as_json(self, *, locale: bool = False) -> Json:
        """Return the user object."""
        shown = {
            "id": self.id,
            "team_id": self.team,
            "name": self.name.lower().replace(" ", "."),
            "deleted": self.deleted,
            "real_name": self.name,
            "profile": {"real_name": self.name, "display_name": self.display or self.name},
            "is_admin": self.admin or self.owner,
            "is_owner": self.owner,
            "is_primary_owner": self.primary_owner,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "is_bot": self.bot,
            "is_stranger": self.stranger,
        }
        return shown | ({"locale": self.locale} if locale else {})


@dataclass(slots=True)
class Message:
    """One message in a channel."""

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    metadata: Json = field(default_factory=dict)
    subtype: str = ""
    bot_id: str = ""
    edited: Json = field(default_factory=dict)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)

    def as_json(self, *, metadata: bool = False) -> Json:
        """Return the message object; its metadata only where it is asked for."""
        found: Json = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text}
        more: Json = {
            "subtype": self.subtype,
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "bot_id": self.bot_id,
            "edited": self.edited,
            "files": self.files,
            "metadata": self.metadata if metadata else {},
            "reactions": [
                {"name": name, "users": users, "count": len(users)}
                for name, users in self.reactions.items()
            ],
        }
        return found | {key: value for key, value in more.items() if value}


@dataclass(slots=True)
class Ephemeral:
    """Words in a channel that one person alone sees."""

    channel: str
    user: str
    text: str
    blocks: list[Json]


@dataclass(slots=True)
class Channel:
    """A channel, a direct conversation (`im`), or one of several (`mpim`)."""

    id: str
    name: str
    kind: str = "public"
    members: set[str] = field(default_factory=set)
    general: bool = False
    archived: bool = False
    shared: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)
    posting: str = "type:everyone"

    def as_json(self, whom: str = "") -> Json:
        """Return the conversation object as `whom` sees it."""
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "public",
            "is_archived": self.archived,
            "is_general": self.general,
            "is_ext_shared": self.shared,
            "is_member": whom in self.members,
            "num_members": len(self.members),
        }

    @property
    def type(self) -> str:
        """The channel_type that events carry."""
        return {"public": "channel", "private": "group"}.get(self.kind, self.kind)


@dataclass(slots=True)
class Group:
    """A user group."""

    id: str
    name: str
    handle: str
    users: list[str] = field(default_factory=list)
    enabled: bool = True

    def as_json(self, team: str, *, users: bool) -> Json:
        """Return the usergroup object."""
        found: Json = {
            "id": self.id,
            "team_id": team,
            "name": self.name,
            "handle": self.handle,
            "date_delete": 0 if self.enabled else 1,
            "user_count": len(self.users),
        }
        return found | ({"users": list(self.users)} if users else {})


@dataclass(slots=True)
class Token:
    """What a caller proves itself with, and how far that reaches."""

    value: str
    kind: str
    team: str
    user: str
    scopes: set[str]
    revoked: bool = False


class Workspace:
    """One workspace; its owner, its app's bot user and a #general are there from the start."""

    def __init__(self, team: str, name: str) -> None:
        self.team = team
        self.name = name
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, Group] = {}
        self.ephemerals: list[Ephemeral] = []
        self.views: list[Json] = []
        self.homes: dict[str, Json] = {}
        self.home_shown = asyncio.Event()
        self.paid = True
        #: Whether a setting lets admins alone take people out of channels.
        self.admins_remove_only = False
        self._numbers = itertools.count(1)
        tail = team[1:]
        self.owner = self.add_user("Olga Owner", owner=True, primary_owner=True)
        self.bot = self.add_user("Evenhand", bot=True)
        self.bot_id = f"B{tail}"
        self.general = self.add_channel("general", general=True)
        self.general.members |= {self.owner.id, self.bot.id}

    def _id(self, letter: str) -> str:
        return f"{letter}{self.team[1:5]}{next(self._numbers):06}"

    def add_user(self, name: str, **what: Any) -> User:
        """Let there be an account."""
        user = User(self._id("U"), name, self.team, **what)
        self.users[user.id] = user
        return user

    def add_channel(self, name: str, **what: Any) -> Channel:
        """Let there be a channel."""
        channel = Channel(self._id("D" if what.get("kind") == "im" else "C"), name, **what)
        self.channels[channel.id] = channel
        return channel

    def add_group(self, name: str) -> Group:
        """Let there be a user group."""
        group = Group(self._id("S"), name, name.lower().replace(" ", "-"))
        self.groups[group.id] = group
        return group

    def im(self, user: str) -> Channel:
        """Return the direct conversation of somebody with the app's bot."""
        for channel in self.channels.values():
            if channel.kind == "im" and user in channel.members:
                return channel
        return self.add_channel("", kind="im", members={user, self.bot.id})

    def named(self, name: str) -> Channel:
        """Return a channel by its name."""
        return next(channel for channel in self.channels.values() if channel.name == name)
