"""Every table, once, for SQLite and PostgreSQL alike.

Moments are whole microseconds since 1970 in UTC: exact, sortable and the same on both databases.
Values with a shape of their own (events, decisions, actions) are JSON in the open formats of
bot/wire.py, beside the columns that are searched.
"""

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
    UniqueConstraint,
)

from bot.storage.columns import Moment, Words, part, serial, words

#: The newest migration; bot.storage.database refuses tables that are older or newer.
REVISION = "0001"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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
    serial(),
    words("community"),
    words("key"),
    Column("state", SmallInteger, nullable=False),
    Column("at", Moment, nullable=False),
    words("person"),
    Column("message", Words),  # of postings and edits alone
    Column("worded", Boolean, nullable=False),  # still holds what somebody wrote
    words("body"),
    Column("why", Words),
    UniqueConstraint("community", "key"),
    Index(None, "community", "at"),
    part("waiting", "events", "community", "serial", where=EVENT_WAITS),
    part("message", "events", "community", "message", "at", where="message IS NOT NULL"),
    part("worded", "events", "at", where=EVENT_HAS_WORDS),
)

decisions = Table(
    "decisions",
    metadata,
    serial(),
    words("community"),
    words("id"),
    Column("at", Moment, nullable=False),
    words("cause"),
    words("event"),
    words("person"),
    Column("undone_at", Moment),
    words("undone_by"),
    Column("worded", Boolean, nullable=False),  # still holds its evidence
    words("body"),
    UniqueConstraint("community", "id"),
    Index(None, "community", "cause"),
    Index(None, "community", "event"),
    Index(None, "community", "person", "at"),
    part("worded", "decisions", "at", where=DECISION_HAS_WORDS),
)

#: One row per action that a policy took, for the limits.
deeds = Table(
    "deeds",
    metadata,
    serial(),
    words("community"),
    Column("at", Moment, nullable=False),
    words("do"),
    Index(None, "community", "at"),
)

strikes = Table(
    "strikes",
    metadata,
    serial(),
    words("community"),
    words("person"),
    words("policy"),
    words("decision"),
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
    words("kind"),
    words("title"),
    words("status"),
    Column("opened_at", Moment, nullable=False),
    words("subject"),
    words("subject_name"),
    words("network"),
    words("channel"),
    words("message"),
    words("about"),
    words("assignee"),
    words("assignee_name"),
    Column("claimed_at", Moment),
    Column("closed_at", Moment),
    words("closed_by"),
    words("resolution"),
    words("alert"),
    Index(None, "community", "status", "number"),
    Index(None, "community", "kind", "status", "number"),
    Index(None, "community", "kind", "number"),
    *(
        part(name, "cases", "community", name, "number", where=condition)
        for name, condition in NOT_EMPTY.items()
    ),
)

notes = Table(
    "notes",
    metadata,
    serial(),
    words("community"),
    words("digest"),  # of all the rest: the same note is kept once
    Column("at", Moment, nullable=False),
    words("by"),
    words("by_name"),
    words("text"),
    Column("case", Integer),
    words("person"),
    UniqueConstraint("community", "digest"),
    Index(None, "community", "at"),
    part("case", "notes", "community", "case", "at", where='"case" IS NOT NULL'),
    part("person", "notes", "community", "person", "at", where=NOTE_ON_PERSON),
)

orders = Table(
    "orders",
    metadata,
    serial(),
    words("key", unique=True),
    words("community"),
    words("network"),
    words("place"),
    words("actor"),
    words("decision"),
    Column("at", Moment, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    words("state"),
    Column("retry_at", Moment),
    words("action"),
    Column("outcome", Words),
    words("detail"),
    Column("made", Words),
    Column("retry_after", Float),
    Column("finished_at", Moment),
    Index(None, "community", "decision", "serial"),
    part("waiting", "orders", "community", "serial", where=ORDER_WAITS),
    part("acting", "orders", "community", "serial", where=ORDER_ACTS),
)

timers = Table(
    "timers",
    metadata,
    Column("community", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    words("network"),
    words("place"),
    words("owner"),
    Column("due_at", Moment, nullable=False),
    words("payload"),
    Index(None, "community", "due_at"),
)

modes = Table(
    "modes",
    metadata,
    Column("community", Words, primary_key=True),
    Column("policy", Words, primary_key=True),
    words("mode"),
)

answers = Table(
    "answers",
    metadata,
    Column("community", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    words("question"),
    words("answer"),
    words("language"),
    words("by"),
    Column("at", Moment, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("community", Words, primary_key=True),
    words("holder"),
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
    words("value"),
)
