"""What the scorer sees in a text: numbers of word pieces, words and word sequences.

Trainer and scorer share this module, so that both see the same.
"""

from collections.abc import Collection, Iterable, Sequence
from operator import add
from zlib import crc32

from bot.detectors.kept import Kept
from bot.detectors.tokens import STAND_INS

#: The lengths of the word pieces, with the word's edges as one character each.
SHORTEST, LONGEST = 2, 5
#: A text with fewer features than this counts as if it had so many.
FEWEST_PIECES, FEWEST_WORDS = 4, 4
#: Of a feature's number the lowest 32 bits count.
BITS = 0xFFFF_FFFF
#: Odd numbers that keep apart in which order words stand, and what kind of sequence it is.
_TWO = (0x9E37_79B1, 0x85EB_CA6B)
_THREE = (0xC2B2_AE35, 0x27D4_EB2F, 0x1656_67B1)
_GAP = (0xD3A2_646D, 0xFD70_46C5)
_QUOTED, _NEGATED = 0xB55A_4F09, 0x7FEB_352D
_EDGES = (0x51ED_270B, 0x68E3_1DA5)


def number(word: str) -> int:
    """Return a word's number, the same everywhere and always."""
    return crc32(word.encode())


def pieces(word: str) -> list[int]:
    """Return the numbers of a word's pieces, from SHORTEST to LONGEST characters each.

    What stands for a group of people, a member, a link or a number has none.
    """
    return [] if word in STAND_INS else PIECES[word]


def _pieces(word: str) -> list[int]:
    edged = f"<{word}>"
    length = len(edged)
    sizes = range(SHORTEST, min(LONGEST, length) + 1)
    if word.isascii():
        # One byte is one character, so that one encoding serves all pieces.
        written = edged.encode()
        return [
            crc32(written[start : start + size])
            for size in sizes
            for start in range(length - size + 1)
        ]
    return [
        crc32(edged[start : start + size].encode())
        for size in sizes
        for start in range(length - size + 1)
    ]


def sequences(
    words: Sequence[str], quoted: Iterable[int] = (), negated: Iterable[int] = ()
) -> Collection[int]:
    """Return the numbers of the words, of two and three in a row, and of pairs with a gap.

    `quoted` and `negated` are places of words. Nothing comes twice, however often it is in the
    text.
    """
    rows = [_BEGINNING, *map(_MULTIPLES.__getitem__, words), _END]
    alone, two_a, two_b, three_a, three_b, three_c, gap_a, gap_b = zip(*rows, strict=True)
    seen = set(alone[1:-1])
    seen.update(map(add, two_a, two_b[1:]))
    seen.update(map(add, map(add, three_a, three_b[1:]), three_c[2:]))
    seen.update(map(add, gap_a, gap_b[2:]))
    seen.update([alone[place + 1] * _QUOTED & BITS for place in quoted])
    seen.update([alone[place + 1] * _NEGATED & BITS for place in negated])
    return seen


def _multiples(number: int) -> tuple[int, ...]:
    """Return a number, and what it adds to a sequence in each place of each kind."""
    return (number, *[number * odd & BITS for odd in (*_TWO, *_THREE, *_GAP)])


#: The pieces of the words that came last, the shortest ones first. One look at a text asks for
#: them several times, and then hardly ever again.
PIECES = Kept(_pieces, most=256)
_BEGINNING, _END = map(_multiples, _EDGES)
#: The numbers of words that came lately; words come again and again.
_MULTIPLES = Kept(lambda word: _multiples(number(word)))
