"""The room as it stands: people, what was said, and which orders were carried out."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.lobby.journal import Journal
from adapters.lobby.records import (
    HOST_ID,
    HOST_NAME,
    Carried,
    Hall,
    Owed,
    Person,
    Post,
    Record,
    Tomb,
)
from bot.ports import Clock

#: The channels, in the order in which they are shown.
CHANNELS = ("general", "help", "mod-alerts")
#: Channels that only the team sees.
STAFF_CHANNELS = frozenset({"mod-alerts"})
#: How much is remembered; the oldest goes first.
POSTS_KEPT = 500
ORDERS_KEPT = 20_000
TOMBS_KEPT = 2_000
PEOPLE_KEPT = 2_000

Listener = Callable[[Sequence[Record]], None]


class Room:
    """What is remembered; `commit` is the only way to change it."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.clock = clock
        self.people: dict[str, Person] = {}
        self.halls = {name: Hall(id=name) for name in CHANNELS}
        self.posts: dict[str, OrderedDict[str, Post]] = {n: OrderedDict() for n in CHANNELS}
        self.carried: OrderedDict[str, Carried] = OrderedDict()
        self.tombs: OrderedDict[str, Tomb] = OrderedDict()
        self.owed: dict[str, Owed] = {}
        self._where: dict[str, str] = {}
        self._expected: dict[str, asyncio.Event] = {}
        self._seq = 0
        self._path = path
        self._journal = Journal(path, self._everything)
        self._untold: deque[tuple[int, list[Record]]] = deque()
        self._ready = False
        self._opening = asyncio.Lock()
        self._listener: Listener | None = None

    async def open(self) -> None:
        """Read the journal, once; raises NetworkError where that cannot be done."""
        async with self._opening:
            if not self._ready:
                for record in await asyncio.to_thread(self._journal.open):
                    self._take(record)
                self._ready = True

    async def look(self) -> "Room":
        """Return the room; where it is not open, what another process or run has written of it.

        Raises NetworkError where that cannot be read.
        """
        if self._ready:
            return self
        seen = Room(self._path, self.clock)
        for record in await asyncio.to_thread(seen._journal.peek):
            seen._take(record)
        return seen

    async def close(self) -> None:
        """Let go of the journal."""
        async with self._opening:
            if self._ready:
                self._ready = False
                await self._journal.close()

    def listen(self, listener: Listener) -> None:
        """Pass every change on, once it is on the disk."""
        self._listener = listener

    @property
    def trouble(self) -> str:
        """Why changes wait to be written, empty while none do."""
        return self._journal.trouble

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    async def commit(self, *records: Record) -> None:
        """Remember a change, and return when it is on the disk and everybody was told.

        Raises NetworkError when it cannot be written for now: it is remembered, and nobody may be
        answered yet. Settling again writes and tells what is still owed.
        """
        numbered = [self._numbered(record) for record in records]
        for record in numbered:
            self._take(record)
        self._untold.append((self._journal.add(numbered), numbered))
        await self.settled()

    async def commit_anew(self, *records: Record) -> None:
        """Remember a change as `commit` does, and leave nothing of older states on the disk."""
        self._journal.renew()
        await self.commit(*records)

    def drop_post(self, id: str) -> None:
        """Forget a post; it stays on the disk until the next `commit_anew`."""
        channel = self._where.pop(id, None)
        if channel is not None:
            del self.posts[channel][id]

    def drop_traces(self, names: Callable[[str], bool]) -> None:
        """Forget leavings, tombs and what orders made where an id in them is one of these."""
        self.owed = {id: one for id, one in self.owed.items() if not names(one.person)}
        for id in [id for id in self.tombs if names(id)]:
            del self.tombs[id]
        for key, one in self.carried.items():
            if one.made is not None and names(one.made):
                self.carried[key] = replace(one, made=None)

    def show(self, records: Sequence[Record]) -> None:
        """Let open pages see something that is not kept."""
        if self._listener is not None:
            self._listener(records)

    async def settled(self) -> None:
        """Return when all changes so far are on the disk and everybody was told."""
        await self._journal.settle()
        while self._untold and self._untold[0][0] <= self._journal.written:
            _, records = self._untold.popleft()
            if self._listener is not None:
                self._listener(records)

    def _numbered(self, record: Record) -> Record:
        if isinstance(record, Post) and not record.seq:
            self._seq += 1
            return replace(record, seq=self._seq)
        return record

    def _take(self, record: Record) -> None:
        match record:
            case Person():
                self.people[record.id] = record
                self._forget_people()
            case Post():
                self._take_post(record)
            case Hall():
                self.halls[record.id] = record
            case Carried():
                _remember(self.carried, record.key, record, ORDERS_KEPT)
            case Tomb():
                _remember(self.tombs, record.message, record, TOMBS_KEPT)
            case Owed():
                self.owed[record.id] = record
                if record.paid:
                    del self.owed[record.id]

    def _take_post(self, post: Post) -> None:
        self._seq = max(self._seq, post.seq)
        posts = self.posts.setdefault(post.channel, OrderedDict())
        posts[post.id] = post
        self._where[post.id] = post.channel
        while len(posts) > POSTS_KEPT:
            oldest, _ = posts.popitem(last=False)
            del self._where[oldest]

    def _forget_people(self) -> None:
        if len(self.people) <= PEOPLE_KEPT:
            return
        gone = (p.id for p in self.people.values() if not (p.here or p.banned or p.timeout_until))
        for id in list(gone)[: len(self.people) - PEOPLE_KEPT]:
            del self.people[id]

    def _everything(self) -> Iterator[Record]:
        yield from self.people.values()
        yield from self.halls.values()
        for posts in self.posts.values():
            yield from posts.values()
        yield from self.carried.values()
        yield from self.tombs.values()
        yield from self.owed.values()

    def post(self, id: str) -> Post | None:
        """Return what was said under this id, None where it is no longer kept."""
        channel = self._where.get(id)
        return self.posts[channel].get(id) if channel is not None else None

    @contextmanager
    def expecting(self, id: str) -> Iterator[int]:
        """Keep a message's place while the house takes it in; gives the place's number.

        The house may answer a message before it is shown, and the answer belongs behind it.
        """
        self._seq += 1
        shown = self._expected.setdefault(id, asyncio.Event())
        try:
            yield self._seq
        finally:
            self._expected.pop(id, None)
            shown.set()

    async def shown(self, id: str) -> None:
        """Return once a message is shown that is about to be; at once for every other."""
        if id in self._expected:
            await self._expected[id].wait()

    def knows(self, id: str | None) -> bool:
        """Return whether a message is here or about to be."""
        return id is not None and (id in self._where or id in self._expected)

    def person(self, id: str) -> Person | None:
        """Return a person who is in the room now."""
        found = self.people.get(id)
        return found if found is not None and found.here else None

    def names(self) -> dict[str, tuple[str, str]]:
        """Return id and name by folded name; whoever is here goes before those who left."""
        known = sorted(self.people.values(), key=lambda person: person.here)
        named = {person.name.casefold(): (person.id, person.name) for person in known}
        return {HOST_NAME.casefold(): (HOST_ID, HOST_NAME), **named}

    def last_word(self, channel: str, author: str) -> datetime | None:
        """Return when somebody last wrote in a channel."""
        for post in reversed(self.posts[channel].values()):
            if post.author == author:
                return post.at
        return None


def _remember(kept: OrderedDict[str, Any], key: str, value: Record, most: int) -> None:
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)
