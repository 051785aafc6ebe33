"""The learned scorer: sums the weights of a text's pieces and words, and says which carried it.

Pure Python on purpose: no library for numbers is loaded for it. What a word's pieces add up to is
kept, as words come again and again.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from struct import Struct

from bot.detectors.features import pieces, sequences
from bot.detectors.tokens import Token, tokens
from bot.detectors.weights import Model, Table, read_model

#: So many words are kept with what their pieces add up to.
_WORDS_KEPT = 8_192
#: A text with fewer features than this counts as if it had so many.
FEWEST_PIECES, FEWEST_WORDS = 4, 4
_MOST_SPANS = 3
#: A word is shown when it carried at least this share of what the strongest one did.
_WORTH_SHOWING = 0.5

#: Signs that may well carry weight, and that nobody wants to see as a reason.
_SAYS_NOTHING = frozenset(".,:;!?-'\"()")

Sums = tuple[float, ...]


class Learned:
    """Scores texts with a model; `extras` are the features that are no words, by name."""

    def __init__(self, model: Model) -> None:
        self._readers = [_Reader(table) for table in model.tables]
        self.signals = model.signals
        self._extras = {name: tuple(each) for name, each in model.extras.items()}
        self._curves = [model.curves[name] for name in self.signals]
        self._pieces = lru_cache(_WORDS_KEPT)(self._sum_pieces)

    def score(
        self, skeleton: str, extras: Mapping[str, float]
    ) -> tuple[list[Token], dict[str, float]]:
        """Return the words of the text, and for each signal how probable it is, from 0 to 1."""
        read = tokens(skeleton)
        sums = self.sums(read, extras)
        curves = zip(self.signals, sums, self._curves, strict=True)
        return read, {
            name: _sigmoid(slope * value + offset) for name, value, (slope, offset) in curves
        }

    def sums(self, read: Sequence[Token], extras: Mapping[str, float]) -> list[float]:
        """Return for each signal what all features add up to, before it becomes a probability."""
        count = 0
        from_pieces = [0.0] * len(self.signals)
        for token in read:
            size, sums = self._pieces(token.word)
            count += size
            from_pieces = [a + b for a, b in zip(from_pieces, sums, strict=True)]
        hashes = sequences(read)
        from_words = self._sum(hashes, half=1)
        rare = 1 / math.sqrt(max(count, FEWEST_PIECES))
        seldom = 1 / math.sqrt(max(len(hashes), FEWEST_WORDS))
        total = [a * rare + b * seldom for a, b in zip(from_pieces, from_words, strict=True)]
        for name, value in (*extras.items(), ("always", 1.0)):
            if value:
                total = [a + value * b for a, b in zip(total, self._extras[name], strict=True)]
        return total

    def spans(self, read: Sequence[Token], signal: str) -> list[tuple[int, int]]:
        """Return where in the skeleton the words lie that carried a signal, strongest first."""
        found = self.strongest(read, signal)
        return [place for weight, place in found if weight >= _WORTH_SHOWING * found[0][0]]

    def strongest(self, read: Sequence[Token], signal: str) -> list[tuple[float, tuple[int, int]]]:
        """Return what the words that speak most for a signal add to it, and their places."""
        column = self.signals.index(signal)
        carried = [
            (self._carried(read, index, column), index)
            for index, token in enumerate(read)
            if token.word not in _SAYS_NOTHING
        ]
        shown = sorted((-weight, index) for weight, index in carried if weight > 0)[:_MOST_SPANS]
        return [(-weight, (read[index].start, read[index].end)) for weight, index in shown]

    def _carried(self, read: Sequence[Token], index: int, column: int) -> float:
        """Return what a word adds: its pieces, and itself with its neighbours."""
        size, sums = self._pieces(read[index].word)
        around = read[max(0, index - 1) : index + 2]
        return (
            sums[column] / math.sqrt(size + FEWEST_PIECES) + self._sum(sequences(around), 1)[column]
        )

    def _sum_pieces(self, word: str) -> tuple[int, Sums]:
        hashes = pieces(word)
        return len(hashes), tuple(self._sum(hashes, half=0))

    def _sum(self, hashes: Sequence[int], half: int) -> list[float]:
        return [value for reader in self._readers for value in reader.sum(hashes, half)]


class _Reader:
    """One table of weights, ready to be added up."""

    def __init__(self, table: Table) -> None:
        width = len(table.signals)
        self._row = Struct(f"{width}b").unpack_from
        self._rows = table.rows
        self._width = width
        self._mask = (1 << table.bits) - 1
        self._half = width << table.bits
        self._scales = table.scales
        self._nothing = [0.0] * width

    def sum(self, hashes: Sequence[int], half: int) -> list[float]:
        """Return for each signal the sum of the weights of these features."""
        if not hashes:
            return self._nothing
        row, rows, mask, width, start = (
            self._row, self._rows, self._mask, self._width, half * self._half
        )  # fmt: skip
        found = [row(rows, start + (each & mask) * width) for each in hashes]
        columns = zip(*found, strict=True)
        return [sum(column) * scale for column, scale in zip(columns, self._scales, strict=True)]


def _sigmoid(value: float) -> float:
    if value < -30:
        return 0.0
    return 1 / (1 + math.exp(-value))


@cache
def learned() -> Learned:
    """Return the model that comes with Evenhand; it is read when first needed."""
    return Learned(read_model(files("bot.detectors").joinpath("model.bin").read_bytes()))
