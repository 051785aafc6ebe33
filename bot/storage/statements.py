"""Statements in the few words that SQLite and PostgreSQL say differently, and JSON in columns."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
Row = Mapping[str, Any]
#: A row as a database gives it; its columns are attributes.
Found = Any

#: Values looked for in one statement; far below what either database takes.
MOST_VALUES = 5000


def to_text(value: object) -> str:
    """Return a value as JSON that every database takes: plain ASCII, no byte too many."""
    return json.dumps(value, separators=(",", ":"))


def from_text(text: str) -> Any:
    """Return the value that `to_text` wrote."""
    return json.loads(text)


def parts(values: Sequence[T], size: int = MOST_VALUES) -> Iterator[Sequence[T]]:
    """Yield values in groups that fit into one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


async def add(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; those that are there already stay as they are."""
    if rows:
        await connection.execute(_add(connection.dialect.name, table), rows)


async def add_new(
    connection: AsyncConnection, table: Table, rows: Sequence[Row], *columns: Column[Any]
) -> set[tuple[Any, ...]]:
    """Insert rows; returns what the columns hold in those that were not there yet."""
    if not rows:
        return set()
    statement = _add(connection.dialect.name, table).returning(*columns)
    return {tuple(row) for row in await connection.execute(statement, rows)}


async def put(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; one with the same primary key is replaced."""
    if rows:
        await connection.execute(_put(connection.dialect.name, table), rows)


@cache
def _add(dialect: str, table: Table) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _put(dialect: str, table: Table) -> Any:
    key = [column.name for column in table.primary_key]
    statement = _insert(dialect, table)
    rest = {column.name: column for column in statement.excluded if column.name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=rest)


def _insert(dialect: str, table: Table) -> Any:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
