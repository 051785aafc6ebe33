"""One YAML file with its places, and the mistakes found in one or several files."""

from collections.abc import Iterable

from bot.errors import Mistake, RulebookError
from bot.rulebook.telling import tell
from bot.rulebook.yaml_nodes import Node, Path, Scalar, Spot, reach
from bot.rulebook.yaml_parse import Parser
from bot.rulebook.yaml_scalars import data_of
from bot.rulebook.yaml_text import Lines, text_of

#: More mistakes than this help nobody.
MOST_MISTAKES = 100


class Document:
    """A file that was read: its values, and where each of them stands."""

    def __init__(self, name: str, root: Node, lines: Lines) -> None:
        self.name = name
        self.root = root
        self.lines = lines

    @property
    def data(self) -> object:
        """The values as plain dicts, lists, texts and numbers; made anew each time."""
        return data_of(self.root)

    def node(self, path: Path) -> Node:
        """Return what stands at `path`, or the innermost thing on the way that is there."""
        return reach(self.root, path)[0]

    def spot(self, path: Path, *, key: bool = False) -> Spot:
        """Return where the value at `path` (or its key) stands."""
        node, key_spot, _ = reach(self.root, path)
        return key_spot if key else node.spot


class Findings:
    """Mistakes while they are collected; the first file that is named counts as the main one."""

    def __init__(self) -> None:
        self._mistakes: dict[tuple[str, int, int, str], Mistake] = {}
        self._order: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._mistakes)

    def add(
        self, document: Document, path: Path, what: str, hint: str = "", *, key: bool = False
    ) -> None:
        """Note a mistake at a value or its key, unless one about the same value was told."""
        node = document.node(path)
        if isinstance(node, Scalar) and not node.usable:
            return
        spot = document.spot(path, key=key)
        self.extend([tell(document.name, spot, what, hint)])

    def extend(self, mistakes: Iterable[Mistake]) -> None:
        """Note mistakes found elsewhere; the same words at the same place count once."""
        for each in mistakes:
            self._order.setdefault(each.file, len(self._order))
            self._mistakes.setdefault((each.file, each.line, each.column, each.what), each)

    def main_file(self, name: str) -> None:
        """Name the file whose mistakes come first."""
        self._order.setdefault(name, len(self._order))

    def sorted(self) -> tuple[Mistake, ...]:
        """Return the mistakes by file and place, at most 100 and a word about the rest."""
        ordered = sorted(
            self._mistakes.values(), key=lambda m: (self._order[m.file], m.line, m.column)
        )
        if len(ordered) <= MOST_MISTAKES:
            return tuple(ordered)
        last = ordered[MOST_MISTAKES]
        more = f"from here on there are {len(ordered) - MOST_MISTAKES} more mistakes"
        spot = Spot(line=last.line, column=last.column)
        rest = tell(last.file, spot, more, "Mend the first ones and check again.")
        return (*ordered[:MOST_MISTAKES], rest)

    def raise_any(self) -> None:
        """Raise RulebookError when there is a mistake."""
        if self._mistakes:
            raise RulebookError(self.sorted())


def read_document(raw: bytes, name: str, findings: Findings) -> Document:
    """Return the file's values with their places; what can be told later goes to `findings`.

    Raises RulebookError where reading ends: no text, no YAML, too large, nothing in it.
    """
    parser = Parser(text_of(raw, name), name)
    root = parser.parse()
    if root is None:
        hint = "If it was cut off, bring it back from your last copy."
        nothing = tell(name, Spot(line=1, column=1), "there is nothing in this file", hint)
        raise RulebookError((*parser.mistakes, nothing))
    findings.extend(parser.mistakes)
    return Document(name, root, parser.lines)
