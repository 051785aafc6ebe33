"""Write down: settlements are committed in groups, each of them whole or not at all."""

import asyncio
import logging
from collections.abc import Sequence

from bot.errors import LeaseLost, StoreBusy
from bot.faults import NO_CRASH, CrashPoints
from bot.logs import trace
from bot.ports import Ledger, Settlement

log = logging.getLogger(__name__)
GROUP = 500
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0


class Settler:
    """Commits settlements in the order they come; waits for a busy database and never drops one.

    One that cannot be written is told to whoever brought it; the others of its group are written.
    """

    def __init__(self, ledger: Ledger, crash: CrashPoints = NO_CRASH) -> None:
        self._ledger = ledger
        self._crash = crash
        self._queue: asyncio.Queue[tuple[Settlement, asyncio.Future[None]]] = asyncio.Queue(5000)

    async def settle(self, settlement: Settlement) -> None:
        """Return when the settlement is committed; raises LeaseLost when it must not be."""
        await (await self.submit(settlement))

    async def submit(self, settlement: Settlement) -> asyncio.Future[None]:
        """Put a settlement in line; the future tells when it is committed."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.add_done_callback(_look_at)
        await self._queue.put((settlement, done))
        return done

    async def run(self) -> None:
        """Commit what comes in, until cancelled."""
        while True:
            group = [await self._queue.get()]
            while len(group) < GROUP and not self._queue.empty():
                group.append(self._queue.get_nowait())
            await self._commit(group)
            for _ in group:
                self._queue.task_done()

    async def drain(self) -> None:
        """Return when nothing waits any more."""
        await self._queue.join()

    async def _commit(self, group: Sequence[tuple[Settlement, asyncio.Future[None]]]) -> None:
        try:
            await self._write([settlement for settlement, _ in group])
        except Exception:
            await self._commit_singly(group)
            return
        self._crash.passing("written")
        for _, done in group:
            _finish(done)

    async def _commit_singly(
        self, group: Sequence[tuple[Settlement, asyncio.Future[None]]]
    ) -> None:
        for settlement, done in group:
            try:
                await self._write([settlement])
            except Exception as error:
                if not isinstance(error, LeaseLost):
                    what = "%s cannot be written down: %s"
                    log.error(what, settlement.event, error, exc_info=trace(error))
                if not done.done():
                    done.set_exception(error)
            else:
                self._crash.passing("written")
                _finish(done)

    async def _write(self, settlements: list[Settlement]) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                await self._ledger.settle(settlements)
            except StoreBusy as error:
                log.warning("decisions wait for the database: %s", error)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            else:
                return


def _finish(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)


def _look_at(done: asyncio.Future[None]) -> None:
    """Mark an exception as seen: nobody waits for settlements of events without a decision."""
    if not done.cancelled():
        done.exception()
