"""The learned scorer: sums the weights of a text's pieces and words, and says which carried it.

Pure Python on purpose: no library for numbers is loaded for it. What a word's pieces add up to is
kept, as words come again and again.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files

from bot.detectors.features import FEWEST_PIECES, FEWEST_WORDS, number, pieces, sequences
from bot.detectors.kept import Kept
from bot.detectors.tokens import Words, read_words
from bot.detectors.weights import OTHERS, Plane, read_model

#: What is looked for in every text; the other signals only where a rule or toxicity spoke.
_ALWAYS = frozenset({"toxicity", "spam"})
#: Toxicity is the union of the harms: where it is this improbable, none of them is looked for.
CLOSED_BELOW = 0.15
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

_COUNTS = Kept(lambda word: len(pieces(word)))


class Reading:
    """A text as the scorer sees it."""

    __slots__ = ("_masked", "numbers", "rare", "read", "seldom", "skeleton", "words")

    def __init__(self, skeleton: str, read: Words | None = None) -> None:
        self.skeleton = skeleton
        self.read = read = read or read_words(skeleton)
        self.words = set(read.words)
        self.numbers = sequences(read.words, read.quoted, read.negated)
        pieces = sum(map(_COUNTS.__getitem__, self.words))
        self.rare = max(pieces, FEWEST_PIECES) ** -0.5
        self.seldom = max(len(self.numbers), FEWEST_WORDS) ** -0.5
        self._masked: tuple[int, Sequence[int]] = (0, ())

    def places(self, mask: int) -> Sequence[int]:
        """Return where the weights of the words and sequences stand in a table of that size."""
        if self._masked[0] != mask:
            self._masked = mask, [each & mask for each in self.numbers]
        return self._masked[1]


class Learned:
    """Scores texts with a model."""

    def __init__(self, planes: Sequence[Plane]) -> None:
        self._signals = {plane.signal: _Signal(plane) for plane in planes}
        # What is looked for in every text can be ruled out in most at a glance.
        self._first = [each for name, each in self._signals.items() if name in _ALWAYS]
        self._can_glance = bool(self._first) and all(each.can_glance for each in self._first)
        self._glances = Kept(self._glance)

    @property
    def signals(self) -> frozenset[str]:
        """The signals that it knows."""
        return frozenset(self._signals)

    def at_a_glance(
        self, words: Sequence[str], extras: Mapping[str, float]
    ) -> dict[str, float] | None:
        """Return about how probable toxicity and spam are, where the words alone rule them out.

        None where all has to be read. A glance is enough for most chat, and much quicker.
        """
        if not words or not self._can_glance:
            return None
        found = {}
        for signal, value in zip(self._first, self._words_alone(words), strict=True):
            score = signal.at_a_glance(value + signal.besides(extras))
            if score is None:
                return None
            found[signal.name] = score
        return found

    def glances(self, words: Sequence[str], extras: Mapping[str, float]) -> dict[str, float]:
        """Return what the words alone add up to for toxicity and spam."""
        values = self._words_alone(words) if words else [0.0] * len(self._first)
        found = zip(self._first, values, strict=True)
        return {signal.name: value + signal.besides(extras) for signal, value in found}

    def _words_alone(self, words: Sequence[str]) -> list[float]:
        counts, *sums = map(sum, zip(*map(self._glances.__getitem__, {*words}), strict=True))
        rare = max(counts, FEWEST_PIECES) ** -0.5
        # With each word begin two and three in a row and a gap, and one more pair at the edge.
        seldom = (4 * len(words) + 1) ** -0.5
        return [
            pieces * rare + alone * seldom
            for pieces, alone in zip(sums[::2], sums[1::2], strict=True)
        ]

    def _glance(self, word: str) -> Sequence[float]:
        """Return how many pieces a word has, and what these and the word itself weigh."""
        weights = [weight for signal in self._first for weight in signal.alone(word)]
        return (_COUNTS[word], *weights)

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
        if ruled or found.get("toxicity", 1.0) >= CLOSED_BELOW:
            for name, signal in self._signals.items():
                if name not in _ALWAYS:
                    found[name] = signal.probability(read, extras, language)
        return found

    def sum(self, name: str, read: Reading, extras: Mapping[str, float]) -> float:
        """Return what everything adds up to for a signal, before it becomes a probability."""
        return self._signals[name].sum(read, extras)

    def strongest(self, read: Reading, name: str) -> list[tuple[float, tuple[int, int], str]]:
        """Return what the words that speak most for a signal add to it, their places, and them."""
        signal, words = self._signals[name], read.read.words
        carried = [
            (signal.carried(read, index), index)
            for index, word in enumerate(words)
            if word not in _SAYS_NOTHING
        ]
        shown = sorted((-weight, index) for weight, index in carried if weight > 0)[:_MOST_SPANS]
        places = read.read.places(read.skeleton) if shown else []
        return [(-weight, places[index], words[index]) for weight, index in shown]

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
        self._glance = plane.glance
        self.name = plane.signal
        self._always = plane.extras["always"]
        self._pieces = Kept(self._sum_pieces)

    def sum(self, read: Reading, extras: Mapping[str, float]) -> float:
        """Return what all features of a text add up to."""
        total: float = sum(map(self._pieces.__getitem__, read.words)) * read.rare
        total += self._sum_words(read.places(self._mask)) * read.seldom
        return total * self._plane.scale + self.besides(extras)

    def besides(self, extras: Mapping[str, float]) -> float:
        """Return what is no word, and what is always added."""
        total = self._always
        for name, value in extras.items():
            total += value * self._plane.extras[name]
        return total

    @property
    def can_glance(self) -> bool:
        """Whether it was learned from which sum of the words alone on more has to be read."""
        return self._glance is not None

    def alone(self, word: str) -> tuple[float, float]:
        """Return what a word's pieces weigh, and the word itself."""
        weight = self._of_word[number(word) & self._mask] - _ZERO
        return self._pieces[word] * self._plane.scale, weight * self._plane.scale

    def at_a_glance(self, value: float) -> float | None:
        """Return how probable the signal is where that is little enough, else None."""
        glance = self._glance
        if glance is None or value >= glance.below:
            return None
        return min(_probability(glance.slope * value + glance.offset), CLOSED_BELOW)

    def probability(self, read: Reading, extras: Mapping[str, float], language: str) -> float:
        """Return how probable the signal is, from 0 to 1."""
        slope, offset = self._curves.get(language) or self._curves[OTHERS]
        return _probability(slope * self.sum(read, extras) + offset)

    def carried(self, read: Reading, index: int) -> float:
        """Return what a word adds: its pieces, and itself with its neighbours."""
        around = _around(read, index)
        word = read.read.words[index]
        of_pieces = self._pieces[word] / math.sqrt(_COUNTS[word] + FEWEST_PIECES)
        of_words = self._sum_words([each & self._mask for each in around])
        return (of_pieces + of_words / math.sqrt(len(around))) * self._plane.scale

    def _sum_pieces(self, word: str) -> int:
        found, mask = pieces(word), self._mask
        weights = self._of_piece
        return sum([weights[each & mask] for each in found]) - _ZERO * len(found)

    def _sum_words(self, places: Collection[int]) -> int:
        return sum(map(self._of_word.__getitem__, places)) - _ZERO * len(places)


def _probability(bent: float) -> float:
    return 1 / (1 + math.exp(-bent)) if bent > -30 else 0.0


def _around(read: Reading, index: int) -> set[int]:
    """Return the numbers of a word and of what it makes with its neighbours, without theirs."""
    found = read.read
    first = max(0, index - 1)
    words = found.words[first : index + 2]
    inside = range(first, first + len(words))
    numbers = set(
        sequences(
            words,
            [place - first for place in found.quoted if place in inside],
            [place - first for place in found.negated if place in inside],
        )
    )
    return numbers - {number(each) for each in words if each != found.words[index]}


@cache
def learned() -> Learned:
    """Return the model that comes with Evenhand; it is read when first needed."""
    return Learned(read_model(files("bot.detectors").joinpath("model.bin").read_bytes()))
