"""Disguises as people use them, with tables of their own: nothing here is the normaliser's.

Every disguise takes a text and a source of chance, and keeps the text readable for a person.
"""

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from random import Random

Disguise = Callable[[str, Random], str]

_LEET = {
    "a": "4@^", "e": "3€", "i": "1!|", "o": "0°", "s": "5$", "t": "7+", "b": "8", "g": "9",
    "l": "1|",    "ä": "4", "ö": "0", "ß": "ss",
}  # fmt: skip
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\u00ad\ufeff"
_GAPS = (" ", ".", "-", "_", "*", "·", "  ")
_VOWELS = "aeiouäöü"
#: Names of Unicode letters that look Latin; which letter it is stands in the name.
_STYLES = (
    "MATHEMATICAL BOLD SMALL {}", "MATHEMATICAL SANS-SERIF SMALL {}",
    "MATHEMATICAL MONOSPACE SMALL {}", "CIRCLED LATIN SMALL LETTER {}",
    "PARENTHESIZED LATIN SMALL LETTER {}", "FULLWIDTH LATIN SMALL LETTER {}",
    "LATIN SMALL LETTER {} WITH DOT BELOW", "LATIN SMALL LETTER {} WITH ACUTE",
)  # fmt: skip
_CYRILLIC_NAMES = {
    "a": "A",
    "e": "IE",
    "o": "O",
    "p": "ER",
    "c": "ES",
    "x": "HA",
    "i": "BYELORUSSIAN-UKRAINIAN I",
}
_GREEK_NAMES = {
    "o": "OMICRON",
    "v": "NU",
    "i": "IOTA",
    "k": "KAPPA",
    "u": "UPSILON",
    "a": "ALPHA",
    "p": "RHO",
}


def leet(text: str, chance: Random) -> str:
    """Put digits and signs in the place of every second letter that has one."""
    return "".join(
        chance.choice(_LEET[char]) if char in _LEET and chance.random() < 0.5 else char
        for char in text.lower()
    )


def look_alike(text: str, chance: Random) -> str:
    """Put letters of other alphabets in the place of half of those that have a twin."""
    return "".join(
        chance.choice(_twins(char)) if _twins(char) and chance.random() < 0.5 else char
        for char in text.lower()
    )


@cache
def _twins(char: str) -> str:
    names = []
    if char in _CYRILLIC_NAMES:
        names.append(f"CYRILLIC SMALL LETTER {_CYRILLIC_NAMES[char]}")
    if char in _GREEK_NAMES:
        names.append(f"GREEK SMALL LETTER {_GREEK_NAMES[char]}")
    return "".join(unicodedata.lookup(name) for name in names)


def styled(text: str, chance: Random) -> str:
    """Write all letters in one of Unicode's other styles."""
    style = chance.choice(_STYLES)
    return "".join(_in_style(char, style) for char in text.lower())


@cache
def _in_style(char: str, style: str) -> str:
    if not (char.isascii() and char.isalpha()):
        return char
    try:
        return unicodedata.lookup(style.format(char.upper()))
    except KeyError:
        return char


def full_width(text: str, chance: Random) -> str:
    """Write everything in full-width letters."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def zero_width(text: str, chance: Random) -> str:
    """Put something invisible behind every letter."""
    return "".join(char + chance.choice(_ZERO_WIDTH) if char.isalpha() else char for char in text)


def spaced(text: str, chance: Random) -> str:
    """Part the letters of every other word of four letters and more."""
    gap = chance.choice(_GAPS[:-1])
    return " ".join(
        gap.join(word) if len(word) > 3 and word.isalpha() and chance.random() < 0.5 else word
        for word in text.split()
    )


def repeated(text: str, chance: Random) -> str:
    """Stretch one letter of every second word."""
    return " ".join(_stretched(word, chance) for word in text.split())


def _stretched(word: str, chance: Random) -> str:
    if len(word) < 3 or not word.isalpha() or chance.random() < 0.5:
        return word
    place = chance.randrange(1, len(word))
    return word[:place] + word[place] * chance.randint(2, 5) + word[place:]


def starred(text: str, chance: Random) -> str:
    """Put a star in the place of one vowel of every second word."""
    return " ".join(_masked(word, chance) for word in text.split())


def _masked(word: str, chance: Random) -> str:
    places = [place for place, char in enumerate(word) if place and char.lower() in _VOWELS]
    if len(word) < 4 or not places or chance.random() < 0.5:
        return word
    place = chance.choice(places)
    return word[:place] + "*" + word[place + 1 :]


def misspelt(text: str, chance: Random) -> str:
    """Swap, drop or double a letter of every third word of five letters and more."""
    return " ".join(
        _mistyped(word, chance) if len(word) > 4 and chance.random() < 0.34 else word
        for word in text.split()
    )


def _mistyped(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word) - 2)
    kind = chance.randrange(3)
    if kind == 0:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == 1:
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place] + word[place:]


DISGUISES: Mapping[str, Disguise] = {
    "zero width": zero_width,
    "full width": full_width,
    "look-alikes": look_alike,
    "leet": leet,
    "spaced": spaced,
    "other styles": styled,
    "repeated": repeated,
    "starred": starred,
    "misspelt": misspelt,
}
