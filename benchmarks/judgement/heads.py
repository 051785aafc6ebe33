"""From an encoder's vectors to a head: a logistic layer, and curves that mix in the built-in score.

The layer learns from what the built-in scorer was trained on too, the curves from what is kept back
for calibration; both only from texts of which the scorer is unsure, as no others are ever shown to
the encoder. A curve is bent so that at the thresholds that policies use there are as many false
alarms as before: what is gained shows in what is found.

Some sets are nearly all abuse, others hardly any. A vector tells sets apart far better than abuse,
so within every set both weigh alike, and what counts is how well abuse is told apart within a set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.judgement.examples import Example
from benchmarks.judgement.scored import Counts, auc, count
from bot.detectors.head import Curve, Head, Part, log_odds
from bot.detectors.weights import OTHERS

LANGUAGES = ("de", OTHERS)
#: With insult more is missed at equal false alarms, and of threats too few are there to tell.
SIGNALS = ("toxicity", "identity_attack")
#: Where policies ask and where they act, unless their files say otherwise.
ASKED_FROM, ACTED_FROM = 0.45, 0.8
#: How much German weighs beside English, as for the built-in scorer.
GERMAN_SHARE = 0.6
#: How strongly weights are pulled to zero.
PULL, CURVE_PULL = 3.0, 0.01
#: A signal is refined where that is worth so much of the area under the curve within a set.
WORTH = 0.005
#: A set with fewer abusive or harmless texts tells nothing about that, nor is it levelled.
FEWEST = 20
_ROUNDS = 25
_STILL = 1e-9
_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """A text of which the built-in scorer is unsure: its scores, and as an encoder reads it."""

    example: Example
    scores: Mapping[str, float]
    language: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a head changes on texts that nothing was trained on, for a signal in a language."""

    signal: str
    language: str
    texts: int
    bad: int
    #: The area under the curve, before and after: within a set, and of all sets at once.
    within: tuple[float, float]
    overall: tuple[float, float]
    #: Built-in and refined, at one and the same number of false alarms.
    counts: tuple[Counts, Counts]
    #: The shares of harmless texts over the two thresholds, before and after.
    alarms: tuple[tuple[float, float], tuple[float, float]]


def train_head(texts: Sequence[Unsure], vectors: Any, encoder: Mapping[str, str]) -> Head:
    """Return the head; the same texts and vectors give the same head.

    Raises ValueError where no signal gets better.
    """
    parts = {}
    for signal in SIGNALS:
        part = _part(_Task(texts, signal), vectors)
        if any(part.curves.values()):
            parts[signal] = part
    if not parts:
        raise ValueError("with this encoder nothing gets better")
    return Head(encoder=encoder, parts=parts)


def gains(head: Head, texts: Sequence[Unsure], vectors: Any) -> list[Gain]:
    """Return what the head changes on the texts that are kept back for the report."""
    found = []
    for signal, part in head.parts.items():
        task = _Task(texts, signal)
        said = sigmoid(vectors @ np.array(part.weights) + part.offset)
        for language in LANGUAGES:
            here = np.flatnonzero(task.kept_for_report & task.speaks(language))
            pairs = zip(task.scores[here].tolist(), said[here].tolist(), strict=True)
            after = [head.refined(signal, score, each, language) for score, each in pairs]
            found.append(_gain(task, language, here, after))
    return found


class _Task:
    """One signal's truths, weights and built-in scores, as arrays."""

    def __init__(self, texts: Sequence[Unsure], signal: str) -> None:
        labels = [each.example.labels.get(signal, (0.0, 0.0)) for each in texts]
        self.signal = signal
        self.truths, self.weights = (np.array(e, np.float64) for e in zip(*labels, strict=True))
        self.bad = self.truths > 0.5
        self.scores = np.array([each.scores[signal] for each in texts])
        self.builtin = np.array([log_odds(score) for score in self.scores])
        self.sources = np.array([each.example.source for each in texts])
        self._languages = np.array([each.language for each in texts])
        report = np.array([each.example.for_report for each in texts])
        calibrate = np.array([each.example.for_calibration for each in texts])
        labelled = self.weights > 0
        self.kept_for_report = report & labelled
        self.for_curves = calibrate & labelled
        self.for_layer = ~report & ~calibrate & labelled

    def speaks(self, language: str) -> Any:
        """Return which texts are in a language; OTHERS are all that are not German."""
        german = self._languages == "de"
        return german if language == "de" else ~german

    def balanced(self) -> Any:
        """Return the weights: German heavier, or English would drown it, and every set level."""
        weights, german = self.weights.copy(), self.speaks("de")
        for is_bad in (False, True):
            here = self.for_layer & german & (self.bad == is_bad)
            there = self.for_layer & ~german & (self.bad == is_bad)
            if weights[here].sum() > 0:
                wanted = GERMAN_SHARE * weights[there].sum() / weights[here].sum()
                weights[here] *= max(1.0, wanted)
        for source in np.unique(self.sources):
            here = self.for_layer & (self.sources == source)
            kinds = (here & self.bad, here & ~self.bad)
            if min(kind.sum() for kind in kinds) >= FEWEST:
                half = weights[here].sum() / 2
                for kind in kinds:
                    weights[kind] *= half / weights[kind].sum()
        return weights

    def within(self, here: Any, scores: Any) -> float:
        """Return the area under the curve within a set, the mean of all; 0.5 where none can say.

        `here` are the places of the texts that the scores are for.
        """
        total = found = 0.0
        for source in np.unique(self.sources[here]):
            bad, told = self.bad[here], self.sources[here] == source
            if min((told & bad).sum(), (told & ~bad).sum()) >= FEWEST:
                found += told.sum() * _auc(scores[told], bad[told])
                total += told.sum()
        return float(found / total) if total else 0.5


def _part(task: _Task, vectors: Any) -> Part:
    used = task.for_layer
    learned = _fit(vectors[used], task.truths[used], task.balanced()[used], PULL)
    weights = tuple(round(float(each), _DIGITS) for each in learned[:-1])
    offset = round(float(learned[-1]), _DIGITS)
    said = vectors @ np.array(weights) + offset
    mixed = {language: _mixed(task, said, language) for language in LANGUAGES}
    # Of one language alone too few texts are left to tell what is chance.
    worth = sum(each.gained * each.texts for each in mixed.values() if each)
    if worth < WORTH * sum(each.texts for each in mixed.values() if each):
        mixed = {}
    curves: dict[str, Curve | None] = dict.fromkeys(LANGUAGES)
    curves |= {name: each.curve for name, each in mixed.items() if each}
    return Part(weights=weights, offset=offset, curves=curves)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mixed:
    """A curve, and what it gained within a set on the texts that it was made from."""

    curve: Curve
    gained: float
    texts: int


def _mixed(task: _Task, said: Any, language: str) -> _Mixed | None:
    """Return how what was said is mixed with the built-in score; None where that makes no sense."""
    here = np.flatnonzero(task.for_curves & task.speaks(language))
    bad, scores = task.bad[here], task.scores[here]
    if min(bad.sum(), (~bad).sum()) == 0:
        return None
    columns = np.stack([said[here], task.builtin[here]], axis=1)
    vector, builtin, offset = _fit(columns, task.truths[here], task.weights[here], CURVE_PULL)
    mixed = columns @ np.array([vector, builtin]) + offset
    if vector <= 0 or builtin <= 0:
        return None
    gained = task.within(here, mixed) - task.within(here, scores)
    slope, shift = _bent(mixed[~bad], scores[~bad])
    numbers = (slope * vector, slope * builtin, slope * offset + shift)
    rounded = [round(float(each), _DIGITS) for each in numbers]
    curve = Curve(vector=rounded[0], builtin=rounded[1], offset=rounded[2])
    return _Mixed(curve=curve, gained=gained, texts=len(here))


def _bent(mixed: Any, scores: Any) -> tuple[float, float]:
    """Return slope and offset with which as many harmless texts pass both thresholds as before."""
    places = []
    for threshold in (ASKED_FROM, ACTED_FROM):
        passing = int((scores >= threshold).sum())
        if passing:
            places.append((float(np.sort(mixed)[-passing]), log_odds(threshold)))
    if not places:
        return 1.0, 0.0
    (low, wanted), (high, wanted_high) = places[0], places[-1]
    slope = (wanted_high - wanted) / (high - low) if high > low else 1.0
    return slope, wanted - slope * low


def _fit(rows: Any, truths: Any, weights: Any, pull: float) -> Any:
    """Return the weights of all columns and, last, what always is added: by Newton's method."""
    rows = np.column_stack([rows, np.ones(len(rows))]).astype(np.float64)
    pulls: Any = np.append(np.full(rows.shape[1] - 1, pull), _STILL)
    found = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        likely = sigmoid(rows @ found)
        slope = rows.T @ (weights * (likely - truths)) + pulls * found
        bend = (rows * (weights * likely * (1 - likely))[:, None]).T @ rows + np.diag(pulls)
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < _STILL:
            break
    return found


def sigmoid(sums: Any) -> Any:
    """Return probabilities for sums."""
    return 1 / (1 + np.exp(-np.clip(sums, -30, 30)))


def _auc(scores: Any, bad: Any) -> float:
    return auc(list(zip(scores.tolist(), bad.tolist(), strict=True)))


def _gain(task: _Task, language: str, here: Any, after: Sequence[float]) -> Gain:
    bad = task.bad[here].tolist()
    was = list(zip(task.scores[here].tolist(), bad, strict=True))
    now = list(zip(after, bad, strict=True))
    before = count(was, ASKED_FROM)
    harmless = sorted((score for score, is_bad in now if not is_bad), reverse=True)
    # As many harmless texts are flagged as before, one fewer where several score the same.
    threshold = harmless[before.false_alarms] + 1e-9 if before.false_alarms < len(harmless) else 0.0
    return Gain(
        signal=task.signal,
        language=language,
        texts=len(bad),
        bad=sum(bad),
        within=(task.within(here, task.scores[here]), task.within(here, np.array(after))),
        overall=(auc(was), auc(now)),
        counts=(before, count(now, threshold)),
        alarms=(_alarms(was), _alarms(now)),
    )


def _alarms(scored: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    return count(scored, ASKED_FROM).alarmed, count(scored, ACTED_FROM).alarmed
