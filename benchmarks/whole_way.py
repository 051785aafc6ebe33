"""The whole way of a message: heard, committed, judged, decided and written down.

Everything is real (inbox, dispatcher, engine, settler, lease, outbox, SQLite with full
synchronisation, the starter rulebook) but the network, which is the one in memory.

    python -m benchmarks.whole_way
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from adapters.memory import MemoryAdapter
from benchmarks.chat import messages
from benchmarks.figures import Figure, at_least, at_most, table, told
from benchmarks.rulebooks import starter
from bot.clock import SystemClock
from bot.detectors import builtin
from bot.domain import MessagePosted, event_key
from bot.errors import StoreBusy
from bot.ports import House, Settlement
from bot.process import Process
from bot.rulebook.book import Rulebook
from bot.storage.connections import Connections
from bot.storage.database import Database
from bot.storage.ledger import LedgerTables
from bot.storage.migrate import upgrade
from bot.workshop import detectors_by_signal

BULK = 20_000
#: So many messages are on their way into the house at once, as after a reconnect.
AT_ONCE = 500
#: Seconds until something is brought again.
AGAIN = 0.05
STEADY = 300
STEADY_SECONDS = 20
#: Three hundred messages a second come from many people in many rooms.
PEOPLE, CHANNELS = 20_000, 100


class Ears(MemoryAdapter):
    """Listens by handing its house out."""

    def __init__(self) -> None:
        super().__init__()
        self.house: asyncio.Future[House] = asyncio.get_running_loop().create_future()

    async def listen(self, house: House) -> None:
        """Give the house to whoever brings the messages."""
        if not self.house.done():
            self.house.set_result(house)
        await asyncio.Event().wait()


class TimedLedger(LedgerTables):
    """Notes when each event was settled."""

    def __init__(self, connections: Connections) -> None:
        super().__init__(connections)
        self.settled: dict[str, float] = {}
        self.count = 0
        self.keep = True
        self.news = asyncio.Event()

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        """Write settlements, then note the moment."""
        await super().settle(settlements)
        now = time.perf_counter()
        events = [one.event for one in settlements if one.event is not None]
        self.count += len(events)
        if self.keep:
            self.settled.update((event, now) for event in events)
        self.news.set()


class TimedDatabase(Database):
    """The real database, with a note of when each event was settled."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._ledger = self.timed = TimedLedger(self._connections)

    @property
    def settled(self) -> dict[str, float]:
        """The moment at which each event was settled, by its key."""
        return self.timed.settled

    async def wait_for(self, keys: set[str]) -> None:
        """Return when all of these are settled; raises TimeoutError after a minute."""
        async with asyncio.timeout(60):
            while not keys <= self.settled.keys():
                self.timed.news.clear()
                await self.timed.news.wait()

    async def wait_for_count(self, count: int) -> None:
        """Return when so many events are settled; raises TimeoutError after a minute."""
        async with asyncio.timeout(60):
            while self.timed.count < count:
                self.timed.news.clear()
                await self.timed.news.wait()


@asynccontextmanager
async def running(folder: Path, book: Rulebook) -> AsyncIterator[tuple[House, TimedDatabase]]:
    """Run the real process on a database in `folder`; give its house and its store."""
    url = f"sqlite:///{folder / 'bench.db'}"
    await upgrade(url)
    store, ears, stop = TimedDatabase(url), Ears(), asyncio.Event()
    await store.open()
    process = Process(
        store=store,
        adapters={"memory": ears},
        rulebooks={book.id: (book, lambda: book)},
        detectors=detectors_by_signal(builtin()),
        clock=SystemClock(),
        holder="benchmark",
        announce=lambda line: None,
    )
    work = asyncio.create_task(process.run(stop))
    try:
        yield await ears.house, store
    finally:
        stop.set()
        await work


async def deliver(house: House, event: MessagePosted) -> None:
    """Bring an event as a network does: again, for as long as the house is busy."""
    while True:
        try:
            await house.receive(event)
            return
        except StoreBusy:
            await asyncio.sleep(AGAIN)


async def bulk(
    house: House, store: TimedDatabase, chat: Sequence[MessagePosted]
) -> tuple[float, float]:
    """Return messages a second from the first heard to the last settled, and what one costs.

    The cost is in microseconds of processor time, of all threads; other work on the machine
    changes it little.
    """
    rest = iter(chat)

    async def bring() -> None:
        for event in rest:
            await deliver(house, event)

    began, worked = time.perf_counter(), time.process_time()
    await asyncio.gather(*(bring() for _ in range(AT_ONCE)))
    await store.wait_for({event_key(event) for event in chat})
    last = max(store.settled[event_key(event)] for event in chat)
    cost = (time.process_time() - worked) / len(chat) * 1e6
    return len(chat) / (last - began), cost


async def steady(house: House, store: TimedDatabase, chat: Sequence[MessagePosted]) -> list[float]:
    """Return, per message, the milliseconds from hearing it to its settlement."""
    began, heard, tasks = time.perf_counter(), {}, []
    for number, event in enumerate(chat):
        await asyncio.sleep(max(0.0, began + number / STEADY - time.perf_counter()))
        event = replace(event, at=datetime.now(UTC))
        heard[event_key(event)] = time.perf_counter()
        tasks.append(asyncio.create_task(deliver(house, event)))
    await asyncio.gather(*tasks)
    await store.wait_for({event_key(event) for event in chat})
    return [(store.settled[key] - at) * 1000 for key, at in heard.items()]


def live(book: Rulebook, count: int, first: int = 0) -> list[MessagePosted]:
    """Return messages of now for the network in memory."""
    now = datetime.now(UTC)
    return messages(
        count,
        people=PEOPLE,
        channels=CHANNELS,
        a_second=STEADY,
        network="memory",
        community=book.id,
        first=first,
        start=now,
    )


async def measure() -> list[Figure]:
    """Run both on one database after the other."""
    book = starter()
    chat = live(book, BULK)
    slow = live(book, STEADY * STEADY_SECONDS, first=BULK)
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder), book) as (house, store):
            rate, cost = await bulk(house, store, chat)
            store.settled.clear()
            times = sorted(await steady(house, store, slow))
    percent = statistics.quantiles(times, n=100)
    return [
        at_least("whole way: in bulk", rate, 2_000, "messages/s"),
        told("whole way: processor time of a message", f"{cost:.0f} µs"),
        told(f"whole way: median at {STEADY}/s", f"{percent[49]:.1f} ms"),
        at_most(f"whole way: 99th percentile at {STEADY}/s", percent[98], 50.0, "ms"),
        told(f"whole way: longest of {len(times):,}", f"{times[-1]:.1f} ms"),
    ]


def figures() -> list[Figure]:
    """Measure; the disk is the one with the folder for temporary files."""
    return asyncio.run(measure())


if __name__ == "__main__":
    print(table(figures()))
    sys.exit(0)
