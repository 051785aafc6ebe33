"""Misbehaviour on demand: what the next fitting requests meet instead of a plain answer."""

import asyncio
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One request's bad luck.

    `status` is answered instead of the truth, after the effect took place where `after` is set.
    `reset` cuts the connection; `hang` never answers; `html` answers as the edge does.
    """

    method: str
    path: str
    status: int = 0
    code: int = 0
    after: bool = False
    reset: bool = False
    hang: bool = False
    html: bool = False

    def fits(self, method: str, path: str) -> bool:
        """Return whether a request meets this."""
        return self.method in ("*", method) and re.search(self.path, path) is not None


class Troubles:
    """Bad luck that waits, oldest first; each piece is used once."""

    def __init__(self) -> None:
        self.waiting: list[Trouble] = []
        self.let_go = asyncio.Event()
        self._slow: list[tuple[str, float]] = []

    def slow_down(self, path: str, seconds: float) -> None:
        """Let every answer on fitting paths take its time, from now on."""
        self._slow.append((path, seconds))

    def stop_dawdling(self) -> None:
        """Answer everything at once again."""
        self._slow.clear()

    async def dawdle(self, path: str) -> None:
        """Take the time that was asked for."""
        for part, seconds in self._slow:
            if re.search(part, path):
                await asyncio.sleep(seconds)

    def add(self, trouble: Trouble, times: int = 1) -> None:
        """Let the next fitting requests meet this."""
        self.waiting.extend([trouble] * times)

    def take(self, method: str, path: str) -> Trouble | None:
        """Return what a request meets, and forget it."""
        for trouble in self.waiting:
            if trouble.fits(method, path):
                self.waiting.remove(trouble)
                return trouble
        return None
