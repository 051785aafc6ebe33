"""Signs under messages, pins, and threads put away; what is so already counts as done."""

import re
from urllib.parse import quote

from adapters.discord import places
from adapters.discord.deed import Deed, done
from adapters.discord.places import Room
from adapters.discord.problems import UNKNOWN_EMOJI, UNKNOWN_MESSAGE, No, Refusal
from adapters.discord.reading import is_id
from bot.domain import (
    AddReaction,
    ArchiveChannel,
    Outcome,
    PinMessage,
    RemoveReaction,
    UnarchiveChannel,
    UnpinMessage,
)

_SEEING = places.VIEW_CHANNEL | places.READ_MESSAGE_HISTORY
#: How a server's own emoji is written in a text.
_OWN = re.compile(r"<a?:(\w{2,32}:\d{15,20})>|(\w{2,32}:\d{15,20})")
_GONE = "That message is gone, or stands in another channel."
_NO_SIGN = (
    "Discord takes a sign itself, or a server's own as name:id, and '{emoji}' is neither of them."
)
_ONLY_THREADS = (
    "Discord archives threads and forum posts only; /lock closes a channel for all but the team."
)


async def react(deed: Deed, action: AddReaction) -> Outcome:
    """Put our sign under a message."""
    room = await _room_with(deed, action.channel, action.message)
    await deed.may(_SEEING | places.ADD_REACTIONS, room)
    await deed.rest.request("PUT", _sign(room, action))
    return done()


async def unreact(deed: Deed, action: RemoveReaction) -> Outcome:
    """Take our sign away."""
    if not is_id(action.message):
        return done(detail="already gone")
    room = await deed.room(action.channel)
    await deed.may(_SEEING, room)
    return await _away(deed, _sign(room, action))


async def pin(deed: Deed, action: PinMessage) -> Outcome:
    """Pin a message in its room."""
    room = await _room_with(deed, action.channel, action.message)
    await deed.may(_SEEING | places.PIN_MESSAGES, room)
    await deed.rest.request("PUT", _pin(room, action.message), reason=deed.reason())
    return done()


async def unpin(deed: Deed, action: UnpinMessage) -> Outcome:
    """Take a message off the list of what is pinned in its room."""
    if not is_id(action.message):
        return done(detail="already gone")
    room = await deed.room(action.channel)
    await deed.may(_SEEING | places.PIN_MESSAGES, room)
    return await _away(deed, _pin(room, action.message))


async def archive(deed: Deed, action: ArchiveChannel) -> Outcome:
    """Put a thread away."""
    return await _put_away(deed, action.channel, archived=True, reason=action.reason)


async def unarchive(deed: Deed, action: UnarchiveChannel) -> Outcome:
    """Bring a thread back."""
    return await _put_away(deed, action.channel, archived=False, reason="")


async def _put_away(deed: Deed, channel: str, *, archived: bool, reason: str) -> Outcome:
    room = await deed.room(channel)
    if not room.is_thread:
        raise No(_ONLY_THREADS)
    await deed.may(places.MANAGE_THREADS, room)
    body = {"archived": archived}
    path = f"/channels/{room.id}"
    await deed.rest.request("PATCH", path, body=body, reason=deed.reason(reason))
    deed.tools.directory.forget(deed.order.place)
    return done()


async def _room_with(deed: Deed, channel: str, message: str) -> Room:
    if not is_id(message):
        raise No(_GONE)
    return await deed.room(channel)


async def _away(deed: Deed, path: str) -> Outcome:
    try:
        await deed.rest.request("DELETE", path, reason=deed.reason())
    except Refusal as refusal:
        if refusal.code not in (UNKNOWN_MESSAGE, UNKNOWN_EMOJI):
            raise
        return done(detail="already gone")
    return done()


def _pin(room: Room, message: str) -> str:
    return f"/channels/{room.id}/messages/pins/{message}"


def takes(emoji: str) -> bool:
    """Return whether a sign can stand under a message: itself, or a server's own."""
    return not emoji.isascii() or _OWN.fullmatch(emoji.strip()) is not None


def _sign(room: Room, action: AddReaction | RemoveReaction) -> str:
    """Return the path of our sign under a message; raises No for what is no sign."""
    if not takes(action.emoji):
        raise No(_NO_SIGN.format(emoji=action.emoji[:20]))
    own = _OWN.fullmatch(action.emoji.strip())
    written = quote((own[1] or own[2]) if own else action.emoji.strip(": "), safe="")
    return f"/channels/{room.id}/messages/{action.message}/reactions/{written}/@me"
