"""From examples to a model: weights for every signal, made small, and a curve on top."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np

from benchmarks.judgement.examples import Example
from benchmarks.judgement.fit import fit, fit_curve
from benchmarks.judgement.glances import glanced
from benchmarks.judgement.matrix import EXTRAS, extract, matrix
from benchmarks.judgement.typos import mistyped
from bot.detectors.learned import Learned
from bot.detectors.scorer import ScorerDetector
from bot.detectors.text import make_text
from bot.detectors.weights import OTHERS, Plane

#: For each signal, 2 to which power there are weights, for pieces and again for words.
BITS = {
    "toxicity": 19,
    "spam": 17,
    "insult": 16,
    "threat": 16,
    "identity_attack": 16,
    "obscene": 16,
}
#: How much German weighs beside English, for what is abuse and for what is not.
GERMAN_SHARE = 0.6
#: How strongly weights are pulled to zero: less where there is little to learn from.
PULL = {"toxicity": 1.5, "spam": 0.1, "threat": 0.7}
_USUAL_PULL = 1.0
#: How often the weights are worked out again; more changes little.
ROUNDS = {"toxicity": 100, "spam": 90}
_USUAL_ROUNDS = 60
_LARGEST = 127
#: The largest weights of all are cut, so that the others keep their shape.
_KEPT = 0.99999
#: Of these sources a mistyped copy is trained on as well, for less weight.
_MISTYPED = ("own_", "frames_", "hatecheck_", "germeval2018", "gahd_de", "surge_", "paradetox_en")
_COPY_WEIGHS = 0.4


def train(examples: Sequence[Example], say: Any = print) -> tuple[Plane, ...]:
    """Return the model; the same examples give the same model."""
    everything = [*examples, *copies(examples)]
    features = extract(everything)
    say(f"{len(everything):,} texts read")
    planes = []
    for signal, bits in BITS.items():
        planes.append(plane(signal, bits, everything, matrix(features, bits)))
        say(f"{signal} learned")
    return glanced(calibrated(planes, examples), examples)


def calibrated(planes: Sequence[Plane], examples: Sequence[Example]) -> tuple[Plane, ...]:
    """Return the planes with the curves that make probabilities of sums.

    The sums are those of the scorer itself, on texts that were not trained on; every source counts
    as much as any other.
    """
    left = [example for example in examples if example.for_calibration]
    scorer = ScorerDetector(Learned(planes))
    found = [scorer.sums(make_text(example.text)) for example in left]
    german = np.array([language == "de" for language, _ in found])
    return tuple(
        replace(plane, curves=_curves(plane.signal, left, found, german)) for plane in planes
    )


def _curves(
    signal: str,
    examples: Sequence[Example],
    found: Sequence[tuple[str, dict[str, float]]],
    german: Any,
) -> dict[str, tuple[float, float]]:
    labels = [example.labels.get(signal, (0.0, 0.0)) for example in examples]
    truths, weights = (np.array(each, np.float64) for each in zip(*labels, strict=True))
    sums = np.array([each[signal] for _, each in found])
    sources = np.array([example.source for example in examples])
    curves = {}
    for name, chosen in (("de", german), (OTHERS, ~german)):
        here = chosen & (weights > 0)
        slope, offset = fit_curve(sums[here], truths[here], _alike(sources[here]))
        curves[name] = (round(slope, 3), round(offset, 3))
    return curves


def copies(examples: Sequence[Example]) -> Iterator[Example]:
    """Give mistyped copies of examples that are trained on."""
    chance = Random(11)
    for example in examples:
        held_back = example.for_report or example.for_calibration
        if not held_back and example.source.startswith(_MISTYPED):
            labels = {
                name: (truth, weight * _COPY_WEIGHS)
                for name, (truth, weight) in example.labels.items()
            }
            yield replace(example, text=mistyped(example.text, chance), labels=labels)


def plane(signal: str, bits: int, examples: Sequence[Example], rows: Any) -> Plane:
    """Return what was learned of one signal, without the curve that makes probabilities."""
    labels = [example.labels.get(signal, (0.0, 0.0)) for example in examples]
    truths, weights = (np.array(each, np.float64) for each in zip(*labels, strict=True))
    german = np.array([each.language == "de" for each in examples])
    held_back = np.array([each.for_report or each.for_calibration for each in examples])
    used = ~held_back & (weights > 0)
    balanced = _balanced(weights[used], truths[used], german[used])
    pull, rounds = PULL.get(signal, _USUAL_PULL), ROUNDS.get(signal, _USUAL_ROUNDS)
    learned = fit(rows[used], truths[used], balanced, pull, rounds)
    size = 2 << bits
    whole, scale = _whole(learned[:size])
    extras = zip((*EXTRAS, "always"), learned[size:], strict=True)
    return Plane(
        signal=signal,
        bits=bits,
        scale=scale,
        curves={OTHERS: (1.0, 0.0)},
        extras={name: round(float(value), 5) for name, value in extras},
        weights=whole.astype(np.int8).tobytes(),
    )


def _balanced(weights: Any, truths: Any, german: Any) -> Any:
    balanced = weights.copy()
    for is_abuse in (False, True):
        here = german & ((truths > 0.5) == is_abuse)
        there = ~german & ((truths > 0.5) == is_abuse)
        if weights[here].sum() > 0:
            balanced[here] *= max(1.0, GERMAN_SHARE * weights[there].sum() / weights[here].sum())
    return balanced


def _alike(sources: Any) -> Any:
    """Return weights with which every source counts as much as any other."""
    sizes = Counter(sources)
    return np.array([1 / sizes[source] for source in sources])


def _whole(weights: Any) -> tuple[Any, float]:
    """Return the weights as whole numbers up to _LARGEST, and what one of them is worth."""
    largest = float(np.quantile(np.abs(weights), _KEPT))
    scale = float(f"{largest / _LARGEST:.6g}")
    return np.clip(np.rint(weights / scale), -_LARGEST, _LARGEST), scale
