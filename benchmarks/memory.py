"""Memory: of the process at rest, and after a million people were seen.

python -m benchmarks.memory [PEOPLE]
"""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from benchmarks.figures import Figure, at_most, table, told
from bot.domain import Member, MessagePosted

PEOPLE = 1_000_000
#: So many messages are on their way into the house at once.
AT_ONCE = 500
#: The people come over a day and write one message each, in so many rooms.
SPREAD = timedelta(hours=24)
CHANNELS = 100
SETTLE_SECONDS = 3.0
READY_SECONDS = 60.0


def at_rest() -> float:
    """Return the megabytes of the real process, as `make run` starts it, a while after the start.

    Raises RuntimeError where it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder:
        environ = {**os.environ, "EVENHAND_DATA": folder, "EVENHAND_PORT": "0"}
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=environ, stdout=subprocess.PIPE
        )
        try:
            _wait_for_a_line(process)
            time.sleep(SETTLE_SECONDS)
            return megabytes(process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(READY_SECONDS)


def _wait_for_a_line(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdout is not None
    if not process.stdout.readline():
        raise RuntimeError("Evenhand did not start; see what it said above")


def megabytes(pid: int) -> float:
    """Return the resident memory of a process."""
    return float(psutil.Process(pid).memory_info().rss) / 1e6


def after_people(count: int) -> tuple[float, float]:
    """Return the megabytes before and after `count` people wrote, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory", "child", str(count)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    before, after = done.stdout.split()
    return float(before), float(after)


async def see(count: int) -> None:
    """Let `count` people write one message each to the real process; print its memory."""
    from benchmarks.rulebooks import starter
    from benchmarks.whole_way import deliver, running

    book = starter()
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder:
        async with running(Path(folder), book) as (house, store):
            store.timed.keep = False
            print(megabytes(os.getpid()))
            rest = _people(book.id, count)

            async def bring() -> None:
                for event in rest:
                    await deliver(house, event)

            await asyncio.gather(*(bring() for _ in range(AT_ONCE)))
            await store.wait_for_count(count)
            print(megabytes(os.getpid()))


def _people(community: str, count: int) -> Iterator[MessagePosted]:
    from benchmarks.chat import lines

    texts = lines()[0]
    start = datetime.now(UTC) - SPREAD
    for number in range(count):
        yield MessagePosted(
            id=f"m{number}",
            at=start + SPREAD * (number / count),
            network="memory",
            community=community,
            channel=f"c{number % CHANNELS}",
            member=Member(id=f"u{number}", name=f"User {number}"),
            text=texts[number % len(texts)],
        )


def figures(people: int = PEOPLE) -> list[Figure]:
    """Measure the resident memory, in megabytes (1,000,000 bytes)."""
    before, after = after_people(people)
    return [
        at_most("memory: at rest", at_rest(), 120.0, "MB"),
        told("memory: the benchmark's process at its start", f"{before:.1f} MB"),
        at_most(f"memory: after {people:,} people wrote", after, 200.0, "MB"),
    ]


def main(argv: list[str]) -> None:
    """Measure, or be the process that is measured."""
    if argv[:1] == ["child"]:
        asyncio.run(see(int(argv[1])))
    else:
        print(table(figures(int(argv[0]) if argv else PEOPLE)))


if __name__ == "__main__":
    main(sys.argv[1:])
