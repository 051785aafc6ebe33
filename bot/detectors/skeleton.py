"""The form in which disguises are undone: look-alikes, stars, leet, spaced and repeated letters."""

import re
import unicodedata
from functools import cache
from itertools import product

import re2

from bot.detectors.edits import Edits, rewrite
from bot.detectors.forms import LONGEST, folded
from bot.detectors.lookalikes import cousin, is_mixed, latin
from bot.detectors.vocabulary import by_length, parted, vocabulary

_SEPARATOR = r"(?: ?[._*~·•,/|+\-] ?| )"
_FOREIGN = re.compile("[^\x00-\x7fäöüßÄÖÜ]")
_WORD_LIKE = re.compile(r"[^\W\d_]+|[^\x00-\x7f]")
_LONGEST_SPELLED = 10
_ALPHABET = "abcdefghijklmnopqrstuvwxyzäöü"
_SPACED = re.compile(
    rf"(?<![\w@$])[^\W_](?P<gap>{_SEPARATOR})(?:[^\W_]|[@$!'])(?:(?P=gap)(?:[^\W_]|[@$!']))+(?![\w@$])"
)
#: Where words are spelled out, two letters are one as well, if wider gaps are around them.
_PAIR = re.compile(
    r"(?:(?<=  )|(?<!.))[^\W\d_] [^\W\d_](?=  |$)|(?<!\S)[^\W\d_][._\-][^\W\d_](?!\S)"
)
_SEPARATORS = re.compile(r"[ ._*~·•,/|+\-]+")
_STARRED = re.compile(r"(?:[^\W_]|[*#])+")
_LEET_WORD = re.compile(r"[\w@$!|']+")
_LEET = str.maketrans("013457@$!|", "oieastasil")
_LEET_SIGNS = frozenset("013457@$!|")
#: At the edge of a word these are punctuation.
_NO_LETTER = "!|'"
_I_OR_L = "1!|"
_LONGEST_LEET, _MOST_UNSURE = 20, 4
_NEVER_LEET = re.compile("[2689]")
_NUMBER_FIRST = re.compile(r"\d+")
#: What follows a number that is one: 7uhr, 5pm, 3er, 4th, 100km.
_UNITS = re.compile(
    r"uhr|[ap]m|st|nd|rd|te[nr]?|th|e?r|x|mal|zip|h|s|d|m|min|sec|sek|[kmgt]i?b?|bit|km|kg|cm|mm|ms|"
    r"[mg]hz|mp|fps|px|rpm|mph|kmh|eur|euro|usd|v|w"
)
_REPEATS = re.compile(r"([^\W\d_])\1\1+")
_WITH_REPEATS = re.compile(r"[^\W\d_]+")
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
        text, step = rewrite(text, _PAIR, _join)
        steps.append(step)
        found = (_IS_LEET, _IS_REPEATED)
    if _IS_LEET in found:
        text, step = rewrite(text, _LEET_WORD, _unleet)
        steps.append(step)
    if _IS_REPEATED in found:
        text, step = rewrite(text, _WITH_REPEATS, _shorten)
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
    if not is_mixed(word):
        return word.lower()
    guessed = [cousin(letter) or letter for letter in seen]
    # What still is no Latin letter could be any, as if it were starred.
    return "".join(letter if _is_latin(letter) else "*" for letter in guessed)


def _is_latin(letter: str) -> bool:
    return letter.isascii() or letter in "äöüßÄÖÜẞ"


def _unstar(match: re.Match[str]) -> str:
    """Return the one starred word whose shown letters fit; two of them must be shown."""
    word = match[0]
    stars = word.count("*") + word.count("#")
    if not stars or len(word) - stars < 2 or (word[-1] in "*#" and len(word) < 5):
        return word
    firsts = _ALPHABET if word[0] in "*#" else word[0]
    for known in (each for first in firsts for each in by_length().get((first, len(word)), ())):
        if all(shown in "*#" or shown == meant for shown, meant in zip(word, known, strict=True)):
            return known
    return word


def _join(match: re.Match[str]) -> str:
    letters = _SEPARATORS.sub("", match[0])
    alphabetic = sum(map(str.isalpha, letters))
    if alphabetic < 2 or alphabetic * 5 < len(letters) * 2:
        return match[0]
    # No word is that long: the gaps between the words are lost.
    return " ".join(parted(letters)) if len(letters) > _LONGEST_SPELLED else letters


def _unleet(match: re.Match[str]) -> str:
    word = match[0]
    shown = sum(map(str.isalpha, word))
    if not shown or shown == len(word) or _LEET_SIGNS.isdisjoint(word):
        return word
    number = _NUMBER_FIRST.match(word)
    if _NEVER_LEET.search(word) or (number and _UNITS.fullmatch(word, number.end())):
        return word
    start, end = len(word) - len(word.lstrip(_NO_LETTER)), len(word.rstrip(_NO_LETTER))
    for first, last in ((0, len(word)), (start, end)):
        if known := _known_in_leet(word[first:last]):
            return word[:first] + known + word[last:]
    if shown < 2 or (number and number.end() > 2):
        return word
    if word[0] == "@":
        # Nobody writes @bob for a word that begins with a.
        start = 1
    return word[:start] + word[start:end].replace("11", "ll").translate(_LEET) + word[end:]


def _known_in_leet(word: str) -> str | None:
    """Return the known word that this is in leet, in which 1, ! and | are i or l."""
    unsure = sum(word.count(sign) for sign in _I_OR_L)
    if len(word) > _LONGEST_LEET or unsure > _MOST_UNSURE:
        return None
    choices = [("i", "l") if sign in _I_OR_L else sign.translate(_LEET) for sign in word]
    spelled = map("".join, product(*choices))
    return next((each for each in spelled if each in vocabulary()), None)


def _shorten(match: re.Match[str]) -> str:
    """Return the word with long letters cut to one or two, whichever makes a known word."""
    word = match[0]
    if not _REPEATS.search(word):
        return word
    once, twice = _REPEATS.sub(r"\1", word), _REPEATS.sub(r"\1\1", word)
    usual = _REPEATS.sub(_usual, word)
    return next((each for each in (once, usual, twice) if each in vocabulary()), usual)


def _usual(match: re.Match[str]) -> str:
    letter = match[1]
    before = match.string[match.start() - 1 : match.start()]
    return letter * 2 if letter in _DOUBLED and before.isalpha() else letter
