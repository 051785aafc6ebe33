"""A threshold to propose: the lowest from which on a policy is right often enough for sure.

Only raising one is ever proposed. What a policy overlooked has no label, so nothing can be said
about lowering it.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.learning.labels import Looked
from bot.learning.precision import Precision, precision

#: With fewer decisions that a person looked at nothing is proposed.
FEWEST = 20
#: Thresholds are written with two digits.
_STEP = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A threshold for a signal of a policy, with what is known of it before and after.

    `threshold` is None where no threshold is good enough. `lowest` is the lowest score that was
    acted on.
    """

    policy: str
    signal: str
    lowest: float
    threshold: float | None
    before: Precision
    after: Precision

    @property
    def given_up(self) -> int:
        """How many right decisions would not be made any more."""
        return self.before.right - self.after.right


def propose(found: Iterable[Looked], wanted: float) -> list[Proposal]:
    """Return a proposal for each policy and signal that is not right often enough for sure.

    `wanted` is the share that the lower bound must reach. A policy that spoke on several signals at
    once is left out there: nobody knows which of them was wrong.
    """
    groups: dict[tuple[str, str], list[tuple[float, Looked]]] = {}
    for entry in found:
        if not entry.asked and len(entry.scores) == 1:
            ((signal, score),) = entry.scores.items()
            groups.setdefault((entry.policy, signal), []).append((score, entry))
    proposals = []
    for (policy, signal), scored in sorted(groups.items()):
        made = _for_one(policy, signal, scored, wanted)
        if made is not None:
            proposals.append(made)
    return proposals


def _for_one(
    policy: str, signal: str, scored: Sequence[tuple[float, Looked]], wanted: float
) -> Proposal | None:
    before = precision(entry for _, entry in scored)
    if before.looked_at < FEWEST or before.bounds[0] >= wanted or not before.wrong:
        return None
    found = _lowest(scored, wanted)
    return Proposal(
        policy=policy,
        signal=signal,
        lowest=min(score for score, _ in scored),
        threshold=found,
        before=before,
        after=_over(scored, 1.0 if found is None else found),
    )


def _lowest(scored: Sequence[tuple[float, Looked]], wanted: float) -> float | None:
    """Return the lowest threshold at which enough is left that is right for sure."""
    for limit in sorted({math.ceil(score * _STEP) / _STEP for score, _ in scored}):
        left = _over(scored, limit)
        if left.looked_at >= FEWEST and left.bounds[0] >= wanted:
            return limit
    return None


def _over(scored: Sequence[tuple[float, Looked]], limit: float) -> Precision:
    return precision(entry for score, entry in scored if score > limit)
