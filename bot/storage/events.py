"""The durable inbox: events as they came in, in the order in which they were committed."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import Event, event_key, person_of
from bot.storage import tables
from bot.storage.connections import Connections
from bot.storage.meaning import WORDED, message_of, without_words
from bot.storage.statements import Found, add_new, from_text, to_text
from bot.storage.tables import SET_ASIDE, SETTLED, WAITING
from bot.wire import event_from_json, event_to_json

log = logging.getLogger(__name__)
_E = tables.events.c
#: Texts erased in one transaction, so that others get their turn in between.
FORGOTTEN_AT_ONCE = 500
MOST_UNSURE = 10_000

_Key = tuple[str, str]


class Events:
    """Events as they came in."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        #: Keys whose commit was cut off: nobody knows whether they are in.
        self._unsure: set[_Key] = set()
        self._unreadable: Counter[str] = Counter()

    async def admit(self, events: Sequence[Event]) -> Sequence[bool]:
        """Commit events in one transaction; per event, False says that it was known already.

        An event that is there only because an earlier commit ended unclearly counts as new: it
        was never acknowledged, and nobody has judged it.
        """
        keys = [(event.community, event_key(event)) for event in events]
        first = dict(zip(reversed(keys), reversed(events), strict=True))
        rows = {key: _row(key[1], first[key]) for key in dict.fromkeys(keys)}
        unsure = self._unsure.intersection(rows)
        try:
            new = await self._connections.write(_admit, list(rows.values()), sorted(unsure))
        except BaseException:
            if len(self._unsure) < MOST_UNSURE:
                self._unsure.update(rows)
            raise
        self._unsure.difference_update(rows)
        return [_once(new, key) for key in keys]

    async def waiting(self, community: str) -> Sequence[Event]:
        """Return events that were admitted and not settled, oldest admission first."""
        found: list[Event] = []
        for key, body in await self._connections.read(_waiting, community):
            try:
                found.append(_event(body))
            except ValueError as error:
                log.error("%s is set aside, it cannot be read: %s", key, error)
                await self.quarantine(community, key, f"cannot be read: {error}")
                self._unreadable[community] += 1
        return found

    def unreadable(self, community: str) -> int:
        """Return how many waiting events were set aside here so far since they cannot be read."""
        return self._unreadable[community]

    async def since(self, community: str, moment: datetime) -> Sequence[Event]:
        """Return settled events from `moment` on, oldest first."""
        bodies = await self._connections.read(_since, community, moment)
        return [event for event in map(_readable, bodies) if event is not None]

    async def message(self, community: str, message: str) -> Event | None:
        """Return the posting (or newest edit) of a message, None where it is no longer kept."""
        return await self._connections.read(_message, community, message)

    async def quarantine(self, community: str, key: str, why: str) -> None:
        """Set a waiting event aside."""
        await self._connections.write(_set_aside, community, key, why)

    async def forget(self, before: datetime) -> int:
        """Erase what people wrote in events that are done with and older than `before`."""
        forgotten = 0
        while count := await self._connections.write(_forget, before):
            forgotten += count
        return forgotten


def _once(new: set[_Key], key: _Key) -> bool:
    """Return whether a key is new, and only once: the same event may come twice in a group."""
    is_new = key in new
    new.discard(key)
    return is_new


def _row(key: str, event: Event) -> dict[str, object]:
    return {
        "community": event.community,
        "key": key,
        "state": WAITING,
        "at": event.at,
        "person": person_of(event) or "",
        "message": message_of(event),
        "worded": isinstance(event, WORDED),
        "body": to_text(event_to_json(event)),
    }


async def admit_rows(
    connection: AsyncConnection, events: Sequence[Event], state: int = WAITING
) -> set[_Key]:
    """Insert events in a transaction that is open; returns the keys that were not there yet."""
    rows = [{**_row(event_key(event), event), "state": state} for event in events]
    return await _insert(connection, rows)


async def _insert(connection: AsyncConnection, rows: Sequence[dict[str, object]]) -> set[_Key]:
    new = await add_new(connection, tables.events, rows, _E.community, _E.key)
    return {(community, key) for community, key in new}


async def _admit(
    connection: AsyncConnection, rows: Sequence[dict[str, object]], unsure: Sequence[_Key]
) -> set[_Key]:
    new = await _insert(connection, rows)
    for community, key in unsure:
        if await connection.scalar(_IS_WAITING, {"community": community, "key": key}) is not None:
            new.add((community, key))
    return new


_IS_WAITING = select(_E.serial).where(
    _E.community == bindparam("community"), _E.key == bindparam("key"), _E.state == WAITING
)


async def _waiting(connection: AsyncConnection, community: str) -> Sequence[Found]:
    found = await connection.execute(
        select(_E.key, _E.body)
        .where(_E.community == community, text(tables.EVENT_WAITS))
        .order_by(_E.serial)
    )
    return found.all()


async def _since(connection: AsyncConnection, community: str, moment: datetime) -> Sequence[str]:
    found = await connection.execute(
        select(_E.body)
        .where(_E.community == community, _E.at >= moment, _E.state == SETTLED)
        .order_by(_E.at, _E.serial)
    )
    return found.scalars().all()


async def _message(connection: AsyncConnection, community: str, message: str) -> Event | None:
    body = await connection.scalar(
        select(_E.body)
        .where(_E.community == community, _E.message == message, text(tables.EVENT_HAS_WORDS))
        .order_by(_E.at.desc(), _E.serial.desc())
        .limit(1)
    )
    return None if body is None else _readable(body)


async def _set_aside(connection: AsyncConnection, community: str, key: str, why: str) -> None:
    await connection.execute(
        update(tables.events)
        .where(_E.community == community, _E.key == key, _E.state == WAITING)
        .values(state=SET_ASIDE, why=why)
    )


_BLANK = update(tables.events).where(_E.serial == bindparam("row"))


async def _forget(connection: AsyncConnection, before: datetime) -> int:
    found = await connection.execute(
        select(_E.serial, _E.body)
        .where(text(tables.EVENT_HAS_WORDS), _E.at < before, _E.state != WAITING)
        .order_by(_E.at)
        .limit(FORGOTTEN_AT_ONCE)
    )
    rows = [_blanked(row) for row in found]
    if rows:
        await connection.execute(_BLANK.values(worded=False, body=bindparam("left")), rows)
    return len(rows)


def _blanked(row: Found) -> dict[str, object]:
    """Return what is left of a row; of an event that cannot be read, nothing."""
    serial, body = row
    event = _readable(body)
    left = {} if event is None else event_to_json(without_words(event))
    return {"row": serial, "left": to_text(left)}


def event_of(row: Found) -> Event:
    """Return the event in a row."""
    return _event(row.body)


def _event(body: str) -> Event:
    return event_from_json(from_text(body))


def _readable(body: str) -> Event | None:
    """Return a kept event, None where this version does not understand it."""
    try:
        return _event(body)
    except ValueError as error:
        log.warning("an event that is kept cannot be read and is left out: %s", error)
        return None
