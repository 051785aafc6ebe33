"""Moments to come, as rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import Event, event_key
from bot.ports import Timer
from bot.storage import tables
from bot.storage.connections import Connections
from bot.storage.events import admit_rows
from bot.storage.meaning import ERASING, passed
from bot.storage.rows import timer_of, timer_row
from bot.storage.statements import put

_T = tables.timers.c


class TimerTables:
    """Moments to come."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def set(self, timers: Sequence[Timer]) -> None:
        """Set timers, in place of those with their keys."""
        await self._connections.write(_set, timers)

    async def due(
        self, community: str, now: datetime, limit: int = 100, *, after: datetime | None = None
    ) -> Sequence[Timer]:
        """Return timers that are due, oldest first."""
        return await self._connections.read(_due, community, now, limit, after)

    async def next_due(self, community: str, *, after: datetime | None = None) -> datetime | None:
        """Return when the next timer is due."""
        return await self._connections.read(_next_due, community, after)

    async def fire(self, timers: Sequence[Timer], now: datetime) -> Sequence[Event]:
        """Turn timers that are still set into admitted events; returns the events."""
        return await self._connections.write(_fire, timers, now)


async def _set(connection: AsyncConnection, timers: Sequence[Timer]) -> None:
    await put(connection, tables.timers, [timer_row(timer) for timer in timers])


def younger(after: datetime | None) -> list[ColumnElement[bool]]:
    """Return the condition that a timer was not due by then; erasing people waits for nobody."""
    return [] if after is None else [or_(_T.due_at > after, _T.key.startswith(ERASING))]


async def _due(
    connection: AsyncConnection, community: str, now: datetime, limit: int, after: datetime | None
) -> list[Timer]:
    found = await connection.execute(
        select(tables.timers)
        .where(_T.community == community, _T.due_at <= now, *younger(after))
        .order_by(_T.due_at, _T.key)
        .limit(limit)
    )
    return [timer_of(row) for row in found]


async def _next_due(
    connection: AsyncConnection, community: str, after: datetime | None
) -> datetime | None:
    return await connection.scalar(
        select(_T.due_at)
        .where(_T.community == community, *younger(after))
        .order_by(_T.due_at)
        .limit(1)
    )


async def _fire(connection: AsyncConnection, timers: Sequence[Timer], now: datetime) -> list[Event]:
    events = [passed(timer, now) for timer in timers if await _take(connection, timer)]
    new = await admit_rows(connection, events)
    return [event for event in events if (event.community, event_key(event)) in new]


async def _take(connection: AsyncConnection, timer: Timer) -> bool:
    """Take a timer off, unless it was cancelled or set anew meanwhile."""
    gone = await connection.scalar(
        delete(tables.timers)
        .where(_T.community == timer.community, _T.key == timer.key, _T.due_at == timer.due_at)
        .returning(_T.key)
    )
    return gone is not None
