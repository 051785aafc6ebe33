"""Texts in which nothing can be disguised, told by what is known of their chunks.

Most of what people write is made of chunks that were looked at before. Where none of them holds
anything that could be undone, the whole text is what it seems to be.
"""

import re

from bot.detectors.kept import Kept
from bot.detectors.leet import LEET_WORD, unleet
from bot.detectors.leet_texts import WITHIN
from bot.detectors.turned import FEWEST, KNOWN_AT_MOST, MOST, WORD, disguised
from bot.detectors.vocabulary import vocabulary

#: What each chunk counts: letters that stand alone, words, and those of them that are known.
_WORDS, _KNOWN = 1 << 16, 1 << 32
_FIELD = _WORDS - 1
#: So many letters that stand alone may be a word that is spelled out; so counts any disguise.
_SPELLED = 3
#: Nearly every chunk: a word, and what ends a part of a sentence.
_USUAL = re.compile(r"\(?([a-zäöüß]{2,})[.,:;?)]{0,3}")
#: What disguises are made of, beside digits and signs for letters: stars, other letters and spaces.
_STARS, _STRANGE = re.compile(r"[^\W\d_][*#]"), re.compile(r"\s|[^\x00-\x7fäöüß]")
_LONG = re.compile(r"([^\W\d_])\1\1")
#: A letter with nothing beside it that words are made of.
_STANDS_ALONE = re.compile(r"(?<![^\W_]|[@$])(?:[^\W_]|[@$!])(?![^\W_]|[@$])")


def is_undisguised(lower: str) -> bool:
    """Return whether undoing disguises would leave a text in lower case as it is.

    False says only that it has to be tried.
    """
    counts = sum(map(_COUNTS.__getitem__, lower.split(" ")))
    if counts & _FIELD >= _SPELLED:
        return False
    words, known = counts >> 16 & _FIELD, counts >> 32
    return words < FEWEST or (words <= MOST and known > KNOWN_AT_MOST * words)


def _count(chunk: str) -> int:
    if usual := _USUAL.fullmatch(chunk):
        word = usual[1]
        if word in vocabulary():
            return _WORDS + _KNOWN
        return _SPELLED if word in disguised() or _LONG.search(word) else _WORDS
    # Nothing between two spaces is one space too many.
    if not chunk or not _is_plain(chunk):
        return _SPELLED
    words = WORD.findall(chunk)
    if not disguised().isdisjoint(words):
        return _SPELLED
    known = sum(map(vocabulary().__contains__, words))
    return len(_STANDS_ALONE.findall(chunk)) + len(words) * _WORDS + known * _KNOWN


def _is_plain(chunk: str) -> bool:
    """Return whether digits, signs and stars in a chunk stand for no letters."""
    if any(sign.search(chunk) for sign in (_LONG, _STARS, _STRANGE, WITHIN)):
        return False
    return LEET_WORD.sub(unleet, chunk) == chunk


_COUNTS = Kept(_count, most=16_384)
