"""Before which moment everything waits, shared by those who judge, act and ring; see standstill."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import Event, TimePassed
from bot.erasing import ERASE


@dataclass(slots=True)
class Halt:
    """Before which moment everything waits; None where nothing does."""

    since: datetime | None = None

    def holds(self, event: Event) -> bool:
        """Return whether an event waits; erasing people waits for nobody."""
        if self.since is None or event.at >= self.since:
            return False
        return not (isinstance(event, TimePassed) and event.payload.get("do") == ERASE)
