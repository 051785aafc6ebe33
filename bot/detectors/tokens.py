"""A text as the words that the scorer reads, each with its place and what stands around it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.detectors.lexicon import words

#: So many words of a text are read; the rest adds nothing but time.
MOST_WORDS = 400
#: Every word for a group of people is read as this one.
GROUP = "§g"
USER, LINK, NUMBER = "§u", "§l", "§n"
#: Words that stand for what was written; their letters mean nothing.
STAND_INS = frozenset({GROUP, USER, LINK, NUMBER})
#: A negation reaches over so many words, and never out of its clause.
_REACH = 5
_LONGEST_WORD = 24

_TOKEN = re.compile(
    r"(?P<link>(?:https?://|www\.)\S+)|(?P<user>@[\w.-]+|<@[!&]?\w+>)"
    r"|(?P<word>[^\W\d_]+(?:['\-][^\W\d_]+)*)|(?P<number>\d[\d.,:]*)|(?P<other>[^\w\s]|_+)"
)
_QUOTES = frozenset('"„“”«»')
_CLAUSE_ENDS = frozenset(".!?;:\n,")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is read, its place in the skeleton, and whether it is quoted or negated."""

    word: str
    start: int
    end: int
    quoted: bool
    negated: bool


def tokens(skeleton: str) -> list[Token]:
    """Return the words of a skeleton in order; each name of a group of people is GROUP."""
    found: list[Token] = []
    names, colours, people, negations = _groups()
    quoted = False
    reach = 0
    for match in _TOKEN.finditer(skeleton):
        kind = match.lastgroup
        word = match[0]
        if kind == "word":
            if word in people and found and found[-1].word in colours:
                last = found.pop()
                found.append(Token(GROUP, last.start, last.end, last.quoted, last.negated))
            if word in names:
                word = GROUP
        elif kind == "other":
            if word in _QUOTES:
                quoted = not quoted
            if word in _CLAUSE_ENDS:
                reach = 0
        else:
            word = USER if kind == "user" else LINK if kind == "link" else NUMBER
        start, end = match.span()
        if word == GROUP and found and found[-1].word == GROUP:
            start = found.pop().start
        found.append(Token(word[:_LONGEST_WORD], start, end, quoted, reach > 0))
        reach = _REACH if word in negations else reach - 1
        if len(found) == MOST_WORDS:
            break
    return found


@cache
def _groups() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    lists: Mapping[str, Sequence[str]] = words("groups")
    negations = frozenset(
        [
            "not",
            "no",
            "never",
            "nobody",
            "none",
            "without",
            "dont",
            "don't",
            "doesnt",
            "doesn't",
            "isnt",
            "isn't",
            "arent",
            "aren't",
            "wasn't",
            "cant",
            "can't",
            "cannot",
            "won't",
            "wouldn't",
            "shouldn't",
            "didn't",
            "nicht",
            "kein",
            "keine",
            "keinen",
            "keiner",
            "keinem",
            "niemand",
            "nie",
            "niemals",
            "ohne",
        ]
    )
    return (
        frozenset(lists["names"]),
        frozenset(lists["colours"]),
        frozenset(lists["people"]),
        negations,
    )
