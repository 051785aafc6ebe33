"""Erasing a person from every table, in one transaction.

First the rows that may hold the person are found, and in them how the person is called; then
each is replaced by what is left of it. Searching reads whole tables: erasing is rare, and an
index for it would cost every message something.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import Decision
from bot.storage import erasing, tables
from bot.storage.columns import Words
from bot.storage.eraser import Eraser
from bot.storage.events import event_of
from bot.storage.meaning import subject_of
from bot.storage.rows import (
    Values,
    answer_of,
    answer_row,
    case_of,
    case_row,
    decision_of,
    decision_row,
    note_of,
    note_row,
    order_of,
    timer_of,
)
from bot.storage.statements import Found, add, from_text, parts, put, to_text
from bot.storage.tables import WAITING
from bot.wire import action_to_json, event_to_json

_SEARCHED = (
    tables.events,
    tables.decisions,
    tables.strikes,
    tables.cases,
    tables.notes,
    tables.orders,
    tables.timers,
    tables.answers,
)
_SECRET = "secret of the tombstones"  # noqa: S105  # the name of a secret, not one


async def erase(
    connection: AsyncConnection, community: str, person: str, now: datetime
) -> dict[str, int]:
    """Erase a person; returns rows touched by table."""
    search = _Search(connection, community)
    rows = {table.name: await search.holding(table, Eraser(person).id) for table in _SEARCHED}
    decisions = [decision_of(row) for row in rows["decisions"]]
    left = _Left(
        person,
        Eraser(person).knowing(_names(rows, Eraser(person))),
        about={decision.id for decision in decisions if subject_of(decision) == person},
        cases={row.number for row in rows["cases"] if row.subject == person},
    )
    rows["orders"] = await search.among(tables.orders, "decision", left.about, rows["orders"])
    rows["notes"] = await search.among(tables.notes, "case", left.cases, rows["notes"])
    touched = {
        table.name: await _replace(connection, table, rows[table.name], left.of(table))
        for table in _SEARCHED
    }
    touched["tombstones"] = await _bury(connection, community, person, decisions, now)
    return {table: count for table, count in touched.items() if count}


@dataclass(frozen=True, slots=True)
class _Search:
    connection: AsyncConnection
    community: str

    async def holding(self, table: Table, id: str) -> list[Found]:
        """Return rows in which an id stands anywhere, maybe as a part of something else."""
        forms = {id, to_text(id)[1:-1]}
        holds = [
            column.contains(form, autoescape=True)
            for column in table.c
            if isinstance(column.type, Words) and column.name != "community"
            for form in forms
        ]
        return await self._rows(table, or_(*holds))

    async def among(
        self, table: Table, column: str, values: set[Any], found: Sequence[Found]
    ) -> list[Found]:
        """Return the rows found already and those with one of these values."""
        more = [
            row
            for some in parts(sorted(values))
            for row in await self._rows(table, table.c[column].in_(some))
        ]
        return list({row.serial: row for row in [*found, *more]}.values())

    async def _rows(self, table: Table, condition: ColumnElement[bool]) -> list[Found]:
        query = select(table).where(table.c.community == self.community, condition)
        return list(await self.connection.execute(query))


def _names(rows: dict[str, list[Found]], eraser: Eraser) -> set[str]:
    """Return how the person is called in everything that is linked to them."""
    found: set[str] = set()
    for row in (*rows["events"], *rows["decisions"]):
        found |= eraser.names_in(from_text(row.body))
    for row in rows["cases"]:
        found |= erasing.names_in_case(case_of(row), eraser)
    for row in rows["notes"]:
        found |= erasing.names_in_note(note_of(row), eraser)
    return found


@dataclass(frozen=True, slots=True)
class _Left:
    """Says what is left of a row, column by column; None where the row goes.

    `about` are the decisions about the person, `cases` the numbers of theirs.
    """

    person: str
    eraser: Eraser
    about: set[str]
    cases: set[int]

    def of(self, table: Table) -> Callable[[Found], Values | None]:
        """Return what says it for rows of this table."""
        says: Callable[[Found], Values | None] = getattr(self, f"_{table.name}")
        return says

    def _events(self, row: Found) -> Values | None:
        left = erasing.left_of_event(event_of(row), self.eraser, waits=row.state == WAITING)
        if left is None:
            return None
        own = row.person == self.person
        return {
            "person": "" if own else row.person,
            "worded": row.worded and not own,
            "body": to_text(event_to_json(left)),
            "why": self.eraser.text(row.why) if row.why else row.why,
        }

    def _decisions(self, row: Found) -> Values:
        return decision_row(erasing.left_of_decision(decision_of(row), self.eraser))

    def _strikes(self, row: Found) -> Values | None:
        return None if row.person == self.person else {}

    def _cases(self, row: Found) -> Values:
        return case_row(erasing.left_of_case(case_of(row), self.eraser))

    def _notes(self, row: Found) -> Values | None:
        left = erasing.left_of_note(note_of(row), self.eraser, self.cases)
        return None if left is None else note_row(left)

    def _orders(self, row: Found) -> Values | None:
        order = order_of(row)
        if not erasing.is_linked(order, self.eraser, self.about):
            return {}
        left = erasing.left_of_order(order, self.eraser, self.about)
        if left is None:
            return None
        return {"actor": left.actor, "action": to_text(action_to_json(left.action)), "detail": ""}

    def _timers(self, row: Found) -> Values | None:
        return None if erasing.left_of_timer(timer_of(row), self.eraser) is None else {}

    def _answers(self, row: Found) -> Values:
        return answer_row(erasing.left_of_answer(answer_of(row), self.eraser))


async def _replace(
    connection: AsyncConnection,
    table: Table,
    rows: Sequence[Found],
    left: Callable[[Found], Values | None],
) -> int:
    """Replace rows by what is left of them; returns how many changed."""
    touched = 0
    for row in rows:
        values = left(row)
        this = [column == row._mapping[column.name] for column in table.primary_key]
        if values is None:
            await connection.execute(delete(table).where(*this))
        elif any(row._mapping[name] != value for name, value in values.items()):
            if table is tables.notes:
                await _make_way(connection, row, values["digest"])
            await connection.execute(update(table).where(*this).values(values))
        else:
            continue
        touched += 1
    return touched


async def _make_way(connection: AsyncConnection, row: Found, digest: str) -> None:
    """Let a note take the place of another that says the same once the person is gone."""
    notes = tables.notes.c
    await connection.execute(
        delete(tables.notes).where(
            notes.community == row.community, notes.digest == digest, notes.serial != row.serial
        )
    )


async def _bury(
    connection: AsyncConnection,
    community: str,
    person: str,
    decisions: Sequence[Decision],
    now: datetime,
) -> int:
    """Keep a hash of somebody whose ban goes on; returns how many are kept: 0 or 1."""
    banned, until = erasing.ban_in_force(decisions, person)
    if not banned:
        return 0
    await add(connection, tables.facts, [{"name": _SECRET, "value": secrets.token_hex(16)}])
    digest = erasing.tombstone(await _secret(connection), community, person)
    stone = {"community": community, "digest": digest, "erased_at": now, "until": until}
    await put(connection, tables.tombstones, [stone])
    return 1


async def is_tombstone(
    connection: AsyncConnection, community: str, person: str, now: datetime
) -> bool:
    """Return whether somebody who was erased had a ban that is still in force."""
    secret, stones = await _secret(connection), tables.tombstones.c
    if not secret:
        return False
    found = await connection.scalar(
        select(stones.digest).where(
            stones.community == community,
            stones.digest == erasing.tombstone(secret, community, person),
            or_(stones.until.is_(None), stones.until > now),
        )
    )
    return found is not None


async def _secret(connection: AsyncConnection) -> str:
    facts = tables.facts.c
    return await connection.scalar(select(facts.value).where(facts.name == _SECRET)) or ""
