"""What the scorer sees in a text: numbers of word pieces, words and word sequences.

Trainer and scorer share this module, so that both see the same.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise
from zlib import crc32

from bot.detectors.tokens import STAND_INS, Token

#: The lengths of the word pieces, with the word's edges as one character each.
SHORTEST, LONGEST = 2, 5
#: A text with fewer features than this counts as if it had so many.
FEWEST_PIECES, FEWEST_WORDS = 4, 4
_ALL = 0xFFFF_FFFF
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
    if word in STAND_INS:
        return []
    edged = f"<{word}>"
    length = len(edged)
    return [
        crc32(edged[start : start + size].encode())
        for size in range(SHORTEST, min(LONGEST, length) + 1)
        for start in range(length - size + 1)
    ]


def sequences(read: Sequence[Token], numbers: Sequence[int]) -> Collection[int]:
    """Return the numbers of the words, of two and three in a row, and of pairs with a gap.

    `numbers` are those of the words. Nothing comes twice, however often it is in the text.
    """
    two_a, two_b = _TWO
    three_a, three_b, three_c = _THREE
    gap_a, gap_b = _GAP
    row = [_EDGES[0], *numbers, _EDGES[1]]
    seen = set(numbers)
    seen.update([a * two_a + b * two_b & _ALL for a, b in pairwise(row)])
    threes = list(zip(row, row[1:], row[2:], strict=False))
    seen.update([a * three_a + b * three_b + c * three_c & _ALL for a, b, c in threes])
    seen.update([a * gap_a + c * gap_b & _ALL for a, _, c in threes])
    for token, number in zip(read, numbers, strict=True):
        if token.quoted:
            seen.add(number * _QUOTED & _ALL)
        if token.negated:
            seen.add(number * _NEGATED & _ALL)
    return seen
