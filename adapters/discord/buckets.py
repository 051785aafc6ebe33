"""How long a request has to wait, by what Discord said about earlier ones."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

#: So many requests in a second are allowed over all routes (Discord says 50); a few are left to
#: the library.
PER_SECOND = 45


class Pace(IntEnum):
    """How much a request matters to people; of each second's requests so many are not its own.

    What is urgent may use all of them. A server that reads back much leaves room for the words of
    others, and words leave room for deletions and bans.
    """

    URGENT = 0
    USUAL = 12
    IN_NO_HURRY = 24


#: Buckets that are kept; the oldest are forgotten beyond that.
MOST = 4_096
_ID = re.compile(r"(?<=/)\d{15,20}(?=/|$)")
_TOKEN = re.compile(r"(?<=/)[\w-]{40,}(?=/|$)")


@dataclass(slots=True)
class _Bucket:
    remaining: int
    resets: float


class Buckets:
    """Knows the limits of each route and the one over all; `seconds` is a clock."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._names: dict[str, str] = {}
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._closed_until = 0.0
        self._recent: list[float] = []

    def wait(self, method: str, path: str, pace: Pace = Pace.USUAL) -> float:
        """Return the seconds until a request may go; 0 for at once."""
        now = self._seconds()
        waits = [0.0, self._closed_until - now]
        bucket = self._buckets.get(self._key(method, path))
        if bucket is not None and bucket.remaining <= 0:
            waits.append(bucket.resets - now)
        self._recent = [at for at in self._recent if now - at < 1]
        over = len(self._recent) - (PER_SECOND - pace)
        if over >= 0:
            waits.append(self._recent[over] + 1 - now)
        return max(waits)

    def take(self, method: str, path: str) -> None:
        """Count a request that goes out now."""
        self._recent.append(self._seconds())
        bucket = self._buckets.get(self._key(method, path))
        if bucket is not None:
            if self._seconds() >= bucket.resets:
                del self._buckets[self._key(method, path)]
            else:
                bucket.remaining -= 1

    def learn(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        """Remember what an answer says about its route."""
        if "X-RateLimit-Remaining" not in headers:
            return
        try:
            remaining = int(headers["X-RateLimit-Remaining"])
            rest = float(headers.get("X-RateLimit-Reset-After", "1"))
        except ValueError:
            return
        name = headers.get("X-RateLimit-Bucket")
        if name:
            self._names[_route(method, path)] = name
        key = self._key(method, path)
        known = self._buckets.pop(key, None)
        resets = self._seconds() + rest
        if known is not None and resets < known.resets + 0.05:
            # Answers overtake one another: within one window only the lowest number is true.
            remaining = min(remaining, known.remaining)
        self._buckets[key] = _Bucket(remaining, resets)
        if len(self._buckets) > MOST:
            self._buckets.pop(next(iter(self._buckets)))

    def exhaust(self, method: str, path: str, rest: float) -> None:
        """Let a route rest for so many seconds."""
        self._buckets[self._key(method, path)] = _Bucket(0, self._seconds() + rest)

    def close(self, rest: float) -> None:
        """Let everything rest for so many seconds."""
        self._closed_until = max(self._closed_until, self._seconds() + rest)

    def _key(self, method: str, path: str) -> tuple[str, str]:
        route = _route(method, path)
        # An interaction's answers have a limit of their own; its token tells it from others.
        major = _TOKEN.search(path) or _ID.search(path)
        return self._names.get(route, route), major[0] if major else ""


def _route(method: str, path: str) -> str:
    return f"{method} {_TOKEN.sub('*', _ID.sub('*', path))}"
