"""What the scorer sees in a text: numbers of word pieces, words and word sequences.

Trainer and scorer share this module, so that both see the same.
"""

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

from bot.detectors.tokens import STAND_INS, Token

#: The lengths of the word pieces, with the word's edges as one character each.
SHORTEST, LONGEST = 2, 5


def pieces(word: str) -> list[int]:
    """Return the hashes of a word's pieces, from SHORTEST to LONGEST characters each.

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


def sequences(found: Sequence[Token]) -> list[int]:
    """Return the hashes of the words, of two and three in a row, and of pairs with a gap."""
    read = ["^", *(token.word for token in found), "$"]
    hashes = [crc32(f"1{word}".encode()) for word in read[1:-1]]
    hashes += [crc32(f"2{a} {b}".encode()) for a, b in pairwise(read)]
    hashes += [
        crc32(f"3{a} {b} {c}".encode()) for a, b, c in zip(read, read[1:], read[2:], strict=False)
    ]
    hashes += [crc32(f"_{a} {c}".encode()) for a, c in zip(read, read[2:], strict=False)]
    hashes += [crc32(f"q{token.word}".encode()) for token in found if token.quoted]
    hashes += [crc32(f"n{token.word}".encode()) for token in found if token.negated]
    return hashes
