"""What Discord keeps refusing is no longer asked of it for an hour.

Ten thousand refused requests in ten minutes would block this address for every community.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

#: So many refusals an hour are taken for one kind of deed by one policy in one place.
MOST = 3
HOUR = 3_600.0
Key = tuple[str, str, str]


@dataclass(slots=True)
class Parking:
    """Counts refusals; `seconds` is a clock."""

    seconds: Callable[[], float]
    _refused: dict[Key, list[float]] = field(default_factory=dict)

    def is_parked(self, key: Key) -> bool:
        """Return whether this was refused too often within the last hour."""
        recent = [at for at in self._refused.get(key, ()) if self.seconds() - at < HOUR]
        if recent:
            self._refused[key] = recent
        else:
            self._refused.pop(key, None)
        return len(recent) >= MOST

    def refused(self, key: Key) -> None:
        """Count one refusal."""
        self._refused.setdefault(key, []).append(self.seconds())

    def clear(self, place: str) -> None:
        """Begin anew for a place whose roles or permissions were changed."""
        for key in [key for key in self._refused if key[0] == place]:
            del self._refused[key]
