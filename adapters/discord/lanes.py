"""Events on their way to the house: in order for each room, rooms side by side, again when busy."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice

from bot.domain import Event, channel_of
from bot.errors import StoreError

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 5.0
#: Events of one room that are handed over at the same time.
TOGETHER = 50
#: Events that wait at most in all; beyond that they are read back later.
MOST = 20_000
Lane = tuple[str, str]


class Lanes:
    """Hands events over, each once the one before it in its room is taken in.

    `taken` is called with each event that was taken in, `lost` with the lane of each that found no
    room to wait.
    """

    def __init__(
        self,
        receive: Callable[[Event], Awaitable[bool]],
        *,
        taken: Callable[[Event], None],
        lost: Callable[[Lane], None],
    ) -> None:
        self._receive = receive
        self._taken = taken
        self._lost = lost
        self._waiting: dict[Lane, deque[Event]] = {}
        self._workers: dict[Lane, asyncio.Task[None]] = {}
        self._held: set[str] = set()
        self._count = 0

    def hold(self, place: str) -> None:
        """Let the events of a place wait, until what was missed has been read back."""
        self._held.add(place)

    def release(self, place: str) -> None:
        """Let the events of a place go on."""
        self._held.discard(place)
        for lane in [lane for lane in self._waiting if lane[0] == place]:
            self._work(lane)

    def put(self, event: Event) -> None:
        """Let an event go its way."""
        lane = (event.place, channel_of(event) or "")
        if self._count >= MOST:
            self._lost(lane)
            return
        self._count += 1
        self._waiting.setdefault(lane, deque()).append(event)
        self._work(lane)

    def _work(self, lane: Lane) -> None:
        if lane[0] in self._held or lane in self._workers:
            return
        self._workers[lane] = asyncio.create_task(self._hand_over(lane))

    async def _hand_over(self, lane: Lane) -> None:
        waiting = self._waiting[lane]
        try:
            while waiting and lane[0] not in self._held:
                batch = list(islice(waiting, TOGETHER))
                await self.deliver(batch)
                for _ in batch:
                    waiting.popleft()
                self._count -= len(batch)
        finally:
            del self._workers[lane]
            if not waiting:
                self._waiting.pop(lane, None)

    async def deliver(self, events: Sequence[Event]) -> None:
        """Hand events over in this order; they are committed together.

        One by one they would wait for the disk as often as there are events.
        """
        await asyncio.gather(*(self._deliver(event) for event in events))

    async def _deliver(self, event: Event) -> None:
        """Hand one event over, again and again while the house is busy."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._receive(event)
            except StoreError as error:
                if pause >= LONGEST_PAUSE:
                    log.warning("events wait for the database: %s", error)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
                continue
            except Exception:
                # One event that cannot be taken in must not hold up all that follow.
                log.exception("an event was not taken in: %s", event.id)
            self._taken(event)
            return

    async def stop(self) -> None:
        """Stop handing over; what still waits is read back at the next start."""
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        self._waiting.clear()
        self._count = 0
