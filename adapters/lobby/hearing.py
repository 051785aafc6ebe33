"""What people do in the room, made into events; shown and acknowledged only once they are kept."""

import re
import time
from collections.abc import Callable
from dataclasses import replace

from adapters.lobby.asked import Asked, Pace, Trouble
from adapters.lobby.effects import LONGEST_TEXT
from adapters.lobby.guests import Guests
from adapters.lobby.names import mentions_in
from adapters.lobby.records import HOST_ID, Person, Post
from bot.domain import (
    ButtonPressed,
    CommandGiven,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReportFiled,
)

#: How many things one person may do at a stretch, and how many more each second.
BURST, PER_SECOND = 30.0, 3.0
_COMMAND = re.compile(r"/([a-z]{1,32})(?:\s+|$)", re.IGNORECASE)


class Hearing:
    """Turns what people do into events for the house."""

    def __init__(self, guests: Guests, seconds: Callable[[], float] = time.monotonic) -> None:
        self._guests = guests
        self._room = guests.room
        self._house = guests.house
        self._pace = Pace(BURST, PER_SECOND, seconds)

    async def say(self, person: Person, asked: Asked) -> str:
        """Take a message in and show it; the same id again changes nothing. Returns its id."""
        id = f"{person.id}-{asked.id}"
        if self._room.post(id) is None:
            self._may_write(person, asked.channel)
            text, reply_to = _fit(asked.text), self._answered(person, asked)
            event = MessagePosted(
                id=id,
                at=self._room.now,
                channel=asked.channel,
                member=person.as_member(),
                text=text,
                reply_to=reply_to,
                mentions=mentions_in(text, self._room.names(), self._guests.channels_of(person)),
                **self._guests.here,
            )
            with self._room.expecting(id) as seq:
                await self._house.receive(event)
                await self._show(event, seq)
        await self._room.settled()
        return id

    async def _show(self, event: MessagePosted, seq: int) -> None:
        if self._room.post(event.id) is not None:
            return
        tomb = self._room.tombs.get(event.id)
        await self._room.commit(
            Post(
                id=event.id,
                seq=seq,
                channel=event.channel,
                author=event.member.id,
                name=event.member.name,
                text="" if tomb else event.text,
                at=event.at,
                reply_to=event.reply_to,
                removed=tomb.removed if tomb else "",
            )
        )

    def _may_write(self, person: Person, channel: str) -> None:
        if channel not in self._guests.channels_of(person):
            raise Trouble("no_channel")
        now = self._room.now
        if person.timeout_until is not None and person.is_silenced(now):
            raise Trouble("timeout", until=person.timeout_until.isoformat())
        self._slow_down(person)
        if self._guests.is_staff(person):
            return
        hall = self._room.halls[channel]
        if hall.locked:
            raise Trouble("locked")
        last = self._room.last_word(channel, person.id) if hall.slow else None
        wait = hall.slow - (now - last).total_seconds() if last else 0
        if wait > 0:
            raise Trouble("slow", wait=int(wait) + 1)

    def _slow_down(self, person: Person) -> None:
        if not person.sample and not self._pace.allows(person.id):
            raise Trouble("too_fast")

    def _answered(self, person: Person, asked: Asked) -> str | None:
        post = self._room.post(asked.reply_to) if asked.reply_to else None
        return post.id if post is not None and self._guests.may_see(person, post) else None

    async def edit(self, person: Person, asked: Asked) -> None:
        """Change one's own message."""
        post = self._own(person, asked)
        self._may_write(person, post.channel)
        text = _fit(asked.text)
        await self._house.receive(
            MessageEdited(
                id=f"{person.id}-{asked.id}",
                at=self._room.now,
                channel=post.channel,
                member=person.as_member(),
                message=post.id,
                text=text,
                reply_to=post.reply_to,
                mentions=mentions_in(text, self._room.names(), self._guests.channels_of(person)),
                **self._guests.here,
            )
        )
        present = self._room.post(post.id)
        if present is not None and not present.removed:
            await self._room.commit(replace(present, text=text, edited=True))

    async def remove(self, person: Person, asked: Asked) -> None:
        """Take one's own message down."""
        post = self._own(person, asked)
        await self._house.receive(
            MessageDeleted(
                id=f"{person.id}-{asked.id}",
                at=self._room.now,
                channel=post.channel,
                message=post.id,
                member=person.as_member(),
                **self._guests.here,
            )
        )
        await self._room.commit(replace(post, text="", removed="author", pinned=False, signs=()))

    def _own(self, person: Person, asked: Asked) -> Post:
        post = self._room.post(asked.message)
        if post is None or post.author != person.id or post.removed:
            raise Trouble("gone")
        return post

    async def command(self, person: Person, asked: Asked) -> None:
        """Pass a slash command on; the house answers it, also in a time-out."""
        found = _COMMAND.match(asked.text)
        if found is None:
            raise Trouble("no_command", name=asked.text[:40])
        if asked.channel not in self._guests.channels_of(person):
            raise Trouble("no_channel")
        self._slow_down(person)
        raw = _fit(asked.text)[found.end() :]
        await self._house.receive(
            CommandGiven(
                id=f"{person.id}-{asked.id}",
                at=self._room.now,
                channel=asked.channel,
                member=person.as_member(),
                name=self._named(found.group(1).casefold()),
                raw=raw,
                mentions=mentions_in(raw, self._room.names(), self._guests.channels_of(person)),
                reply_to=self._answered(person, asked),
                interaction=asked.id,
                language=asked.language,
                **self._guests.here,
            )
        )

    def _named(self, name: str) -> str:
        if name not in {spec.name for spec in self._house.commands}:
            raise Trouble("no_command", name=name)
        return name

    async def press(self, person: Person, asked: Asked) -> None:
        """Pass a pressed button on, if it is there to be pressed."""
        post = self._room.post(asked.message)
        if post is None or not self._guests.may_see(person, post):
            raise Trouble("gone")
        if asked.button not in {button.id for button in post.buttons}:
            raise Trouble("gone")
        self._slow_down(person)
        await self._house.receive(
            ButtonPressed(
                id=f"{person.id}-{asked.id}",
                at=self._room.now,
                channel=post.channel,
                member=person.as_member(),
                button=asked.button,
                message=post.id,
                interaction=asked.id,
                language=asked.language,
                **self._guests.here,
            )
        )

    async def report(self, person: Person, asked: Asked) -> None:
        """Pass on that somebody wants the team to look at a message."""
        post = self._room.post(asked.message)
        accused = self._room.people.get(post.author) if post is not None else None
        if post is None or post.removed or not self._guests.may_see(person, post):
            raise Trouble("gone")
        if post.author in (HOST_ID, person.id):
            raise Trouble("not_reportable")
        self._slow_down(person)
        await self._house.receive(
            ReportFiled(
                id=f"{person.id}-{asked.id}",
                at=self._room.now,
                channel=post.channel,
                member=person.as_member(),
                accused=accused.as_member() if accused else None,
                message=post.id,
                text=post.text,
                reason=asked.reason[:500],
                **self._guests.here,
            )
        )


def _fit(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Trouble("too_long", most=LONGEST_TEXT)
    if not text:
        raise Trouble("empty")
    return text
