"""All patterns of a rulebook in one google-re2 set: thousands cost no more than one.

No other engine ever runs a pattern that a person wrote: google-re2 is linear in the text, whatever
the pattern.
"""

import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import re2

from bot.detectors.finders import PATTERN_BYTES, finder_for, options
from bot.detectors.pieces import SyntaxProblem
from bot.detectors.text import Written
from bot.detectors.translate import screen
from bot.errors import DetectorError
from bot.ports import Pattern, PatternHit, Text

#: The longest pattern, in characters.
LONGEST_PATTERN = 1_000
#: What a whole set may weigh, in bytes; the memory is used as needed.
SET_BYTES = 64 << 20
SET_BYTES_PER_PATTERN = 16 << 10
#: So many patterns that matched are kept ready to show where; each weighs up to 100 KB.
FINDERS_KEPT = 256
#: A text full of listed patterns shows this many of them at most, for the price of looking.
MOST_PATTERNS_SHOWN = 100

#: One word with its boundaries, and what stands between two boundaries: see `finders`.
_WHOLE_WORD = re.compile(r"\\b([a-zA-ZäöüßÄÖÜ0-9][a-zA-ZäöüßÄÖÜ0-9_]*)\\b")
_RUNS = re.compile(r"\w+")
_NOTHING: Mapping[str, Sequence[PatternHit]] = MappingProxyType({})
#: Words and phrases, as the policies write them: nothing in these can go wrong.
_HARMLESS = re.compile(r"(?:\\b)?[^\W_](?:[\w ]|\\s\+|\\w\*|\\[ .\-#!&~])*(?:\\b)?")


class PatternSet:
    """The patterns of all policies, each with its owner's name, matched together.

    Raises DetectorError for a pattern that google-re2 cannot match.
    """

    def __init__(self, patterns: Sequence[tuple[str, Pattern]]) -> None:
        self._patterns = list(patterns)
        self._finder = lru_cache(FINDERS_KEPT)(finder_for)
        self._clean = _Screen(self._patterns, "clean")
        self._skeleton = self._clean
        if any(pattern.form != "both" for _, pattern in patterns):
            self._skeleton = _Screen(self._patterns, "skeleton")

    def match(
        self, text: Text, owners: Container[str] | None = None
    ) -> Mapping[str, Sequence[PatternHit]]:
        """Return each owner's hits with their places in the original text; empty where none is.

        With `owners`, only theirs are looked at more closely.
        """
        clean = text.clean
        found = self._clean.maybe(clean)
        skeleton = text.skeleton
        hidden: Sequence[int] = ()
        if self._skeleton is not self._clean or skeleton != clean.lower():
            hidden = self._skeleton.maybe(skeleton)
        if owners is not None and (found or hidden):
            found, hidden = self._of(owners, found), self._of(owners, hidden)
        if not found and not hidden:
            return _NOTHING
        hits: dict[str, list[PatternHit]] = {}
        for form, indexes in (("clean", found), ("skeleton", hidden)):
            # The same pattern may be on several lists, and is looked for once.
            spans: dict[str, list[tuple[int, int]]] = {}
            for index in indexes[:MOST_PATTERNS_SHOWN]:
                regex = self._patterns[index][1].regex
                if regex not in spans:
                    spans[regex] = self._spans(regex, form, text)
                self._collect(index, spans[regex], text, hits)
        return hits or _NOTHING

    def _spans(self, regex: str, form: str, text: Text) -> list[tuple[int, int]]:
        """Return where a pattern matches a form of the text, as places in the original."""
        written = text.clean if form == "clean" else text.skeleton
        return [to_original(text, form, *span) for span in self._finder(regex).spans(written)]

    def _of(self, owners: Container[str], found: Sequence[int]) -> Sequence[int]:
        return [index for index in found if self._patterns[index][0] in owners]

    def _collect(
        self,
        index: int,
        spans: Sequence[tuple[int, int]],
        text: Text,
        hits: dict[str, list[PatternHit]],
    ) -> None:
        owner, pattern = self._patterns[index]
        for start, end in spans:
            known = hits.setdefault(owner, [])
            if not any(_overlap(hit, pattern, start, end) for hit in known):
                piece = text.original[start:end]
                known.append(PatternHit(pattern=pattern.name, start=start, end=end, text=piece))


def _overlap(hit: PatternHit, pattern: Pattern, start: int, end: int) -> bool:
    return hit.pattern == pattern.name and hit.start < end and start < hit.end


class _Screen:
    """One look at a text that tells which patterns may match this form of it.

    Whole words are looked up, as most lists hold nothing else; the rest is one google-re2 set.
    """

    def __init__(self, patterns: Sequence[tuple[str, Pattern]], form: str) -> None:
        self._members: list[int] = []
        self._by_word: dict[str, list[int]] = {}
        self._set = re2.Set.SearchSet(options(SET_BYTES + len(patterns) * SET_BYTES_PER_PATTERN))
        for index, (_, pattern) in enumerate(patterns):
            if pattern.form not in (form, "both"):
                continue
            if word := _WHOLE_WORD.fullmatch(pattern.regex):
                self._by_word.setdefault(word[1].lower(), []).append(index)
            else:
                self._members.append(index)
                self._add(pattern)
        try:
            self._set.Compile()
        except re2.error:
            raise DetectorError("the patterns are too many or too big to be matched") from None

    def _add(self, pattern: Pattern) -> None:
        try:
            self._set.Add(screen(pattern.regex))
        except (SyntaxProblem, re2.error) as error:
            raise DetectorError(f"the pattern {pattern.name!r} cannot be used: {error}") from None

    def maybe(self, written: str) -> Sequence[int]:
        """Return the places of the patterns that may match, in order."""
        found = self._set.Match(written) if self._members else None
        if not self._by_word:
            return [self._members[index] for index in found] if found else ()
        said = _words_of(written)
        if self._by_word.keys().isdisjoint(said):
            return [self._members[index] for index in found] if found else ()
        words = [index for word in {*said} for index in self._by_word.get(word, ())]
        return sorted(words + [self._members[index] for index in found or ()])


def _words_of(written: str) -> list[str]:
    lower = written.lower()
    said = _RUNS.findall(lower)
    # Some capitals become two letters; a finder then looks at the text as it stands.
    return said if len(lower) == len(written) else said + _RUNS.findall(written)


def to_original(text: Text, form: str, start: int, end: int) -> tuple[int, int]:
    """Return where a piece of a form lies in the original text."""
    if isinstance(text, Written):
        return text.to_original(form, start, end)
    # Another maker of texts gives no way back: the same place is the best guess.
    return start, min(end, len(text.original))


def compile_problem(pattern: str) -> str | None:
    """Return in one sentence why a pattern cannot be used and what to write, None if it can."""
    if len(pattern) > LONGEST_PATTERN:
        return (
            f"column {LONGEST_PATTERN + 1}: the pattern is longer than {LONGEST_PATTERN} "
            "characters; split it into several"
        )
    if _HARMLESS.fullmatch(pattern):
        return None
    try:
        finder = finder_for(pattern)
        screened = re2.compile(screen(pattern), options(PATTERN_BYTES))
    except SyntaxProblem as problem:
        return str(problem)
    except re2.error as error:
        return _engine_problem(pattern, error)
    if screened.search("") or next(finder.spans(""), None):
        return "column 1: the pattern matches nothing at all, so every message; write + for *"
    return None


def _engine_problem(pattern: str, error: Exception) -> str:
    what = error.args[0]
    message = what.decode() if isinstance(what, bytes) else str(what)
    if "too large" in message:
        return "column 1: the pattern is too big once it is unfolded; use smaller repeats"
    said, _, piece = message.partition(": ")
    column = max(pattern.find(piece), 0) + 1 if piece else 1
    return f"column {column}: {said} ({piece}); write \\ before a sign that stands for itself"
