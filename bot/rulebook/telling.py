"""Making a mistake out of words: on one line each, without what a terminal would obey."""

from bot.errors import Mistake
from bot.rulebook.yaml_nodes import Spot

_LONGEST = 400


def tell(file: str, spot: Spot, what: str, hint: str = "") -> Mistake:
    """Return a mistake at a place; texts from the file may be part of the words."""
    return Mistake(
        file=file, line=spot.line, column=spot.column, what=_one_line(what), hint=_one_line(hint)
    )


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    line = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
