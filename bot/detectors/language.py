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

from bot.detectors.features import PIECES
from bot.detectors.kept import Kept
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
#: The scorer asks for the texts that the detector was asked for, one after the other.
_TEXTS_KEPT = 256
#: The lengths of pieces, of which the scorer makes the same; there they begin with the shortest.
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
    return _told(clean[:_READ].lower())


@lru_cache(_TEXTS_KEPT)
def _told(lower: str) -> tuple[str, float]:
    found = [each for each in map(_FOUND.__getitem__, _chunks(lower)) if each[0]]
    number = sum([each[0] for each in found])
    if not number:
        return UNKNOWN, 0.0
    if number > _MOST_WORDS:
        number, found = _MOST_WORDS, list(map(_WORDS.__getitem__, _words(lower)))
    share = 1 / math.sqrt(number)
    german, foreign = language_model().probabilities(
        sum([each[1] for each in found]) * share, sum([each[2] for each in found]) * share
    )
    confidence = round(max(german, 1 - german) * (1 - foreign), 3)
    if confidence < (_SURE if number > 1 else _SURE_OF_ONE):
        return UNKNOWN, confidence
    return ("de" if german > 0.5 else "en"), confidence


def read_words(clean: str) -> list[str]:
    """Return the words that a language can be told by, in lower case.

    Addresses, mentions, paths, words with digits and words of every chat say nothing; where most
    letters are of another script there are none.
    """
    return _words(clean[:_READ].lower())


def _words(lower: str) -> list[str]:
    return list(islice((word for chunk in _chunks(lower) for word in _in(chunk)), _MOST_WORDS))


def _chunks(lower: str) -> list[str]:
    if not lower.isascii() and _is_foreign(lower):
        return []
    # Signs at its end never change how a word is read.
    return [chunk.rstrip(".,:;!?") for chunk in lower.split()]


def _in(chunk: str) -> list[str]:
    """Return the words of what stands between two spaces."""
    if not chunk.isalpha() and _NO_WORD.match(chunk):
        return []
    found = _LETTERS.findall(chunk)
    return [word for word in found if word not in _EVERYWHERE and len(word) <= _LONGEST_WORD]


def _is_foreign(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(
        letter < "\u0250" or unicodedata.name(letter, "").startswith("LATIN") for letter in letters
    )
    return latin * 2 < len(letters)


def pieces(word: str) -> list[int]:
    """Return the hashes of a word and of its pieces, its edges counting as a character each."""
    length = len(word) + 2
    number = sum([length - size + 1 for size in range(SHORTEST, min(LONGEST, length - 1) + 1)])
    # A whole word tells more than its pieces.
    whole = crc32(f"={word}".encode())
    return [*PIECES[word][:number], whole, whole]


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

    def probabilities(self, german: float, foreign: float) -> tuple[float, float]:
        """Return of two sums how probable German is, of the two, and how probable neither is."""
        odds = zip((german, foreign), self.curves, strict=True)
        first, second = (_sigmoid(slope * value + offset) for value, (slope, offset) in odds)
        return first, second


def word_share(number: int) -> float:
    """Return how much each of a word's `number` pieces counts."""
    return 1 / math.sqrt(number)


def _sums(word: str) -> tuple[int, float, float]:
    """Return that it is one word, and what speaks in it for German and for neither."""
    model = language_model()
    hashes, half, rows = pieces(word), 1 << model.bits, model.rows
    places = [each & (half - 1) for each in hashes]
    share = word_share(len(hashes))
    german = sum([rows[each] for each in places]) * share * model.scales[0]
    foreign = sum([rows[half + each] for each in places]) * share * model.scales[1]
    return 1, german, foreign


def _chunk_sums(chunk: str) -> tuple[int, float, float]:
    """Return how many words a piece between spaces has, and what they add up to."""
    found = list(map(_WORDS.__getitem__, _in(chunk)))
    return len(found), sum([each[1] for each in found]), sum([each[2] for each in found])


#: The same word comes with and without signs around it.
_WORDS, _FOUND = Kept(_sums), Kept(_chunk_sums)


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
