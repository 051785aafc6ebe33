"""A process is killed while it writes: what it acknowledged is there, and nothing is half-there."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import Database
from bot.storage.migrate import upgrade
from tests.contract.store_things import KETTLE, NOON, RUDES_KEY

ROOT = Path(__file__).parents[3]
#: Seconds after a line within which the process is killed; about what it takes to write a group.
SOON = 0.02
pytestmark = pytest.mark.slow


def live_and_die(
    address: str, first: int, lines: int, later: float
) -> tuple[set[str], set[str], int]:
    """Let a process write, and kill it some seconds after it has said so many lines.

    Returns what it acknowledged as admitted and as settled, and the number after the last event
    that it may have written.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.integration.storage.live_and_die", address, str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        time.sleep(later)
        process.kill()
        said += process.stdout.readlines()
    done: dict[str, set[str]] = {"admitted": set(), "settled": set()}
    end = first
    for line in said:
        what, start, stop = line.split()
        done[what].update(f"m{number}" for number in range(int(start), int(stop)))
        end = int(stop)
    return done["admitted"], done["settled"], end + 40


async def check(store: Database, admitted: set[str], settled: set[str]) -> None:
    """See that all of it is there, and of each event all or nothing."""
    waiting = {event.id for event in await store.events.waiting(KETTLE)}
    judged = {event.id for event in await store.events.since(KETTLE, NOON)}
    assert admitted <= waiting | judged
    assert settled <= judged
    strikes = {s.decision for s in await store.ledger.strikes(KETTLE, RUDES_KEY, "Manners", NOON)}
    orders = {o.decision for o in await store.orders.waiting(KETTLE, NOON, limit=100_000)}
    cases = {c.about for c in await store.casebook.cases(KETTLE, limit=100_000)}
    kept = await store.ledger.decisions_about(KETTLE, RUDES_KEY, limit=100_000)
    decisions = {one.id for one in kept}
    assert len(kept) == len(decisions)
    assert decisions == {f"d{id.removeprefix('m')}" for id in judged}
    assert strikes == orders == cases == decisions
    assert len(await store.ledger.counts(KETTLE, NOON)) == 2 * len(decisions)


async def killed_again_and_again(address: str, kills: int) -> None:
    admitted: set[str] = set()
    settled: set[str] = set()
    end = 0
    for kill in range(kills):
        later = SOON * kill / kills
        more, done, end = await asyncio.to_thread(live_and_die, address, end, 1 + kill % 5, later)
        admitted |= more
        settled |= done
    store = Database(address)
    await store.open()
    try:
        await check(store, admitted, settled)
    finally:
        await store.close()
    assert len(settled) > kills


async def test_a_killed_process_loses_nothing_it_acknowledged_on_sqlite(file: Path) -> None:
    await upgrade(f"sqlite:///{file}")
    await killed_again_and_again(f"sqlite:///{file}", kills=6)
    with closing(sqlite3.connect(file)) as found:
        assert found.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.postgres
async def test_a_killed_process_loses_nothing_it_acknowledged_on_postgres(
    postgres_url: str,
) -> None:
    await upgrade(postgres_url)
    await killed_again_and_again(postgres_url, kills=4)
