"""Who may judge and send for a community: one process at a time, by a growing number."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import tables
from bot.storage.connections import Connections
from bot.storage.statements import add

_L = tables.leases.c


class LeaseTable:
    """Who may act."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def take(self, community: str, holder: str, now: datetime, seconds: float) -> int | None:
        """Return the fencing number of a lease now held, None while another holds it.

        Whoever takes it again gets a new number: what was begun under the old one is void.
        """
        until = now + timedelta(seconds=seconds)
        return await self._connections.write(_take, community, holder, now, until)

    async def renew(
        self, community: str, holder: str, fence: int, now: datetime, seconds: float
    ) -> bool:
        """Hold on to a lease; False says that it is lost."""
        until = now + timedelta(seconds=seconds)
        return await self._connections.write(_change, community, holder, fence, {"until": until})

    async def release(self, community: str, holder: str, fence: int) -> None:
        """Give a lease back."""
        await self._connections.write(_change, community, holder, fence, {"holder": ""})

    async def free(self, community: str, holder: str) -> None:
        """Free the lease of a holder that is known to have died."""
        await self._connections.write(_free, community, holder)

    async def until(self, community: str) -> datetime | None:
        """Return when the last lease ends or ended, None where there never was one."""
        return await self._connections.read(_until, community)

    async def holder(self, community: str) -> str:
        """Return who holds the lease, empty for nobody."""
        return await self._connections.read(_holder, community)


async def _take(
    connection: AsyncConnection, community: str, holder: str, now: datetime, until: datetime
) -> int | None:
    free = {"community": community, "holder": "", "fence": 0, "until": now}
    await add(connection, tables.leases, [free])
    fence: int | None = await connection.scalar(
        update(tables.leases)
        .where(
            _L.community == community,
            or_(_L.holder.in_(("", holder)), _L.until <= now),
        )
        .values(holder=holder, fence=_L.fence + 1, until=until)
        .returning(_L.fence)
    )
    return fence


async def _change(
    connection: AsyncConnection,
    community: str,
    holder: str,
    fence: int,
    values: dict[str, object],
) -> bool:
    changed = await connection.scalar(
        update(tables.leases)
        .where(_L.community == community, _L.holder == holder, _L.fence == fence)
        .values(values)
        .returning(_L.fence)
    )
    return changed is not None


async def _free(connection: AsyncConnection, community: str, holder: str) -> None:
    await connection.execute(
        update(tables.leases)
        .where(_L.community == community, _L.holder == holder)
        .values(holder="")
    )


async def _until(connection: AsyncConnection, community: str) -> datetime | None:
    return await connection.scalar(select(_L.until).where(_L.community == community, _L.fence > 0))


async def _holder(connection: AsyncConnection, community: str) -> str:
    return await connection.scalar(select(_L.holder).where(_L.community == community)) or ""
