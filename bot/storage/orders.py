"""The outbox: effects on their way to a network."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import Order, Outcome
from bot.storage import tables
from bot.storage.connections import Connections
from bot.storage.meaning import not_waiting
from bot.storage.rows import order_of, outcome_of
from bot.storage.writing import check_fences

_O = tables.orders.c
_C = tables.cases.c
#: The number of the case that an order's decision opened.
_CASE = (
    select(func.min(_C.number))
    .where(_C.community == _O.community, _C.about == _O.decision, text(tables.NOT_EMPTY["about"]))
    .scalar_subquery()
    .label("case")
)
_Pair = tuple[Order, Outcome | None]


class OrderTables:
    """The outbox."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def waiting(
        self, community: str, now: datetime, limit: int = 50, *, after: datetime | None = None
    ) -> Sequence[Order]:
        """Return orders to be carried out, urgent ones first, else in the order of writing."""
        return await self._connections.read(_waiting, community, now, limit, after)

    async def begin(self, key: str, community: str, fence: int) -> None:
        """Write down that this order is being carried out now."""
        await self._connections.write(_begin, key, community, fence)

    async def unfinished(self, community: str, *, after: datetime | None = None) -> Sequence[Order]:
        """Return orders begun and never finished."""
        return await self._connections.read(_unfinished, community, after)

    async def finish(
        self, key: str, outcome: Outcome, *, now: datetime, retry_at: datetime | None = None
    ) -> None:
        """Record what came of an order; one that is finished or unknown stays as it is."""
        await self._connections.write(_finish, key, outcome, now, retry_at)

    async def outcome(self, key: str) -> _Pair | None:
        """Return an order and what came of its last try, None for an unknown key."""
        return await self._connections.read(_outcome, key)

    async def orders_of(self, community: str, decision: str) -> Sequence[_Pair]:
        """Return the orders of one decision in the order of writing."""
        return await self._connections.read(_orders_of, community, decision)


async def _waiting(
    connection: AsyncConnection,
    community: str,
    now: datetime,
    limit: int,
    after: datetime | None,
) -> list[Order]:
    found = await connection.execute(
        select(tables.orders, _CASE)
        .where(
            _O.community == community,
            text(tables.ORDER_WAITS),
            or_(_O.retry_at.is_(None), _O.retry_at <= now),
            *_younger(after),
        )
        .order_by(_O.urgent.desc(), _O.serial)
        .limit(limit)
    )
    return [replace(order_of(row), case=row.case) for row in found]


async def _begin(connection: AsyncConnection, key: str, community: str, fence: int) -> None:
    await check_fences(connection, {(community, fence)})
    begun = await connection.scalar(
        update(tables.orders)
        .where(_O.key == key, _O.community == community, _O.state == "waiting")
        .values(state="acting")
        .returning(_O.key)
    )
    if begun is None:
        raise not_waiting(key)


def _younger(after: datetime | None) -> list[ColumnElement[bool]]:
    return [] if after is None else [_O.at >= after]


async def _unfinished(
    connection: AsyncConnection, community: str, after: datetime | None
) -> list[Order]:
    found = await connection.execute(
        select(tables.orders)
        .where(_O.community == community, text(tables.ORDER_ACTS), *_younger(after))
        .order_by(_O.serial)
    )
    return [order_of(row) for row in found]


async def _finish(
    connection: AsyncConnection,
    key: str,
    outcome: Outcome,
    now: datetime,
    retry_at: datetime | None,
) -> None:
    await connection.execute(
        update(tables.orders)
        .where(_O.key == key, _O.state.in_(("waiting", "acting")))
        .values(
            state=outcome.state.value if retry_at is None else "waiting",
            tries=_O.tries + 1,
            retry_at=retry_at,
            outcome=outcome.state.value,
            detail=outcome.detail,
            made=outcome.made,
            retry_after=outcome.retry_after,
            finished_at=now,
        )
    )


async def _outcome(connection: AsyncConnection, key: str) -> _Pair | None:
    found = (await connection.execute(select(tables.orders).where(_O.key == key))).first()
    return None if found is None else (order_of(found), outcome_of(found))


async def _orders_of(connection: AsyncConnection, community: str, decision: str) -> list[_Pair]:
    found = await connection.execute(
        select(tables.orders)
        .where(_O.community == community, _O.decision == decision)
        .order_by(_O.serial)
    )
    return [(order_of(row), outcome_of(row)) for row in found]
