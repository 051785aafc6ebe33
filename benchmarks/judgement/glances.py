"""What the words alone say: where reading a text ends, and how probable a signal is then."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.judgement.examples import Example
from benchmarks.judgement.fit import fit_curve
from bot.detectors.learned import CLOSED_BELOW, Learned, Reading
from bot.detectors.scorer import ScorerDetector, extras
from bot.detectors.text import make_text
from bot.detectors.weights import Glance, Plane

#: Of the texts that score at least CLOSED_BELOW such a share may be missed at a glance.
_MISSED = 0.001
#: The first look serves these signals; the others are looked for where these speak.
_FIRST = ("toxicity", "spam")

_Scores = Sequence[Mapping[str, float]]


def glanced(planes: Sequence[Plane], examples: Sequence[Example]) -> tuple[Plane, ...]:
    """Return the planes with what the first look goes by, from texts that were not trained on."""
    model = Learned(planes)
    scorer = ScorerDetector(model)
    left, alone, whole = [], [], []
    for example in (each for each in examples if each.for_calibration):
        text = make_text(example.text)
        found = extras(scorer.by_rules(text), text.clean)
        if not text.skeleton or set(found) - {"capitals"}:
            continue
        read = Reading(text.skeleton)
        left.append(example)
        alone.append(model.glances(read.read.words, found))
        whole.append(model.score(read, found, scorer.sums(text)[0]))
    return tuple(
        replace(plane, glance=_glance(plane.signal, left, alone, whole))
        if plane.signal in _FIRST
        else plane
        for plane in planes
    )


def _glance(signal: str, examples: Sequence[Example], alone: _Scores, whole: _Scores) -> Glance:
    sums = np.array([each[signal] for each in alone])
    scores = np.array([each[signal] for each in whole])
    below = float(np.quantile(sums[scores >= CLOSED_BELOW], _MISSED))
    labels = [example.labels.get(signal, (0.0, 0.0)) for example in examples]
    truths, weights = (np.array(each, np.float64) for each in zip(*labels, strict=True))
    here: Any = (weights > 0) & (sums < below)
    slope, offset = fit_curve(sums[here], truths[here], weights[here])
    return Glance(below=round(below, 3), slope=round(slope, 3), offset=round(offset, 3))
