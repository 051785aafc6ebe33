"""Evidence that has been kept long enough goes from the tables, a few decisions at a time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import CaseStatus
from bot.storage import tables
from bot.storage.remains import unquoted, without_evidence, wordless
from bot.storage.statements import Found, from_text, to_text
from bot.wire import decision_from_json, decision_to_json

AT_ONCE = 200
_D, _O, _C = tables.decisions.c, tables.orders.c, tables.cases.c


async def forget(connection: AsyncConnection, before: datetime) -> int:
    """Erase the evidence of some decisions older than `before`; returns of how many."""
    found = await connection.execute(
        select(_D.serial, _D.community, _D.id, _D.body)
        .where(text(tables.DECISION_HAS_WORDS), _D.at < before)
        .order_by(_D.at)
        .limit(AT_ONCE)
    )
    rows = found.all()
    if rows:
        await connection.execute(
            update(tables.decisions)
            .where(_D.serial == bindparam("row"))
            .values(worded=False, body=bindparam("left")),
            [_left(row) for row in rows],
        )
    for row in rows:
        await _forget_orders(connection, row.community, row.id)
        await _forget_titles(connection, row.community, row.id)
    return len(rows)


def _left(row: Found) -> dict[str, object]:
    decision = without_evidence(decision_from_json(from_text(row.body)))
    return {"row": row.serial, "left": to_text(decision_to_json(decision))}


async def _forget_orders(connection: AsyncConnection, community: str, decision: str) -> None:
    """Erase the words of what was sent; what still waits to be done keeps them."""
    found = await connection.execute(
        select(_O.serial, _O.action).where(
            _O.community == community, _O.decision == decision, _O.finished_at.is_not(None)
        )
    )
    rows: Sequence[Found] = found.all()
    if rows:
        await connection.execute(
            update(tables.orders)
            .where(_O.serial == bindparam("row"))
            .values(action=bindparam("left")),
            [{"row": r.serial, "left": to_text(wordless(from_text(r.action)))} for r in rows],
        )


async def _forget_titles(connection: AsyncConnection, community: str, decision: str) -> None:
    found = await connection.execute(
        select(_C.number, _C.title).where(
            _C.community == community,
            _C.about == decision,
            text(tables.NOT_EMPTY["about"]),
            _C.status == CaseStatus.CLOSED.value,
        )
    )
    for row in found.all():
        await connection.execute(
            update(tables.cases)
            .where(_C.community == community, _C.number == row.number)
            .values(title=unquoted(row.title))
        )
