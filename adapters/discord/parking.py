"""What Discord keeps refusing is no longer asked of it for an hour.

Ten thousand refused requests in ten minutes would block this address for every community.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

#: So many refusals an hour are taken for one kind of deed by one policy in one place.
MOST = 3
HOUR = 3_600.0
#: People who take no direct messages are asked once an hour, and so many of them in ten minutes,
#: in one place and in all.
MOST_CLOSED_HERE, MOST_CLOSED, SPAN = 20, 60, 600.0
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
        self._places = Parking(seconds, most=MOST_CLOSED_HERE, within=SPAN)
        self._touched = Parking(seconds, most=1, within=SPAN)
        self._all = Parking(seconds, most=MOST_CLOSED, within=SPAN)

    def is_shut(self, member: str) -> bool:
        """Return whether somebody is not to be written to for now."""
        return self._people.is_parked(("", "", member))

    def is_enough(self, place: str) -> bool:
        """Return whether so many took no word that nobody in a place is written to for now.

        What is too much over all places silences only those that had a part in it.
        """
        here: Key = (place, "SendDirect", "")
        if self._places.is_parked(here):
            return True
        return self._all.is_parked(_EVERYBODY) and self._touched.is_parked(here)

    def found_shut(self, place: str, member: str) -> None:
        """Remember that somebody took no direct message."""
        here: Key = (place, "SendDirect", "")
        self._people.refused(("", "", member))
        for parking, key in ((self._places, here), (self._touched, here), (self._all, _EVERYBODY)):
            parking.refused(key)
