"""What is too old to be done without asking, as one fact a community and as rows that wait."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import OutcomeState
from bot.ports import LET_GO as HOW_LET_GO
from bot.ports import Leftover, Standstill
from bot.storage import tables
from bot.storage.connections import Connections
from bot.storage.meaning import (
    ERASING,
    ERASING_NOW,
    LET_GO,
    OVERTAKEN,
    count_orders,
    overtaken,
)
from bot.storage.rows import order_of
from bot.storage.statements import add, from_text, parts, to_text
from bot.storage.tables import SET_ASIDE, WAITING

_F, _O, _T, _E = tables.facts.c, tables.orders.c, tables.timers.c, tables.events.c
_NAME = "standstill of {}"


class StandstillTables:
    """What is too old to be done without asking."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def of(self, community: str) -> Standstill | None:
        """Return the standstill of a community, None where everything goes its way."""
        return await self._connections.read(_of, community)

    async def all(self) -> Sequence[Standstill]:
        """Return every standstill, in the order of the communities' ids."""
        return await self._connections.read(_all)

    async def begin(self, standstill: Standstill) -> None:
        """Let what is older wait; one that is there already stays as it is."""
        await self._connections.write(_begin, standstill)

    async def leftover(self, community: str, before: datetime) -> Leftover:
        """Return how much is older than that and not done."""
        return await self._connections.read(_leftover, community, before)

    async def carry_on(self, community: str, now: datetime) -> None:
        """End a standstill: what waited is done, but for what somebody decided anew meanwhile."""
        await self._connections.write(_carry_on, community, now)

    async def let_go(self, community: str, now: datetime) -> Leftover:
        """End a standstill: what waited is never done; returns how much that was."""
        return await self._connections.write(_let_go, community, now)


async def end(connection: AsyncConnection, community: str, how: str, now: datetime) -> None:
    """End a standstill in a transaction that is open; nothing where there is none."""
    await (_let_go if how == HOW_LET_GO else _carry_on)(connection, community, now)


async def _of(connection: AsyncConnection, community: str) -> Standstill | None:
    known = await connection.scalar(select(_F.value).where(_F.name == _NAME.format(community)))
    return None if known is None else _standstill(community, known)


async def _all(connection: AsyncConnection) -> list[Standstill]:
    known = await connection.execute(
        select(tables.facts).where(_F.name.startswith(_NAME.format(""))).order_by(_F.name)
    )
    return [_standstill(row.name.removeprefix(_NAME.format("")), row.value) for row in known]


def _standstill(community: str, value: str) -> Standstill:
    data = from_text(value)
    return Standstill(
        community=community,
        since=datetime.fromisoformat(data["since"]),
        last_sign=datetime.fromisoformat(data["last_sign"]),
        rolled_back=bool(data["rolled_back"]),
    )


async def _begin(connection: AsyncConnection, standstill: Standstill) -> None:
    value = {
        "since": standstill.since.isoformat(),
        "last_sign": standstill.last_sign.isoformat(),
        "rolled_back": standstill.rolled_back,
    }
    fact = {"name": _NAME.format(standstill.community), "value": to_text(value)}
    await add(connection, tables.facts, [fact])


async def _end(connection: AsyncConnection, community: str) -> None:
    await connection.execute(delete(tables.facts).where(_F.name == _NAME.format(community)))


async def _leftover(connection: AsyncConnection, community: str, before: datetime) -> Leftover:
    rows = await connection.execute(select(tables.orders).where(*_orders(community, before)))
    deeds, words = count_orders(order_of(row) for row in rows)
    timers = await connection.scalar(
        select(func.count()).select_from(tables.timers).where(*_timers(community, before))
    )
    events = await connection.scalar(
        select(func.count()).select_from(tables.events).where(*_events(community, before))
    )
    return Leftover(deeds=deeds, words=words, timers=timers or 0, events=events or 0)


async def _carry_on(connection: AsyncConnection, community: str, now: datetime) -> None:
    standstill = await _of(connection, community)
    if standstill is None:
        return
    before = standstill.since
    old = await connection.execute(select(tables.orders).where(*_orders(community, before)))
    new = await connection.execute(
        select(tables.orders).where(_O.community == community, _O.at >= before)
    )
    keys = overtaken([order_of(row) for row in old], [order_of(row) for row in new])
    for some in parts(sorted(keys)):
        await _refuse(connection, [_O.key.in_(some)], OVERTAKEN, now)
    await _end(connection, community)


async def _refuse(
    connection: AsyncConnection, these: list[ColumnElement[bool]], why: str, now: datetime
) -> None:
    refused = OutcomeState.REFUSED.value
    await connection.execute(
        update(tables.orders)
        .where(*these)
        .values(state=refused, outcome=refused, detail=why, retry_at=None, finished_at=now)
    )


async def _let_go(connection: AsyncConnection, community: str, now: datetime) -> Leftover:
    standstill = await _of(connection, community)
    if standstill is None:
        return Leftover()
    before = standstill.since
    gone = await _leftover(connection, community, before)
    await _refuse(connection, _orders(community, before), LET_GO, now)
    await connection.execute(delete(tables.timers).where(*_timers(community, before)))
    await connection.execute(
        update(tables.events).where(*_events(community, before)).values(state=SET_ASIDE, why=LET_GO)
    )
    await _end(connection, community)
    return gone


def _orders(community: str, before: datetime) -> list[ColumnElement[bool]]:
    waits = _O.state.in_(("waiting", "acting"))
    return [_O.community == community, waits, _O.at < before]


def _timers(community: str, before: datetime) -> list[ColumnElement[bool]]:
    return [_T.community == community, _T.due_at <= before, ~_T.key.startswith(ERASING)]


def _events(community: str, before: datetime) -> list[ColumnElement[bool]]:
    waits = _E.state == WAITING
    return [_E.community == community, waits, _E.at < before, ~_E.key.contains(ERASING_NOW)]
