"""What belongs together: messages of one moment are one offence, and are told once.

This much memory may be lost with the process: the price is one message more.
"""

from collections.abc import Hashable, Sequence
from datetime import datetime, timedelta

from bot.ports import Strike

INCIDENT = timedelta(seconds=5)
#: Who was just stopped cannot know yet; what they still had on the way does not climb the ladder.
STOPPED = timedelta(minutes=1)
#: For policies without a ladder: who does the same again this soon is not told again.
TOLD = timedelta(minutes=1)
MOST = 10_000


class Incidents:
    """Remembers who was told what, and who was stopped, a moment ago."""

    def __init__(self) -> None:
        self._told: dict[Hashable, tuple[datetime, str]] = {}
        self._stopped: dict[str, datetime] = {}

    def is_same(self, person: str, strikes: Sequence[Strike], now: datetime) -> bool:
        """Return whether another offence belongs to the one that the last strike stands for."""
        stopped = self._stopped.get(person)
        just_stopped = stopped is not None and now - stopped < STOPPED
        return bool(strikes) and now - strikes[-1].at < (STOPPED if just_stopped else INCIDENT)

    def was_told(self, person: str, policy: str, cause: str, now: datetime) -> bool:
        """Return whether somebody heard of a policy a moment ago, for another cause."""
        told = self._told.get((person, policy))
        return told is not None and now - told[0] < TOLD and told[1] != cause

    def tell(self, person: str, policy: str, cause: str, now: datetime) -> None:
        """Remember that somebody is told."""
        if len(self._told) >= MOST:
            self._told.clear()
        self._told[person, policy] = (now, cause)

    def stop(self, person: str, now: datetime) -> None:
        """Remember that somebody is stopped."""
        if len(self._stopped) >= MOST:
            self._stopped.clear()
        self._stopped[person] = now
