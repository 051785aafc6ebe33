"""What Discord keeps refusing is no longer asked of it for an hour.

Ten thousand refused requests in ten minutes would block this address for every community.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

#: So many refusals an hour are taken for one kind of deed by one policy in one place.
MOST = 3
HOUR = 3_600.0
#: People who take no direct messages are asked once an hour, and so many of them in ten minutes.
MOST_CLOSED, SPAN = 60, 600.0
#: What is remembered at most; what is over is cleared away beyond that.
MOST_KEPT = 10_000
Key = tuple[str, str, str]
_EVERYBODY: Key = ("", "SendDirect", "")


@dataclass(slots=True)
class Parking:
    """Counts refusals; `seconds` is a clock."""

    seconds: Callable[[], float]
    most: int = MOST
    within: float = HOUR
    _refused: dict[Key, list[float]] = field(default_factory=dict)

    def is_parked(self, key: Key) -> bool:
        """Return whether this was refused too often of late."""
        recent = [at for at in self._refused.get(key, ()) if self._is_recent(at)]
        if recent:
            self._refused[key] = recent
        else:
            self._refused.pop(key, None)
        return len(recent) >= self.most

    def refused(self, key: Key) -> None:
        """Count one refusal."""
        if len(self._refused) >= MOST_KEPT:
            for old in [k for k, ats in self._refused.items() if not self._is_recent(ats[-1])]:
                del self._refused[old]
        self._refused.setdefault(key, []).append(self.seconds())

    def clear(self, place: str) -> None:
        """Begin anew for a place whose roles or permissions were changed."""
        for key in [key for key in self._refused if key[0] == place]:
            del self._refused[key]

    def _is_recent(self, at: float) -> bool:
        return self.seconds() - at < self.within


class ClosedDoors:
    """Who takes no direct messages; that is their own matter and hinders no word to others."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._people = Parking(seconds, most=1)
        self._all = Parking(seconds, most=MOST_CLOSED, within=SPAN)

    def is_shut(self, member: str) -> bool:
        """Return whether somebody is not to be written to for now."""
        return self._people.is_parked(("", "", member)) or self._all.is_parked(_EVERYBODY)

    def found_shut(self, member: str) -> None:
        """Remember that somebody took no direct message."""
        self._people.refused(("", "", member))
        self._all.refused(_EVERYBODY)
