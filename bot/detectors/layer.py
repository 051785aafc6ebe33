"""A community's own layer on top of a detector: words that weigh more, or less, here.

It was trained on messages that policies acted on or asked about, so it only ever speaks about such:
what scores low stays as it is, and so does what the rules written by hand are sure of.
"""

import math
from asyncio import Future
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from bot.detectors.scorer import ScorerDetector
from bot.detectors.tokens import STAND_INS, read_words
from bot.domain import Signal
from bot.ports import Detector, LateDetector, Scores, Text

#: Below this score nothing is changed.
FROM = 0.2
#: So much log odds at most, up or down: no score moves by more than 0.47.
MOST_SHIFT = 2.0
_SURELY = 0.999

#: Weights by the word or the two words that they are for, by signal.
Weights = Mapping[str, Mapping[str, float]]


def on_top(detectors: Mapping[str, Detector], weights: Weights) -> dict[str, Detector]:
    """Return the same detectors by signal, with the layer on those that give its signals."""
    wrapped: dict[Detector, Detector] = {}
    for name in weights.keys() & detectors.keys():
        detector = detectors[name]
        if isinstance(detector, LateDetector):
            wrapped.setdefault(detector, LateLayered(detector, weights))
        else:
            wrapped.setdefault(detector, Layered(detector, weights))
    return {name: wrapped.get(detector, detector) for name, detector in detectors.items()}


class Layered:
    """Gives the signals of a detector, moved by what the words of a text weigh here."""

    def __init__(self, first: Detector, weights: Weights) -> None:
        self._first = first
        self._weights = weights
        self._rules = ScorerDetector()

    @property
    def names(self) -> frozenset[str]:
        """The signals it gives."""
        return self._first.names

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return its signals."""
        return self.moved(text, await self._first.score(text))

    def moved(self, text: Text, signals: Mapping[str, Signal]) -> Mapping[str, Signal]:
        """Return the signals of a text with the layer on top."""
        asked = [name for name in self._weights if _matters(signals.get(name))]
        if not asked:
            return signals
        words, sure = words_of(text), self._rules.sure_of(text)
        return {
            **signals,
            **{
                name: replace(signals[name], score=shifted(signals[name].score, weight))
                for name in asked
                if name not in sure and (weight := weigh(self._weights[name], words))
            },
        }


class LateLayered(Layered):
    """The same on top of a detector whose model may answer late."""

    def __init__(self, first: LateDetector, weights: Weights) -> None:
        super().__init__(first, weights)
        self._late = first

    def awaited(self, text: Text) -> Future[Scores | None] | None:
        """Return what ends with the scores that a text still waits for."""
        return self._late.awaited(text)

    async def given(self, text: Text, scores: Scores) -> Mapping[str, Signal]:
        """Return its signals as they are with the model's scores."""
        return self.moved(text, await self._late.given(text, scores))


def words_of(text: Text) -> frozenset[str]:
    """Return the words of a text, as the scorer reads them, and each two that follow one another.

    Names, numbers, links and the names of groups of people are no words here.
    """
    read = read_words(text.skeleton).words
    plain = [word if word not in STAND_INS and word[0].isalpha() else "" for word in read]
    pairs = {f"{one} {other}" for one, other in pairwise(plain)}
    return frozenset(plain) - {""} | {pair for pair in pairs if pair == pair.strip()}


def weigh(weights: Mapping[str, float], words: frozenset[str]) -> float:
    """Return what words add to the log odds of a score, within the bounds."""
    total = sum(weights[word] for word in words & weights.keys())
    return max(-MOST_SHIFT, min(MOST_SHIFT, total))


def shifted(score: float, weight: float) -> float:
    """Return a score moved by a weight in log odds."""
    return round(1 / (1 + math.exp(-log_odds(score) - weight)), 3)


def log_odds(score: float) -> float:
    """Return the log odds of a score; a certainty counts as one in a thousand of doubt."""
    score = max(1 - _SURELY, min(_SURELY, score))
    return math.log(score / (1 - score))


def _matters(signal: Signal | None) -> bool:
    return signal is not None and signal.score >= FROM
