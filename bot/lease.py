"""One process at a time judges and sends for a community: a lease with a fencing number."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime

from bot.errors import LeaseLost, StoreBusy
from bot.ports import Clock, Leases
from bot.processes import is_dead

log = logging.getLogger(__name__)
LENGTH = 15.0
RETRY = 1.0


def machine_time() -> float:
    """Return seconds that go on also while the process is stopped or the machine asleep."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Lease:
    """The right to act for one community; `fence` raises LeaseLost as soon as it may be gone."""

    def __init__(
        self,
        community: str,
        *,
        leases: Leases,
        clock: Clock,
        holder: str,
        monotonic: Callable[[], float] = machine_time,
        length: float = LENGTH,
    ) -> None:
        self.community = community
        self._leases = leases
        self._clock = clock
        self._holder = holder
        self._monotonic = monotonic
        self._length = length
        self._number: int | None = None
        self._good_until = 0.0
        #: When the lease before this one ended, None where there was none.
        self.before: datetime | None = None

    def fence(self) -> int:
        """Return the fencing number; raises LeaseLost when the lease may have run out.

        The time that counts is the machine's own, which goes on while the process is stopped.
        """
        if self._number is None or self._monotonic() >= self._good_until:
            raise LeaseLost(f"the lease for {self.community} has run out")
        return self._number

    async def take(self, waiting: Callable[[str], None]) -> None:
        """Return when the lease is held; `waiting` is told once who holds it meanwhile."""
        told = False
        while True:
            try:
                if await self._try_to_take():
                    return
                holder = await self._leases.holder(self.community)
                if is_dead(holder):
                    await self._leases.free(self.community, holder)
                    continue
                if not told:
                    waiting(holder)
                    told = True
            except StoreBusy as error:
                log.warning("the lease for %s waits for the database: %s", self.community, error)
            await asyncio.sleep(RETRY)

    async def _try_to_take(self) -> bool:
        asked = self._monotonic()
        before = await self._leases.until(self.community)
        number = await self._leases.take(
            self.community, self._holder, self._clock.now(), self._length
        )
        if number is not None:
            self._number, self._good_until = number, asked + self._length
            self.before = before
        return number is not None

    async def keep(self) -> None:
        """Renew the lease until cancelled; raises LeaseLost when another has it."""
        while True:
            await asyncio.sleep(self._length / 5)
            asked = self._monotonic()
            number = self._number
            try:
                held = number is not None and await self._leases.renew(
                    self.community, self._holder, number, self._clock.now(), self._length
                )
            except StoreBusy as error:
                log.warning("the lease for %s could not be renewed: %s", self.community, error)
                self.fence()
                continue
            if not held:
                self._number = None
                raise LeaseLost(f"another Evenhand has taken over {self.community}")
            self._good_until = asked + self._length

    async def release(self) -> None:
        """Give the lease back, so that the next process need not wait."""
        if self._number is not None:
            number, self._number = self._number, None
            await self._leases.release(self.community, self._holder, number)
