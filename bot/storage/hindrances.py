"""What stands in the way of a database right now, for whoever asks how Evenhand is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.errors import StoreError

#: Seconds after which a trouble is over that nobody met again although the database was used.
OVER = 30.0


class Hindrances:
    """Remembers, per kind of work, the trouble that it met and has not got over."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._met: dict[str, tuple[str, float]] = {}

    @property
    def now(self) -> str:
        """The newest trouble that is not over, empty for none."""
        return max(self._met.values(), key=lambda met: met[1], default=("", 0.0))[0]

    @contextmanager
    def watch(self, work: str) -> Iterator[None]:
        """Note whether work of this kind is hindered, or gets through again."""
        try:
            yield
        except StoreError as error:
            self._met[work] = str(error), self._seconds()
            raise
        self._met.pop(work, None)
        # Small work may get through where the disk has no room for more, so it proves little alone.
        since = self._seconds() - OVER
        self._met = {work: met for work, met in self._met.items() if met[1] > since}
