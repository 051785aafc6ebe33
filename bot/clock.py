"""The clock on the wall, and one that tests set by hand."""

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Set the clock; it never goes back."""
        self._now = max(self._now, moment)

    def tick(self, seconds: float) -> None:
        """Move the clock on."""
        self._now += timedelta(seconds=seconds)
