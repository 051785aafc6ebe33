"""What the words alone say: where reading a text ends, and how probable a signal is then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.judgement.examples import Example
from benchmarks.judgement.fit import fit_curve
from bot.detectors.learned import FIRST, GLANCED_BELOW, Learned, Reading
from bot.detectors.scorer import ScorerDetector, capitals_of, extras
from bot.detectors.text import make_text
from bot.detectors.tokens import MOST_WORDS, split
from bot.detectors.weights import Glance, Plane

#: Of the texts that score at least GLANCED_BELOW such a share may be missed at a glance.
_MISSED = {"toxicity": 0.002, "spam": 0.0}

_Scores = Sequence[Mapping[str, float]]


def glanced(planes: Sequence[Plane], examples: Sequence[Example]) -> tuple[Plane, ...]:
    """Return the planes with what the first look goes by.

    It is learned from texts that were not trained on, and from where it lets through also from our
    own rows, in which is what other sources lack.
    """
    model = Learned(planes)
    scorer = ScorerDetector(model)
    left, alone, whole = [], [], []
    for example in filter(_is_asked, examples):
        text = make_text(example.text)
        found = extras(scorer.by_rules(text), text.clean)
        if not text.skeleton or set(found) - {"capitals"}:
            continue
        read = Reading(text.skeleton)
        left.append(example)
        pieces = split(text.skeleton)[:MOST_WORDS]
        alone.append(dict(zip(FIRST, model.glances(pieces, capitals_of(text.clean)), strict=True)))
        language, _ = scorer.sums(text)
        whole.append(model.score(read, found, _told(language)))
    return tuple(
        replace(plane, glance=_glance(plane.signal, left, alone, whole))
        if plane.signal in FIRST
        else plane
        for plane in planes
    )


def _told(language: str) -> Callable[[], str]:
    return lambda: language


def _is_asked(example: Example) -> bool:
    return example.for_calibration or (example.source.startswith("own_") and not example.for_report)


def _glance(signal: str, examples: Sequence[Example], alone: _Scores, whole: _Scores) -> Glance:
    sums = np.array([each[signal] for each in alone])
    scores = np.array([each[signal] for each in whole])
    below = float(np.quantile(sums[scores >= GLANCED_BELOW], _MISSED[signal]))
    labels = [example.labels.get(signal, (0.0, 0.0)) for example in examples]
    truths, weights = (np.array(each, np.float64) for each in zip(*labels, strict=True))
    unseen = np.array([example.for_calibration for example in examples])
    here: Any = unseen & (weights > 0) & (sums < below)
    slope, offset = fit_curve(sums[here], truths[here], weights[here])
    return Glance(below=round(below, 3), slope=round(slope, 3), offset=round(offset, 3))
