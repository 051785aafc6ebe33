"""Between which scores the built-in scorer is unsure, so that a model is worth asking.

The figures lie in bands.json with how they were chosen; `python -m benchmarks.bands` chooses them
anew, which is to be done whenever the built-in scorer changes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain import Signal

FILE = "bands.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Scores from `low` up to, but not with, `high` are unsure; those beyond are settled."""

    low: float
    high: float

    def __contains__(self, score: float) -> bool:
        return self.low <= score < self.high


Bands = Mapping[str, Band]


@cache
def bands() -> Bands:
    """Return the band of each signal that a model can say something about."""
    written = json.loads(files("bot.detectors").joinpath(FILE).read_text("utf-8"))
    return {
        name: Band(low=each["low"], high=each["high"]) for name, each in written["bands"].items()
    }


def unsure(signals: Mapping[str, Signal], known: Bands) -> frozenset[str]:
    """Return the signals that a model is to be asked about; none where one settles the text."""
    asked = []
    for name, band in known.items():
        signal = signals.get(name)
        if signal is None:
            continue
        if signal.score >= band.high:
            return frozenset()
        if signal.score >= band.low:
            asked.append(name)
    return frozenset(asked)
