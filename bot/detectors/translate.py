"""Writing a pattern for google-re2 so that word boundaries hold in every language.

google-re2 knows ASCII words only and has no look-around, so a boundary at the pattern's edge takes
in the character beside it, and an empty group marks where the match proper begins or ends. A
boundary within the pattern is settled by what stands beside it, or marked with an empty group whose
place is looked at afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.detectors.pieces import ASCII, EDGE, OUTSIDE, WORD, WORD_CLASS, Kinds, Piece
from bot.detectors.syntax import Anchor, Boundary, Group, Node, Repeat, parse

#: The empty groups: where the match proper begins and ends, and where a boundary must (not) be.
BEGINS, ENDS, BOUNDARY, NO_BOUNDARY = "begins", "ends", "at", "not"
_NEVER = r"[^\x00-\x{10FFFF}]"
# All letters would make every boundary a program of 200 KB; these blocks have letters, marks and
# digits only, so what is beside them is looked at once more, see Finder.
_OUTSIDE = (
    r"[^0-9A-Z_a-z\x{AA}\x{B5}\x{BA}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2C1}\x{300}-\x{374}"
    r"\x{388}-\x{38A}\x{38E}-\x{3A1}\x{3A3}-\x{3F5}\x{3F7}-\x{481}\x{483}-\x{52F}"
    r"\x{620}-\x{669}\x{900}-\x{963}\x{3041}-\x{3096}\x{30A1}-\x{30FA}\x{4E00}-\x{9FFF}"
    r"\x{AC00}-\x{D7A3}]"
)
_ON_EDGE = frozenset(EDGE)


def translate(pattern: str) -> str:
    """Return the pattern for google-re2, with Unicode `\\b \\B \\w \\W \\d \\D \\s \\S`.

    Groups named begins, ends, at and not (with a number) are empty and mark places; the pattern's
    own groups no longer capture. Raises SyntaxProblem for what cannot be matched.
    """
    return _Exact().write(parse(pattern), _ON_EDGE, _ON_EDGE)


def screen(pattern: str) -> str:
    """Return a small, quick pattern that matches wherever `pattern` does, and seldom elsewhere."""
    return _Screen().write(_trimmed(parse(pattern)), _ON_EDGE, _ON_EDGE)


@dataclass(slots=True)
class _Exact:
    """Writes every boundary exactly, or marks it to be looked at."""

    _count: int = field(default=0)

    def write(self, branches: Sequence[list[Node]], before: Kinds, after: Kinds) -> str:
        """Return the alternatives as one pattern, knowing what stands on both sides."""
        return "|".join(self._branch(nodes, before, after) for nodes in branches)

    def _branch(self, nodes: list[Node], before: Kinds, after: Kinds) -> str:
        written = []
        for index, node in enumerate(nodes):
            if isinstance(node, Piece | Anchor):
                written.append(self._text(node))
                continue
            left = _last(nodes[:index], before)
            right = _first(nodes[index + 1 :], after)
            written.append(self._node(node, left, right))
        return "".join(written)

    def _node(self, node: Node, left: Kinds, right: Kinds) -> str:
        if isinstance(node, Piece | Anchor):
            return self._text(node)
        if isinstance(node, Boundary):
            return self._boundary(node.inside, left, right)
        if isinstance(node, Group):
            return f"({node.opening}{self.write(node.branches, left, right)})"
        inner = self._node(node.node, left | _ends([node.node]), right | _starts([node.node]))
        return f"{inner}{node.times}"

    def _text(self, node: Piece | Anchor) -> str:
        return node.text

    def _boundary(self, inside: bool, left: Kinds, right: Kinds) -> str:
        sides = _side(left), _side(right)
        if EDGE in sides:
            known = sides[1] if sides[0] == EDGE else sides[0]
            if known in ("word", "outside"):
                taken = (known == "word") == inside
                return self._edge(inside, word=taken, leading=sides[0] == EDGE)
        elif None not in sides:
            return "" if (sides[0] != sides[1]) != inside else _NEVER
        return self._mark(NO_BOUNDARY if inside else BOUNDARY)

    def _edge(self, inside: bool, *, word: bool, leading: bool) -> str:
        marks = self._mark(NO_BOUNDARY if inside else BOUNDARY)
        if leading:
            taken = f"[{WORD_CLASS}]" if word else f"(?:^|{_OUTSIDE})"
            return taken + marks + self._mark(BEGINS)
        taken = f"[{WORD_CLASS}]" if word else f"(?:{_OUTSIDE}|$)"
        return self._mark(ENDS) + marks + taken

    def _mark(self, name: str) -> str:
        self._count += 1
        return f"(?P<{name}{self._count}>)"


class _Screen(_Exact):
    """Writes what is small and can only match more: for boundaries google-re2's own, or none."""

    def _text(self, node: Piece | Anchor) -> str:
        return (node.loose if isinstance(node, Piece) else "") or node.text

    def _boundary(self, inside: bool, left: Kinds, right: Kinds) -> str:
        ascii_word = frozenset(ASCII)
        return r"\b" if not inside and ascii_word in (left, right) else ""


def _trimmed(branches: list[list[Node]]) -> list[list[Node]]:
    """Leave out what may be empty at both ends: it decides how much matches, not whether."""
    return [_trim_end(_trim_end(nodes)[::-1])[::-1] for nodes in branches]


def _trim_end(nodes: list[Node]) -> list[Node]:
    kept = list(nodes)
    last = len(kept)
    while last and _is_idle(kept[last - 1]):
        last -= 1
    # A boundary beside what is left out would be judged by the wrong neighbour.
    dropped = kept[last:]
    return kept[:last] if any(isinstance(node, Repeat) for node in dropped) else kept


def _is_idle(node: Node) -> bool:
    return isinstance(node, Boundary) or (isinstance(node, Repeat) and node.may_be_empty)


def _side(kinds: Kinds) -> str | None:
    if kinds == _ON_EDGE:
        return EDGE
    if kinds and kinds <= WORD:
        return "word"
    return "outside" if kinds == frozenset(OUTSIDE) else None


def _first(nodes: Sequence[Node], after: Kinds) -> Kinds:
    """Return what the first character of these nodes may be; `after` if there is none."""
    found: Kinds = frozenset()
    for node in nodes:
        starts, may_be_empty = _starts([node]), _may_be_empty(node)
        found |= starts
        if not may_be_empty:
            return found
    return found | after


def _last(nodes: Sequence[Node], before: Kinds) -> Kinds:
    found: Kinds = frozenset()
    for node in reversed(nodes):
        found |= _ends([node])
        if not _may_be_empty(node):
            return found
    return found | before


def _starts(nodes: Sequence[Node]) -> Kinds:
    return _reach(nodes, forward=True)


def _ends(nodes: Sequence[Node]) -> Kinds:
    return _reach(nodes, forward=False)


def _reach(nodes: Sequence[Node], *, forward: bool) -> Kinds:
    found: Kinds = frozenset()
    for node in nodes if forward else reversed(nodes):
        if isinstance(node, Piece | Anchor):
            found |= node.kinds
        elif isinstance(node, Repeat):
            found |= _reach([node.node], forward=forward)
        elif isinstance(node, Group):
            for branch in node.branches:
                found |= _reach(branch, forward=forward)
        if not _may_be_empty(node):
            break
    return found


def _may_be_empty(node: Node) -> bool:
    if isinstance(node, Piece):
        return False
    if isinstance(node, Anchor):
        return not node.kinds
    if isinstance(node, Repeat):
        return node.may_be_empty or _may_be_empty(node.node)
    if isinstance(node, Group):
        return any(all(map(_may_be_empty, branch)) for branch in node.branches)
    return True
