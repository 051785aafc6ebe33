"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger


def upgrade() -> None:
    _events()
    _decisions()
    _strikes()
    _cases()
    _notes()
    _orders()
    _timers()
    _small_ones()


def downgrade() -> None:
    for table in (
        "facts", "tombstones", "leases", "answers", "modes", "timers", "orders", "notes",
        "cases", "strikes", "deeds", "decisions", "events",
    ):  # fmt: skip
        op.drop_table(table)


def _serial() -> sa.Column[int]:
    return sa.Column("serial", SERIAL, primary_key=True, autoincrement=True)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _table(name: str, *parts: Any, key: tuple[str, ...] = ("serial",)) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _partial(table: str, name: str, *columns: str, where: str) -> None:
    op.create_index(
        f"ix_{table}_{name}",
        table,
        columns,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _events() -> None:
    _table(
        "events",
        _serial(),
        *_words("community", "key"),
        sa.Column("state", sa.SmallInteger, nullable=False),
        _moment("at"),
        *_words("person"),
        sa.Column("message", sa.Text),
        sa.Column("worded", sa.Boolean, nullable=False),
        *_words("body"),
        sa.Column("why", sa.Text),
        _unique("events", "community", "key"),
    )
    _index("events", "community", "at")
    _partial("events", "waiting", "community", "serial", where="state = 0")
    _partial("events", "message", "community", "message", "at", where="message IS NOT NULL")
    _partial("events", "worded", "at", where="worded")


def _decisions() -> None:
    _table(
        "decisions",
        _serial(),
        *_words("community", "id"),
        _moment("at"),
        *_words("cause", "event", "person"),
        _moment("undone_at", nullable=True),
        *_words("undone_by"),
        sa.Column("worded", sa.Boolean, nullable=False),
        *_words("body"),
        _unique("decisions", "community", "id"),
    )
    _index("decisions", "community", "cause")
    _index("decisions", "community", "event")
    _index("decisions", "community", "person", "at")
    _partial("decisions", "worded", "at", where="worded")
    _table("deeds", _serial(), *_words("community"), _moment("at"), *_words("do"))
    _index("deeds", "community", "at")


def _strikes() -> None:
    _table(
        "strikes",
        _serial(),
        *_words("community", "person", "policy", "decision"),
        _moment("at"),
        _moment("expires_at"),
        sa.Column("void", sa.Boolean, nullable=False),
        _unique("strikes", "community", "decision", "person", "policy"),
    )
    _index("strikes", "community", "person", "policy", "expires_at")


def _cases() -> None:
    _table(
        "cases",
        *_words("community"),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        *_words("kind", "title", "status"),
        _moment("opened_at"),
        *_words("subject", "subject_name", "network", "channel", "message", "about"),
        *_words("assignee", "assignee_name"),
        _moment("claimed_at", nullable=True),
        _moment("closed_at", nullable=True),
        *_words("closed_by", "resolution", "alert"),
        key=("community", "number"),
    )
    _index("cases", "community", "status", "number")
    _index("cases", "community", "kind", "status", "number")
    _index("cases", "community", "kind", "number")
    for name in ("subject", "message", "about", "assignee"):
        _partial("cases", name, "community", name, "number", where=f"{name} <> ''")


def _notes() -> None:
    _table(
        "notes",
        _serial(),
        *_words("community", "digest"),
        _moment("at"),
        *_words("by", "by_name", "text"),
        sa.Column("case", sa.Integer),
        *_words("person"),
        _unique("notes", "community", "digest"),
    )
    _index("notes", "community", "at")
    _partial("notes", "case", "community", "case", "at", where='"case" IS NOT NULL')
    _partial("notes", "person", "community", "person", "at", where="person <> ''")


def _orders() -> None:
    _table(
        "orders",
        _serial(),
        *_words("key", "community", "network", "place", "actor", "decision"),
        _moment("at"),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        *_words("state"),
        _moment("retry_at", nullable=True),
        *_words("action"),
        sa.Column("outcome", sa.Text),
        *_words("detail"),
        sa.Column("made", sa.Text),
        sa.Column("retry_after", sa.Float),
        _moment("finished_at", nullable=True),
        _unique("orders", "key"),
    )
    _index("orders", "community", "decision", "serial")
    _partial("orders", "waiting", "community", "serial", where="state = 'waiting'")
    _partial("orders", "acting", "community", "serial", where="state = 'acting'")


def _timers() -> None:
    _table(
        "timers",
        *_words("community", "key", "network", "place", "owner"),
        _moment("due_at"),
        *_words("payload"),
        key=("community", "key"),
    )
    _index("timers", "community", "due_at")


def _small_ones() -> None:
    _table("modes", *_words("community", "policy", "mode"), key=("community", "policy"))
    _table(
        "answers",
        *_words("community", "id", "question", "answer", "language", "by"),
        _moment("at"),
        key=("community", "id"),
    )
    _table(
        "leases",
        *_words("community", "holder"),
        sa.Column("fence", sa.BigInteger, nullable=False),
        _moment("until"),
        key=("community",),
    )
    _table(
        "tombstones",
        *_words("community", "digest"),
        _moment("erased_at"),
        _moment("until", nullable=True),
        key=("community", "digest"),
    )
    _table("facts", *_words("name", "value"), key=("name",))
