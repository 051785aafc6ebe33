"""Reading a pattern: which parts it has, and what google-re2 could not do with it.

The reader knows just enough to find word boundaries and what stands beside them; google-re2 itself
has the last word on everything else.
"""

import re
from dataclasses import dataclass, field

from bot.detectors.pieces import (
    ANYTHING,
    OUTSIDE,
    Kinds,
    Piece,
    SyntaxProblem,
    escaped,
    kinds_of,
    read_class,
)

DEEPEST = 50
MOST_REPEATS = 1000


@dataclass(slots=True)
class Boundary:
    """`\\b`, or `\\B` where `inside` is set."""

    inside: bool


@dataclass(slots=True)
class Anchor:
    """Something without width that google-re2 knows itself, such as `^` or `(?s)`."""

    text: str
    kinds: Kinds = frozenset()


@dataclass(slots=True)
class Group:
    """Alternatives in brackets; `opening` is what follows the bracket, such as `?:`."""

    opening: str
    branches: list[list["Node"]] = field(default_factory=lambda: [[]])


@dataclass(slots=True)
class Repeat:
    """A node and how often it comes."""

    node: "Node"
    times: str

    @property
    def may_be_empty(self) -> bool:
        """Whether it may come not at all."""
        return self.times[0] in "*?" or re.match(r"\{0*[,}]", self.times) is not None


Node = Piece | Boundary | Anchor | Group | Repeat

_GROUP = re.compile(r"\?(?:P?<\w+>|[a-zA-Z]*(?:-[a-zA-Z]+)?[:)])")
_TIMES = re.compile(r"(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??")
_ESCAPE = re.compile(
    r"\\(?:[pP](?:\{\^?\w+\}|\w)|x(?:\{[0-9A-Fa-f]+\}|[0-9A-Fa-f]{2})|0[0-7]{0,2}|.)", re.DOTALL
)
_REFUSED_GROUPS = {
    "?=": ("look-ahead", "match the text that follows as part of the pattern, or add an exception"),
    "?!": ("look-ahead", "write what may follow, such as foo([^b]|$), or add an exception"),
    "?<=": ("look-behind", r"match the text before as part of the pattern, or use \b"),
    "?<!": ("look-behind", r"write what may stand before, such as (^|[^a])foo, or use \b"),
    "?>": ("an atomic group", "write (?:...), the engine never backtracks anyway"),
    "?P=": ("a back-reference", "write out the text that repeats, such as (aa|bb)"),
    "?(": ("a condition", "write both cases as (first|second)"),
    "?#": ("a comment", "leave it out"),
    "?|": ("a branch reset", "write (?:...)"),
    "?R": ("recursion", "write out as many levels as you need"),
    "?&": ("recursion", "write out as many levels as you need"),
}
_REFUSED_ESCAPES = {
    **dict.fromkeys("123456789kg", ("a back-reference", "write out the text that repeats")),
    "Z": (r"\Z", r"write \z for the end of the text"),
    "u": (r"\u", r"write the character itself, or \x{e4}"),
    "U": (r"\U", r"write the character itself, or \x{1f600}"),
    "N": (r"\N", "write the character itself"),
    "C": (r"\C", "write . for any character"),
    "G": (r"\G", "leave it out"),
    "K": (r"\K", "leave it out; the whole match is shown"),
    "R": (r"\R", r"write \s"),
    "X": (r"\X", "write . for any character"),
    "h": (r"\h", r"write \s"),
}


def parse(pattern: str) -> list[list[Node]]:
    """Return the pattern's alternatives; raises SyntaxProblem for what cannot be matched."""
    return _Reader(pattern).read()


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._open: list[Group] = [Group("")]

    def read(self) -> list[list[Node]]:
        while self._at < len(self._pattern):
            self._read_one()
        if len(self._open) > 1:
            raise self._problem("a bracket ( is never closed", r"add ) or write \( for the sign")
        return self._open[0].branches

    def _read_one(self) -> None:
        char = self._pattern[self._at]
        if char.isalnum():
            self._at += 1
            self._add(Piece(char, kinds_of(char)))
        elif char == "(":
            self._open_group()
        elif char == ")":
            self._close_group()
        elif char == "|":
            self._at += 1
            self._open[-1].branches.append([])
        elif times := _TIMES.match(self._pattern, self._at):
            self._repeat(times)
        elif self._pattern.startswith("\\Q", self._at):
            self._quoted()
        else:
            self._add(self._simple(char))

    def _add(self, node: Node) -> None:
        self._open[-1].branches[-1].append(node)

    def _simple(self, char: str) -> Node:
        if char == "\\":
            return self._escape()
        if char == "[":
            node, self._at = read_class(self._pattern, self._at)
            return node
        self._at += 1
        if char in "^$":
            return Anchor(char, frozenset(OUTSIDE))
        if char == ".":
            return Piece(char, frozenset(ANYTHING))
        return Piece(char, kinds_of(char))

    def _open_group(self) -> None:
        start = self._at
        rest = self._pattern[start + 1 : start + 4]
        for sign, (what, hint) in _REFUSED_GROUPS.items():
            if rest.startswith(sign):
                raise self._problem(f"{what} ({sign}...) cannot be matched safely", hint)
        if len(self._open) > DEEPEST:
            raise self._problem(f"brackets are nested deeper than {DEEPEST}", "make it flatter")
        opening = _GROUP.match(self._pattern, start + 1)
        self._at = opening.end() if opening else start + 1
        if opening and opening[0].endswith(")"):
            self._add(Anchor(f"({opening[0]}"))
            return
        flags = opening[0] if opening and opening[0].endswith(":") else "?:"
        group = Group(flags)
        self._add(group)
        self._open.append(group)

    def _close_group(self) -> None:
        if len(self._open) == 1:
            raise self._problem("a bracket ) was never opened", r"remove it or write \)")
        self._open.pop()
        self._at += 1

    def _repeat(self, times: re.Match[str]) -> None:
        branch = self._open[-1].branches[-1]
        if not branch or isinstance(branch[-1], Anchor | Boundary):
            raise self._problem(f"nothing stands before {times[0]}", rf"write \{times[0]}")
        if max(int(times[1] or 0), int(times[2] or 0)) > MOST_REPEATS:
            hint = f"write at most {{{MOST_REPEATS}}}, or + for as many as there are"
            raise self._problem(f"{times[0]} repeats too often", hint)
        self._at = times.end()
        if self._pattern.startswith("+", self._at):
            hint = "leave out the second +, the engine never backtracks anyway"
            raise self._problem(f"{times[0]}+ is a possessive quantifier", hint)
        branch[-1] = Repeat(branch[-1], times[0])

    def _quoted(self) -> None:
        end = self._pattern.find("\\E", self._at)
        end = len(self._pattern) if end < 0 else end
        for char in self._pattern[self._at + 2 : end]:
            self._add(Piece(re.escape(char), kinds_of(char)))
        self._at = end + 2

    def _escape(self) -> Node:
        match = _ESCAPE.match(self._pattern, self._at)
        if match is None:
            raise self._problem("the pattern ends in a backslash", r"write \\ for the sign")
        sign = match[0][1]
        if sign in _REFUSED_ESCAPES:
            what, hint = _REFUSED_ESCAPES[sign]
            raise self._problem(f"{match[0]}: {what} cannot be matched", hint)
        self._at = match.end()
        if sign in "bB":
            return Boundary(inside=sign == "B")
        if sign in "Az":
            return Anchor(match[0], frozenset(OUTSIDE))
        return escaped(match[0])

    def _problem(self, what: str, hint: str) -> SyntaxProblem:
        return SyntaxProblem(self._at + 1, what, hint)
