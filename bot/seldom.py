"""Troubles that come with every message, told seldom: once in full, then how often they came."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.logs import trace
from bot.ports import Clock

log = logging.getLogger(__name__)
#: At least so much time lies between two lines on the same trouble.
EVERY = timedelta(minutes=5)
#: What did not come for so long is told in full again.
NEWS_AFTER = timedelta(hours=1)


@dataclass(slots=True)
class _Told:
    """A trouble that was told: when, how often it came since, and when last."""

    at: datetime
    last: datetime
    more: int = 0


class Seldom:
    """Writes troubles into the log; the same one, by its words and kind of error, only seldom."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: dict[tuple[str, type[Exception]], _Told] = {}

    def tell(self, what: str, error: Exception) -> None:
        """Say that `what` happened because of an error, unless that was said a moment ago."""
        now, key = self._clock.now(), (what, type(error))
        told = self._told.get(key)
        if told is None or now - told.last >= NEWS_AFTER:
            self._told[key] = _Told(now, now)
            log.error("%s: %s: %s", what, key[1].__name__, error, exc_info=trace(error))
            return
        told.more, told.last = told.more + 1, now
        if now - told.at >= EVERY:
            minutes = (now - told.at) // timedelta(minutes=1)
            log.error("%s: %s, %d times in %d minutes", what, key[1].__name__, told.more, minutes)
            self._told[key] = _Told(now, now)
