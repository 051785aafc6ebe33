"""What is kept about people: to hand over and to take over; erasing is in erasure.py."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, or_, select, text, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import Case, Mode
from bot.ports import Strike
from bot.storage import tables
from bot.storage.connections import Connections
from bot.storage.erasure import erase, is_tombstone
from bot.storage.events import admit_rows, event_of
from bot.storage.holdings import Holdings, holdings_from_json, refuse_other_cases
from bot.storage.rows import (
    Values,
    answer_of,
    answer_row,
    case_of,
    case_row,
    decision_of,
    note_of,
    note_row,
    strike_of,
    strike_row,
)
from bot.storage.statements import Found, add_new, parts
from bot.storage.tables import SETTLED
from bot.storage.writing import add_decisions

T = TypeVar("T")


class ArchiveTables:
    """What is kept about people."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def communities(self) -> Sequence[str]:
        """Return the communities about which anything is kept."""
        return await self._connections.read(_communities)

    async def export(self, community: str, person: str | None = None) -> Mapping[str, Any]:
        """Return cases, decisions, strikes and notes as JSON values, of one person or of all."""
        work = _all_of_community if person is None else _all_of_person
        held = await self._connections.read(work, community, person or "")
        return held.to_json()

    async def take_in(self, community: str, data: Mapping[str, Any]) -> Mapping[str, int]:
        """Add what `export` gave; returns rows added by table."""
        held = holdings_from_json(community, data)
        return await self._connections.write(_take_in, community, held)

    async def erase(self, community: str, person: str) -> Mapping[str, int]:
        """Erase a person from every table; returns rows touched by table."""
        return await self._connections.write(erase, community, person, datetime.now(UTC))

    async def banned_before(self, community: str, person: str, now: datetime) -> bool:
        """Return whether somebody who was erased had a ban that is still in force."""
        return await self._connections.read(is_tombstone, community, person, now)


async def _communities(connection: AsyncConnection) -> list[str]:
    kept = (tables.events, tables.decisions, tables.cases, tables.notes, tables.answers)
    found = await connection.execute(union(*(select(table.c.community) for table in kept)))
    return sorted(found.scalars())


async def _all_of_community(connection: AsyncConnection, community: str, _: str) -> Holdings:
    await _one_state(connection)
    read = _Reader(connection, community)
    modes = await read.all(tables.modes, lambda row: (row.policy, Mode(row.mode)))
    return Holdings(
        cases=await read.all(tables.cases, case_of),
        decisions=await read.all(tables.decisions, decision_of),
        strikes=await read.all(tables.strikes, _strike_and_void),
        notes=await read.all(tables.notes, note_of),
        answers=await read.all(tables.answers, answer_of),
        modes=dict(modes),
    )


async def _all_of_person(connection: AsyncConnection, community: str, person: str) -> Holdings:
    await _one_state(connection)
    read = _Reader(connection, community)
    cases, notes, events = tables.cases.c, tables.notes.c, tables.events.c
    theirs = select(cases.number).where(cases.community == community, cases.subject == person)
    on_them = or_(notes.person == person, notes.case.in_(theirs))
    worded = text(tables.EVENT_HAS_WORDS)
    return Holdings(
        cases=await read.all(tables.cases, case_of, cases.subject == person),
        decisions=await read.all(
            tables.decisions, decision_of, tables.decisions.c.person == person
        ),
        strikes=await read.all(tables.strikes, _strike_and_void, tables.strikes.c.person == person),
        notes=await read.all(tables.notes, note_of, on_them),
        messages=await read.all(tables.events, event_of, events.person == person, worded),
    )


async def _one_state(connection: AsyncConnection) -> None:
    """Let all that is read from here on be of one moment."""
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql("BEGIN")
    else:
        await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


class _Reader:
    def __init__(self, connection: AsyncConnection, community: str) -> None:
        self._connection = connection
        self._community = community

    async def all(
        self, table: Table, value_of: Callable[[Found], T], *conditions: ColumnElement[bool] | Any
    ) -> list[T]:
        """Return what a table holds of the community, in a lasting order."""
        found = await self._connection.execute(
            select(table)
            .where(table.c.community == self._community, *conditions)
            .order_by(*(table.c[name] for name in _ORDER[table.name]))
        )
        return [value_of(row) for row in found]


_ORDER = {
    "events": ("serial",),
    "decisions": ("serial",),
    "strikes": ("at", "decision"),
    "cases": ("number",),
    "notes": ("at", "serial"),
    "answers": ("at", "id"),
    "modes": ("policy",),
}


def _strike_and_void(row: Found) -> tuple[Strike, bool]:
    return strike_of(row), bool(row.void)


async def _take_in(connection: AsyncConnection, community: str, held: Holdings) -> dict[str, int]:
    refuse_other_cases(held.cases, await _cases_there(connection, community, held.cases))
    decisions = {(community, decision.id): decision for decision in held.decisions}
    modes = [
        {"community": community, "policy": policy, "mode": mode.value}
        for policy, mode in held.modes.items()
    ]
    strikes = [strike_row(strike, void=void) for strike, void in held.strikes]
    answers = [answer_row(answer) for answer in held.answers]
    added = {
        "cases": await _add(connection, tables.cases, [case_row(case) for case in held.cases]),
        "decisions": await add_decisions(connection, decisions),
        "strikes": await _add(connection, tables.strikes, strikes),
        "notes": await _add(connection, tables.notes, [note_row(note) for note in held.notes]),
        "answers": await _add(connection, tables.answers, answers),
        "modes": await _add(connection, tables.modes, modes),
        "events": len(await admit_rows(connection, held.messages, SETTLED)),
    }
    return {table: count for table, count in added.items() if count}


async def _add(connection: AsyncConnection, table: Table, rows: Sequence[Values]) -> int:
    return len(await add_new(connection, table, rows, *table.primary_key))


async def _cases_there(
    connection: AsyncConnection, community: str, cases: Sequence[Case]
) -> dict[int, Case]:
    there: dict[int, Case] = {}
    kept = tables.cases.c
    for some in parts([case.number for case in cases]):
        found = await connection.execute(
            select(tables.cases).where(kept.community == community, kept.number.in_(some))
        )
        there.update((row.number, case_of(row)) for row in found)
    return there
