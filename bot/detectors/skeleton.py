"""The form in which disguises are undone: look-alikes, stars, leet, gaps, repeats, turned text."""

import re
import unicodedata
from functools import cache

import re2

from bot.detectors.edits import Edits, rewrite
from bot.detectors.forms import LONGEST, folded
from bot.detectors.kept import Kept
from bot.detectors.leet import LEET_WORD, unleet
from bot.detectors.leet_texts import WORD, is_leet, spell
from bot.detectors.lookalikes import cousin, is_mixed, latin
from bot.detectors.turned import turned
from bot.detectors.undisguised import is_undisguised
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
_STARS_WITHIN, _SHORTEST_STARRED = re.compile(r"(?<=[^\W\d_])[*#](?=[^\W\d_])"), 5
_STARRED = re.compile(r"(?:[^\W_]|[*#])+")
_REPEATS = re.compile(r"([^\W\d_])\1\1+")
_WITH_REPEATS = re.compile(r"[^\W\d_]+")
#: Letters that words often double; of a longer run two stay.
_DOUBLED = frozenset("lsfmn")


def skeleton(plain: str) -> tuple[str, list[Edits]]:
    """Return the text in lower case with disguises undone, and the ways back, first step first."""
    steps: list[Edits | None] = []
    text = plain[:LONGEST]
    if not text.isascii() and _FOREIGN.search(text):
        text, step = rewrite(text, _WORD_LIKE, _unmask)
        steps.append(step)
    text = text.lower()
    if not steps and is_undisguised(text):
        return text, []
    return _undone(text, steps)


def _undone(text: str, steps: list[Edits | None]) -> tuple[str, list[Edits]]:
    """Return a text in lower case with disguises undone, and the ways back after `steps`."""
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
        if is_leet(text):
            text, step = rewrite(text, WORD, spell)
            steps.append(step)
        # Most words with a digit or a sign stay as they are.
        elif any(map(_IS_UNDONE.__getitem__, text.split(" "))):
            text, step = rewrite(text, LEET_WORD, unleet)
            steps.append(step)
    if _IS_REPEATED in found:
        text, step = rewrite(text, _WITH_REPEATS, _shorten)
        steps.append(step)
    text, step = turned(text)
    steps.append(step)
    text, spaces = folded(text)
    return text, [step for step in steps if step] + spaces


def _is_undone(chunk: str) -> bool:
    return LEET_WORD.sub(unleet, chunk) != chunk


_IS_UNDONE = Kept(_is_undone)
_IS_SPACED, _IS_LEET, _IS_REPEATED, _IS_STARRED = range(4)


@cache
def _disguises() -> re2.Set:
    """One linear look at a text that tells which disguises are worth undoing."""
    options = re2.Options()
    options.log_errors = False
    one = r"[\pL\pN@$!]"
    sought = re2.Set.SearchSet(options)
    sought.Add(rf"(?:^|[^\pL\pN@$]){one}{_SEPARATOR}{one}{_SEPARATOR}{one}(?:$|[^\pL\pN@$])")
    sought.Add(r"\pL[013456789@$!|^+]|[013456789@$|^+]\pL")
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
    # Without its stars it is one word at least, with one letter too few.
    return _STARS_WITHIN.sub("", word) if len(word) >= _SHORTEST_STARRED else word


def _join(match: re.Match[str]) -> str:
    letters = _SEPARATORS.sub("", match[0])
    alphabetic = sum(map(str.isalpha, letters))
    if alphabetic < 2 or alphabetic * 5 < len(letters) * 2:
        return match[0]
    # No word is that long: the gaps between the words are lost.
    return " ".join(parted(letters)) if len(letters) > _LONGEST_SPELLED else letters


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
