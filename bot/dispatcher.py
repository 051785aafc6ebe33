"""Keep order: one lane per channel, lanes side by side, one dispatcher per community.

A lane is a task that lives as long as it has something to do, so that a million channels cost
nothing while they are silent.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from bot.domain import Event, channel_of, event_key
from bot.errors import LeaseLost, StoreBusy
from bot.logs import trace

log = logging.getLogger(__name__)
ROOM = 2000
TRIES = 5
PAUSE = 0.2
LONGEST_PAUSE = 5.0


class Dispatcher:
    """Hands events to `handle`; one that fails five times goes to `set_aside` with the reason."""

    def __init__(
        self,
        handle: Callable[[Event], Awaitable[None]],
        set_aside: Callable[[Event, str], Awaitable[None]],
    ) -> None:
        self._handle = handle
        self._set_aside = set_aside
        self._lanes: dict[str, deque[Event]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._keys: set[str] = set()
        self._stopped = False
        self._broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._room = asyncio.Event()
        self._room.set()
        self._idle = asyncio.Event()
        self._idle.set()

    async def room(self) -> None:
        """Return as soon as there is room: whoever brings more waits here, and nobody else."""
        await self._room.wait()

    def submit(self, event: Event) -> None:
        """Put an event at the end of its channel's lane; one that is in a lane stays there."""
        key = event_key(event)
        if self._stopped or key in self._keys:
            return
        lane = channel_of(event) or ""
        self._keys.add(key)
        self._idle.clear()
        if len(self._keys) >= ROOM:
            self._room.clear()
        if lane in self._lanes:
            self._lanes[lane].append(event)
            return
        self._lanes[lane] = deque([event])
        task = asyncio.create_task(self._run_lane(lane), name=f"lane {lane}")
        self._tasks.add(task)
        task.add_done_callback(self._lane_ended)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    async def idle(self) -> None:
        """Return when every event handed in so far is done with."""
        await self._idle.wait()

    async def stop(self) -> None:
        """Stop at once; what is not settled is found again at the next start."""
        self._stopped = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._room.set()
        self._idle.set()

    async def watch(self) -> None:
        """Raise what broke a lane; until then, wait."""
        await asyncio.shield(self._broken)

    def _lane_ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not self._broken.done():
            self._broken.set_exception(error)

    async def _run_lane(self, lane: str) -> None:
        events = self._lanes[lane]
        while events:
            await self._attempt(events[0])
            self._done(events.popleft())
        del self._lanes[lane]

    def _done(self, event: Event) -> None:
        self._keys.discard(event_key(event))
        if len(self._keys) < ROOM // 2:
            self._room.set()
        if not self._keys:
            self._idle.set()

    async def _attempt(self, event: Event) -> None:
        reason = ""
        for attempt in range(1, TRIES + 1):
            try:
                await _patiently(lambda: self._handle(event))
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                what = "handling %s failed (try %d): %s"
                log.error(what, event_key(event), attempt, reason, exc_info=trace(error))
                await asyncio.sleep(PAUSE * attempt)
            else:
                return
        await _patiently(lambda: self._set_aside(event, reason))


async def _patiently(work: Callable[[], Awaitable[None]]) -> None:
    """Do work again for as long as the world hinders it: that is no fault of the event."""
    pause = PAUSE
    while True:
        try:
            await work()
        except (StoreBusy, LeaseLost) as error:
            log.warning("judging waits: %s", error)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)
        else:
            return
