"""What the lobby itself keeps about somebody, and what is left of it when they are forgotten.

Nobody else keeps the lobby's chat, so what they wrote goes too. Whoever is in the room keeps their
seat and name there, and a ban or time-out in force stays with a person who has no name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.lobby.records import HOST_ID, Person, Post, dump
from adapters.lobby.room import STAFF_CHANNELS, Room

#: Stands for somebody who was forgotten.
ERASED = "erased"


def kept_about(room: Room, member: str) -> Mapping[str, Sequence[Any]]:
    """Return what is kept about somebody, as JSON values by kind."""
    person = room.people.get(member)
    posts = list(_posts(room))
    kept = {
        "profile": [dump(replace(person, key=""))] if person else [],
        "messages": [dump(post) for post in posts if post.author == member and not post.removed],
        "waiting": [dump(post) for post in posts if post.to == member],
    }
    return {kind: values for kind, values in kept.items() if values}


async def forget(room: Room, member: str) -> None:
    """Forget somebody, in the journal too; raises NetworkError where it cannot be written yet.

    The ids of messages tell who wrote them, so nothing that names one stays either.
    """
    own = f"{member}-"
    gone = [post for post in _posts(room) if member in (post.author, post.to)]
    person = room.people.get(member)
    names = {post.name for post in gone if post.author == member}
    names |= {person.name} if person else set()
    left: list[Person | Post] = []
    for post in gone:
        room.drop_post(post.id)
    for post in _posts(room):
        if (after := _left_of(post, own, names - {ERASED})) != post:
            left.append(after)
    room.drop_traces(lambda text: text == member or text.startswith(own))
    if person is not None and not person.here:
        if person.is_banned(room.now) or person.is_silenced(room.now):
            left.append(_nameless(person))
        else:
            del room.people[member]
    room.show([_blank(post) for post in gone if post.author == member])
    await room.commit_anew(*left)


def _posts(room: Room) -> Iterator[Post]:
    for posts in room.posts.values():
        yield from list(posts.values())


def _left_of(post: Post, own: str, names: set[str]) -> Post:
    text = post.text
    for name in names:
        text = re.sub(rf"@{re.escape(name)}(?!\w)", f"@{ERASED}", text, flags=re.IGNORECASE)
    if text != post.text and post.author == HOST_ID and post.channel in STAFF_CHANNELS:
        # What the team was told of somebody quotes them.
        return replace(post, text=f"@{ERASED}", buttons=())
    answers = post.reply_to if not (post.reply_to or "").startswith(own) else None
    return replace(post, text=text, reply_to=answers)


def _blank(post: Post) -> Post:
    """Return what open pages show in place of a post."""
    return replace(
        post,
        author=ERASED,
        name=ERASED,
        text="",
        buttons=(),
        pinned=False,
        signs=(),
        removed=post.removed or "author",
    )


def _nameless(person: Person) -> Person:
    return replace(person, name=ERASED, roles=(), out_reason="", timeout_reason="")
