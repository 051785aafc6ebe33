"""What went wrong inside Evenhand during a replay: counted, instead of one traceback an event."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

MOST = 50


class Troubles(logging.Handler):
    """Counts the errors that the core logs, by what they say."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.counts: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record; of those that say something new only the first are kept."""
        error = record.exc_info[1] if record.exc_info else None
        what = record.getMessage() + (f": {type(error).__name__}: {error}" if error else "")
        if what in self.counts or len(self.counts) < MOST:
            self.counts[what] += 1


@contextmanager
def watch() -> Iterator[Troubles]:
    """Count the core's errors for as long as this lasts."""
    troubles, logger = Troubles(), logging.getLogger("bot")
    logger.addHandler(troubles)
    try:
        yield troubles
    finally:
        logger.removeHandler(troubles)
