"""Hear and admit: events are committed in groups, and only then acknowledged.

One commit at a time serves everybody who waited meanwhile, so that full durability does not cost
one disk flush per message.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain import Event
from bot.errors import StoreBusy, StoreError
from bot.faults import NO_CRASH, CrashPoints
from bot.ports import EventLog

log = logging.getLogger(__name__)
GROUP = 500


@dataclass(slots=True)
class _Waiting:
    event: Event
    done: asyncio.Future[bool]


class Inbox:
    """Takes events in; `pass_on` gets each new one, in order, once it is committed."""

    def __init__(
        self,
        log: EventLog,
        pass_on: Callable[[Event], Awaitable[None]],
        crash: CrashPoints = NO_CRASH,
    ) -> None:
        self._log = log
        self._pass_on = pass_on
        self._crash = crash
        self._waiting: list[_Waiting] = []
        self._something = asyncio.Event()
        self._closed = False

    async def receive(self, event: Event) -> bool:
        """Commit an event; returns False for one that was known already.

        Raises StoreBusy when it could not be committed: nothing was taken in.
        """
        self._crash.passing("heard")
        if self._closed:
            raise _stopping()
        waiting = _Waiting(event, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._something.set()
        return await waiting.done

    def close(self) -> None:
        """Take nothing in any more; what was brought before is still committed."""
        self._closed = True

    async def run(self) -> None:
        """Commit what comes in, until cancelled; after that nothing is taken in any more."""
        group: list[_Waiting] = []
        try:
            while True:
                await self._something.wait()
                group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
                if not self._waiting:
                    self._something.clear()
                await self._commit(group)
        finally:
            self.close()
            for waiting in (*group, *self._waiting):
                _fail(waiting.done, _stopping())

    async def _commit(self, group: list[_Waiting]) -> None:
        try:
            new = await self._log.admit([waiting.event for waiting in group])
        except StoreError as error:
            for waiting in group:
                _fail(waiting.done, type(error)(str(error)))
            return
        except Exception as error:
            await self._commit_singly(group, error)
            return
        self._crash.passing("admitted")
        for waiting, is_new in zip(group, new, strict=True):
            if is_new:
                await self._pass_on(waiting.event)
            if not waiting.done.done():
                waiting.done.set_result(is_new)

    async def _commit_singly(self, group: list[_Waiting], error: Exception) -> None:
        """Find the event that cannot be committed, so that the others of its group can."""
        if len(group) > 1:
            for waiting in group:
                await self._commit([waiting])
            return
        log.error("an event cannot be taken in", exc_info=error)
        _fail(group[0].done, error)


def _stopping() -> StoreBusy:
    return StoreBusy("Evenhand is stopping and takes nothing in; bring this again later")


def _fail(future: asyncio.Future[bool], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
