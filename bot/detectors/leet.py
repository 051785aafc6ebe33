"""Digits and signs that stand for letters: 1d10t, sch31ß3, @rsch."""

import re
from itertools import product

from bot.detectors.kept import Kept
from bot.detectors.vocabulary import vocabulary

#: A word with a digit or a sign in it; the others are left alone.
LEET_WORD = re.compile(r"(?<![\w@$!|'^+])(?:[^\W\d]|')*[\d@$!|^+][\w@$!|'^+]*")
_LEET = str.maketrans("013457@$!|^+", "oieastasilat")
_SIGNS = frozenset("013457@$!|^+")
#: Digits that are letters only among letters, or where that makes a known word.
_DOUBTFUL = str.maketrans("689", "gbg")
_DOUBTFUL_AMONG = re.compile(r"(?<=[^\W\d_])[89](?=[^\W\d_]|[@$!|0-57])")
_NEVER = re.compile("[2689]")
#: Signs that are letters only within a word, or where that makes a known one.
_RARE, _AMONG_LETTERS = re.compile(r"[\^+]"), re.compile(r"\w\w[\^+]\w")
#: At the edge of a word these are punctuation.
_NO_LETTER = "!|'^+"
_I_OR_L = "1!|"
_LONGEST, _MOST_UNSURE, _SHORTEST_WITH_A_PLUS, _FEWEST_LETTERS = 20, 4, 3, 3
#: Names with numbers and words with a sign behind them come again and again.
_WORDS_KEPT = 2_048
_NUMBER_FIRST = re.compile(r"\d+")
#: Names that end in a number: windows10, h264, user1.
_NUMBER_LAST = re.compile(r"[^\W\d_]+\d+")
#: What follows a number that is one: 7uhr, 5pm, 3er, 4th, 100km.
_UNITS = re.compile(
    r"uhr|[ap]m|st|nd|rd|te[nr]?|th|e?r|x|mal|zip|h|s|d|m|min|sec|sek|[kmgt]i?b?|bit|km|kg|cm|mm|ms|"
    r"[mg]hz|mp|fps|px|rpm|mph|kmh|eur|euro|usd|v|w"
)


def unleet(match: re.Match[str]) -> str:
    """Return the word with its letters in place of digits and signs, where it is a word."""
    return _UNDONE[match[0]]


def _undo(word: str) -> str:
    shown = sum(map(str.isalpha, word))
    if not shown or shown == len(word):
        return word
    if shown >= _FEWEST_LETTERS:
        word = _DOUBTFUL_AMONG.sub(lambda digit: digit[0].translate(_DOUBTFUL), word)
    if _SIGNS.isdisjoint(word):
        return word if _NEVER.search(word) is None else _known(word.translate(_DOUBTFUL)) or word
    return _as_a_name_or_number(word) or _spelled_out(word, shown)


def _as_a_name_or_number(word: str) -> str | None:
    """Return what a word is whose digits and signs may well be meant; None where they are not."""
    if _RARE.search(word) and not _AMONG_LETTERS.search(word):
        return (len(word) > _SHORTEST_WITH_A_PLUS and _known(word)) or word
    if _NEVER.search(word):
        return _known(word.translate(_DOUBTFUL)) or word
    number = _NUMBER_FIRST.match(word)
    if number and _UNITS.fullmatch(word, number.end()):
        return word
    if _NUMBER_LAST.fullmatch(word):
        return _known(word) or word
    return None


def _spelled_out(word: str, shown: int) -> str:
    start, end = len(word) - len(word.lstrip(_NO_LETTER)), len(word.rstrip(_NO_LETTER))
    for first, last in ((0, len(word)), (start, end)):
        if known := _known(word[first:last]):
            return word[:first] + known + word[last:]
    number = _NUMBER_FIRST.match(word)
    if shown < 2 or (number and number.end() > 2):
        return word
    if word[0] == "@":
        # Nobody writes @bob for a word that begins with a.
        start = 1
    return word[:start] + word[start:end].replace("11", "ll").translate(_LEET) + word[end:]


def _known(word: str) -> str | None:
    """Return the known word that this is in leet, in which 1, ! and | are i or l."""
    unsure = sum(word.count(sign) for sign in _I_OR_L)
    if len(word) > _LONGEST or unsure > _MOST_UNSURE:
        return None
    choices = [("i", "l") if sign in _I_OR_L else sign.translate(_LEET) for sign in word]
    spelled = map("".join, product(*choices))
    return next((each for each in spelled if each in vocabulary()), None)


_UNDONE = Kept(_undo, most=_WORDS_KEPT)
