"""Cases and notes."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import Case, CaseStatus, Note
from bot.storage import tables
from bot.storage.connections import Connections
from bot.storage.rows import case_of, note_of

_C, _N = tables.cases.c, tables.notes.c


class CaseBookTables:
    """Cases and notes."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def case(self, community: str, number: int) -> Case | None:
        """Return one case."""
        found = await self._connections.read(
            _cases, [_C.community == community, _C.number == number], 1
        )
        return found[0] if found else None

    async def cases(
        self,
        community: str,
        *,
        status: CaseStatus | None = None,
        kind: str = "",
        subject: str = "",
        message: str = "",
        about: str = "",
        assignee: str = "",
        limit: int = 50,
    ) -> Sequence[Case]:
        """Return cases that fit all that is given, newest first."""
        narrow = {"subject": subject, "message": message, "about": about, "assignee": assignee}
        wide = {"status": status.value if status else "", "kind": kind}
        conditions = [_C.community == community, *_conditions(narrow, wide)]
        return await self._connections.read(_cases, conditions, limit)

    async def last_number(self, community: str) -> int:
        """Return the highest case number given so far, 0 for none."""
        return await self._connections.read(_last_number, community)

    async def notes(
        self, community: str, *, case: int | None = None, person: str = "", limit: int = 50
    ) -> Sequence[Note]:
        """Return the newest notes on a case or on a person, oldest first."""
        return await self._connections.read(_notes, community, case, person, limit)


def _conditions(narrow: dict[str, str], wide: dict[str, str]) -> Iterator[Any]:
    """Yield the conditions on cases; many cases share what is wide, few what is narrow.

    What is wide beside something narrow is put so that no index can serve it: SQLite would take
    that index for the better one and read half the history.
    """
    for name, wanted in narrow.items():
        if wanted:
            yield _C[name] == wanted
            yield text(tables.NOT_EMPTY[name])
    for name, wanted in wide.items():
        if wanted:
            yield (_C[name].concat("") if any(narrow.values()) else _C[name]) == wanted


async def _cases(connection: AsyncConnection, conditions: Sequence[Any], limit: int) -> list[Case]:
    found = await connection.execute(
        select(tables.cases).where(*conditions).order_by(_C.number.desc()).limit(limit)
    )
    return [case_of(row) for row in found]


async def _last_number(connection: AsyncConnection, community: str) -> int:
    highest = select(func.max(_C.number)).where(_C.community == community)
    return await connection.scalar(highest) or 0


async def _notes(
    connection: AsyncConnection, community: str, case: int | None, person: str, limit: int
) -> list[Note]:
    query = select(tables.notes).where(_N.community == community)
    if case is not None:
        query = query.where(_N.case == case)
    if person:
        query = query.where(_N.person == person, text(tables.NOTE_ON_PERSON))
    found = await connection.execute(query.order_by(_N.at.desc(), _N.serial.desc()).limit(limit))
    return [note_of(row) for row in found][::-1]
