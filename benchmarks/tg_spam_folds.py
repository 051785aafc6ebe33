"""tg-spam's samples, cross-validated: what the spam policy finds of samples that nobody showed it.

    .venv/train/bin/python -m benchmarks.tg_spam_folds      a quarter of an hour; see `make train`

The part of the scorer that knows spam is trained five times, each time without a fifth of the
samples, which are then judged as in benchmarks.tg_spam. Needs numpy and scipy.
"""

import asyncio
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

from benchmarks.judgement.examples import Example, examples
from benchmarks.tg_spam import SOURCE, Count, taken_down
from benchmarks.train import MODEL
from bot.detectors.learned import Learned
from bot.detectors.weights import read_model

FOLDS = 5
_TRAINED_ON = 99


def folds(count: int) -> list[int]:
    """Return for each of so many samples the fold in which it is judged."""
    order = list(range(count))
    random.Random(5).shuffle(order)
    return [order.index(number) % FOLDS for number in range(count)]


def cross_validated(known: Sequence[Example]) -> Count:
    """Return what was found over all folds."""
    from benchmarks.judgement import training
    from benchmarks.judgement.matrix import extract, matrix

    bits = training.BITS["spam"]
    rows = matrix(extract(known), bits)
    others = [one for one in read_model(MODEL.read_bytes()) if one.signal != "spam"]
    at = [index for index, each in enumerate(known) if each.source == SOURCE]
    fold_of = dict(zip(at, folds(len(at)), strict=True))
    total = Count(spam=0, found=0, ham=0, wrong=0)
    for fold in range(FOLDS):
        shown = list(known)
        for index, its in fold_of.items():
            shown[index] = replace(known[index], part=0 if its == fold else _TRAINED_ON)
        learned = training.calibrated([training.plane("spam", bits, shown, rows)], shown)
        total = total.plus(_judged(Learned((*others, *learned)), _of(fold, fold_of, known)))
        print(f"fold {fold + 1}: {total}", file=sys.stderr)
    return total


def _of(fold: int, fold_of: dict[int, int], known: Sequence[Example]) -> list[Example]:
    return [known[index] for index, its in fold_of.items() if its == fold]


def _judged(model: Learned, samples: Sequence[Example]) -> Count:
    with patch("bot.detectors.scorer.learned", lambda: model):
        gone = asyncio.run(taken_down(samples))
    return Count.of(samples, gone)


if __name__ == "__main__":
    print(cross_validated([one for one in examples() if one.labels.get("spam", (0, 0))[1] > 0]))
