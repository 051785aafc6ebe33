"""Which rights the app needs for what is to be done, and which events it has to hear."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from bot.domain import (
    AddReaction,
    AddRole,
    ArchiveChannel,
    DeleteMessage,
    Effect,
    Event,
    Kick,
    LockChannel,
    PinMessage,
    PurgeMessages,
    ReactionAdded,
    RemoveReaction,
    RemoveRole,
    Timeout,
    UnarchiveChannel,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)

#: To hear, to answer, to know who is who.
BASE = (
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "usergroups:read",
    "users:read",
)
_REMOVAL = ("channels:manage", "groups:write")
_BOT: Mapping[type[Effect], tuple[str, ...]] = MappingProxyType(
    {
        Timeout: _REMOVAL,
        Untimeout: _REMOVAL,
        Kick: _REMOVAL,
        AddRole: ("usergroups:write",),
        RemoveRole: ("usergroups:write",),
        AddReaction: ("reactions:write",),
        RemoveReaction: ("reactions:write",),
        PinMessage: ("pins:write",),
        UnpinMessage: ("pins:write",),
        ArchiveChannel: _REMOVAL,
    }
)
_USER: Mapping[type[Effect], tuple[str, ...]] = MappingProxyType(
    {
        DeleteMessage: ("chat:write",),
        PurgeMessages: ("chat:write",),
        Timeout: ("channels:write", "groups:write"),
        Kick: ("channels:write", "groups:write"),
        ArchiveChannel: ("channels:write", "groups:write"),
        UnarchiveChannel: ("channels:write", "groups:write"),
    }
)
#: What tells that an admin's token is for a whole organisation.
ORG_SCOPE = "admin.conversations:write"
_ORG: Mapping[type[Effect], tuple[str, ...]] = MappingProxyType(
    {
        LockChannel: ("admin.conversations:read", "admin.conversations:write"),
        UnlockChannel: ("admin.conversations:read", "admin.conversations:write"),
    }
)
EVENTS = (
    "app_home_opened",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "subteam_created",
    "subteam_members_changed",
    "subteam_updated",
    "team_join",
    "tokens_revoked",
    "user_change",
)


#: What is heard only where a policy listens for it: the right and the event.
_HEARD: Mapping[type[Event], tuple[str, str]] = MappingProxyType(
    {ReactionAdded: ("reactions:read", "reaction_added")}
)
HEARS = frozenset(_HEARD)


def bot_scopes(
    effects: Collection[type[Effect]], hears: Collection[type[Event]] = HEARS
) -> list[str]:
    """Return what the bot's token needs to carry these effects out and to hear these events."""
    doing = {scope for effect in effects for scope in _BOT.get(effect, ())}
    hearing = {scope for event, (scope, _) in _HEARD.items() if event in hears}
    return sorted({*BASE, *doing, *hearing})


def events(hears: Collection[type[Event]] = HEARS) -> list[str]:
    """Return which events of Slack's the app has to be subscribed to."""
    return sorted({*EVENTS, *(name for event, (_, name) in _HEARD.items() if event in hears)})


def user_scopes(effects: Collection[type[Effect]], *, org: bool = False) -> list[str]:
    """Return what an admin's token needs besides; `org` adds what Enterprise alone knows."""
    known = {**_USER, **_ORG} if org else _USER
    return sorted({scope for effect in effects for scope in known.get(effect, ())})
