"""All patterns of a rulebook in one google-re2 set: thousands cost no more than one.

No other engine ever runs a pattern that a person wrote: google-re2 is linear in the text, whatever
the pattern.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import re2

from bot.detectors.pieces import SyntaxProblem
from bot.detectors.text import Written
from bot.detectors.translate import BEGINS, BOUNDARY, ENDS, NO_BOUNDARY, screen, translate
from bot.errors import DetectorError
from bot.ports import Pattern, PatternHit, Text

#: The longest pattern, in characters.
LONGEST_PATTERN = 1_000
#: What one compiled pattern may weigh, in bytes; and a whole set, whose memory is used as needed.
PATTERN_BYTES = 8 << 20
SET_BYTES = 64 << 20
SET_BYTES_PER_PATTERN = 16 << 10
#: One pattern is shown at this many places of one text at most.
MOST_HITS = 20

_NOTHING: Mapping[str, Sequence[PatternHit]] = MappingProxyType({})
_FORMS = ("clean", "skeleton")


class PatternSet:
    """The patterns of all policies, each with its owner's name, matched together.

    Raises DetectorError for a pattern that google-re2 cannot match.
    """

    def __init__(self, patterns: Sequence[tuple[str, Pattern]]) -> None:
        self._clean = _FormSet("clean", patterns)
        self._skeleton = _FormSet("skeleton", patterns)
        self._skeleton_alone = any(pattern.form == "skeleton" for _, pattern in patterns)

    def match(self, text: Text) -> Mapping[str, Sequence[PatternHit]]:
        """Return each owner's hits with their places in the original text; empty where none is."""
        clean = text.clean
        found = self._clean.screened(clean)
        skeleton = text.skeleton
        hidden: Sequence[int] = ()
        if self._skeleton_alone or skeleton != clean.lower():
            hidden = self._skeleton.screened(skeleton)
        if not found and not hidden:
            return _NOTHING
        hits: dict[str, list[PatternHit]] = defaultdict(list)
        self._collect(self._clean, found, text, hits)
        self._collect(self._skeleton, hidden, text, hits)
        return hits or _NOTHING

    def _collect(
        self,
        form: "_FormSet",
        found: Sequence[int],
        text: Text,
        hits: dict[str, list[PatternHit]],
    ) -> None:
        for index in found:
            owner, pattern = form.members[index]
            for start, end in form.spans(index, text):
                if not any(_overlap(hit, pattern, start, end) for hit in hits[owner]):
                    written = text.original[start:end]
                    hit = PatternHit(pattern=pattern.name, start=start, end=end, text=written)
                    hits[owner].append(hit)
            if not hits[owner]:
                del hits[owner]


def _overlap(hit: PatternHit, pattern: Pattern, start: int, end: int) -> bool:
    return hit.pattern == pattern.name and hit.start < end and start < hit.end


class _FormSet:
    """The patterns for one form of the text: a quick screen for all, an exact one for each."""

    def __init__(self, form: str, patterns: Sequence[tuple[str, Pattern]]) -> None:
        self._form = form
        self.members = [each for each in patterns if each[1].form in (form, "both")]
        self._exact: dict[int, Finder] = {}
        self._screen = _compile_set([pattern for _, pattern in self.members])

    def screened(self, written: str) -> Sequence[int]:
        """Return which patterns may match."""
        return (self._screen.Match(written) or ()) if self._screen else ()

    def spans(self, index: int, text: Text) -> Iterator[tuple[int, int]]:
        """Give the places in the original where a pattern matches this form."""
        if index not in self._exact:
            self._exact[index] = Finder(self.members[index][1].regex)
        written = text.clean if self._form == "clean" else text.skeleton
        for start, end in self._exact[index].spans(written):
            yield to_original(text, self._form, start, end)


def to_original(text: Text, form: str, start: int, end: int) -> tuple[int, int]:
    """Return where a piece of a form lies in the original text."""
    if isinstance(text, Written):
        return text.to_original(form, start, end)
    # Another maker of texts gives no way back: the same place is the best guess.
    return start, min(end, len(text.original))


def _compile_set(patterns: Sequence[Pattern]) -> re2.Set | None:
    if not patterns:
        return None
    compiled = re2.Set.SearchSet(_options(SET_BYTES + len(patterns) * SET_BYTES_PER_PATTERN))
    for pattern in patterns:
        try:
            compiled.Add(screen(pattern.regex))
        except (SyntaxProblem, re2.error) as error:
            raise DetectorError(
                f"the pattern {pattern.name!r} cannot be matched: {error}"
            ) from None
    compiled.Compile()
    return compiled


def _options(memory: int) -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = memory
    return options


class Finder:
    """One pattern, and every place where it matches a text."""

    def __init__(self, pattern: str) -> None:
        self._compiled = re2.compile(translate(pattern), _options(PATTERN_BYTES))
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


def compile_problem(pattern: str) -> str | None:
    """Return in one sentence why a pattern cannot be used and what to write, None if it can."""
    if len(pattern) > LONGEST_PATTERN:
        return (
            f"column {LONGEST_PATTERN + 1}: the pattern is longer than {LONGEST_PATTERN} "
            "characters; split it into several"
        )
    try:
        finder = Finder(pattern)
        screened = re2.compile(screen(pattern), _options(PATTERN_BYTES))
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
