"""The kinds of columns and indexes that our tables are made of, the same on both databases."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Text, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return what is stored; a moment without a time zone is a mistake in the code."""
        return None if value is None else (value - _START) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        return None if value is None else _START + timedelta(microseconds=value)


class Words(TypeDecorator[str]):
    """Text from outside; what no database takes (NUL, half a character) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return what is stored."""
        if value is None or (value.isascii() and "\x00" not in value):
            return value
        return _UNSTORABLE.sub("\ufffd", value)


#: SQLite gives a number of its own only to a column of exactly the type INTEGER.
_SERIAL = BigInteger().with_variant(Integer(), "sqlite")


def serial() -> Column[int]:
    """Return the number that a table gives its rows, in the order of writing."""
    return Column("serial", _SERIAL, primary_key=True, autoincrement=True)


def words(name: str, **options: Any) -> Column[str]:
    """Return a column of text that is never missing."""
    return Column(name, Words, nullable=False, **options)


def part(name: str, table: str, *columns: str, where: str) -> Index:
    """Return an index over the rows that fit `where`, which alone are ever looked for."""
    condition = text(where)
    return Index(f"ix_{table}_{name}", *columns, sqlite_where=condition, postgresql_where=condition)
