"""The address that brings Evenhand into a server, with no right that it does not need."""

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlencode

from adapters.discord import places
from bot.domain import (
    AddReaction,
    AddRole,
    ArchiveChannel,
    Ban,
    DeleteMessage,
    Effect,
    Kick,
    LockChannel,
    PinMessage,
    PurgeMessages,
    RemoveRole,
    SlowMode,
    Timeout,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)
from bot.ports import Invitation

_AUTHORIZE = "https://discord.com/oauth2/authorize"
#: What hearing, answering and reading back need in any case.
ALWAYS = (
    places.VIEW_CHANNEL
    | places.SEND_MESSAGES
    | places.SEND_IN_THREADS
    | places.READ_MESSAGE_HISTORY
    | places.VIEW_AUDIT_LOG
)
NEEDED: Mapping[type[Effect], int] = {
    DeleteMessage: places.MANAGE_MESSAGES,
    PurgeMessages: places.MANAGE_MESSAGES,
    Timeout: places.MODERATE_MEMBERS,
    Untimeout: places.MODERATE_MEMBERS,
    Kick: places.KICK_MEMBERS,
    Ban: places.BAN_MEMBERS,
    Unban: places.BAN_MEMBERS,
    AddRole: places.MANAGE_ROLES,
    RemoveRole: places.MANAGE_ROLES,
    SlowMode: places.MANAGE_CHANNELS | places.MANAGE_THREADS,
    LockChannel: places.MANAGE_CHANNELS | places.MANAGE_ROLES | places.MANAGE_THREADS,
    UnlockChannel: places.MANAGE_CHANNELS | places.MANAGE_ROLES | places.MANAGE_THREADS,
    AddReaction: places.ADD_REACTIONS,
    PinMessage: places.PIN_MESSAGES,
    UnpinMessage: places.PIN_MESSAGES,
    ArchiveChannel: places.MANAGE_THREADS,
    UnarchiveChannel: places.MANAGE_THREADS,
}


def permissions_for(effects: Iterable[type[Effect]]) -> int:
    """Return the permissions that these effects need, with what is needed in any case."""
    wanted = ALWAYS
    for effect in effects:
        wanted |= NEEDED.get(effect, 0)
    return wanted


def invitation(
    application: str, effects: Collection[type[Effect]], *, prevents: bool = False
) -> Invitation:
    """Return the address to open, and the rights that it asks for by Discord's names."""
    wanted = permissions_for(effects) | (places.MANAGE_GUILD if prevents else 0)
    query = {
        "client_id": application,
        "scope": "bot applications.commands",
        "permissions": str(wanted),
    }
    names = tuple(name for bit, name in places.NAMES.items() if wanted & bit)
    return Invitation(address=f"{_AUTHORIZE}?{urlencode(query)}", rights=names)
