"""Where exactly a pattern matches, once the set has said that it may."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Protocol

import re2

from bot.detectors.translate import BEGINS, BOUNDARY, ENDS, NO_BOUNDARY, translate

#: What one compiled pattern may weigh, in bytes.
PATTERN_BYTES = 8 << 20
#: One pattern is shown at this many places of one text at most.
MOST_HITS = 20

_WORD = re.compile(r"(\\b)?([a-zA-ZäöüßÄÖÜ0-9](?:[a-zA-ZäöüßÄÖÜ0-9 _]|\\s\+)*)(\\w\*)?(\\b)?")


class Finds(Protocol):
    """Finds one pattern in a text."""

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give start and end of each match, at most MOST_HITS of them."""
        ...


def finder_for(pattern: str) -> Finds:
    """Return what finds the pattern: plain words are found without an engine."""
    word = _WORD.fullmatch(pattern)
    return WordFinder(word) if word else Finder(pattern)


class WordFinder:
    """One word or phrase, with or without its boundaries, and any letters after it."""

    def __init__(self, word: re.Match[str]) -> None:
        self._needle = word[2].replace(r"\s+", " ").lower()
        self._starts, self._ends = bool(word[1]), bool(word[4])
        self._goes_on = bool(word[3])

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give start and end of each match, at most MOST_HITS of them."""
        lower = text.lower() if len(text.lower()) == len(text) else text
        at = given = 0
        while given < MOST_HITS and (at := lower.find(self._needle, at)) >= 0:
            end = at + len(self._needle)
            while self._goes_on and _in_word(text[end : end + 1]):
                end += 1
            if (not self._starts or _is_boundary(text, at)) and (
                not self._ends or _is_boundary(text, end)
            ):
                yield at, end
                given, at = given + 1, end
            else:
                at += 1


def options(memory: int) -> re2.Options:
    """Return how google-re2 matches here: without regard to capitals, and silent."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = memory
    return options


class Finder:
    """One pattern, and every place where it matches a text."""

    def __init__(self, pattern: str) -> None:
        self._compiled = re2.compile(translate(pattern), options(PATTERN_BYTES))
        groups = self._compiled.groupindex.items()
        self._begins = [number for name, number in groups if name.startswith(BEGINS)]
        self._ends = [number for name, number in groups if name.startswith(ENDS)]
        self._at = [number for name, number in groups if name.startswith(BOUNDARY)]
        self._not = [number for name, number in groups if name.startswith(NO_BOUNDARY)]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give start and end of each match, at most MOST_HITS of them."""
        at = 0
        for _ in range(MOST_HITS):
            match = self._compiled.search(text, at)
            if match is None:
                return
            start = max((match.start(number) for number in self._begins), default=-1)
            end = max((match.end(number) for number in self._ends), default=-1)
            start = match.start() if start < 0 else start
            end = match.end() if end < 0 else end
            if self._stands(match, text):
                yield start, end
                at = max(end, match.start() + 1)
            else:
                at = match.start() + 1

    def _stands(self, match: re.Match[str], text: str) -> bool:
        return all(_is_boundary(text, match.start(number)) for number in self._at) and not any(
            _is_boundary(text, match.start(number)) for number in self._not
        )


def _is_boundary(text: str, place: int) -> bool:
    return _in_word(text[place - 1 : place]) != _in_word(text[place : place + 1])


def _in_word(char: str) -> bool:
    return bool(char) and (char == "_" or unicodedata.category(char)[0] in "LMN")
