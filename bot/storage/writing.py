"""The writing of settlements: many of them, in their order, in a handful of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import DO_OF, Decision
from bot.errors import LeaseLost
from bot.ports import Settlement
from bot.storage import tables
from bot.storage.meaning import counts_for_limits, moment_of
from bot.storage.rows import (
    Values,
    answer_row,
    case_row,
    decision_row,
    note_row,
    order_row,
    strike_row,
    timer_row,
)
from bot.storage.standstills import end
from bot.storage.statements import add, add_new, parts, put
from bot.storage.tables import SETTLED, WAITING

_Key = tuple[Any, ...]


async def settle(connection: AsyncConnection, settlements: Sequence[Settlement]) -> None:
    """Write settlements in a transaction that is open; raises LeaseLost."""
    await check_fences(connection, {(s.community, s.fence) for s in settlements})
    pending = Pending()
    for settlement in await _news(connection, settlements):
        pending.take(settlement)
        if settlement.undone:
            # What is undone may have been written just before, so that goes in first.
            await pending.write(connection)
            pending = Pending()
            await _undo(connection, settlement)
        if settlement.standstill:
            await end(
                connection, settlement.community, settlement.standstill, moment_of(settlement)
            )
    await pending.write(connection)


async def check_fences(connection: AsyncConnection, fences: set[tuple[str, int]]) -> None:
    """Raise LeaseLost unless each is the fencing number in force in its community.

    On PostgreSQL the lease stays as it is until the transaction ends.
    """
    leases = tables.leases.c
    found = await connection.execute(
        select(leases.community, leases.fence)
        .where(leases.community.in_([community for community, _ in fences]), leases.holder != "")
        .with_for_update(read=True)
    )
    in_force = {(community, fence) for community, fence in found}
    for community, fence in sorted(fences):
        if (community, fence) not in in_force:
            raise LeaseLost(f"another copy of Evenhand has taken over {community!r}")


async def _news(connection: AsyncConnection, settlements: Sequence[Settlement]) -> list[Settlement]:
    """Mark the events as settled; returns the settlements whose event was not done with before."""
    keys: dict[str, list[str]] = defaultdict(list)
    for settlement in settlements:
        if settlement.event is not None:
            keys[settlement.community].append(settlement.event)
    marked: set[_Key] = set()
    known: set[_Key] = set()
    for community, wanted in keys.items():
        for some in parts(list(dict.fromkeys(wanted))):
            done = await _mark(connection, community, some)
            marked.update((community, key) for key in done)
            if len(done) < len(some):
                known.update(await _known(connection, community, some))
    return [s for s in settlements if _is_news((s.community, s.event), marked, known)]


def _is_news(key: _Key, marked: set[_Key], known: set[_Key]) -> bool:
    if key in marked:
        marked.discard(key)
        known.add(key)
        return True
    return key[1] is None or key not in known


async def _mark(connection: AsyncConnection, community: str, keys: Sequence[str]) -> list[str]:
    events = tables.events.c
    done = await connection.execute(
        update(tables.events)
        .where(events.community == community, events.key.in_(keys), events.state == WAITING)
        .values(state=SETTLED)
        .returning(events.key)
    )
    return list(done.scalars())


async def _known(connection: AsyncConnection, community: str, keys: Sequence[str]) -> set[_Key]:
    events = tables.events.c
    found = await connection.execute(
        select(events.community, events.key).where(
            events.community == community, events.key.in_(keys)
        )
    )
    return {(community, key) for community, key in found}


async def _undo(connection: AsyncConnection, settlement: Settlement) -> None:
    decisions, strikes = tables.decisions.c, tables.strikes.c
    for id, by in settlement.undone.items():
        undone = await connection.scalar(
            update(tables.decisions)
            .where(
                decisions.community == settlement.community,
                decisions.id == id,
                decisions.undone_at.is_(None),
            )
            .values(undone_at=moment_of(settlement), undone_by=by)
            .returning(decisions.id)
        )
        if undone is not None:
            await connection.execute(
                update(tables.strikes)
                .where(strikes.community == settlement.community, strikes.decision == id)
                .values(void=True)
            )


@dataclass(slots=True)
class Pending:
    """Rows to be written, by their keys, the later ones in place of the earlier where they may."""

    decisions: dict[_Key, Decision] = field(default_factory=dict)
    strikes: list[Values] = field(default_factory=list)
    cases: dict[_Key, Values] = field(default_factory=dict)
    notes: list[Values] = field(default_factory=list)
    orders: list[Values] = field(default_factory=list)
    timers: dict[_Key, Values | None] = field(default_factory=dict)
    modes: dict[_Key, Values] = field(default_factory=dict)
    answers: dict[_Key, Values] = field(default_factory=dict)

    def take(self, settlement: Settlement) -> None:
        """Add what one settlement writes."""
        here = settlement.community
        if settlement.decision is not None:
            self.decisions.setdefault((here, settlement.decision.id), settlement.decision)
        self.strikes += map(strike_row, settlement.strikes)
        self.notes += map(note_row, settlement.notes)
        self.orders += map(order_row, settlement.orders)
        self.cases.update(((here, case.number), case_row(case)) for case in settlement.cases)
        self.timers.update(((here, timer.key), timer_row(timer)) for timer in settlement.timers)
        self.timers.update(((here, key), None) for key in settlement.cancel_timers)
        self.answers.update(((here, new.id), answer_row(new)) for new in settlement.answers)
        for policy, mode in settlement.modes.items():
            self.modes[here, policy] = {"community": here, "policy": policy, "mode": mode.value}

    async def write(self, connection: AsyncConnection) -> None:
        """Write the rows in a transaction that is open."""
        await add_decisions(connection, self.decisions)
        await add(connection, tables.strikes, self.strikes)
        await put(connection, tables.cases, list(self.cases.values()))
        await add(connection, tables.notes, self.notes)
        await add(connection, tables.orders, self.orders)
        await put(connection, tables.timers, [row for row in self.timers.values() if row])
        await _cancel(connection, [key for key, row in self.timers.items() if row is None])
        await put(connection, tables.modes, list(self.modes.values()))
        await put(connection, tables.answers, list(self.answers.values()))


async def add_decisions(connection: AsyncConnection, decisions: Mapping[_Key, Decision]) -> int:
    """Insert decisions, and what the new ones did for the limits; returns how many are new."""
    kept = tables.decisions.c
    rows = [decision_row(decision) for decision in decisions.values()]
    new = await add_new(connection, tables.decisions, rows, kept.community, kept.id)
    deeds = [
        {"community": decision.community, "at": decision.at, "do": DO_OF[type(action)]}
        for key, decision in decisions.items()
        if key in new and counts_for_limits(decision)
        for action in decision.actions
    ]
    await add(connection, tables.deeds, deeds)
    return len(new)


async def _cancel(connection: AsyncConnection, keys: Sequence[_Key]) -> None:
    timers = tables.timers.c
    by_community: dict[str, list[str]] = defaultdict(list)
    for community, key in keys:
        by_community[community].append(key)
    for community, cancelled in by_community.items():
        for some in parts(cancelled):
            await connection.execute(
                delete(tables.timers).where(timers.community == community, timers.key.in_(some))
            )
