"""Texts that are written in leet throughout: there every digit and sign is a letter.

A single `8` or `+` in a text may be a number or a plus. Where words with signs in the midst of
their letters follow each other, it is not.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import product

from bot.detectors.kept import Kept
from bot.detectors.vocabulary import vocabulary

#: What a sign may stand for; where there are two, the word tells.
_MEANT = {
    "0": "oö", "1": "il", "2": "z", "3": "e", "4": "aä", "5": "s", "6": "gb", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "!": "il", "|": "li", "^": "a", "+": "t", "€": "e", "£": "l",
    "¢": "c", "°": "oö",
}  # fmt: skip
#: What stands between letters in leet only; ctrl+x is none.
WITHIN = re.compile(r"[^\W\d_][013456789@$!|^€£¢°]+[^\W\d_]")
_ADDRESS = re.compile(r"/|\w@[\w-]+\.\w")
#: A word with a digit or a sign in it; looked for at the beginnings of words alone, so that a long
#: one takes no longer than many short ones.
WORD = re.compile(r"(?<![\w@$!|'^+€£¢°])(?:[^\W\d]|')*[\d@$!|^+€£¢°][\w@$!|'^+€£¢°]*")
#: So many words at least have signs within, and one in so many of all words.
_FEWEST, _ONE_IN = 2, 4
#: At the edge of a word it is punctuation, unless it makes a known word.
_PUNCTUATION = "!"
_MOST_CHOICES, _LONGEST = 64, 24
_WORDS_KEPT = 1_024


def is_leet(text: str) -> bool:
    """Return whether a text in lower case is written in leet throughout."""
    words = text.split()
    found = sum(1 for word in words if WITHIN.search(word) and not _ADDRESS.search(word))
    return found >= _FEWEST and found * _ONE_IN >= len(words)


def spell(match: re.Match[str]) -> str:
    """Return a word of such a text in letters; what has no letters stays, unless it is a word."""
    return _SPELLED[match[0]]


def _spell(word: str) -> str:
    if len(word) > _LONGEST:
        return word
    if known := next((each for each in _spellings(word) if each in vocabulary()), None):
        return known
    # A name that is called, or a sign that belongs to the sentence.
    start = 1 if word[0] == "@" else len(word) - len(word.lstrip(_PUNCTUATION))
    end = max(start, len(word.rstrip(_PUNCTUATION)))
    inner = word[start:end]
    if not any(map(str.isalpha, inner)):
        return word
    spelled = max(_spellings(inner), key=_likelihood)
    return word[:start] + spelled + word[end:]


def _spellings(word: str) -> Sequence[str]:
    """Return the ways to read a word, the likeliest letter of each sign first."""
    choices = [_MEANT.get(char, char) for char in word]
    while _number(choices) > _MOST_CHOICES:
        last = max(place for place, each in enumerate(choices) if len(each) > 1)
        choices[last] = choices[last][0]
    return ["".join(each) for each in product(*choices)]


def _number(choices: Sequence[str]) -> int:
    number = 1
    for each in choices:
        number *= len(each)
    return number


def _likelihood(word: str) -> int:
    """Return how many three letters in a row are those of a known word."""
    edged, known = f"<{word}>", _threes()
    return sum(edged[place : place + 3] in known for place in range(len(edged) - 2))


@cache
def _threes() -> frozenset[str]:
    edged = [f"<{word}>" for word in vocabulary()]
    return frozenset(word[at : at + 3] for word in edged for at in range(len(word) - 2))


_SPELLED = Kept(_spell, most=_WORDS_KEPT)
