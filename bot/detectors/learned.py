"""The learned scorer: sums the weights of a text's pieces and words, and says which carried it.

Pure Python on purpose: no library for numbers is loaded for it. What a word's pieces add up to is
kept, as words come again and again.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

from bot.detectors.features import FEWEST_PIECES, FEWEST_WORDS, number, pieces, sequences
from bot.detectors.tokens import Token, tokens
from bot.detectors.weights import OTHERS, Plane, read_model

#: So many words are kept with what their pieces add up to.
_WORDS_KEPT = 8_192
_PIECES_KEPT = 128
#: What is looked for in every text; the other signals only where a rule or toxicity spoke.
_ALWAYS = frozenset({"toxicity", "spam"})
#: Toxicity is the union of the harms: where it is this improbable, none of them is looked for.
_CLOSED_BELOW = 0.15
#: So begin the names of the features that say what the rules found.
RULES = "rules:"
_MOST_SPANS = 3
#: A word is shown when it carried at least this share of what the strongest one did.
_WORTH_SHOWING = 0.5
#: Whole numbers from -128 to 127 as bytes from 0 to 255, and which byte is nothing then.
_ZERO = 128
_UNSIGNED = bytes((byte + _ZERO) % 256 for byte in range(256))
#: Signs that may well carry weight, and that nobody wants to see as a reason.
_SAYS_NOTHING = frozenset(".,:;!?-'\"()")


_Found = TypeVar("_Found")


class _Kept(dict[str, _Found], Generic[_Found]):
    """What a function says about words, kept for the words that came last."""

    def __init__(self, work: Callable[[str], _Found], most: int = _WORDS_KEPT) -> None:
        super().__init__()
        self._work = work
        self._most = most

    def __missing__(self, word: str) -> _Found:
        if len(self) >= self._most:
            self.clear()
        found = self[word] = self._work(word)
        return found


_NUMBERS = _Kept(number)
#: One text's words are asked about by every signal.
_PIECES = _Kept(pieces, most=_PIECES_KEPT)
_COUNTS = _Kept(lambda word: len(_PIECES[word]))


class Reading:
    """A text as the scorer sees it."""

    __slots__ = ("numbers", "pieces", "rare", "seldom", "tokens", "words")

    def __init__(self, skeleton: str) -> None:
        self.tokens = tokens(skeleton)
        words = [token.word for token in self.tokens]
        self.words = set(words)
        self.pieces = sum([_COUNTS[word] for word in self.words])
        self.numbers = sequences(self.tokens, [_NUMBERS[word] for word in words])
        self.rare = max(self.pieces, FEWEST_PIECES) ** -0.5
        self.seldom = max(len(self.numbers), FEWEST_WORDS) ** -0.5


class Learned:
    """Scores texts with a model."""

    def __init__(self, planes: Sequence[Plane]) -> None:
        self._signals = {plane.signal: _Signal(plane) for plane in planes}

    @property
    def signals(self) -> frozenset[str]:
        """The signals that it knows."""
        return frozenset(self._signals)

    def score(
        self, read: Reading, extras: Mapping[str, float], language: str = OTHERS
    ) -> dict[str, float]:
        """Return for each signal how probable it is, from 0 to 1.

        `extras` are the features that are no words, by name. What can't be there is not looked
        for and has no score.
        """
        found = {
            name: signal.probability(read, extras, language)
            for name, signal in self._signals.items()
            if name in _ALWAYS
        }
        ruled = any(name.startswith(RULES) for name in extras)
        if ruled or found.get("toxicity", 1.0) >= _CLOSED_BELOW:
            for name, signal in self._signals.items():
                if name not in _ALWAYS:
                    found[name] = signal.probability(read, extras, language)
        return found

    def sum(self, name: str, read: Reading, extras: Mapping[str, float]) -> float:
        """Return what everything adds up to for a signal, before it becomes a probability."""
        return self._signals[name].sum(read, extras)

    def strongest(self, read: Reading, name: str) -> list[tuple[float, tuple[int, int], str]]:
        """Return what the words that speak most for a signal add to it, their places, and them."""
        signal = self._signals[name]
        carried = [
            (signal.carried(read.tokens, index), index)
            for index, token in enumerate(read.tokens)
            if token.word not in _SAYS_NOTHING
        ]
        shown = sorted((-weight, index) for weight, index in carried if weight > 0)[:_MOST_SPANS]
        words = [(-weight, read.tokens[index]) for weight, index in shown]
        return [(weight, (token.start, token.end), token.word) for weight, token in words]

    def spans(self, read: Reading, name: str) -> list[tuple[int, int]]:
        """Return where in the skeleton the words lie that carried a signal, strongest first."""
        found = self.strongest(read, name)
        return [place for weight, place, _ in found if weight >= _WORTH_SHOWING * found[0][0]]


class _Signal:
    """One plane of weights, ready to be added up."""

    def __init__(self, plane: Plane) -> None:
        half = 1 << plane.bits
        # Bytes are quickest to look up when they have no sign.
        weights = plane.weights.translate(_UNSIGNED)
        self._of_piece, self._of_word = weights[:half], weights[half:]
        self._mask = half - 1
        self._plane = plane
        self._curves = plane.curves
        self._always = plane.extras["always"]
        self._pieces = _Kept(self._sum_pieces)

    def sum(self, read: Reading, extras: Mapping[str, float]) -> float:
        """Return what all features of a text add up to."""
        total: float = sum([self._pieces[word] for word in read.words]) * read.rare
        total += self._sum_words(read.numbers) * read.seldom
        total = total * self._plane.scale + self._always
        for name, value in extras.items():
            total += value * self._plane.extras[name]
        return total

    def probability(self, read: Reading, extras: Mapping[str, float], language: str) -> float:
        """Return how probable the signal is, from 0 to 1."""
        slope, offset = self._curves.get(language) or self._curves[OTHERS]
        bent = slope * self.sum(read, extras) + offset
        return 1 / (1 + math.exp(-bent)) if bent > -30 else 0.0

    def carried(self, read: Sequence[Token], index: int) -> float:
        """Return what a word adds: its pieces, and itself with its neighbours."""
        word = read[index].word
        around = read[max(0, index - 1) : index + 2]
        alone = {token.word: _NUMBERS[token.word] for token in around}
        numbers = set(sequences(around, [alone[token.word] for token in around]))
        numbers -= {each for neighbour, each in alone.items() if neighbour != word}
        of_pieces = self._pieces[word] / math.sqrt(_COUNTS[word] + FEWEST_PIECES)
        of_words = self._sum_words(numbers) / math.sqrt(len(numbers))
        return (of_pieces + of_words) * self._plane.scale

    def _sum_pieces(self, word: str) -> int:
        found, mask = _PIECES[word], self._mask
        weights = self._of_piece
        return sum([weights[each & mask] for each in found]) - _ZERO * len(found)

    def _sum_words(self, numbers: Collection[int]) -> int:
        weights, mask = self._of_word, self._mask
        return sum([weights[each & mask] for each in numbers]) - _ZERO * len(numbers)


@cache
def learned() -> Learned:
    """Return the model that comes with Evenhand; it is read when first needed."""
    return Learned(read_model(files("bot.detectors").joinpath("model.bin").read_bytes()))
