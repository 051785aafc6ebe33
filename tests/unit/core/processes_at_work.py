"""A whole process on networks and a store in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from adapters.memory import MemoryAdapter
from bot.clock import HandClock
from bot.domain import DeleteMessage, Event, MessagePosted, Verdict
from bot.ports import Adapter, Context, House
from bot.process import Door, Process
from bot.rulebook.book import Rulebook
from bot.storage import MemoryStore
from tests.support.making import NOON, verdict
from tests.support.policies import Scripted, rulebook
from tests.support.worlds import adapter


class Kept(MemoryStore):
    """A store that tells when it is closed, and whose calls can be made to fail."""

    def __init__(self) -> None:
        super().__init__()
        self.closed = False
        self.hindered = ""

    def trouble(self) -> str:
        return self.hindered

    async def close(self) -> None:
        self.closed = True


class Ear(MemoryAdapter):
    """A network that does what the test says when it is listened to."""

    def __init__(self, *troubles: BaseException | None, network: str = "memory") -> None:
        super().__init__(network=network)
        self.members.update(adapter().members)
        self.troubles = list(troubles)
        self.listened = 0
        self.house: House | None = None

    async def listen(self, house: House) -> None:
        self.house = house
        self.listened += 1
        if self.troubles:
            trouble = self.troubles.pop(0)
            if trouble is not None:
                raise trouble
            return
        await super().listen(house)


def judge_of_idiots() -> Scripted:
    async def judge(event: Event, _context: Context) -> Verdict | None:
        if isinstance(event, MessagePosted) and "idiot" in event.text:
            return verdict((DeleteMessage(channel=event.channel, message=event.id),))
        return None

    return Scripted("Manners", judge)


def process(
    store: Kept | None = None,
    adapters: Mapping[str, Adapter] | None = None,
    *books: Rulebook,
    said: list[str] | None = None,
    doors: Sequence[Door] = (),
    closing: Sequence[Callable[[], None]] = (),
    holder: str = "this one",
    clock: HandClock | None = None,
) -> Process:
    found = books or (rulebook(judge_of_idiots()),)
    return Process(
        store=store or Kept(),
        adapters=adapters or {"memory": Ear()},
        rulebooks={book.id: (book, lambda book=book: book) for book in found},  # type: ignore[misc]  # a default binds it
        detectors={},
        clock=clock or HandClock(NOON),
        holder=holder,
        announce=(said if said is not None else []).append,
        keep_text=timedelta(hours=24),
        doors=doors,
        closing=closing,
    )


@asynccontextmanager
async def running(made: Process) -> AsyncIterator[asyncio.Task[None]]:
    """Run a process beside the block and stop it in order at the end."""
    stop = asyncio.Event()
    task = asyncio.create_task(made.run(stop))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.wait([task])
