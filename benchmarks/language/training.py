"""From lines to the model of languages."""

from array import array
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.judgement.fit import fit_curve
from benchmarks.language.examples import CALIBRATE, FOREIGN, REPORT, TRAINED, Line
from benchmarks.regression import regress
from bot.detectors.language import LanguageModel, pieces, read_words, word_share

BITS = 15
PULL = 0.5
#: At most so many lines of a source are trained on, so that none drowns the others.
MOST = 8_000
#: Of each line a piece of one to so many words is learned as well, with less weight.
SHORT, SHORT_WEIGHS = 4, 0.5
#: All foreign lines weigh as much as this share of all others.
FOREIGN_SHARE = 0.15
_LARGEST, _KEPT = 127, 0.9995

Row = tuple[list[str], str, float]


def train(lines: Sequence[Line]) -> LanguageModel:
    """Return the model; the same lines give the same model."""
    learned = list(_rows(line for line in lines if line.part >= REPORT + CALIBRATE))
    left = list(_rows(line for line in lines if REPORT <= line.part < REPORT + CALIBRATE))
    halves, scales, curves = [], [], []
    for which in ("de", FOREIGN):
        weights = _fit(_of(learned, which), which)
        scale = float(f"{np.quantile(np.abs(weights[:-1]), _KEPT) / _LARGEST:.6g}")
        halves.append(np.clip(np.rint(weights[:-1] / scale), -_LARGEST, _LARGEST).astype(np.int8))
        scales.append(scale)
        curves.append(_curve(_of(left, which), which, weights))
    return LanguageModel(
        bits=BITS,
        rows=array("b", np.concatenate(halves).tobytes()),
        scales=(scales[0], scales[1]),
        curves=(curves[0], curves[1]),
    )


def _rows(lines: Iterator[Line]) -> Iterator[Row]:
    chance, counts = Random(5), dict.fromkeys((*TRAINED, "others"), 0)
    for line in lines:
        read = read_words(line.text)
        if line.source not in counts or not read or counts[line.source] >= MOST:
            continue
        counts[line.source] += 1
        yield read, line.language, 1.0
        size = chance.randint(1, SHORT)
        start = chance.randrange(max(1, len(read) - size + 1))
        yield read[start : start + size], line.language, SHORT_WEIGHS


def _of(rows: Sequence[Row], which: str) -> list[Row]:
    return [row for row in rows if which == FOREIGN or row[1] != FOREIGN]


def _fit(rows: Sequence[Row], which: str) -> Any:
    truths, weights = _truths(rows, which)
    pulls = np.full(1 << BITS, PULL)
    return regress(_matrix([read for read, _, _ in rows]), truths, weights, pulls)


def _truths(rows: Sequence[Row], which: str) -> tuple[Any, Any]:
    truths = np.array([float(language == which) for _, language, _ in rows])
    weights = np.array([weight for _, _, weight in rows])
    share = 1.0 if which != FOREIGN else FOREIGN_SHARE
    mine, others = weights[truths > 0].sum(), weights[truths == 0].sum()
    weights[truths > 0] *= share * others / mine
    return truths, weights


def _matrix(texts: Sequence[list[str]]) -> Any:
    rows, columns, values = array("q"), array("q"), array("f")
    for row, read in enumerate(texts):
        share = 1 / len(read) ** 0.5
        for word in read:
            hashes = pieces(word)
            for each in hashes:
                rows.append(row)
                columns.append(each & ((1 << BITS) - 1))
                values.append(share * word_share(len(hashes)))
    shape = (len(texts), 1 << BITS)
    return sparse.csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float32)


def _curve(rows: Sequence[Row], which: str, weights: Any) -> tuple[float, float]:
    truths, shares = _truths(rows, which)
    sums = _matrix([read for read, _, _ in rows]) @ weights[:-1]
    slope, offset = fit_curve(sums, truths, shares)
    return round(slope, 4), round(offset, 4)
