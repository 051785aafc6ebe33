"""From examples to a model: weights for every signal, made small, and curves on top."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.judgement.examples import Example
from benchmarks.judgement.fit import fit, fit_curve
from benchmarks.judgement.matrix import EXTRAS, extract, matrix
from bot.detectors.weights import Model, Table

#: Which signals share a table, and 2 to which power its halves have rows.
TABLES = ((("toxicity",), 19), (("insult", "threat", "identity_attack", "obscene", "spam"), 16))
#: How much German weighs beside English, for what is abuse and for what is not.
GERMAN_SHARE = 0.5
PULL = 1.0
_LARGEST = 127
#: The largest weights of all are cut, so that the others keep their shape.
_KEPT = 0.99999


def train(examples: Sequence[Example], say: Any = print) -> Model:
    """Return the model; the same examples give the same model."""
    features = extract(examples)
    say(f"{len(examples):,} examples read")
    tables, extras, curves = [], [], {}
    for signals, bits in TABLES:
        rows = matrix(features, bits)
        columns, scales = [], []
        for signal in signals:
            weights, curve = _signal(signal, examples, rows)
            whole, scale = _whole(weights[: 2 << bits])
            columns.append(whole)
            scales.append(scale)
            extras.append(weights[2 << bits :])
            curves[signal] = curve
            say(f"{signal}: curve {curve[0]:.2f} {curve[1]:+.2f}")
        table = np.stack(columns, axis=1).astype(np.int8)
        tables.append(Table(signals=signals, bits=bits, scales=tuple(scales), rows=table.tobytes()))
    by_name = np.stack(extras, axis=1).round(6)
    return Model(
        tables=tuple(tables),
        extras={
            name: tuple(map(float, each))
            for name, each in zip((*EXTRAS, "always"), by_name, strict=True)
        },
        curves=curves,
    )


def _signal(signal: str, examples: Sequence[Example], rows: Any) -> tuple[Any, tuple[float, float]]:
    labels = [example.labels.get(signal, (0.0, 0.0)) for example in examples]
    truths, weights = (np.array(each, np.float64) for each in zip(*labels, strict=True))
    weights = _balanced(weights, truths, np.array([each.language == "de" for each in examples]))
    report = np.array([example.for_report for example in examples])
    calibrate = np.array([example.for_calibration for example in examples])
    used = ~report & ~calibrate & (weights > 0)
    learned = fit(rows[used], truths[used], weights[used], PULL)
    left = calibrate & (weights > 0)
    sums = rows[left] @ learned[:-1] + learned[-1]
    slope, offset = fit_curve(sums, truths[left], weights[left])
    return learned, (round(slope, 4), round(offset, 4))


def _balanced(weights: Any, truths: Any, german: Any) -> Any:
    balanced = weights.copy()
    for is_abuse in (False, True):
        here = german & ((truths > 0.5) == is_abuse)
        there = ~german & ((truths > 0.5) == is_abuse)
        if weights[here].sum() > 0:
            balanced[here] *= max(1.0, GERMAN_SHARE * weights[there].sum() / weights[here].sum())
    return balanced


def _whole(weights: Any) -> tuple[Any, float]:
    """Return the weights as whole numbers up to _LARGEST, and what one of them is worth."""
    largest = float(np.quantile(np.abs(weights), _KEPT))
    scale = float(f"{largest / _LARGEST:.6g}")
    return np.clip(np.rint(weights / scale), -_LARGEST, _LARGEST), scale
