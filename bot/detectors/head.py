"""A trained head: what makes a better score of an encoder's vector and the built-in score.

It is a logistic layer, kept as JSON. It belongs to one encoder, which it names by the SHA-256 of
its files: the numbers of another one would mean nothing to it.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.detectors.weights import OTHERS
from bot.errors import DetectorError

#: The head that comes with Evenhand, and what a head of one's own is called in its folder.
SHIPPED, OWN = "head.json", "evenhand-head.json"
FORMAT = 1
TRAIN = "python -m benchmarks.train_head --model-dir FOLDER trains one for it"
_SURELY = 0.999
_LARGEST = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """How much the vector and the built-in score count in one language, in log odds."""

    vector: float
    builtin: float
    offset: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a head knows about one signal: weights for a vector, and a curve for each language.

    A language with None is one in which the head was no help.
    """

    weights: tuple[float, ...]
    offset: float
    curves: Mapping[str, Curve | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head for the encoder whose files have these SHA-256, with a part for each signal."""

    encoder: Mapping[str, str]
    parts: Mapping[str, Part]

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        return len(next(iter(self.parts.values())).weights)

    def refined(self, signal: str, builtin: float, said: float, language: str) -> float:
        """Return the score of a signal, of the built-in one and what was said of the vector."""
        curves = self.parts[signal].curves
        curve = curves[language if language in curves else OTHERS]
        if curve is None:
            return builtin
        total = curve.vector * log_odds(said) + curve.builtin * log_odds(builtin) + curve.offset
        return round(probability(total), 3)


def probability(total: float) -> float:
    """Return the probability of log odds."""
    return 1 / (1 + math.exp(-max(-_LARGEST, min(_LARGEST, total))))


def log_odds(score: float) -> float:
    """Return the log odds of a score; a certainty counts as one in a thousand of doubt."""
    score = max(1 - _SURELY, min(_SURELY, score))
    return math.log(score / (1 - score))


def head_for(folder: Path) -> Head:
    """Return the head in an encoder's folder, else the one that comes with Evenhand.

    Raises DetectorError where it cannot be read.
    """
    own = folder / OWN
    file = own if own.is_file() else files("bot.detectors").joinpath(SHIPPED)
    try:
        return _read(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DetectorError(f"the head {file.name} cannot be read ({error}); {TRAIN}") from None


def _read(written: Any) -> Head:
    if written["format"] != FORMAT:
        raise ValueError(f"its format is {written['format']}, not {FORMAT}")
    parts = {name: _part(each) for name, each in written["signals"].items()}
    if len({len(part.weights) for part in parts.values()}) != 1:
        raise ValueError("its signals have no weights, or not equally many")
    encoder = {str(name): str(sha256) for name, sha256 in written["encoder"].items()}
    return Head(encoder=encoder, parts=parts)


def _part(written: Any) -> Part:
    numbers = (*written["weights"], written["offset"])
    weights = tuple(float(each) for each in numbers)
    curves = {name: each and Curve(**each) for name, each in written["curves"].items()}
    known = [*weights, *(n for c in curves.values() if c for n in (c.vector, c.builtin, c.offset))]
    if OTHERS not in curves or not all(map(math.isfinite, known)):
        raise ValueError(f"a curve for {OTHERS!r} is missing, or a number is none")
    return Part(weights=weights[:-1], offset=weights[-1], curves=curves)


def written(head: Head, **about: object) -> str:
    """Return a head as its file has it; `about` is kept for people to read."""
    signals = {
        name: {
            "offset": part.offset,
            "curves": {
                language: curve and asdict(curve) for language, curve in part.curves.items()
            },
            "weights": list(part.weights),
        }
        for name, part in head.parts.items()
    }
    content = {"format": FORMAT, **about, "encoder": dict(head.encoder), "signals": signals}
    return json.dumps(content, separators=(",", ":")) + "\n"
