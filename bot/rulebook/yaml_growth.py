"""Nodes while they grow: a stack of lists and tables that are not closed yet."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.rulebook.yaml_nodes import Listing, Node, Scalar, Spot, Table

Tell = Callable[[Spot, str, str], None]


@dataclass(slots=True, kw_only=True)
class Growing:
    """A list or table that is being read; `braces` is True where it was opened with [ or {."""

    spot: Spot
    listing: bool
    braces: bool = False
    items: list[Node] = field(default_factory=list)
    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    key: Scalar | None = None

    def whole(self) -> Node:
        """Return what has grown."""
        if self.listing:
            return Listing(spot=self.spot, items=tuple(self.items))
        return Table(spot=self.spot, entries=tuple(self.entries.values()))


class Growth:
    """Puts values where they belong; `tell` hears of keys that are no keys."""

    def __init__(self, tell: Tell) -> None:
        self.top: Node | None = None
        self.ended = False
        self._stack: list[Growing] = []
        self._tell = tell

    @property
    def depth(self) -> int:
        """How many lists and tables are open."""
        return len(self._stack)

    def open(self, growing: Growing) -> None:
        """Begin a list or a table."""
        self._stack.append(growing)

    def close(self) -> None:
        """Finish the innermost list or table."""
        self.add(self._stack.pop().whole())

    def end(self) -> None:
        """Finish the document."""
        self.ended = True

    def add(self, node: Node) -> None:
        """Put a finished value into the innermost list or table, or on top."""
        if not self._stack:
            self.top = node
            return
        inner = self._stack[-1]
        if inner.listing:
            inner.items.append(node)
        elif inner.key is None:
            inner.key = self._as_key(node)
        else:
            self._enter(inner, inner.key, node)
            inner.key = None

    def _as_key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        self._tell(
            node.spot,
            "a list or table cannot be a key",
            "Text that begins with { or [ needs quotes.",
        )
        return Scalar(spot=node.spot, text="", usable=False)

    def _enter(self, table: Growing, key: Scalar, value: Node) -> None:
        if not key.usable:
            return
        if key.plain and key.text == "<<":
            self._tell(key.spot, "merge keys (<<) are not read", "Write the values out.")
            return
        before = table.entries.get(key.text)
        if before is None:
            table.entries[key.text] = (key, value)
            return
        first = before[0].spot
        self._tell(
            key.spot,
            f"'{_short(key.text)}' stands here a second time (first in line {first.line})",
            "Keep one of the two.",
        )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
