"""Writing a pattern for google-re2 so that word boundaries hold in every language.

google-re2 knows ASCII words only and has no look-around. A boundary at the pattern's edge takes in
the character beside it, and an empty group marks where the match proper begins or ends; most
boundaries within a pattern are settled by what stands beside them. What is left is matched on a
text in which the boundaries are written down as signs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.detectors.pieces import (
    ASCII,
    EDGE,
    OUTSIDE,
    WORD,
    WORD_CLASS,
    Kinds,
    Piece,
    SyntaxProblem,
)
from bot.detectors.syntax import Anchor, Boundary, Group, Node, Repeat, parse

#: Empty groups that mark where the match proper begins and ends; with a boundary there, or without.
BEGINS, ENDS, BEGINS_INSIDE, ENDS_INSIDE = "begins", "ends", "inside_begins", "inside_ends"
#: The signs that stand for a boundary and for none; no form of a text has them.
BOUNDARY, NO_BOUNDARY = "\ue000", "\ue001"
_ANY_SIGN = f"[{BOUNDARY}{NO_BOUNDARY}]*"
#: Every boundary costs a sign at every place of the text.
MOST_BOUNDARIES = 20
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


class Undecided(Exception):
    """What stands beside a boundary can be a word or not: only `marked` can match it."""


def translate(pattern: str) -> str:
    """Return the pattern for google-re2, with Unicode `\\b \\B \\w \\W \\d \\D \\s \\S`.

    Groups named begins or ends (with a number) are empty and mark the match proper; the pattern's
    own groups no longer capture. Raises SyntaxProblem for what cannot be matched, and Undecided.
    """
    return _Exact().write(parse(pattern), _ON_EDGE, _ON_EDGE)


def screen(pattern: str) -> str:
    """Return a small, quick pattern that matches wherever `pattern` does, and seldom elsewhere."""
    return _Screen().write(_trimmed(parse(pattern)), _ON_EDGE, _ON_EDGE)


def marked(pattern: str) -> tuple[str, int]:
    """Return the pattern for a text with signs, and how many signs every place needs."""
    writer = _Marked()
    written = writer.write(parse(pattern), _ON_EDGE, _ON_EDGE)
    if writer.boundaries > MOST_BOUNDARIES:
        raise SyntaxProblem(
            1, f"the pattern has more than {MOST_BOUNDARIES} \\b or \\B", "split it into several"
        )
    return written, writer.boundaries + 1


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
            if _has_boundary([node]):
                self._meet(left, nodes[:index])
                self._meet(right, nodes[index + 1 :])
            written.append(self._node(node, left, right))
        return "".join(written)

    def _meet(self, side: Kinds, others: Sequence[Node]) -> None:
        """Two boundaries may ask about one place at the edge, where only one can look beside it."""
        if EDGE in side and _has_boundary(others):
            raise Undecided

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
        if EDGE in sides and sides != (EDGE, EDGE) and None not in sides:
            leading = sides[0] == EDGE
            takes_word = (sides[leading] == "word") == inside
            return self._edge(inside, word=takes_word, leading=leading)
        if EDGE in sides or None in sides:
            raise Undecided
        return "" if (sides[0] != sides[1]) != inside else _NEVER

    def _edge(self, inside: bool, *, word: bool, leading: bool) -> str:
        self._count += 1
        beside = f"[{WORD_CLASS}]" if word else _OUTSIDE
        if leading:
            mark = f"(?P<{BEGINS_INSIDE if inside else BEGINS}{self._count}>)"
            return (beside if word else f"(?:^|{beside})") + mark
        mark = f"(?P<{ENDS_INSIDE if inside else ENDS}{self._count}>)"
        return mark + (beside if word else f"(?:{beside}|$)")


class _Screen(_Exact):
    """Writes what is small and can only match more: for boundaries google-re2's own, or none."""

    def _text(self, node: Piece | Anchor) -> str:
        return (node.loose if isinstance(node, Piece) else "") or node.text

    def _meet(self, side: Kinds, others: Sequence[Node]) -> None:
        return

    def _boundary(self, inside: bool, left: Kinds, right: Kinds) -> str:
        ascii_word = frozenset(ASCII)
        return r"\b" if not inside and ascii_word in (left, right) else ""


@dataclass(slots=True)
class _Marked(_Exact):
    """Writes a boundary as the sign that stands for it, and lets characters skip what is left."""

    boundaries: int = 0

    def _text(self, node: Piece | Anchor) -> str:
        if isinstance(node, Anchor):
            return f"{_ANY_SIGN}{node.text}" if node.text in ("$", r"\z") else node.text
        return f"(?:{_ANY_SIGN}{_without_signs(node.text)})"

    def _meet(self, side: Kinds, others: Sequence[Node]) -> None:
        return

    def _boundary(self, inside: bool, left: Kinds, right: Kinds) -> str:
        self.boundaries += 1
        return NO_BOUNDARY if inside else BOUNDARY


def _without_signs(piece: str) -> str:
    if piece == ".":
        return f"[^{BOUNDARY}{NO_BOUNDARY}]"
    if piece.startswith(r"\P"):
        return f"[^{BOUNDARY}{NO_BOUNDARY}{piece.replace('P', 'p', 1)}]"
    return piece.replace("[^", f"[^{BOUNDARY}{NO_BOUNDARY}") if piece[0] in "[(" else piece


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


def _has_boundary(nodes: Sequence[Node]) -> bool:
    return any(
        isinstance(node, Boundary)
        or (isinstance(node, Repeat) and _has_boundary([node.node]))
        or (isinstance(node, Group) and any(map(_has_boundary, node.branches)))
        for node in nodes
    )


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
