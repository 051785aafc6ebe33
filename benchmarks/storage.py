"""The database: how many events a second it takes in and settles, and what history costs.

python -m benchmarks.storage [ROWS OF HISTORY]
"""

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure, at_least, at_most, table, told
from bot.domain import (
    Case,
    CaseStatus,
    Decision,
    DeleteMessage,
    Event,
    Member,
    MessagePosted,
    Nudge,
    Order,
    Signal,
    Verdict,
    event_key,
    person_key,
)
from bot.ports import Settlement, Strike
from bot.storage import Database
from bot.storage.migrate import upgrade

START = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
HISTORY = 1_000_000
#: One event in so many leads to a decision.
DECIDED = 20
COMMUNITY = "kettle"


@dataclass(slots=True)
class Bench:
    """A database under load; every event is another one."""

    store: Database
    fence: int = 0
    count: int = 0

    async def open(self) -> None:
        """Open it and take the lease."""
        await self.store.open()
        self.fence = await self.store.leases.take(COMMUNITY, "bench", START, 1e6) or 0

    def events(self, count: int) -> list[Event]:
        """Return the next events."""
        first, self.count = self.count, self.count + count
        return [_event(number) for number in range(first, self.count)]

    async def round(self, size: int) -> None:
        """Take in and settle one group."""
        events = self.events(size)
        await self.store.events.admit(events)
        await self.store.ledger.settle([self._settlement(event) for event in events])

    def _settlement(self, event: Event) -> Settlement:
        key, number = event_key(event), int(event.id[1:])
        if number % DECIDED:
            return Settlement(community=COMMUNITY, fence=self.fence, event=key)
        return _decided(event, number, self.fence)


def _event(number: int) -> Event:
    return MessagePosted(
        id=f"m{number}",
        at=START + timedelta(milliseconds=number),
        network="discord",
        community=COMMUNITY,
        place="815123456789012345",
        channel="general",
        member=Member(id=f"u{number % 5000}", name=f"Member {number % 5000}", roles=("Guest",)),
        text="Has anybody tried the new kettle? Mine is late and I would like to know why.",
    )


def _decided(event: Event, number: int, fence: int) -> Settlement:
    assert isinstance(event, MessagePosted)
    person, policy = person_key(event.network, event.member.id), "Keep insults out"
    delete = DeleteMessage(channel=event.channel, message=event.id, member=event.member.id)
    nudge = Nudge(member=event.member.id, text="I took your message down.")
    signal = Signal(name="toxicity", score=0.97, evidence="idiots", spans=((8, 14),))
    verdict = Verdict(
        policy=policy, reason="insult", steps=((delete, nudge),), signals=(signal,), rule="2"
    )
    decision = Decision(
        id=f"d{number}",
        at=event.at,
        community=COMMUNITY,
        network=event.network,
        place=event.place,
        channel=event.channel,
        cause=event_key(event),
        actor=policy,
        subject=event.member,
        message=event.id,
        actions=(delete, nudge),
        verdicts=(verdict,),
        facts="insult",
        evidence="idiots",
    )
    strike = Strike(
        community=COMMUNITY,
        person=person,
        policy=policy,
        decision=decision.id,
        at=event.at,
        expires_at=event.at + timedelta(days=30),
    )
    order = Order(
        key=f"o{number}",
        community=COMMUNITY,
        network=event.network,
        place=event.place,
        action=delete,
        actor=policy,
        decision=decision.id,
        at=event.at,
    )
    return Settlement(
        community=COMMUNITY,
        fence=fence,
        event=event_key(event),
        decision=decision,
        strikes=(strike,),
        orders=(order,),
        cases=(_case(event, number, person),),
    )


def _case(event: Event, number: int, person: str) -> Case:
    return Case(
        community=COMMUNITY,
        number=10_000_000 + number,
        kind="conduct",
        title="insult",
        status=CaseStatus.CLOSED,
        opened_at=event.at,
        subject=person,
    )


async def rate(bench: Bench, size: int, total: int) -> float:
    """Return events taken in and settled a second, in groups of `size`."""
    await bench.round(size)
    began = time.perf_counter()
    for _ in range(total // size):
        await bench.round(size)
    return total // size * size / (time.perf_counter() - began)


async def cost(work: Callable[[int], Awaitable[object]], times: int = 400) -> float:
    """Return the milliseconds that one call takes, the median of many."""
    for number in range(20):
        await work(number)
    taken = []
    for number in range(times):
        began = time.perf_counter()
        await work(number)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


async def costs(bench: Bench) -> dict[str, float]:
    """Return what each hot path costs, in milliseconds."""
    store, now = bench.store, START

    async def settle(_: int) -> None:
        await bench.round(DECIDED)

    async def strikes(number: int) -> None:
        await store.ledger.strikes(COMMUNITY, f"discord:u{number}", "Keep insults out", now)

    async def decision(number: int) -> None:
        await store.ledger.decision(COMMUNITY, f"d{number * DECIDED}")

    async def cases(number: int) -> None:
        await store.casebook.cases(COMMUNITY, subject=f"discord:u{number}", limit=5)

    return {
        f"admit and settle {DECIDED} events": await cost(settle),
        "read strikes": await cost(strikes),
        "read a decision": await cost(decision),
        "read a person's cases": await cost(cases),
    }


def remember(file: Path, rows: int) -> None:
    """Write a history of events, decisions, strikes and cases straight into the tables."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        connection.execute("CREATE TEMP TABLE old (i INTEGER PRIMARY KEY, at, who)")
        connection.execute(_ROWS, {"rows": rows})
        body = '{"filler":"' + "x" * 300 + '"}'
        for statement in _HISTORY:
            connection.execute(statement, {"body": body})
    connection.close()


_ROWS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
INSERT INTO old SELECT i, 1700000000000000 + i * 1000000, 'discord:h' || (i % 50000) FROM n
"""
_HISTORY = (
    """INSERT INTO events (community, key, state, at, person, worded, body)
    SELECT 'kettle', 'discord:1:message_posted:h' || i, 1, at, who, 0, :body FROM old""",
    """INSERT INTO decisions (community, id, at, cause, event, person, undone_by, worded, body)
    SELECT 'kettle', 'h' || i, at, 'discord:1:message_posted:h' || i, 'h' || i, who, '', 0, :body
    FROM old""",
    """INSERT INTO strikes (community, person, policy, decision, at, expires_at, void)
    SELECT 'kettle', who, 'Keep insults out', 'h' || i, at, at + 2592000000000, 0 FROM old""",
    "INSERT INTO deeds (community, at, do) SELECT 'kettle', at, 'delete_message' FROM old",
    """INSERT INTO cases (community, number, kind, title, status, opened_at, subject, subject_name,
    network, channel, message, about, assignee, assignee_name, closed_by, resolution, alert)
    SELECT 'kettle', i, 'conduct', 'insult', 'closed', at, who, 'H', 'discord', 'general',
    'h' || i, 'h' || i, '', '', '', 'settled', '' FROM old""",
)


async def _measured(file: Path) -> tuple[dict[int, float], dict[str, float]]:
    bench = Bench(Database(f"sqlite:///{file}"))
    await bench.open()
    try:
        rates = {size: await rate(bench, size, total) for size, total in _SIZES.items()}
        return rates, await costs(bench)
    finally:
        await bench.store.close()


#: How many events are measured in groups of which size.
_SIZES = {1: 200, 50: 10_000, 500: 40_000}


async def _run(history: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder:
        young, old = Path(folder) / "young.db", Path(folder) / "old.db"
        for file in (young, old):
            await upgrade(f"sqlite:///{file}")
        rates, before = await _measured(young)
        remember(old, history)
        _, after = await _measured(old)
    shown = [
        told("storage: one event at a time, SQLite FULL", f"{rates[1]:,.0f} events/s"),
        at_least("storage: groups of 50, SQLite FULL", rates[50], 2000, "events/s"),
        at_least("storage: groups of 500, SQLite FULL", rates[500], 2000, "events/s"),
    ]
    for what, cost_before in before.items():
        ratio = after[what] / cost_before
        shown.append(told(f"storage: {what}", f"{cost_before:.2f} ms"))
        shown.append(at_most(f"storage: the same after {history:,} cases", ratio, 1.2, "times", 2))
    return shown


def figures(history: int = HISTORY) -> list[Figure]:
    """Measure on SQLite with full durability, in a folder for temporary files."""
    return asyncio.run(_run(history))


if __name__ == "__main__":
    print(table(figures(int(sys.argv[1]) if len(sys.argv) > 1 else HISTORY)))
