"""Every table, once, for SQLite and PostgreSQL alike.

Moments are whole microseconds since 1970 in UTC: exact, sortable and the same on both databases.
Values with a shape of their own (events, decisions, actions) are JSON in the open formats of
bot/wire.py, beside the columns that are searched.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

#: The newest migration; bot.storage.database refuses tables that are older or newer.
REVISION = "0001"

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


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite gives a number of its own only to a column of exactly the type INTEGER.
_SERIAL = BigInteger().with_variant(Integer(), "sqlite")


def _serial() -> Column[int]:
    return Column("serial", _SERIAL, primary_key=True, autoincrement=True)


def _words(name: str, **options: Any) -> Column[str]:
    return Column(name, Words, nullable=False, **options)


def _part(name: str, table: str, *columns: str, where: str) -> Index:
    """Return an index over the rows that fit `where`, which alone are ever looked for."""
    condition = text(where)
    return Index(f"ix_{table}_{name}", *columns, sqlite_where=condition, postgresql_where=condition)


#: What became of an event: it waits to be judged, is settled, or was set aside.
WAITING, SETTLED, SET_ASIDE = 0, 1, 2

#: Conditions of partial indexes; queries use the same words, or the index is not used.
EVENT_WAITS = "state = 0"
EVENT_HAS_WORDS = "worded"
DECISION_HAS_WORDS = "worded"
ORDER_WAITS = "state = 'waiting'"
ORDER_ACTS = "state = 'acting'"
NOT_EMPTY = {name: f"{name} <> ''" for name in ("subject", "message", "about", "assignee")}
NOTE_ON_PERSON = "person <> ''"

events = Table(
    "events",
    metadata,
    _serial(),
    _words("community"),
    _words("key"),
    Column("state", SmallInteger, nullable=False),
    Column("at", Moment, nullable=False),
    _words("person"),
    Column("message", Words),  # of postings and edits alone
    Column("worded", Boolean, nullable=False),  # still holds what somebody wrote
    _words("body"),
    Column("why", Words),
    UniqueConstraint("community", "key"),
    Index(None, "community", "at"),
    _part("waiting", "events", "community", "serial", where=EVENT_WAITS),
    _part("message", "events", "community", "message", "at", where="message IS NOT NULL"),
    _part("worded", "events", "at", where=EVENT_HAS_WORDS),
)

decisions = Table(
    "decisions",
    metadata,
    _serial(),
    _words("community"),
    _words("id"),
    Column("at", Moment, nullable=False),
    _words("cause"),
    _words("event"),
    _words("person"),
    Column("undone_at", Moment),
    _words("undone_by"),
    Column("worded", Boolean, nullable=False),  # still holds its evidence
    _words("body"),
    UniqueConstraint("community", "id"),
    Index(None, "community", "cause"),
    Index(None, "community", "event"),
    Index(None, "community", "person", "at"),
    _part("worded", "decisions", "at", where=DECISION_HAS_WORDS),
)

#: One row per action that a policy took, for the limits.
deeds = Table(
    "deeds",
    metadata,
    _serial(),
    _words("community"),
    Column("at", Moment, nullable=False),
    _words("do"),
    Index(None, "community", "at"),
)

strikes = Table(
    "strikes",
    metadata,
    _serial(),
    _words("community"),
    _words("person"),
    _words("policy"),
    _words("decision"),
    Column("at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("void", Boolean, nullable=False),
    UniqueConstraint("community", "decision", "person", "policy"),
    Index(None, "community", "person", "policy", "expires_at"),
)

cases = Table(
    "cases",
    metadata,
    Column("community", Words, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _words("kind"),
    _words("title"),
    _words("status"),
    Column("opened_at", Moment, nullable=False),
    _words("subject"),
    _words("subject_name"),
    _words("network"),
    _words("channel"),
    _words("message"),
    _words("about"),
    _words("assignee"),
    _words("assignee_name"),
    Column("claimed_at", Moment),
    Column("closed_at", Moment),
    _words("closed_by"),
    _words("resolution"),
    _words("alert"),
    Index(None, "community", "status", "number"),
    Index(None, "community", "kind", "status", "number"),
    Index(None, "community", "kind", "number"),
    *(
        _part(name, "cases", "community", name, "number", where=condition)
        for name, condition in NOT_EMPTY.items()
    ),
)

notes = Table(
    "notes",
    metadata,
    _serial(),
    _words("community"),
    _words("digest"),  # of all the rest: the same note is kept once
    Column("at", Moment, nullable=False),
    _words("by"),
    _words("by_name"),
    _words("text"),
    Column("case", Integer),
    _words("person"),
    UniqueConstraint("community", "digest"),
    Index(None, "community", "at"),
    _part("case", "notes", "community", "case", "at", where='"case" IS NOT NULL'),
    _part("person", "notes", "community", "person", "at", where=NOTE_ON_PERSON),
)

orders = Table(
    "orders",
    metadata,
    _serial(),
    _words("key", unique=True),
    _words("community"),
    _words("network"),
    _words("place"),
    _words("actor"),
    _words("decision"),
    Column("at", Moment, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    _words("state"),
    Column("retry_at", Moment),
    _words("action"),
    Column("outcome", Words),
    _words("detail"),
    Column("made", Words),
    Column("retry_after", Float),
    Column("finished_at", Moment),
    Index(None, "community", "decision", "serial"),
    _part("waiting", "orders", "community", "serial", where=ORDER_WAITS),
    _part("acting", "orders", "community", "serial", where=ORDER_ACTS),
)

timers = Table(
    "timers",
    metadata,
    Column("community", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    _words("network"),
    _words("place"),
    _words("owner"),
    Column("due_at", Moment, nullable=False),
    _words("payload"),
    Index(None, "community", "due_at"),
)

modes = Table(
    "modes",
    metadata,
    Column("community", Words, primary_key=True),
    Column("policy", Words, primary_key=True),
    _words("mode"),
)

answers = Table(
    "answers",
    metadata,
    Column("community", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    _words("question"),
    _words("answer"),
    _words("language"),
    _words("by"),
    Column("at", Moment, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("community", Words, primary_key=True),
    _words("holder"),
    Column("fence", BigInteger, nullable=False),
    Column("until", Moment, nullable=False),
)

#: What is left of an erased person where a ban must outlive them: a keyed hash, no name.
tombstones = Table(
    "tombstones",
    metadata,
    Column("community", Words, primary_key=True),
    Column("digest", Words, primary_key=True),
    Column("erased_at", Moment, nullable=False),
    Column("until", Moment),
)

#: Things this database keeps for itself, such as the secret of its tombstones, and what is sealed.
facts = Table(
    "facts",
    metadata,
    Column("name", Words, primary_key=True),
    _words("value"),
)
