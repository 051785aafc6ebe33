"""Rate limits as Discord keeps them: per route and major parameter, and one over everything."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.discord.wire import Json


@dataclass(slots=True)
class _Window:
    remaining: int
    ends: float


class Limits:
    """Counts requests; `set` narrows a route, everything else has plenty."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._rules: dict[tuple[str, str, str], tuple[int, float]] = {}
        self._windows: dict[tuple[str, str, str], _Window] = {}
        self._closed_until = 0.0

    def set(self, method: str, template: str, limit: int, per: float, *, major: str = "") -> None:
        """Let a route take so many requests in so many seconds for each major parameter.

        With `major` only for that one: a channel, a server.
        """
        self._rules[method, template, major] = (limit, per)

    def lift(self) -> None:
        """Let every route take plenty again."""
        self._rules.clear()
        self._windows.clear()

    def close(self, seconds: float) -> None:
        """Answer everything with the global limit for a while."""
        self._closed_until = self._seconds() + seconds

    def take(self, method: str, template: str, major: str) -> tuple[dict[str, str], Json | None]:
        """Count a request; returns the headers, and the body of the 429 where it is too much."""
        now = self._seconds()
        if now < self._closed_until:
            rest = self._closed_until - now
            headers = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
            return headers | {"Retry-After": str(int(rest) + 1), "Via": "1.1 fake"}, _told(
                rest, True
            )
        everywhere = self._rules.get((method, template, ""), (1000, 1.0))
        limit, per = self._rules.get((method, template, major), everywhere)
        key = (method, template, major)
        window = self._windows.get(key)
        if window is None or now >= window.ends:
            window = self._windows[key] = _Window(limit, now + per)
        too_much = window.remaining == 0
        window.remaining -= not too_much
        rest = window.ends - now
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(window.remaining),
            "X-RateLimit-Reset-After": f"{rest:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(f"{method}{template}".encode()).hexdigest()[:32],
        }
        if not too_much:
            return headers, None
        more = {"X-RateLimit-Scope": "user", "Retry-After": str(int(rest) + 1), "Via": "1.1 fake"}
        return headers | more, _told(rest, False)


def _told(rest: float, everywhere: bool) -> Json:
    return {
        "message": "You are being rate limited.",
        "retry_after": round(rest, 3),
        "global": everywhere,
    }
