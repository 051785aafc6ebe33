"""What a page is shown of each thing, as JSON; nothing here that is not meant for it."""

from datetime import datetime

from adapters.lobby.guests import Guests
from adapters.lobby.records import HOST_ID, Hall, Json, Person, Post
from adapters.lobby.room import STAFF_CHANNELS, Room
from bot.domain import CommandSpec

#: So many of a channel's posts are shown to somebody who comes in.
POSTS_SHOWN = 200
#: So many of their private words somebody reads who may not come in.
NOTES_SHOWN = 3


def is_staff_only(channel: str) -> bool:
    """Return whether only the team sees a channel."""
    return channel in STAFF_CHANNELS


def post(post: Post) -> Json:
    """Return a post as its readers see it."""
    return {
        "id": post.id,
        "seq": post.seq,
        "channel": post.channel,
        "author": post.author,
        "name": post.name,
        "host": post.author == HOST_ID,
        "text": post.text,
        "at": post.at.isoformat(),
        "reply_to": post.reply_to,
        "private": bool(post.to),
        "interaction": post.interaction,
        "buttons": [{"id": b.id, "label": b.label, "style": b.style} for b in post.buttons],
        "removed": post.removed,
        "edited": post.edited,
        "restored": post.restored,
        "pinned": post.pinned,
        "signs": list(post.signs),
    }


def person(person: Person, *, staff: bool, online: bool) -> Json:
    """Return a person as others see them."""
    return {
        "id": person.id,
        "name": person.name,
        "staff": staff,
        "here": person.here,
        "sample": person.sample,
        "online": online or person.sample,
    }


def me(person: Person, *, staff: bool) -> Json:
    """Return a person as they see themselves."""
    return {
        "id": person.id,
        "name": person.name,
        "staff": staff,
        "roles": list(person.roles),
        "timeout_until": _moment(person.timeout_until),
        "timeout_reason": person.timeout_reason,
    }


def out(person: Person, room: Room) -> Json:
    """Return what somebody is told who is no longer in the room.

    Whoever may not come back reads their private words here, so that they can object.
    """
    banned = person.is_banned(room.now)
    return {
        "t": "out",
        "banned": banned,
        "until": _moment(person.banned_until),
        "shown_out": person.shown_out,
        "reason": person.out_reason,
        "notes": [post(each) for each in _notes(person, room)] if banned else [],
    }


def _notes(person: Person, room: Room) -> list[Post]:
    posts = (each for channel in room.posts.values() for each in channel.values())
    private = [each for each in posts if each.to == person.id and not each.removed]
    return sorted(private, key=lambda each: each.seq)[-NOTES_SHOWN:]


def hall(hall: Hall) -> Json:
    """Return a channel's state."""
    return {
        "id": hall.id,
        "slow": hall.slow,
        "locked": hall.locked,
        "reason": hall.lock_reason,
        "staff": is_staff_only(hall.id),
    }


def command(spec: CommandSpec) -> Json:
    """Return a command with its parameters and words of help in every language."""
    return {
        "name": spec.name,
        "help": spec.help,
        "examples": list(spec.examples),
        "parameters": [
            {
                "name": each.name,
                "type": each.type.value,
                "help": each.help,
                "required": each.required,
                "choices": list(each.choices),
            }
            for each in spec.parameters
        ],
    }


def welcome(guests: Guests, person: Person) -> Json:
    """Return the whole room as one person may see it."""
    channels = guests.channels_of(person)
    room = guests.room
    here = [each for each in room.people.values() if each.here]
    standing = guests.house.standing(guests.community, person.as_member())
    return {
        "t": "welcome",
        "now": room.now.isoformat(),
        "me": me(person, staff=guests.is_staff(person)),
        "people": [_shown(guests, each) for each in here],
        "halls": [hall(room.halls[name]) for name in channels],
        "posts": [
            post(each)
            for name in channels
            for each in list(room.posts[name].values())[-POSTS_SHOWN:]
            if each.to in ("", person.id)
        ],
        "commands": [command(c) for c in guests.house.commands if c.right <= standing],
    }


def _shown(guests: Guests, each: Person) -> Json:
    return person(each, staff=guests.is_staff(each), online=each.id in guests.online)


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
