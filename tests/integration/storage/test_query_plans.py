"""No hot path reads a whole table, so that history costs nothing."""

import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import CaseStatus, Mode, event_key
from bot.ports import Store
from bot.storage import Database
from bot.storage.tables import metadata
from tests.contract.store_things import (
    DONE,
    KETTLE,
    MOS_KEY,
    NOON,
    RUDES_KEY,
    after,
    answer,
    case,
    decision,
    hold,
    order,
    posted,
    strike,
    timer,
    write,
)

Statement = tuple[str, Any]


async def _settle(store: Store) -> None:
    fields = {
        "decision": decision(),
        "strikes": (strike(),),
        "cases": (case(),),
        "orders": (order(),),
        "timers": (timer(), timer("t2")),
        "cancel_timers": ("t1",),
        "undone": {"d1": MOS_KEY},
        "modes": {"Manners": Mode.PAUSED},
        "answers": (answer(),),
    }
    await store.events.admit([posted("m1"), posted("m2")])
    await write(store, {"event": event_key(posted("m1")), **fields}, {"event": "unknown"})
    await store.events.quarantine(KETTLE, event_key(posted("m2")), "why")


async def _send(store: Store) -> None:
    await store.orders.waiting(KETTLE, NOON)
    await store.orders.begin("o1", KETTLE, await hold(store))
    await store.orders.unfinished(KETTLE)
    await store.orders.finish("o1", DONE, now=NOON)
    await store.orders.outcome("o1")
    await store.orders.orders_of(KETTLE, "d1")


async def _wake(store: Store) -> None:
    await store.timers.next_due(KETTLE)
    await store.timers.fire(await store.timers.due(KETTLE, after(99)), after(99))


async def _judge(store: Store) -> None:
    await store.events.since(KETTLE, NOON)
    await store.events.message(KETTLE, "m1")
    await store.events.waiting(KETTLE)
    await store.events.forget(NOON)
    await store.ledger.strikes(KETTLE, RUDES_KEY, "Manners", NOON)
    await store.ledger.decision(KETTLE, "unknown")
    await store.ledger.decisions_about(KETTLE, RUDES_KEY)
    await store.ledger.counts(KETTLE, NOON)
    await store.ledger.forget_evidence(NOON)
    await store.archive.banned_before(KETTLE, RUDES_KEY, NOON)


WIDE: list[dict[str, Any]] = [
    {},
    {"status": CaseStatus.OPEN},
    {"kind": "question"},
    {"kind": "question", "status": CaseStatus.OPEN},
]
NARROW: dict[str, Any] = {"subject": RUDES_KEY, "message": "m1", "about": "d1", "assignee": MOS_KEY}


async def _look_up(store: Store) -> None:
    for fits in (*WIDE, *({name: value} for name, value in NARROW.items())):
        await store.casebook.cases(KETTLE, **fits)
    await store.casebook.case(KETTLE, 1)
    await store.casebook.last_number(KETTLE)
    for on in ({}, {"case": 1}, {"person": RUDES_KEY}, {"case": 1, "person": RUDES_KEY}):
        await store.casebook.notes(KETTLE, **on)


async def recorded(store: Database, work: Callable[[Store], Awaitable[None]]) -> list[Statement]:
    """Return the statements that some work came to."""
    seen: list[Statement] = []

    def note(_: object, __: object, statement: str, parameters: Any, *rest: Any) -> None:
        seen.append((statement, parameters[0] if rest[-1] else parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await work(store)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return [pair for pair in seen if re.match("SELECT|UPDATE|DELETE", pair[0])]


@pytest.mark.parametrize("work", [_settle, _send, _wake, _judge, _look_up])
async def test_no_hot_path_reads_a_whole_table_on_sqlite(
    sqlite: Database, file: Path, work: Callable[[Store], Awaitable[None]]
) -> None:
    if work is not _settle:
        await _settle(sqlite)
    statements = await recorded(sqlite, work)
    assert len(statements) > 2
    with closing(sqlite3.connect(file)) as database:
        for statement, parameters in statements:
            plan = database.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            steps = [row[3] for row in plan]
            assert not any(step.startswith("SCAN") for step in steps), (statement, steps)
            if "orders" not in statement:  # those that wait are few, and urgent ones come first
                assert "USE TEMP B-TREE FOR ORDER BY" not in steps or "strikes" in statement, (
                    statement,
                    steps,
                )


@pytest.mark.parametrize("name", NARROW)
@pytest.mark.parametrize("wide", WIDE)
async def test_cases_are_looked_up_by_what_few_of_them_share(
    sqlite: Database, file: Path, name: str, wide: dict[str, Any]
) -> None:
    async def look(store: Store) -> None:
        await store.casebook.cases(KETTLE, **wide, **{name: NARROW[name]})

    [(statement, parameters)] = await recorded(sqlite, look)
    with closing(sqlite3.connect(file)) as database:
        [step] = database.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    assert step[3] == f"SEARCH cases USING INDEX ix_cases_{name} (community=? AND {name}=?)"


@pytest.mark.postgres
@pytest.mark.parametrize("work", [_settle, _send, _wake, _judge, _look_up])
async def test_no_hot_path_reads_a_whole_table_on_postgres(
    on_postgres: Database, work: Callable[[Store], Awaitable[None]]
) -> None:
    if work is not _settle:
        await _settle(on_postgres)
    statements = await recorded(on_postgres, work)

    async def explain(connection: AsyncConnection) -> None:
        # A table of a few rows is always read whole, unless that is made to look dear.
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, parameters in statements:
            found = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
            plan = "\n".join(found.scalars())
            assert "Seq Scan" not in plan, plan

    await on_postgres._connections.write(explain)


async def test_every_index_serves_somebody(sqlite: Database, file: Path) -> None:
    used: set[str] = set()
    for work in (_settle, _send, _wake, _judge, _look_up):
        statements = await recorded(sqlite, work)
        with closing(sqlite3.connect(file)) as database:
            for statement, parameters in statements:
                for row in database.execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
                    used.update(re.findall(r"INDEX (ix_\w+)", row[3]))
    made = {index.name for table in metadata.sorted_tables for index in table.indexes}
    assert made - used == set()
