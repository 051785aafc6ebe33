"""Keep order: one lane per channel, lanes side by side, one dispatcher per community.

A lane is a task that lives as long as it has something to do, so that a million channels cost
nothing while they are silent.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from bot.domain import Event, channel_of, event_key

log = logging.getLogger(__name__)
ROOM = 2000
TRIES = 5
PAUSE = 0.2


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
        self._inside = 0
        self._room = asyncio.Event()
        self._room.set()
        self._idle = asyncio.Event()
        self._idle.set()

    async def room(self) -> None:
        """Return as soon as there is room: whoever brings more waits here, and nobody else."""
        await self._room.wait()

    def submit(self, event: Event) -> None:
        """Put an event at the end of its channel's lane."""
        lane = channel_of(event) or ""
        self._inside += 1
        self._idle.clear()
        if self._inside >= ROOM:
            self._room.clear()
        if lane in self._lanes:
            self._lanes[lane].append(event)
            return
        self._lanes[lane] = deque([event])
        task = asyncio.create_task(self._run_lane(lane), name=f"lane {lane}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Return when every event handed in so far is done with."""
        await self._idle.wait()

    async def stop(self) -> None:
        """Stop at once; what is not settled is found again at the next start."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run_lane(self, lane: str) -> None:
        events = self._lanes[lane]
        while events:
            await self._attempt(events[0])
            events.popleft()
            self._done()
        del self._lanes[lane]

    def _done(self) -> None:
        self._inside -= 1
        if self._inside < ROOM // 2:
            self._room.set()
        if not self._inside:
            self._idle.set()

    async def _attempt(self, event: Event) -> None:
        reason = ""
        for attempt in range(1, TRIES + 1):
            try:
                await self._handle(event)
            except Exception as error:
                log.exception("handling %s failed (try %d)", event_key(event), attempt)
                reason = f"{type(error).__name__}: {error}"
                await asyncio.sleep(PAUSE * attempt)
            else:
                return
        await self._set_aside(event, reason)
