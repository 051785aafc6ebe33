"""The learned scorer: sums the weights of a text's pieces and words, and says which carried it.

Pure Python on purpose: no library for numbers is loaded for it. What a word's pieces add up to is
kept, as words come again and again.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files

from bot.detectors.features import FEWEST_PIECES, FEWEST_WORDS, number, pieces, sequences
from bot.detectors.kept import Kept
from bot.detectors.tokens import Words, alone, read_words
from bot.detectors.weights import OTHERS, Plane, read_model

#: What is looked for in every text; the other signals only where a rule or toxicity spoke.
FIRST = ("toxicity", "spam")
#: Toxicity is the union of the harms: where it is this improbable, none of them is looked for.
CLOSED_BELOW = 0.15
#: A glance is enough where a signal hardly ever comes to this, and never gives more.
GLANCED_BELOW = 0.2
#: In half as many words lies nearly all of what is said in a busy month of one community.
_GLANCES_KEPT = 16_384
#: So begin the names of the features that say what the rules found.
RULES = "rules:"
_MOST_SPANS = 3
#: A word is shown when it carried at least this share of what the strongest one did.
_WORTH_SHOWING = 0.5
#: Five numbers are added up as one: so many bits has each, and so much lifts it above nothing.
_FIELD, _ABOVE = 32, 1 << 20
_FIELD_FULL = (1 << _FIELD) - 1
_SHIFTS = tuple(_FIELD * place for place in reversed(range(5)))
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
        first = [each for name in FIRST if (each := self._signals.get(name)) and each.can_glance]
        self._first = (first[0], first[1]) if len(first) == len(FIRST) else None
        self._glances = Kept(self._glance, most=_GLANCES_KEPT)

    @property
    def signals(self) -> frozenset[str]:
        """The signals that it knows."""
        return frozenset(self._signals)

    def at_a_glance(self, pieces: Sequence[str], capitals: float) -> tuple[float, float] | None:
        """Return about how probable toxicity and spam are, where the words alone rule them out.

        None where all has to be read. `pieces` are those of the text, as `split` gives them. A
        glance is enough for most chat, and much quicker.
        """
        if self._first is None or not pieces:
            return None
        toxicity, spam = self.glances(pieces, capitals)
        one, other = self._first
        first = one.at_a_glance(toxicity)
        second = None if first is None else other.at_a_glance(spam)
        return None if first is None or second is None else (first, second)

    def glances(self, pieces: Sequence[str], capitals: float) -> tuple[float, float]:
        """Return what the words alone add up to for toxicity and spam."""
        said = {*pieces}
        total = sum(map(self._glances.__getitem__, said))
        counts, toxicity, one_alone, spam, other_alone = _unpacked(total, len(said))
        rare = max(counts, FEWEST_PIECES) ** -0.5
        # With each word begin two and three in a row and a gap, and one more pair at the edge.
        seldom = (4 * len(pieces) + 1) ** -0.5
        first, second = (self._signals[name] for name in FIRST)
        return (
            first.besides(toxicity * rare + one_alone * seldom, capitals),
            second.besides(spam * rare + other_alone * seldom, capitals),
        )

    def _glance(self, piece: str) -> int:
        """Return how many pieces a word has, and what these and the word itself weigh, packed."""
        word = alone(piece)
        found, whole = pieces(word), number(word)
        first, second = (self._signals[name] for name in FIRST)
        return _packed(len(found), *first.alone(found, whole), *second.alone(found, whole))

    def score(
        self, read: Reading, extras: Mapping[str, float], language: Callable[[], str]
    ) -> dict[str, float]:
        """Return for each signal how probable it is, from 0 to 1.

        `extras` are the features that are no words, by name; `language` is asked for where it
        matters. What can't be there is not looked for and has no score.
        """
        ruled = any(name.startswith(RULES) for name in extras)
        first = {name: self._signals[name] for name in FIRST if name in self._signals}
        sums = {name: signal.sum(read, extras) for name, signal in first.items()}
        quiet = all(first[name].at_most(value) < CLOSED_BELOW for name, value in sums.items())
        told = OTHERS if quiet and not ruled else language()
        found = {name: first[name].probability(value, told) for name, value in sums.items()}
        if ruled or found.get("toxicity", 1.0) >= CLOSED_BELOW:
            for name, signal in self._signals.items():
                if name not in first:
                    found[name] = signal.probability(signal.sum(read, extras), told)
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
        self._capitals = plane.extras["capitals"]
        self._pieces = Kept(self._sum_pieces)

    def sum(self, read: Reading, extras: Mapping[str, float]) -> float:
        """Return what all features of a text add up to."""
        total: float = sum(map(self._pieces.__getitem__, read.words)) * read.rare
        total += self._sum_words(read.places(self._mask)) * read.seldom
        total = total * self._plane.scale + self._always
        for name, value in extras.items():
            total += value * self._plane.extras[name]
        return total

    def besides(self, total: float, capitals: float) -> float:
        """Return a glance as a sum, with what always is added and for the share of capitals."""
        return total * self._plane.scale + self._always + capitals * self._capitals

    @property
    def can_glance(self) -> bool:
        """Whether it was learned from which sum of the words alone on more has to be read."""
        return self._glance is not None

    def alone(self, found: Sequence[int], whole: int) -> tuple[int, int]:
        """Return what the pieces of a word weigh, and the word itself."""
        return self._sum(self._of_piece, found), self._of_word[whole & self._mask] - _ZERO

    def at_a_glance(self, value: float) -> float | None:
        """Return how probable the signal is where that is little enough, else None."""
        glance = self._glance
        if glance is None or value >= glance.below:
            return None
        return min(_probability(glance.slope * value + glance.offset), GLANCED_BELOW)

    def probability(self, total: float, language: str) -> float:
        """Return how probable the signal is by what everything adds up to, from 0 to 1."""
        slope, offset = self._curves.get(language) or self._curves[OTHERS]
        return _probability(slope * total + offset)

    def at_most(self, total: float) -> float:
        """Return how probable the signal is in the language in which it is most probable."""
        return _probability(max(slope * total + offset for slope, offset in self._curves.values()))

    def carried(self, read: Reading, index: int) -> float:
        """Return what a word adds: its pieces, and itself with its neighbours."""
        around = _around(read, index)
        word = read.read.words[index]
        of_pieces = self._pieces[word] / math.sqrt(_COUNTS[word] + FEWEST_PIECES)
        of_words = self._sum_words([each & self._mask for each in around])
        return (of_pieces + of_words / math.sqrt(len(around))) * self._plane.scale

    def _sum_pieces(self, word: str) -> int:
        return self._sum(self._of_piece, pieces(word))

    def _sum(self, weights: bytes, numbers: Sequence[int]) -> int:
        mask = self._mask
        return sum([weights[each & mask] for each in numbers]) - _ZERO * len(numbers)

    def _sum_words(self, places: Collection[int]) -> int:
        return sum(map(self._of_word.__getitem__, places)) - _ZERO * len(places)


def _packed(*numbers: int) -> int:
    """Return numbers as one, so that adding up once adds up all of them."""
    total = 0
    for each in numbers:
        total = (total << _FIELD) + each + _ABOVE
    return total


def _unpacked(total: int, count: int) -> list[int]:
    """Return the sums of the numbers, of which `count` were added up as one."""
    above = count * _ABOVE
    return [(total >> shift & _FIELD_FULL) - above for shift in _SHIFTS]


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
