"""What the fake's parts share: JSON, snowflakes, and Discord's way of saying no."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
EPOCH = 1_420_070_400_000


class Problem(Exception):
    """A request is refused, with Discord's status, code and message."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message, "code": code}


def unknown(what: str, code: int) -> Problem:
    """Return the answer for something that is not there."""
    return Problem(404, code, f"Unknown {what}")


MISSING_ACCESS = (403, 50001, "Missing Access")
MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")


def bad_form(message: str) -> Problem:
    """Return the answer for a body that makes no sense."""
    return Problem(400, 50035, f"Invalid Form Body: {message}")


def iso(at: datetime) -> str:
    """Return a moment as Discord writes it."""
    return at.astimezone(UTC).isoformat()


def moment(text: str) -> datetime:
    """Return the moment that Discord's text names."""
    return datetime.fromisoformat(text)


class Snowflakes:
    """Ids that grow with time and never repeat."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._counter = 0

    def new(self, at: datetime | None = None) -> str:
        """Return a new id, as if made at a moment."""
        self._counter += 1
        milliseconds = int((at or self._now()).timestamp() * 1000) - EPOCH
        return str((milliseconds << 22) + self._counter % (1 << 22))


def made_at(snowflake: str) -> datetime:
    """Return when an id was made."""
    return datetime.fromtimestamp(((int(snowflake) >> 22) + EPOCH) / 1000, UTC)
