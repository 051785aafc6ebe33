"""Which lines to Discord are down, and since when."""

from collections.abc import Callable
from typing import Any

#: Seconds for which a line may be down before anybody has to know; most are up again by then.
PATIENCE = 20.0
#: Stands for all lines before the first of them is up.
_FIRST = -1


class Lines:
    """Follows the lines of all shards; `seconds` is a clock."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._down: dict[int, float] = {}

    def begin(self) -> None:
        """Nothing is up yet."""
        self._down = {_FIRST: self._seconds()}

    def end(self) -> None:
        """Nobody listens any more, and nothing has to be up."""
        self._down = {}

    def follow(self, event: str, args: tuple[Any, ...]) -> None:
        """Follow what the library tells of its lines."""
        if event == "shard_disconnect":
            self._down.setdefault(args[0], self._seconds())
        elif event in ("shard_connect", "shard_resumed"):
            self._down.pop(_FIRST, None)
            self._down.pop(args[0], None)

    def trouble(self) -> str:
        """Return that nothing is heard of Discord, and for how long; empty where all is well."""
        if not self._down:
            return ""
        longest = self._seconds() - min(self._down.values())
        if longest < PATIENCE:
            return ""
        if _FIRST in self._down:
            return f"Discord's gateway has not let me in for {longest:.0f} s; I go on trying."
        lost = ", ".join(str(shard) for shard in sorted(self._down))
        return f"nothing was heard from Discord for {longest:.0f} s (shard {lost}); I go on trying."
