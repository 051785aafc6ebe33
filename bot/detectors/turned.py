"""Text that is written from its end, word by word or as a whole: `toidi na era uoy`."""

import re
from functools import cache

from bot.detectors.edits import Edits, rewrite
from bot.detectors.lexicon import words
from bot.detectors.vocabulary import vocabulary

#: Of the words as they stand at most this share is known, and turned at least that share.
KNOWN_AT_MOST, _KNOWN_TURNED = 0.25, 0.6
#: With fewer words nobody can tell; of more the first ones tell.
FEWEST, MOST = 3, 60
WORD = re.compile(r"[^\W\d_]{2,}")
_SHORTEST = 4
#: Words of their own that read as an insult from their end: rain, a park.
_OWN_WORDS = frozenset({"regen", "parc"})
#: Words that sentences begin with; they tell which end is the beginning.
_BEGINNINGS = frozenset(
    {
        "das", "der", "die", "du", "er", "he", "hey", "i", "ich", "ihr", "it", "she", "shut", "sie",
        "that", "the", "they", "this", "wir", "you", "your",
    }
)  # fmt: skip


def turned(text: str) -> tuple[str, Edits | None]:
    """Return a text in lower case with what was turned put right, and the way back.

    A whole text is turned where that makes known words of most of its unknown ones; a single word
    where that makes a word of it that people disguise.
    """
    read = WORD.findall(text)
    if len(read) < FEWEST or not _is_turned(read[:MOST]):
        found = not disguised().isdisjoint(read)
        return rewrite(text, WORD, _put_right) if found else (text, None)
    if read[-1][::-1] in _BEGINNINGS and read[0][::-1] not in _BEGINNINGS:
        # The space at the end makes any place of it lead back to the whole text.
        return text[::-1] + " ", Edits([(0, len(text), 0, len(text) + 1)])
    return rewrite(text, WORD, lambda match: match[0][::-1])


def _is_turned(read: list[str]) -> bool:
    known = vocabulary()
    if sum(map(known.__contains__, read)) > KNOWN_AT_MOST * len(read):
        return False
    return sum(word[::-1] in known for word in read) >= _KNOWN_TURNED * len(read)


def _put_right(match: re.Match[str]) -> str:
    word = match[0]
    return word[::-1] if word in disguised() or word[::-1] in _BEGINNINGS else word


@cache
def disguised() -> frozenset[str]:
    """Return the words that people disguise, from their end."""
    ends = {word[::-1] for word in words("masked")["words"] if len(word) >= _SHORTEST}
    return frozenset(ends) - _OWN_WORDS - vocabulary()
