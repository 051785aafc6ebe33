"""How much the policies may do before a person is asked.

What people of the team do by command is not counted here.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import Action, Ban, DeleteMessage, Kick, PurgeMessages, Timeout
from bot.rulebook.book import Limits

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Limit:
    name: str
    most: int
    within: timedelta


#: The kind of action in the ledger's counts to the limit that it falls under.
COUNTED = {
    "delete_message": "deletions_per_hour",
    "purge_messages": "deletions_per_hour",
    "timeout": "timeouts_per_day",
    "kick": "kicks_per_day",
    "ban": "bans_per_day",
}


class Brake:
    """Counts what policies did over the last hour and day, and says when it is enough."""

    def __init__(self, limits: Limits) -> None:
        self._limits = {
            DeleteMessage: _Limit("deletions_per_hour", limits.deletions_per_hour, HOUR),
            Timeout: _Limit("timeouts_per_day", limits.timeouts_per_day, DAY),
            Kick: _Limit("kicks_per_day", limits.kicks_per_day, DAY),
            Ban: _Limit("bans_per_day", limits.bans_per_day, DAY),
        }
        self._done: dict[str, deque[datetime]] = {
            limit.name: deque() for limit in self._limits.values()
        }
        self._told: dict[str, datetime] = {}

    def remember(self, counts: Iterable[tuple[str, datetime]]) -> None:
        """Take over what was done before a restart."""
        for do, at in sorted(counts, key=lambda pair: pair[1]):
            if do in COUNTED:
                self._done[COUNTED[do]].append(at)

    def refuse(self, action: Action, now: datetime) -> str | None:
        """Return the name of the limit that `action` would break, None to go ahead."""
        limit = self._limit(action)
        if limit is None:
            return None
        done = self._done[limit.name]
        while done and done[0] <= now - limit.within:
            done.popleft()
        return limit.name if len(done) + _weight(action) > limit.most else None

    def count(self, action: Action, now: datetime) -> None:
        """Count an action that is going to be taken."""
        limit = self._limit(action)
        if limit is not None:
            self._done[limit.name].extend([now] * _weight(action))

    def first_time(self, name: str, now: datetime) -> bool:
        """Return whether the team has not been told of this limit during the last hour."""
        told = self._told.get(name)
        if told is not None and now - told < HOUR:
            return False
        self._told[name] = now
        return True

    def most(self, name: str) -> int:
        """Return the number that a limit allows."""
        return next(limit.most for limit in self._limits.values() if limit.name == name)

    def _limit(self, action: Action) -> _Limit | None:
        kind = DeleteMessage if isinstance(action, PurgeMessages) else type(action)
        return self._limits.get(kind)


def _weight(action: Action) -> int:
    return len(action.messages) if isinstance(action, PurgeMessages) else 1
