"""Which language a message is in: German, English, or not enough to tell."""

import re
from collections.abc import Mapping
from functools import cache

from bot.detectors.lexicon import words
from bot.detectors.text import make_text
from bot.domain import Signal
from bot.ports import Text

UNKNOWN = "unknown"
#: Below this confidence the language counts as unknown.
_SURE = 0.6

_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_GERMAN_SIGNS = re.compile(r"[äöüß]|sch\B|\Bung\b|\Blich\b|\Bkeit\b|\bge\w+t\b|\Bchen\b|ei\B")
_ENGLISH_SIGNS = re.compile(
    r"\bth|\Bing\b|\Bed\b|wh\B|\Btion\b|ould\b|ough|\Bly\b|y\b|'[stmd]\b|'(?:re|ve|ll)\b"
)
_WHOLE_WORD, _SHARED_WORD, _SIGN = 1.0, 0.3, 0.35


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
    lower = clean[:1_000].lower()
    found = set(_LETTERS.findall(lower))
    german = _weigh(found, "de") + _SIGN * len(set(_GERMAN_SIGNS.findall(lower)))
    english = _weigh(found, "en") + _SIGN * len(set(_ENGLISH_SIGNS.findall(lower)))
    evidence = german + english
    if not evidence:
        return UNKNOWN, 0.0
    lead = abs(german - english) / evidence
    confidence = round(lead * (1 - 0.35**evidence), 3)
    if confidence < _SURE:
        return UNKNOWN, confidence
    return ("de" if german > english else "en"), confidence


def _weigh(found: set[str], language: str) -> float:
    known = found & _known()[language]
    shared = len(known & _known()["shared"])
    return _WHOLE_WORD * (len(known) - shared) + _SHARED_WORD * shared


@cache
def _known() -> dict[str, frozenset[str]]:
    return {name: frozenset(each) for name, each in words("languages").items()}
