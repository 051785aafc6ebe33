"""When a crowd comes in: which moment closed the door, and who came with the crowd.

Worked out anew from who came in lately, so that a restart keeps the door closed.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.ports import Seen
from policies.door.settings import DoorWave


class Tide:
    """Holds those who came in lately, oldest first, against what is too many."""

    def __init__(self, wave: DoorWave, came: Sequence[Seen]) -> None:
        self._wave = wave
        self._came = came

    def closed_since(self, now: datetime) -> datetime | None:
        """Return when too many were there last, None where the door is open."""
        for last in range(len(self._came) - 1, self._wave.joins_above - 1, -1):
            at = self._came[last].at
            if at <= now - self._wave.closed_for:
                return None
            if self._is_too_many(last):
                return at
        return None

    def began(self) -> bool:
        """Return whether it is the newest who closes a door that was open."""
        last = len(self._came) - 1
        earlier = Tide(self._wave, self._came[:last])
        return self._is_too_many(last) and earlier.closed_since(self._came[last].at) is None

    def crowd(self) -> Sequence[str]:
        """Return the people who came in with the newest, each once."""
        since = self._came[-1].at - self._wave.within
        return tuple(dict.fromkeys(one.member for one in self._came if one.at > since))

    def _is_too_many(self, last: int) -> bool:
        first = last - self._wave.joins_above
        return first >= 0 and self._came[last].at - self._came[first].at < self._wave.within
