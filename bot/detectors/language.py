"""Which language a message is in: German, English, or not enough to tell.

A linear model over words and their pieces; `python -m benchmarks.train_language` writes its file.
What is neither looks unlike both, and what is short says little: both are unknown.
"""

import base64
import json
import math
import re
import unicodedata
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from zlib import crc32

from bot.detectors.text import make_text
from bot.domain import Signal
from bot.errors import DetectorError
from bot.ports import Text

UNKNOWN = "unknown"
#: Below this confidence the language counts as unknown; one word alone must leave less doubt.
_SURE, _SURE_OF_ONE = 0.85, 0.95
#: Words that people of every language use in chats.
_EVERYWHERE = frozenset(
    {
        "afk", "brb", "btw", "bye", "cool", "ez", "gg", "haha", "hahaha", "hehe", "hey", "hi",
        "hm", "hmm", "imho", "lmao", "lol", "ok", "okay", "omg", "rofl", "sorry", "super", "wow",
        "wp", "wtf", "xd", "yo",
    }
)  # fmt: skip
#: So much of a text is read, in characters, and so many words of it.
_READ, _MOST_WORDS, _LONGEST_WORD = 1_000, 60, 40
_WORDS_KEPT = 8_192
SHORTEST, LONGEST = 2, 4

_NO_WORD = re.compile(r"[@#]|www\.|[^\W\d_]*[\d/\\_]|\S*[/\\_]")
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


class LanguageDetector:
    """Gives the signal `language`: its evidence is en, de or unknown, its score the confidence."""

    names = frozenset({"language"})

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return the signal."""
        return self.look(text)

    def look(self, text: Text) -> Mapping[str, Signal]:
        """Return the signal at once, without waiting."""
        language, confidence = tell(text.clean)
        return {"language": Signal(name="language", score=confidence, evidence=language)}


def guess_language(text: str, default: str) -> str:
    """Return en or de where the text leaves little doubt, else `default`."""
    language, _ = tell(make_text(text).clean)
    return default if language == UNKNOWN else language


def tell(clean: str) -> tuple[str, float]:
    """Return the language and from 0 to 1 how sure that is; unknown where it is a guess."""
    read = read_words(clean)
    if not read:
        return UNKNOWN, 0.0
    model = language_model()
    german, foreign = model.probabilities(read)
    confidence = round(max(german, 1 - german) * (1 - foreign), 3)
    if confidence < (_SURE if len(read) > 1 else _SURE_OF_ONE):
        return UNKNOWN, confidence
    return ("de" if german > 0.5 else "en"), confidence


def read_words(clean: str) -> list[str]:
    """Return the words that a language can be told by, in lower case.

    Addresses, mentions, paths, words with digits and words of every chat say nothing; where most
    letters are of another script there are none.
    """
    cut = clean[:_READ].lower()
    if not cut.isascii() and _is_foreign(cut):
        return []
    pieces = (piece for piece in cut.split() if piece.isalpha() or not _NO_WORD.match(piece))
    found = _LETTERS.findall(" ".join(pieces))
    words = (word for word in found if word not in _EVERYWHERE and len(word) <= _LONGEST_WORD)
    return list(islice(words, _MOST_WORDS))


def _is_foreign(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(
        letter < "\u0250" or unicodedata.name(letter, "").startswith("LATIN") for letter in letters
    )
    return latin * 2 < len(letters)


def pieces(word: str) -> list[int]:
    """Return the hashes of a word and of its pieces, its edges counting as a character each."""
    edged = f"<{word}>"
    length = len(edged)
    hashes = [
        crc32(edged[start : start + size].encode())
        for size in range(SHORTEST, min(LONGEST, length - 1) + 1)
        for start in range(length - size + 1)
    ]
    # A whole word tells more than its pieces.
    whole = crc32(f"={word}".encode())
    return [*hashes, whole, whole]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """Weights of pieces for German against English, then for foreign against both.

    Each has 2**bits whole numbers, a scale that makes real numbers of them, and a slope and an
    offset that make log odds of the sum.
    """

    bits: int
    rows: "array[int]"
    scales: tuple[float, float]
    curves: tuple[tuple[float, float], tuple[float, float]]

    def probabilities(self, read: list[str]) -> tuple[float, float]:
        """Return how probable German is if it is one of the two, and how probable neither is."""
        german, foreign = self.sums(read)
        odds = zip((german, foreign), self.curves, strict=True)
        first, second = (_sigmoid(slope * value + offset) for value, (slope, offset) in odds)
        return first, second

    def sums(self, read: list[str]) -> tuple[float, float]:
        """Return what the words add up to; more words say more, but not as many times more."""
        german = foreign = 0.0
        for word in read:
            one, other = _word_sums(word)
            german, foreign = german + one, foreign + other
        share = 1 / math.sqrt(len(read))
        return german * share, foreign * share


def word_share(number: int) -> float:
    """Return how much each of a word's `number` pieces counts."""
    return 1 / math.sqrt(number)


@lru_cache(_WORDS_KEPT)
def _word_sums(word: str) -> tuple[float, float]:
    model = language_model()
    hashes, mask, rows = pieces(word), (1 << model.bits) - 1, model.rows
    share = word_share(len(hashes))
    german = sum(rows[each & mask] for each in hashes)
    foreign = sum(rows[(1 << model.bits) + (each & mask)] for each in hashes)
    return german * share * model.scales[0], foreign * share * model.scales[1]


def write_model(model: LanguageModel) -> str:
    """Return the file for a model; the same model gives the same text."""
    given = {
        "bits": model.bits,
        "curves": model.curves,
        "scales": model.scales,
        "rows": base64.b85encode(zlib.compress(model.rows.tobytes(), 9)).decode(),
    }
    return json.dumps(given, indent=0, sort_keys=True) + "\n"


def read_model(written: str) -> LanguageModel:
    """Return the model of a file; raises DetectorError for a file that is not whole."""
    try:
        given = json.loads(written)
        rows = array("b", zlib.decompress(base64.b85decode(given["rows"])))
        if len(rows) != 2 << given["bits"]:
            raise ValueError("the weights are cut off")
        first, second = ((float(slope), float(offset)) for slope, offset in given["curves"])
        one, other = map(float, given["scales"])
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise DetectorError(
            "the model of languages is not what this version writes; install Evenhand again"
        ) from error
    return LanguageModel(bits=given["bits"], rows=rows, scales=(one, other), curves=(first, second))


@cache
def language_model() -> LanguageModel:
    """Return the model that comes with Evenhand; it is read when first needed."""
    file = files("bot.detectors").joinpath("language.json")
    return read_model(file.read_text(encoding="utf-8"))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -30 else 0.0
