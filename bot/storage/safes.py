"""What networks keep for themselves, sealed, wherever they are served from."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import tables
from bot.storage.connections import Connections
from bot.storage.statements import put

_F = tables.facts.c


class SafeTable:
    """The safe of one network, among the facts."""

    def __init__(self, connections: Connections, owner: str) -> None:
        self._connections = connections
        self._prefix = f"sealed by {owner}: "

    async def all(self) -> Mapping[str, str]:
        """Return everything in it."""
        return await self._connections.read(_all, self._prefix)

    async def put(self, name: str, sealed: str) -> None:
        """Keep something, in place of what has that name."""
        await self._connections.write(_put, self._prefix + name, sealed)

    async def drop(self, name: str) -> None:
        """Keep it no longer."""
        await self._connections.write(_drop, self._prefix + name)


async def _all(connection: AsyncConnection, prefix: str) -> dict[str, str]:
    found = await connection.execute(
        select(tables.facts).where(_F.name.startswith(prefix, autoescape=True)).order_by(_F.name)
    )
    return {fact.name.removeprefix(prefix): fact.value for fact in found}


async def _put(connection: AsyncConnection, name: str, sealed: str) -> None:
    await put(connection, tables.facts, [{"name": name, "value": sealed}])


async def _drop(connection: AsyncConnection, name: str) -> None:
    await connection.execute(delete(tables.facts).where(_F.name == name))
