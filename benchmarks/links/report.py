"""How well links are told apart, on hosts that were not trained on."""

from collections.abc import Sequence


def recall_at(bad: Sequence[float], good: Sequence[float], share: float) -> float:
    """Return which share of the bad is over the threshold that `share` of the good is over."""
    over = int(len(good) * share)
    threshold = sorted(good, reverse=True)[over]
    return sum(score > threshold for score in bad) / len(bad)


def share_over(scores: Sequence[float], limit: float) -> float:
    """Return which share of the scores is over a limit."""
    return sum(score > limit for score in scores) / len(scores)
