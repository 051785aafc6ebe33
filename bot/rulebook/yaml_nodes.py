"""A YAML file as nodes that know where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

#: Keys and list positions that lead from the top of a file to one of its values.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Spot:
    """A place in a file; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value as it was written; `plain` is False in quotes and in `|` or `>` blocks.

    `usable` is False where something refused stood here (an alias, a tag): a mistake was told
    already, and nothing further should be said about this value.
    """

    spot: Spot
    text: str
    plain: bool = True
    usable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list."""

    spot: Spot
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Keys with values, in the order of the file."""

    spot: Spot
    entries: tuple[tuple[Scalar, "Node"], ...]

    def get(self, name: str | int) -> tuple[Scalar, "Node"] | None:
        """Return a key and its value, None where the key is missing."""
        return next((entry for entry in self.entries if entry[0].text == name), None)


Node = Scalar | Listing | Table


def step(node: Node, name: str | int) -> tuple[Node, Spot] | None:
    """Return what lies one step below, with the spot of its key; None where nothing does."""
    match node:
        case Table():
            entry = node.get(name)
            return (entry[1], entry[0].spot) if entry else None
        case Listing(items=items) if isinstance(name, int) and 0 <= name < len(items):
            return items[name], items[name].spot
    return None


def reach(node: Node, path: Path) -> tuple[Node, Spot, Path]:
    """Follow `path` as far as it leads: the node, the spot of its key, the steps that fitted.

    Steps that lead nowhere (pydantic names members of unions in its paths) are left out.
    """
    key, taken = node.spot, []
    for name in path:
        below = step(node, name)
        if below is not None:
            node, key = below
            taken.append(name)
    return node, key, tuple(taken)


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield every value below and including `node`; keys are left out."""
    match node:
        case Scalar():
            yield node
        case Listing(items=items):
            for item in items:
                yield from scalars(item)
        case Table(entries=entries):
            for _, value in entries:
                yield from scalars(value)
