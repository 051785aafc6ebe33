"""Where exactly a pattern matches, once the set has said that it may."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Protocol

import re2

from bot.detectors.translate import (
    BEGINS,
    BOUNDARY,
    ENDS,
    NO_BOUNDARY,
    Undecided,
    marked,
    translate,
)

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
    if word := _WORD.fullmatch(pattern):
        return WordFinder(word)
    try:
        return Finder(pattern)
    except Undecided:
        return MarkedFinder(pattern)


class WordFinder:
    """One word or phrase, with or without its boundaries, and any letters after it."""

    def __init__(self, word: re.Match[str]) -> None:
        self._needle = word[2].replace(r"\s+", " ").lower()
        self._starts, self._ends = bool(word[1]), bool(word[4])
        self._goes_on = bool(word[3])

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give start and end of each match, at most MOST_HITS of them."""
        lower = text.lower()
        if len(lower) != len(text):
            lower = text
        at = given = 0
        while given < MOST_HITS and (at := lower.find(self._needle, at)) >= 0:
            end = self._end(text, at)
            if end is None:
                at += 1
            else:
                yield at, end
                given, at = given + 1, end

    def _end(self, text: str, at: int) -> int | None:
        """Return where the word that begins here ends, None where its boundaries do not hold."""
        if self._starts and not _is_boundary(text, at):
            return None
        end = at + len(self._needle)
        while self._goes_on and _in_word(text[end : end + 1]):
            end += 1
        return end if not self._ends or _is_boundary(text, end) else None


class Finder:
    """One pattern, and every place where it matches a text."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._marked: MarkedFinder | None = None
        self._compiled = re2.compile(translate(pattern), options(PATTERN_BYTES))
        groups = self._compiled.groupindex.items()
        self._begins = [number for name, number in groups if BEGINS in name]
        self._ends = [number for name, number in groups if ENDS in name]
        self._boundaries = [number for name, number in groups if name.startswith((BEGINS, ENDS))]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give start and end of each match, at most MOST_HITS of them."""
        at = given = done = 0
        while given < MOST_HITS and (match := self._compiled.search(text, at)):
            start = max((match.start(number) for number in self._begins), default=-1)
            end = max((match.end(number) for number in self._ends), default=-1)
            start = match.start() if start < 0 else start
            end = match.end() if end < 0 else end
            if not self._is_sound(match, text):
                yield from self._exactly(text, at)
                return
            if start >= done:
                yield start, end
                given, done = given + 1, end
            # The last character may be the one that the next match takes in before it begins.
            at = max(end - bool(self._begins), match.start() + 1)

    def _is_sound(self, match: re.Match[str], text: str) -> bool:
        places = [match.start(number) for number in self._boundaries]
        return all(_is_boundary(text, place) for place in places if place >= 0)

    def _exactly(self, text: str, at: int) -> Iterator[tuple[int, int]]:
        """Look again with all signs: the text is in a script of which _OUTSIDE knows too little."""
        if self._marked is None:
            self._marked = MarkedFinder(self._pattern)
        return (span for span in self._marked.spans(text) if span[0] >= at)


class MarkedFinder:
    """One pattern whose boundaries have to be written into the text."""

    def __init__(self, pattern: str) -> None:
        written, self._signs = marked(pattern)
        self._compiled = re2.compile(written, options(PATTERN_BYTES))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give start and end of each match, at most MOST_HITS of them."""
        signs = self._signs
        places = [
            (BOUNDARY if _is_boundary(text, place) else NO_BOUNDARY) * signs
            for place in range(len(text) + 1)
        ]
        signed = "".join(sign + char for sign, char in zip(places, [*text, ""], strict=True))
        for match in islice(self._compiled.finditer(signed), MOST_HITS):
            yield match.start() // (signs + 1), match.end() // (signs + 1)


def _is_boundary(text: str, place: int) -> bool:
    before = text[place - 1 : place] if place else ""
    return _in_word(before) != _in_word(text[place : place + 1])


def _in_word(char: str) -> bool:
    return bool(char) and (char == "_" or unicodedata.category(char)[0] in "LMN")


def options(memory: int) -> re2.Options:
    """Return how google-re2 matches here: without regard to capitals, and silent."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = memory
    return options
