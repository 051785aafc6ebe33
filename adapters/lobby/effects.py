"""What each effect changes in the room, as new records; nothing is done here."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.lobby.records import (
    HOST_ID,
    HOST_NAME,
    SEAT_ROLE,
    Hall,
    Owed,
    Person,
    Post,
    Record,
    Tomb,
)
from adapters.lobby.room import STAFF_CHANNELS, Room
from adapters.lobby.standing import known_hall
from bot.domain import (
    AddReaction,
    AddRole,
    Answer,
    Ban,
    DeleteMessage,
    EditReply,
    Effect,
    EffectClass,
    Kick,
    LockChannel,
    Order,
    PinMessage,
    PurgeMessages,
    RemoveReaction,
    RemoveRole,
    Reply,
    RestoreMessage,
    SendDirect,
    SlowMode,
    Timeout,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)

_AGAIN, _KNOWN = EffectClass.REPEATABLE, EffectClass.LOOKUP

#: What can be done here. What makes something new is known by its order's key.
CAN: Mapping[type[Effect], EffectClass] = {
    DeleteMessage: _AGAIN,
    PurgeMessages: _AGAIN,
    RestoreMessage: _KNOWN,
    Timeout: _AGAIN,
    Untimeout: _AGAIN,
    Kick: _KNOWN,
    Ban: _AGAIN,
    Unban: _AGAIN,
    Reply: _KNOWN,
    EditReply: _AGAIN,
    SendDirect: _KNOWN,
    Answer: _KNOWN,
    AddRole: _AGAIN,
    RemoveRole: _AGAIN,
    SlowMode: _AGAIN,
    LockChannel: _AGAIN,
    UnlockChannel: _AGAIN,
    AddReaction: _AGAIN,
    RemoveReaction: _AGAIN,
    PinMessage: _AGAIN,
    UnpinMessage: _AGAIN,
}
#: What is put on a message that somebody wrote.
MARKS = (PinMessage, UnpinMessage, AddReaction, RemoveReaction)
#: Longest text that is taken in or shown, in characters.
LONGEST_TEXT = 4_000
_BY_A_PERSON = re.compile(r"[a-z]+:\S+")


class Refused(Exception):
    """The room says no, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an order comes to: records to remember, a word about it, the id of what it made."""

    records: tuple[Record, ...] = ()
    detail: str = ""
    made: str | None = None


def change_by(order: Order, room: Room) -> Change:
    """Return what an order changes; raises Refused where the room says no."""
    match order.action:
        case DeleteMessage(message=message):
            return _remove(room, order, (message,))
        case PurgeMessages(messages=messages):
            return _remove(room, order, messages)
        case RestoreMessage():
            return _restore(room, order, order.action)
        case Timeout() | Untimeout() | Kick() | Ban() | Unban():
            return _change_person(room, order, order.action)
        case AddRole() | RemoveRole():
            return _change_roles(room, order.action)
        case Reply() | SendDirect() | Answer() | EditReply():
            return _say(room, order, order.action)
        case SlowMode() | LockChannel() | UnlockChannel():
            return _change_hall(room, order.action)
        case PinMessage() | UnpinMessage() | AddReaction() | RemoveReaction():
            return _mark(room, order.action)
        case _:
            raise Refused("The lobby cannot do this.")


def _remove(room: Room, order: Order, messages: tuple[str, ...]) -> Change:
    by = "team" if _BY_A_PERSON.fullmatch(order.actor) else f"policy:{order.actor}"
    records: list[Record] = []
    for id in messages:
        post = room.post(id)
        if post is None:
            records.append(Tomb(message=id, removed=by))
        elif not post.removed:
            bare = replace(post, text="", buttons=(), signs=(), pinned=False)
            records.append(replace(bare, removed=by, restored=False))
    gone = len(messages) - sum(isinstance(record, Post) for record in records)
    return Change(records=tuple(records), detail="already gone" if gone else "")


def _mark(room: Room, action: PinMessage | UnpinMessage | AddReaction | RemoveReaction) -> Change:
    post = room.post(action.message)
    if post is None or post.removed:
        if isinstance(action, UnpinMessage | RemoveReaction):
            return Change(detail="already gone")
        raise Refused("That message is no longer in the lobby.")
    match action:
        case PinMessage() | UnpinMessage():
            return Change(records=(replace(post, pinned=isinstance(action, PinMessage)),))
        case AddReaction(emoji=emoji) | RemoveReaction(emoji=emoji):
            rest = tuple(sign for sign in post.signs if sign != emoji)
            signs = (*rest, emoji) if isinstance(action, AddReaction) else rest
            return Change(records=(replace(post, signs=signs),))


def _restore(room: Room, order: Order, action: RestoreMessage) -> Change:
    post = room.post(action.message)
    if post is not None:
        back = replace(post, text=_cut(action.text), removed="", restored=True)
        return Change(records=(back,), made=post.id)
    again = Post(
        id=_made_by(order),
        channel=_hall(room, action.channel).id,
        author=action.member,
        name=action.member_name,
        text=_cut(action.text),
        at=room.now,
        restored=True,
    )
    return Change(records=(again,), made=again.id, detail="it was gone, so it stands at the end")


_Personal = Timeout | Untimeout | Kick | Ban | Unban


def _change_person(room: Room, order: Order, action: _Personal) -> Change:
    person = room.people.get(action.member)
    if person is None:
        raise Refused("Nobody with this id is in the lobby.")
    match action:
        case Timeout():
            until = action.until or order.at + timedelta(seconds=action.seconds)
            return _silence(person, until, action.reason)
        case Untimeout():
            detail = "" if person.is_silenced(room.now) else "there was no time-out"
            changed = replace(person, timeout_until=None, timeout_reason="")
            return Change(records=(changed,), detail=detail)
        case Kick():
            told = replace(person, out_reason=action.reason)
            return Change(records=_show_out(room, order, told))
        case Ban():
            return _ban(room, order, person, action)
        case Unban():
            detail = "" if person.banned else "there was no ban"
            freed = replace(person, banned=False, banned_until=None, out_reason="")
            return Change(records=(freed,), detail=detail)


def _silence(person: Person, until: datetime, reason: str) -> Change:
    return Change(records=(replace(person, timeout_until=until, timeout_reason=reason),))


def _ban(room: Room, order: Order, person: Person, action: Ban) -> Change:
    until = action.until
    if until is None and action.seconds is not None:
        until = order.at + timedelta(seconds=action.seconds)
    banned = replace(person, banned=True, banned_until=until, out_reason=action.reason)
    return Change(records=_show_out(room, order, banned))


def _show_out(room: Room, order: Order, person: Person) -> tuple[Record, ...]:
    person = replace(person, shown_out=True)
    if not person.here:
        return (person,)
    left = Owed(id=f"left-{order.key}", person=person.id, at=room.now)
    return replace(person, here=False), left


def _change_roles(room: Room, action: AddRole | RemoveRole) -> Change:
    person = room.person(action.member)
    if person is None:
        raise Refused("Nobody with this id is in the lobby.")
    rest = tuple(role for role in person.roles if role != action.role)
    roles = (*rest, action.role) if isinstance(action, AddRole) else rest
    return Change(records=(replace(person, roles=roles),))


def _change_hall(room: Room, action: SlowMode | LockChannel | UnlockChannel) -> Change:
    hall = _hall(room, action.channel)
    match action:
        case SlowMode(seconds=seconds):
            hall = replace(hall, slow=max(0, seconds))
        case LockChannel(reason=reason):
            hall = replace(hall, locked=True, lock_reason=reason)
        case UnlockChannel():
            hall = replace(hall, locked=False, lock_reason="")
    return Change(records=(hall,))


def _say(room: Room, order: Order, action: Reply | SendDirect | Answer | EditReply) -> Change:
    match action:
        case EditReply():
            return _edit(room, action)
        case Reply(message=message):
            post = _host_post(room, order, action, to="")
            return _made(replace(post, reply_to=message if room.knows(message) else None))
        case SendDirect(member=member):
            seen = replace(action, channel=_seen_by(room, _known(room, member), action.channel))
            return _made(_host_post(room, order, seen, to=member))
        case Answer(member=member, interaction=interaction, public=public):
            post = _host_post(room, order, action, to="" if public else _known(room, member))
            return _made(replace(post, interaction=interaction))


def _seen_by(room: Room, member: str, channel: str) -> str:
    """Return the channel, or one that the member sees where it is the team's own."""
    team = SEAT_ROLE in room.people[member].roles
    return channel if team or channel.removeprefix("#") not in STAFF_CHANNELS else ""


def _made(post: Post) -> Change:
    return Change(records=(post,), made=post.id)


def _host_post(room: Room, order: Order, action: Reply | SendDirect | Answer, *, to: str) -> Post:
    return Post(
        id=_made_by(order),
        channel=_hall(room, action.channel or "general").id,
        author=HOST_ID,
        name=HOST_NAME,
        text=_cut(action.text),
        at=room.now,
        to=to,
        buttons=action.buttons,
    )


def _edit(room: Room, action: EditReply) -> Change:
    carried = room.carried.get(action.of)
    post = room.post(carried.made) if carried and carried.made else None
    if post is None:
        raise Refused("What was to be changed is no longer in the lobby.")
    changed = replace(post, text=_cut(action.text), buttons=action.buttons)
    return Change(records=(changed,), made=post.id)


def _known(room: Room, member: str) -> str:
    if member not in room.people:
        raise Refused("Nobody with this id is in the lobby.")
    return member


def _hall(room: Room, channel: str) -> Hall:
    hall = known_hall(room, channel)
    if hall is None:
        there = ", ".join(f"#{name}" for name in room.halls)
        raise Refused(f"The lobby has no channel '{channel}'; there are {there}.")
    return hall


def _made_by(order: Order) -> str:
    return "e-" + hashlib.sha256(order.key.encode()).hexdigest()[:16]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
