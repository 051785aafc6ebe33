"""The form in which disguises are undone: look-alikes, stars, leet, spaced and repeated letters."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

import re2

from bot.detectors.edits import Edits, rewrite
from bot.detectors.forms import LONGEST, folded
from bot.detectors.lexicon import words
from bot.detectors.lookalikes import cousin, latin

_SEPARATOR = r"(?: ?[._*~·•,/|+\-] ?| )"
_FOREIGN = re.compile("[^\x00-\x7fäöüßÄÖÜ]")
_WORD_LIKE = re.compile(r"[^\W\d_]+|[^\x00-\x7f]")
_SPACED = re.compile(
    rf"(?<![\w@$])[^\W_](?P<gap>{_SEPARATOR})(?:[^\W_]|[@$!])(?:(?P=gap)(?:[^\W_]|[@$!]))+(?![\w@$])"
)
_SEPARATORS = re.compile(r"[ ._*~·•,/|+\-]+")
_STARRED = re.compile(r"(?:[^\W_]|[*#])+")
_LEET_WORD = re.compile(r"[\w@$!|]+")
_LEET = str.maketrans("013457@$!|", "oieastasil")
_LEET_SIGNS = frozenset("013457@$!|")
_AT_THE_EDGE = re.compile(r"^[!|]+|[!|]+$")
_NUMBER_FIRST = re.compile(r"\d+")
#: What follows a number that is one: 7uhr, 5pm, 3er, 4th, 100km.
_UNITS = re.compile(
    r"uhr|[ap]m|st|nd|rd|te[nr]?|th|e?r|x|mal|zip|h|s|d|m|min|sec|sek|[kmgt]i?b?|bit|km|kg|cm|mm|ms|"
    r"[mg]hz|mp|fps|px|rpm|mph|kmh|eur|euro|usd|v|w"
)
_REPEATS = re.compile(r"([^\W\d_])\1\1+")
#: Letters that words often double; of a longer run two stay.
_DOUBLED = frozenset("lsfmn")


def skeleton(plain: str) -> tuple[str, list[Edits]]:
    """Return the text in lower case with disguises undone, and the ways back, first step first."""
    steps: list[Edits | None] = []
    text = plain[:LONGEST]
    if _FOREIGN.search(text):
        text, step = rewrite(text, _WORD_LIKE, _unmask)
        steps.append(step)
    text = text.lower()
    found = _disguises().Match(text) or ()
    if _IS_STARRED in found:
        text, step = rewrite(text, _STARRED, _unstar)
        steps.append(step)
    if _IS_SPACED in found:
        text, step = rewrite(text, _SPACED, _join)
        steps.append(step)
        found = (_IS_LEET, _IS_REPEATED)
    if _IS_LEET in found:
        text, step = rewrite(text, _LEET_WORD, _unleet)
        steps.append(step)
    if _IS_REPEATED in found:
        text, step = rewrite(text, _REPEATS, _shorten)
        steps.append(step)
    text, spaces = folded(text)
    return text, [step for step in steps if step] + spaces


_IS_SPACED, _IS_LEET, _IS_REPEATED, _IS_STARRED = range(4)


@cache
def _disguises() -> re2.Set:
    """One linear look at a text that tells which disguises are worth undoing."""
    options = re2.Options()
    options.log_errors = False
    one = r"[\pL\pN@$!]"
    sought = re2.Set.SearchSet(options)
    sought.Add(rf"(?:^|[^\pL\pN@$]){one}{_SEPARATOR}{one}{_SEPARATOR}{one}(?:$|[^\pL\pN@$])")
    sought.Add(r"\pL[013457@$!|]|[013457@$|]\pL")
    sought.Add("|".join(f"{letter}{{3}}" for letter in "abcdefghijklmnopqrstuvwxyzäöüß"))
    sought.Add(r"\pL[*#]+(?:\pL|$|[^\pL\pN*#])")
    sought.Compile()
    return sought


def _unmask(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii():
        return word
    if unicodedata.category(word[0])[0] == "M":
        return ""
    seen = [latin(letter) for letter in word]
    if all(map(_is_latin, seen)):
        return "".join(seen)
    if any(map(_is_latin, word)):
        return "".join(cousin(letter) or letter for letter in seen)
    return word.lower()


def _is_latin(letter: str) -> bool:
    return letter.isascii() or letter in "äöüßÄÖÜẞ"


@cache
def _starrable() -> Mapping[tuple[str, int], Sequence[str]]:
    """Words that are often starred, by their first letter and length."""
    found: dict[tuple[str, int], list[str]] = {}
    for word in words("masked")["words"]:
        found.setdefault((word[0], len(word)), []).append(word)
    return found


def _unstar(match: re.Match[str]) -> str:
    """Return the one starred word whose shown letters fit; two of them must be shown."""
    word = match[0]
    stars = word.count("*") + word.count("#")
    if not stars or len(word) - stars < 2:
        return word
    for known in _starrable().get((word[0], len(word)), ()):
        if all(shown in "*#" or shown == meant for shown, meant in zip(word, known, strict=True)):
            return known
    return word


def _join(match: re.Match[str]) -> str:
    letters = _SEPARATORS.sub("", match[0])
    alphabetic = sum(map(str.isalpha, letters))
    return letters if alphabetic >= 2 and alphabetic * 5 >= len(letters) * 2 else match[0]


def _unleet(match: re.Match[str]) -> str:
    word = match[0]
    if word.isalpha() or _LEET_SIGNS.isdisjoint(word) or sum(map(str.isalpha, word)) < 2:
        return word
    number = _NUMBER_FIRST.match(word)
    if number and (number.end() > 2 or _UNITS.fullmatch(word, number.end())):
        return word
    edges = _AT_THE_EDGE.sub(lambda edge: "\0" * len(edge[0]), word)
    undone = edges.replace("11", "ll").translate(_LEET)
    return "".join(a if b == "\0" else b for a, b in zip(word, undone, strict=True))


def _shorten(match: re.Match[str]) -> str:
    letter = match[1]
    before = match.string[match.start() - 1 : match.start()]
    return letter * 2 if letter in _DOUBLED and before.isalpha() else letter
