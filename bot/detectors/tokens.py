"""A text as the words that the scorer reads, and what stands around each."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from operator import eq
from typing import NamedTuple

from bot.detectors.kept import Kept
from bot.detectors.lexicon import words
from bot.detectors.vocabulary import vocabulary

#: So many words of a text are read; the rest adds nothing but time.
MOST_WORDS = 400
#: Every word for a group of people is read as this one.
GROUP = "§g"
USER, LINK = "§u", "§l"
#: Numbers of up to four digits, of up to six, and longer ones.
NUMBERS = ("§n", "§code", "§phone")
#: Words that stand for what was written; their letters mean nothing.
STAND_INS = frozenset({GROUP, USER, LINK, *NUMBERS})
#: A negation reaches over so many words, and never out of its clause.
_REACH = 5
_LONGEST_WORD = 24
_SHORTEST_SWAPPED, _SHORTEST_WITH_A_GAP = 5, 6

_TOKEN = re.compile(
    r"(?:https?://|www\.)\S+|@[\w.-]+|<@[!&]?\w+>"
    r"|[^\W\d_]+(?:['\-][^\W\d_]+)*|\d[\d.,:]*"
    r"|\.(?:\s*\.)*|!(?:\s*!)*|\?(?:\s*\?)*|[^\w\s]|_+"
)
_IS_LINK = re.compile(r"(?:https?://|www\.)\S")
_IS_SIGN = re.compile(r"[^\w\s]\Z|_")
_SCHEME = re.compile(r"^(?:https?://)?(?:w{1,3}\.)?")
_QUOTES = frozenset('"„“”«»')
_CLAUSE_ENDS = frozenset(".!?;:\n,")
#: Signs that say the same however often they stand there.
_REPEATED = frozenset(".!?")
#: What a word is read as whose neighbours have to be looked at as well.
_SPECIAL = ""


class Words(NamedTuple):
    """The words of a text in order, each name of a group of people as GROUP.

    `quoted` and `negated` are the places of the words that are. `pieces` are the first and the
    last piece of the text that each word was read from; None where each was read from its own.
    """

    words: Sequence[str]
    quoted: Sequence[int] = ()
    negated: Sequence[int] = ()
    pieces: Sequence[tuple[int, int]] | None = None

    def places(self, skeleton: str) -> list[tuple[int, int]]:
        """Return where in the skeleton each word begins and ends."""
        spans = [match.span() for match in _TOKEN.finditer(skeleton)]
        if self.pieces is None:
            return spans
        return [(spans[first][0], spans[last][1]) for first, last in self.pieces]


def split(skeleton: str) -> list[str]:
    """Return the pieces of a skeleton that words are read from: words, numbers, signs, links."""
    return _TOKEN.findall(skeleton)


def read_words(skeleton: str) -> Words:
    """Return the words of a skeleton, of which at most MOST_WORDS are read."""
    pieces = split(skeleton)
    read = list(map(_AS_READ.__getitem__, pieces))
    # Most texts have nothing in them whose neighbours matter.
    if _SPECIAL not in read and len(read) <= MOST_WORDS and not any(map(eq, read, read[1:])):
        return Words(read, (), () if _negations().isdisjoint(read) else _negated(read))
    reader = _Reader()
    for index, piece in enumerate(pieces):
        reader.add(piece, index)
        if len(reader.words) >= MOST_WORDS:
            break
    return Words(reader.words, reader.quoted, reader.negated, reader.pieces)


def _negated(read: Sequence[str]) -> Sequence[int]:
    """Return the places of the words that a negation reaches."""
    found, reach = [], 0
    for place, word in enumerate(read):
        if word in _CLAUSE_ENDS:
            reach = 0
        if reach > 0:
            found.append(place)
        reach = _REACH if word in _negations() else reach - 1
    return found


def is_at_nobody(read: Sequence[str], loudest: str) -> bool:
    """Return whether the loudest word is an expletive, and nobody is there whom it could mean."""
    groups = _groups()
    if loudest not in groups.expletives:
        return False
    return not any(word in groups.somebody or word in (GROUP, USER) for word in read)


class _Reader:
    """Reads piece after piece, and remembers what reaches over the next ones."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.pieces: list[tuple[int, int]] = []
        self.quoted: list[int] = []
        self.negated: list[int] = []
        self._groups = _groups()
        self._in_quotes = False
        self._reach = 0

    def add(self, piece: str, index: int) -> None:
        """Read the next piece of the text."""
        word = alone(piece)
        is_sign = word in _QUOTES or word in _CLAUSE_ENDS or _IS_SIGN.match(word) is not None
        if is_sign:
            self._in_quotes ^= word in _QUOTES
            self._reach = 0 if word in _CLAUSE_ENDS else self._reach
        elif piece in self._groups.people and self._last() in self._groups.colours:
            self.words[-1] = GROUP
        first = index
        if (is_sign or word in STAND_INS) and self._last() == word:
            # However often it stands there, it says the same.
            first = self._drop()
        self._append(word, first, index)
        if word == LINK and (host := _host(piece)):
            self._append(host, index, index)
        self._reach = _REACH if word in self._groups.negations else self._reach - 1

    def _last(self) -> str:
        return self.words[-1] if self.words else ""

    def _drop(self) -> int:
        self.words.pop()
        for places in (self.quoted, self.negated):
            if places and places[-1] == len(self.words):
                places.pop()
        return self.pieces.pop()[0]

    def _append(self, word: str, first: int, last: int) -> None:
        if self._in_quotes:
            self.quoted.append(len(self.words))
        if self._reach > 0:
            self.negated.append(len(self.words))
        self.words.append(word)
        self.pieces.append((first, last))


def alone(piece: str) -> str:
    """Return what a piece of a text is read as, whatever stands beside it."""
    first = piece[0]
    if first in _REPEATED:
        return first
    if _IS_LINK.match(piece):
        return LINK
    if first in "@<" and len(piece) > 1:
        return USER
    if first.isdecimal():
        return _number(piece)
    return GROUP if piece in _groups().names else piece[:_LONGEST_WORD]


def _as_read(piece: str) -> str:
    word, groups = alone(piece), _groups()
    special = word in _QUOTES or word == LINK or word in groups.colours
    return _SPECIAL if special else word


_AS_READ = Kept(_as_read)


def _number(written: str) -> str:
    digits = sum(map(str.isdigit, written))
    return NUMBERS[(digits > 4) + (digits > 6)]


def _host(link: str) -> str:
    """Return where a link leads to, without its path: that alone comes again."""
    return _SCHEME.sub("", link)[:_LONGEST_WORD].split("/")[0]


class _Groups(NamedTuple):
    names: frozenset[str]
    colours: frozenset[str]
    people: frozenset[str]
    negations: frozenset[str]
    expletives: frozenset[str]
    somebody: frozenset[str]


@cache
def _groups() -> _Groups:
    lists = {name: frozenset(each) for name, each in words("groups").items()}
    mistyped = {each for name in lists["names"] for each in _mistyped(name)}
    return _Groups(
        names=lists["names"] | (mistyped - vocabulary() - lists["words"]),
        colours=lists["colours"],
        people=lists["people"],
        negations=lists["negations"],
        expletives=lists["expletives"],
        somebody=lists["somebody"],
    )


@cache
def _negations() -> frozenset[str]:
    return _groups().negations


def _mistyped(name: str) -> Iterator[str]:
    """Give a longer name with two letters swapped or one left out, never the first or last."""
    for place in range(1, len(name) - 2):
        if len(name) >= _SHORTEST_SWAPPED:
            yield name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        if len(name) >= _SHORTEST_WITH_A_GAP:
            yield name[:place] + name[place + 1 :]
