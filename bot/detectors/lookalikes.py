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
    # Coptic
    "ⲁ": "a", "ⲃ": "b", "ⲉ": "e", "ⲏ": "h", "ⲓ": "i", "ⲕ": "k", "ⲙ": "m", "ⲛ": "n", "ⲟ": "o",
    "ⲣ": "p", "ⲥ": "c", "ⲧ": "t", "ⲩ": "y", "ⲭ": "x", "ⲍ": "z", "ϩ": "s",
    # Canadian syllabics
    "ᗅ": "a", "ᗷ": "b", "ᑕ": "c", "ᗞ": "d", "ᗪ": "d", "ᖴ": "f", "ᕼ": "h", "ᒍ": "j", "ᒪ": "l",
    "ᗰ": "m",
    "ᑎ": "n", "ᑭ": "p", "ᖇ": "r", "ᑌ": "u", "ᐯ": "v", "ᗯ": "w", "᙭": "x", "ᑯ": "d", "ᒿ": "z",
    "ᖕ": "s",
    # runes and Old Italic letters
    "ᛁ": "i", "ᛕ": "k", "ᚷ": "x", "ᚱ": "r", "ᛖ": "m", "ᛒ": "b", "ᚺ": "h", "𐌀": "a", "𐌁": "b",
    "𐌂": "c",
    "𐌄": "e", "𐌅": "f", "𐌉": "i", "𐌊": "k", "𐌋": "l", "𐌌": "m", "𐌍": "n", "𐌏": "o", "𐌐": "p",
    "𐌑": "m",
    "𐌔": "s", "𐌕": "t", "𐌖": "v", "𐌗": "x", "𐌠": "i",
    # Anatolian letters
    "𐊀": "a", "𐊂": "b", "𐊆": "e", "𐊇": "f", "𐊊": "i", "𐊎": "m", "𐊐": "x", "𐊒": "o", "𐊕": "p",
    "𐊖": "s",
    "𐊗": "t", "𐊠": "a", "𐊡": "b", "𐊢": "c", "𐊥": "f", "𐊧": "q", "𐊪": "m", "𐊫": "o", "𐊰": "m",
    "𐊱": "t",
    "𐊲": "y", "𐊴": "x", "𐋏": "h",
    # Deseret, Tifinagh, Georgian, Warang Citi, Miao
    "𐐬": "o", "𐐽": "c", "𐑈": "s", "𐑃": "l", "𐐨": "i", "𐐳": "g", "ⵔ": "o", "ⵏ": "l", "ⴹ": "e",
    "ⵝ": "x", "ⵀ": "o",
    "ყ": "y", "ჿ": "y", "ძ": "d", "𑣈": "o", "𑣁": "s", "𑣘": "u", "𑣀": "v", "𑢸": "r", "𑣎": "f",
    "𑣅": "z",
    "𖼖": "l", "𖼊": "v", "𖼵": "r", "𖽀": "a", "𖼈": "v", "𖼺": "s",
    # rings and strokes of other scripts
    "ഠ": "o", "ଠ": "o", "໐": "o", "๐": "o", "ဝ": "o", "०": "o", "੦": "o", "೦": "o", "౦": "o",
    "ס": "o", "ه": "o",
    "ו": "l", "ן": "l", "ا": "l", "۱": "l", "١": "l", "٥": "o", "۵": "o", "ꙇ": "i", "ⵑ": "i",
    # Signs that stand in for letters
    "€": "e", "₤": "l", "£": "l", "¢": "c", "¥": "y", "₴": "s", "₦": "n", "₩": "w", "₮": "t",
    "฿": "b", "₱": "p", "℮": "e", "∂": "d", "∑": "e", "∩": "n", "∪": "u", "∨": "v", "×": "x",
    "⟙": "t", "°": "o", "º": "o", "⋃": "u", "⋁": "v", "∣": "l", "ℼ": "n", "∆": "a",
}  # fmt: skip

#: Capitals that look like another letter than their small form does.
_CAPITAL_TWINS = {
    "Α": "a", "Β": "b", "Ε": "e", "Ζ": "z", "Η": "h", "Ι": "i", "Κ": "k", "Μ": "m", "Ν": "n",
    "Ο": "o",
    "Ρ": "p", "Τ": "t", "Υ": "y", "Χ": "x", "Ϲ": "c", "Ϳ": "j", "Հ": "z", "Ս": "u", "Տ": "s",
    "Օ": "o",
    "Լ": "l", "Ꮤ": "w", "Ꮞ": "s",
}  # fmt: skip

#: Letters that only stand in for a Latin one when Latin letters stand around them.
_COUSINS = {
    "и": "n", "й": "n", "я": "r", "п": "n", "г": "r", "ь": "b", "ъ": "b", "ш": "w", "щ": "w",
    "з": "e", "э": "e", "л": "n", "д": "a", "ф": "o", "ч": "y", "б": "b", "ц": "u", "ж": "x",
    "ю": "io", "ы": "bi", "є": "e", "ґ": "r", "σ": "o", "ς": "c", "δ": "d", "θ": "o", "λ": "a",
    "π": "n", "φ": "o", "ξ": "e", "ψ": "w", "ђ": "h", "љ": "b", "њ": "b", "җ": "x",
}  # fmt: skip

_GERMAN = frozenset("äöüß")
_MIXES_WITH_OTHERS = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL"})
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
    twin = _CAPITAL_TWINS.get(letter) or _TWINS.get(lower) or _TWINS.get(letter)
    return twin or _by_name(letter) or lower


def cousin(letter: str) -> str | None:
    """Return the Latin letter that `letter` may stand for among Latin letters."""
    return _COUSINS.get(letter.lower())


def is_mixed(word: str) -> bool:
    """Return whether the letters come from scripts that no word mixes."""
    scripts = {unicodedata.name(letter, "?").partition(" ")[0] for letter in word}
    return len(scripts - _MIXES_WITH_OTHERS) > 1


def _by_name(letter: str) -> str | None:
    base = unicodedata.normalize("NFD", letter)[0].lower()
    if base.isascii() and base.isalpha():
        return base
    found = _LATIN_NAME.search(unicodedata.name(letter, ""))
    return found[1].lower() if found else None
