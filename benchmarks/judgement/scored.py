"""What is counted about scores: both kinds of mistake, and figures that need no threshold."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

Scored = Sequence[tuple[float, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often a threshold was right and wrong."""

    hits: int
    misses: int
    false_alarms: int
    rests: int

    @property
    def missed(self) -> float:
        """The share of what is bad that was missed; 0 where nothing is bad."""
        return self.misses / max(1, self.hits + self.misses)

    @property
    def alarmed(self) -> float:
        """The share of what is good that was flagged; 0 where nothing is good."""
        return self.false_alarms / max(1, self.false_alarms + self.rests)

    @property
    def macro_f1(self) -> float:
        """The mean of the F1 of both answers."""
        return (_f1(self.hits, self.wrong) + _f1(self.rests, self.wrong)) / 2

    @property
    def wrong(self) -> int:
        """How many answers were wrong."""
        return self.misses + self.false_alarms

    @property
    def accuracy(self) -> float:
        """The share of right answers."""
        right = self.hits + self.rests
        return right / max(1, right + self.wrong)


def _f1(right: int, wrong: int) -> float:
    return 2 * right / (2 * right + wrong) if right else 0.0


def count(scored: Scored, threshold: float) -> Counts:
    """Count the answers of a threshold; a score on it counts as flagged."""
    hits = sum(bad and score >= threshold for score, bad in scored)
    alarms = sum(not bad and score >= threshold for score, bad in scored)
    bads = sum(bad for _, bad in scored)
    return Counts(
        hits=hits,
        misses=bads - hits,
        false_alarms=alarms,
        rests=len(scored) - bads - alarms,
    )


def auc(scored: Scored) -> float:
    """Return how often something bad scores above something good; ties count half."""
    below = bads = pairs = 0.0
    for _, group in groupby(sorted(scored), itemgetter(0)):
        kinds = [bad for _, bad in group]
        bad, good = sum(kinds), len(kinds) - sum(kinds)
        pairs += bad * (below + good / 2)
        below += good
        bads += bad
    return pairs / (bads * below) if bads and below else 0.5


def recall_at(scored: Scored, false_alarms: float) -> float:
    """Return the share of what is bad above the threshold with so large a share of the good."""
    good = sorted((score for score, bad in scored if not bad), reverse=True)
    allowed = int(false_alarms * len(good))
    threshold = good[allowed] if allowed < len(good) else -1.0
    bad = [score for score, is_bad in scored if is_bad]
    return sum(score > threshold for score in bad) / max(1, len(bad))


def calibration(scored: Scored, bins: int = 10) -> tuple[float, list[tuple[int, float, float]]]:
    """Return the expected calibration error, and for each bin its size, mean score and truth."""
    shown, error = [], 0.0
    for number in range(bins):
        here = [(score, bad) for score, bad in scored if min(int(score * bins), bins - 1) == number]
        if here:
            mean = sum(score for score, _ in here) / len(here)
            truth = sum(bad for _, bad in here) / len(here)
            error += abs(mean - truth) * len(here) / len(scored)
            shown.append((len(here), mean, truth))
    return error, shown
