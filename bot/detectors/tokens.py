"""A text as the words that the scorer reads, each with its place and what stands around it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from bot.detectors.lexicon import words
from bot.detectors.vocabulary import vocabulary

#: So many words of a text are read; the rest adds nothing but time.
MOST_WORDS = 400
#: Every word for a group of people is read as this one.
GROUP = "§g"
USER, LINK = "§u", "§l"
#: Numbers of up to four digits, of up to six, and longer ones.
NUMBERS = ("§n", "§code", "§phone")
#: Words that stand for what was written; their letters mean nothing.
STAND_INS = frozenset({GROUP, USER, LINK, *NUMBERS})
#: A negation reaches over so many words, and never out of its clause.
_REACH = 5
_LONGEST_WORD = 24
_SHORTEST_SWAPPED, _SHORTEST_WITH_A_GAP = 5, 6

_TOKEN = re.compile(
    r"(?P<link>(?:https?://|www\.)\S+)|(?P<user>@[\w.-]+|<@[!&]?\w+>)"
    r"|(?P<word>[^\W\d_]+(?:['\-][^\W\d_]+)*)|(?P<number>\d[\d.,:]*)|(?P<other>[^\w\s]|_+)"
)
_SCHEME = re.compile(r"^(?:https?://)?(?:w{1,3}\.)?")
_QUOTES = frozenset('"„“”«»')
_CLAUSE_ENDS = frozenset(".!?;:\n,")


class Token(NamedTuple):
    """A word as it is read, its place in the skeleton, and whether it is quoted or negated."""

    word: str
    start: int
    end: int
    quoted: bool
    negated: bool


def tokens(skeleton: str) -> list[Token]:
    """Return the words of a skeleton in order; each name of a group of people is GROUP."""
    found: list[Token] = []
    quoted = False
    reach = 0
    groups = _groups()
    for match in _TOKEN.finditer(skeleton):
        is_sign = match.lastgroup == "other"
        word = match[0] if is_sign else _as_read(match, found, groups)
        if is_sign and word in _QUOTES:
            quoted = not quoted
        if is_sign and word in _CLAUSE_ENDS:
            reach = 0
        start, end = match.span()
        if found and found[-1].word == word and (is_sign or word in STAND_INS):
            # However often it stands there, it says the same.
            start = found.pop().start
        found.append(Token(word[:_LONGEST_WORD], start, end, quoted, reach > 0))
        if word == LINK and (host := _host(match[0])):
            found.append(Token(host, start, end, quoted, reach > 0))
        reach = _REACH if word in groups.negations else reach - 1
        if len(found) >= MOST_WORDS:
            break
    return found


def is_at_nobody(read: Sequence[Token], loudest: str) -> bool:
    """Return whether the loudest word is an expletive, and nobody is there whom it could mean."""
    groups = _groups()
    if loudest not in groups.expletives:
        return False
    return not any(token.word in groups.somebody or token.word in (GROUP, USER) for token in read)


def _as_read(match: re.Match[str], found: list[Token], groups: "_Groups") -> str:
    """Return what a word is read as; it may show that the one before it means people."""
    written = match[0]
    if match.lastgroup == "word":
        if written in groups.people and found and found[-1].word in groups.colours:
            found[-1] = found[-1]._replace(word=GROUP)
        return GROUP if written in groups.names else written
    if match.lastgroup == "number":
        return _number(written)
    return USER if match.lastgroup == "user" else LINK


def _number(written: str) -> str:
    digits = sum(map(str.isdigit, written))
    return NUMBERS[(digits > 4) + (digits > 6)]


def _host(link: str) -> str:
    """Return where a link leads to, without its path: that alone comes again."""
    return _SCHEME.sub("", link)[:_LONGEST_WORD].split("/")[0]


class _Groups(NamedTuple):
    names: frozenset[str]
    colours: frozenset[str]
    people: frozenset[str]
    negations: frozenset[str]
    expletives: frozenset[str]
    somebody: frozenset[str]


@cache
def _groups() -> _Groups:
    lists = {name: frozenset(each) for name, each in words("groups").items()}
    mistyped = {each for name in lists["names"] for each in _mistyped(name)}
    return _Groups(
        names=lists["names"] | (mistyped - vocabulary() - lists["words"]),
        colours=lists["colours"],
        people=lists["people"],
        negations=lists["negations"],
        expletives=lists["expletives"],
        somebody=lists["somebody"],
    )


def _mistyped(name: str) -> Iterator[str]:
    """Give a longer name with two letters swapped or one left out, never the first or last."""
    for place in range(1, len(name) - 2):
        if len(name) >= _SHORTEST_SWAPPED:
            yield name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        if len(name) >= _SHORTEST_WITH_A_GAP:
            yield name[:place] + name[place + 1 :]
