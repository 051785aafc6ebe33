"""How things stand in the room before they are changed."""

from adapters.lobby.records import Hall
from adapters.lobby.room import Room
from bot.domain import (
    AddReaction,
    Effect,
    LockChannel,
    PinMessage,
    RemoveReaction,
    SlowMode,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)


def is_so(room: Room, effect: Effect) -> bool | None:
    """Return whether an effect would change nothing, None for what is not looked at."""
    match effect:
        case Untimeout(member=member) if person := room.people.get(member):
            return not person.is_silenced(room.now)
        case Unban(member=member) if person := room.people.get(member):
            return not person.is_banned(room.now)
        case LockChannel(channel=channel) if hall := known_hall(room, channel):
            return hall.locked
        case UnlockChannel(channel=channel) if hall := known_hall(room, channel):
            return not hall.locked
        case SlowMode(channel=channel, seconds=seconds) if hall := known_hall(room, channel):
            return hall.slow == max(0, seconds)
        case PinMessage() | UnpinMessage() | AddReaction() | RemoveReaction():
            return _is_marked(room, effect)
    return None


_Mark = PinMessage | UnpinMessage | AddReaction | RemoveReaction


def _is_marked(room: Room, effect: _Mark) -> bool | None:
    post = room.post(effect.message)
    if post is None:
        return None
    match effect:
        case PinMessage():
            return post.pinned
        case UnpinMessage():
            return not post.pinned
        case AddReaction(emoji=emoji):
            return emoji in post.signs
        case RemoveReaction(emoji=emoji):
            return emoji not in post.signs


def known_hall(room: Room, channel: str) -> Hall | None:
    """Return a channel by its name, with or without a #, None where there is none."""
    return room.halls.get(channel.removeprefix("#"))
