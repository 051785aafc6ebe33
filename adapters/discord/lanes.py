"""Events on their way to the house: in order for each room, rooms side by side, again when busy."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice

from bot.domain import Event, channel_of
from bot.errors import StoreError

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 5.0
#: Events of one room that are handed over at the same time.
TOGETHER = 50
#: Events that wait in all; beyond that, those of places with more than their share are read back
#: later. A flood in one place leaves the others their room.
MOST = 20_000
Lane = tuple[str, str]


class Lanes:
    """Hands events over, each once the one before it in its room is taken in.

    `taken` is called with each event that was taken in. Once a place's event finds no room to wait,
    all later ones of that place are left out too, so that they can be read back in order;
    `overflowing` names these places.
    """

    def __init__(
        self,
        receive: Callable[[Event], Awaitable[bool]],
        *,
        taken: Callable[[Event], None],
    ) -> None:
        self._receive = receive
        self._taken = taken
        self._waiting: dict[Lane, deque[Event]] = {}
        self._workers: dict[Lane, asyncio.Task[None]] = {}
        self._held: set[str] = set()
        self.overflowing: set[str] = set()
        self._counts: Counter[str] = Counter()

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
        if event.place not in self.overflowing and self._is_full(event.place):
            log.warning("too much waits to be taken in; some of it will be read back later")
            self.overflowing.add(event.place)
        if event.place in self.overflowing:
            return
        self._counts[event.place] += 1
        self._waiting.setdefault(lane, deque()).append(event)
        self._work(lane)

    def _is_full(self, place: str) -> bool:
        """Return whether all room is taken, and this place has its share of it or more."""
        others = len(self._counts.keys() - {place})
        return self._counts.total() >= MOST and self._counts[place] >= MOST // (others + 1)

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
                self._counts[lane[0]] -= len(batch)
        finally:
            del self._workers[lane]
            if not waiting:
                self._waiting.pop(lane, None)
            if not self._counts[lane[0]]:
                del self._counts[lane[0]]

    def overflown(self) -> set[str]:
        """Return the places that left something out and have handed over all that they kept."""
        busy = {place for place, _ in self._waiting}
        return self.overflowing - busy

    def begin_anew(self, place: str) -> None:
        """Let a place's events wait from now on, what was left out of it is being read back."""
        self.hold(place)
        self.overflowing.discard(place)

    async def deliver(self, events: Sequence[Event]) -> None:
        """Hand events over in this order; they are committed together.

        One by one they would wait for the disk as often as there are events.
        """
        await asyncio.gather(*(self._deliver(event) for event in events))
        # Not each by itself: what was taken in last says from where on is read back.
        for event in events:
            self._taken(event)

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
            return

    async def stop(self) -> None:
        """Stop handing over; what still waits is read back at the next start."""
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        self._waiting.clear()
        self._counts.clear()
