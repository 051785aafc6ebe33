"""Hear and admit: events are committed in groups, and only then acknowledged.

One commit at a time serves everybody who waited meanwhile, so that full durability does not cost
one disk flush per message.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain import Event
from bot.errors import StoreError
from bot.faults import NO_CRASH, CrashPoints
from bot.ports import EventLog

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

    async def receive(self, event: Event) -> bool:
        """Commit an event; returns False for one that was known already.

        Raises StoreBusy when it could not be committed: nothing was taken in.
        """
        self._crash.passing("heard")
        waiting = _Waiting(event, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._something.set()
        return await waiting.done

    async def run(self) -> None:
        """Commit what comes in, until cancelled."""
        while True:
            await self._something.wait()
            group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
            if not self._waiting:
                self._something.clear()
            await self._commit(group)

    async def _commit(self, group: list[_Waiting]) -> None:
        try:
            new = await self._log.admit([waiting.event for waiting in group])
        except StoreError as error:
            for waiting in group:
                _fail(waiting.done, error)
            return
        self._crash.passing("admitted")
        for waiting, is_new in zip(group, new, strict=True):
            if is_new:
                await self._pass_on(waiting.event)
            if not waiting.done.done():
                waiting.done.set_result(is_new)


def _fail(future: asyncio.Future[bool], error: Exception) -> None:
    if not future.done():
        future.set_exception(type(error)(str(error)))
