"""Slips of the finger in copies of training texts, so that a slip alone hides nothing."""

from random import Random

#: So many words of a hundred are mistyped, and so many are joined with the next.
_MISTYPED, _JOINED = 25, 8
_SHORTEST = 4
#: Keys that lie beside each other, on English and German keyboards alike.
_BESIDE = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "kö", "m": "n", "n": "bm", "o": "ip", "p": "oü",
    "r": "et", "s": "ad", "t": "rz", "u": "zi", "v": "cb", "w": "qe",
}  # fmt: skip


def mistyped(text: str, chance: Random) -> str:
    """Return the text with some words mistyped and some joined."""
    written = ""
    for word in text.split():
        slipped = chance.randrange(100) < _MISTYPED and len(word) >= _SHORTEST and word.isalpha()
        joined = chance.randrange(100) < _JOINED
        written += (_slip(word, chance) if slipped else word) + ("" if joined else " ")
    return written.rstrip()


def _slip(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place + 1 :]
    beside = _BESIDE.get(word[place], word[place])
    return word[:place] + chance.choice(beside) + word[place + 1 :]
