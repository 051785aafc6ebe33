"""What a message costs once a long history lies in the database, against an empty one.

python -m benchmarks.history [ROWS OF HISTORY]
"""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.figures import Figure, at_most, table, told
from benchmarks.rulebooks import starter
from benchmarks.storage import COMMUNITY, HISTORY, remember
from benchmarks.whole_way import bulk, live, running
from bot.domain import MessagePosted
from bot.rulebook.book import Rulebook
from bot.storage.migrate import upgrade

ROUNDS = 5
ROUND = 3_000


async def measure(history: int) -> list[Figure]:
    """Let the same chat take the whole way, in turns with an empty and a full database."""
    book = replace(starter(), id=COMMUNITY)
    found: dict[str, list[tuple[float, float]]] = {"young": [], "old": []}
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder:
        for name in found:
            (Path(folder) / name).mkdir()
        old = Path(folder) / "old" / "bench.db"
        await upgrade(f"sqlite:///{old}")
        remember(old, history)
        for number in range(ROUNDS):
            chat = live(book, ROUND, first=number * ROUND)
            for name, rounds in found.items():
                rounds.append(await _round(Path(folder) / name, book, chat))
    (_, before), (_, after) = young, aged = _medians(found["young"]), _medians(found["old"])
    return [
        told("history: whole way, empty database", _words(young)),
        told(f"history: after {history:,} decisions and cases", _words(aged)),
        at_most("history: cost of a message, full to empty", after / before, 1.2, "times", 2),
    ]


def _medians(rounds: Sequence[tuple[float, float]]) -> tuple[float, float]:
    rates, costs = zip(*rounds, strict=True)
    return statistics.median(rates), statistics.median(costs)


def _words(measured: tuple[float, float]) -> str:
    return f"{measured[0]:,.0f} messages/s, {measured[1]:.0f} µs of processor time each"


async def _round(
    folder: Path, book: Rulebook, chat: Sequence[MessagePosted]
) -> tuple[float, float]:
    async with running(folder, book) as (house, store):
        return await bulk(house, store, chat)


def figures(history: int = HISTORY) -> list[Figure]:
    """Measure on SQLite with full durability, in a folder for temporary files."""
    return asyncio.run(measure(history))


if __name__ == "__main__":
    print(table(figures(int(sys.argv[1]) if len(sys.argv) > 1 else HISTORY)))
