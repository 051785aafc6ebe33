"""Events that cannot be judged are set aside, so that those behind them go on, and are told of."""

import logging
from collections import deque
from datetime import datetime, timedelta

from bot.domain import Event, event_key
from bot.ports import Clock, EventLog

log = logging.getLogger(__name__)
#: How long an event that was set aside is spoken of, and how many are counted.
SPOKEN_OF, MOST = timedelta(hours=1), 1000


class Aside:
    """Sets the events of one community aside, and knows how many it were lately."""

    def __init__(self, community: str, events: EventLog, clock: Clock) -> None:
        self._community = community
        self._events = events
        self._clock = clock
        self._moments: deque[datetime] = deque(maxlen=MOST)
        self._unreadable = 0

    async def put(self, event: Event, why: str) -> None:
        """Set an event aside for good, with the reason."""
        log.error("%s is set aside: %s", event_key(event), why)
        await self._events.quarantine(self._community, event_key(event), why)
        self._moments.append(self._clock.now())

    def note(self) -> str:
        """Return how many there were within the last hour in a sentence, empty for none.

        Those that the store itself could not read count from when they are first asked about.
        """
        unreadable = self._events.unreadable(self._community)
        new, self._unreadable = unreadable - self._unreadable, unreadable
        self._moments.extend([self._clock.now()] * new)
        since = self._clock.now() - SPOKEN_OF
        count = sum(moment > since for moment in self._moments)
        if not count:
            return ""
        what = "an event was" if count == 1 else f"{count} events were"
        return f"{what} set aside within the last hour and not judged; the log says why"
