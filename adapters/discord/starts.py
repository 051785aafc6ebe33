"""How often Evenhand begins anew, over all crashes; a thousand times a day cost the token."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from adapters.discord.notebook import Notebook
from bot.errors import NetworkError

log = logging.getLogger(__name__)
#: Starts within this time count; after as long a calm, pauses begin small again.
MEMORY = timedelta(hours=1)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 600.0
#: So many starts within that time need no pause: somebody is trying something out.
FREE = 3
#: Starts that Discord must still have left for today.
LEAST_LEFT = 50
#: Seconds that Discord wants between the starts of two shards.
BETWEEN_SHARDS = 5.0


class Starts:
    """Waits ever longer before each new start, also across crashes of the process."""

    def __init__(
        self,
        notebook: Notebook,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._notebook = notebook
        self._now = now
        self._sleep = sleep
        self._last: datetime | None = None
        self._turn = asyncio.Lock()

    def pause(self, shard: int = 0) -> float:
        """Return the seconds to wait before the next start of a shard."""
        recent = self._recent(shard)
        if len(recent) < FREE:
            return 0.0
        wanted: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (len(recent) - FREE))
        passed = (self._now() - recent[-1]).total_seconds()
        return max(0.0, wanted - passed)

    def _recent(self, shard: int) -> list[datetime]:
        kept = self._notebook.page("starts").get(str(shard), [])
        times = [datetime.fromisoformat(text) for text in kept]
        return [at for at in times if self._now() - at < MEMORY]

    async def before_identify(self, shard: int) -> None:
        """Wait, and write the start down before it is made."""
        async with self._turn:
            await self._wait_and_note(shard)

    async def _wait_and_note(self, shard: int) -> None:
        if self._last is not None:
            since = (self._now() - self._last).total_seconds()
            if since < BETWEEN_SHARDS:
                await self._sleep(BETWEEN_SHARDS - since)
        pause = self.pause(shard)
        if pause:
            log.warning("started often lately; waiting %.0f s before the next start", pause)
            await self._sleep(pause)
        self._last = self._now()
        times = [*self._recent(shard), self._last]
        self._notebook.page("starts")[str(shard)] = [at.isoformat() for at in times]
        await self._notebook.save()

    def calm(self) -> None:
        """Forget earlier starts: the present ones have held for long."""
        if self._notebook.page("starts"):
            self._notebook.page("starts").clear()
            self._notebook.changed()


def check_left(left: int, reset_after: float) -> None:
    """Raise NetworkError where Discord allows hardly any more starts today."""
    if left < LEAST_LEFT:
        raise NetworkError(
            f"Discord allows only {left} more starts of this bot within {reset_after / 3600:.1f} "
            "hours; find out what makes it start so often, and start it again after that."
        )
