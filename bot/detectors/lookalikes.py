"""Letters that look like Latin ones: by hand for other scripts, by their Unicode name for Latin."""

import re
import unicodedata
from functools import lru_cache

#: Letters that nobody can tell from a Latin letter in most typefaces.
_TWINS = {
    # Cyrillic
    "а": "a", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "і": "i", "ї": "i", "ј": "j",
    "ӏ": "l", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "ѵ": "v", "ԝ": "w", "х": "x", "у": "y",
    "ү": "y", "в": "b", "н": "h", "к": "k", "м": "m", "т": "t", "ԍ": "g", "ѐ": "e", "ӓ": "ä",
    "ӧ": "ö", "ӑ": "a", "ѝ": "i", "ԏ": "t", "ҝ": "k", "қ": "k", "ҳ": "x", "ҫ": "c", "ћ": "h",
    # Greek
    "α": "a", "ά": "a", "β": "b", "ϲ": "c", "ε": "e", "έ": "e", "η": "n", "ή": "n", "ι": "i",
    "ί": "i", "κ": "k", "ν": "v", "ο": "o", "ό": "o", "ρ": "p", "τ": "t", "υ": "u", "ύ": "u",
    "χ": "x", "ω": "w", "ώ": "w", "γ": "y", "ϳ": "j", "μ": "u", "ζ": "z", "ϱ": "p",
    # Armenian
    "օ": "o", "ս": "u", "հ": "h", "ո": "n", "ց": "g", "զ": "q", "ք": "p", "յ": "j", "լ": "l",
    "ւ": "i", "ռ": "n", "ա": "w", "ե": "t",
    # Cherokee
    "Ꭺ": "a", "Ᏼ": "b", "Ꮯ": "c", "Ꭰ": "d", "Ꭼ": "e", "Ꮐ": "g", "Ꮋ": "h", "Ꭵ": "i", "Ꭻ": "j",
    "Ꮶ": "k", "Ꮮ": "l", "Ꮇ": "m", "Ꮲ": "p", "Ꭱ": "r", "Ꮪ": "s", "Ꭲ": "t", "Ꮩ": "v", "Ꮃ": "w",
    "Ꮍ": "y", "Ꮓ": "z",
    # Lisu
    "ꓮ": "a", "ꓐ": "b", "ꓚ": "c", "ꓓ": "d", "ꓰ": "e", "ꓝ": "f", "ꓖ": "g", "ꓧ": "h", "ꓲ": "i",
    "ꓙ": "j", "ꓗ": "k", "ꓡ": "l", "ꓟ": "m", "ꓠ": "n", "ꓳ": "o", "ꓑ": "p", "ꓣ": "r", "ꓢ": "s",
    "ꓔ": "t", "ꓴ": "u", "ꓦ": "v", "ꓪ": "w", "ꓫ": "x", "ꓬ": "y", "ꓜ": "z",
    # Signs that stand in for letters
    "€": "e", "₤": "l", "£": "l", "¢": "c", "¥": "y", "₴": "s", "₦": "n", "₩": "w", "₮": "t",
    "฿": "b", "₱": "p", "℮": "e", "∂": "d", "∑": "e", "∩": "n", "∪": "u", "∨": "v", "×": "x",
}  # fmt: skip

#: Letters that only stand in for a Latin one when Latin letters stand around them.
_COUSINS = {
    "и": "n", "й": "n", "я": "r", "п": "n", "г": "r", "ь": "b", "ъ": "b", "ш": "w", "щ": "w",
    "з": "e", "э": "e", "л": "n", "д": "a", "ф": "o", "ч": "y", "б": "b", "ц": "u", "ж": "x",
    "ю": "io", "ы": "bi", "є": "e", "ґ": "r", "σ": "o", "ς": "c", "δ": "d", "θ": "o", "λ": "a",
    "π": "n", "φ": "o", "ξ": "e", "ψ": "w", "ђ": "h", "љ": "b", "њ": "b", "җ": "x",
}  # fmt: skip

_GERMAN = frozenset("äöüß")
_LATIN_NAME = re.compile(
    r"(?:LATIN(?: (?:SMALL|CAPITAL|LETTER))+|REGIONAL INDICATOR SYMBOL LETTER)"
    r"(?: (?:OPEN|TURNED|REVERSED|DOTLESS|LONG|SIDEWAYS|INVERTED|SCRIPT|BARRED|BLACKLETTER))*"
    r" ([A-Z])(?: WITH .*)?$"
)


@lru_cache(maxsize=4096)
def latin(letter: str) -> str:
    """Return the lower-case Latin letter that `letter` looks like, or `letter` in lower case.

    The German letters ä, ö, ü and ß stay what they are.
    """
    lower = letter.lower()
    if lower in _GERMAN or lower.isascii():
        return lower
    twin = _TWINS.get(lower) or _TWINS.get(letter)
    return twin or _by_name(letter) or lower


def cousin(letter: str) -> str | None:
    """Return the Latin letter that `letter` may stand for among Latin letters."""
    return _COUSINS.get(letter.lower())


def _by_name(letter: str) -> str | None:
    base = unicodedata.normalize("NFD", letter)[0].lower()
    if base.isascii() and base.isalpha():
        return base
    found = _LATIN_NAME.search(unicodedata.name(letter, ""))
    return found[1].lower() if found else None
