"""How often a policy is right, and how sure that is."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from bot.learning.labels import Looked

#: Spreads to both sides for 95 of 100 cases.
_SPREADS = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How often something happened, how often a person looked, and how often it was right."""

    times: int
    looked_at: int
    right: int

    @property
    def wrong(self) -> int:
        """How often a person took it back, or let be what was asked about."""
        return self.looked_at - self.right

    @property
    def share(self) -> float:
        """The share that was right, of what a person looked at; 0 where nobody did."""
        return self.right / self.looked_at if self.looked_at else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which shares the truth lies, in 95 of 100 cases."""
        return wilson(self.right, self.looked_at)


def precision(found: Iterable[Looked]) -> Precision:
    """Count."""
    entries = list(found)
    judged = [entry for entry in entries if entry.right is not None]
    return Precision(
        times=len(entries),
        looked_at=len(judged),
        right=sum(entry.right is True for entry in judged),
    )


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the bounds of a share by Wilson's score interval, from 0 to 1 for no cases at all."""
    if not of:
        return 0.0, 1.0
    share, square = right / of, _SPREADS**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    spread = math.sqrt(share * (1 - share) / of + square / (4 * of**2))
    spread *= _SPREADS / (1 + square / of)
    return max(0.0, middle - spread), min(1.0, middle + spread)
