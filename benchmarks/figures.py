"""What a benchmark measured, and the table in which all of it is printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure; `want` is the bar in words, `met` None where there is no bar."""

    what: str
    value: str
    want: str = ""
    met: bool | None = None


def at_least(what: str, value: float, bar: float, unit: str) -> Figure:
    """Return a figure that should be high."""
    return Figure(
        what=what,
        value=f"{value:,.0f} {unit}",
        want=f"at least {bar:,.0f} {unit}",
        met=value >= bar,
    )


def at_most(what: str, value: float, bar: float, unit: str, digits: int = 1) -> Figure:
    """Return a figure that should be low."""
    return Figure(
        what=what,
        value=f"{value:,.{digits}f} {unit}".rstrip(),
        want=f"at most {bar:,.{digits}f} {unit}".rstrip(),
        met=value <= bar,
    )


def told(what: str, value: str) -> Figure:
    """Return a figure without a bar."""
    return Figure(what=what, value=value)


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a table in Markdown, which also reads well in a terminal."""
    rows = [("what", "measured", "wanted", "met"), *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, str, str, str]:
    met = {True: "yes", False: "no", None: ""}[figure.met]
    return figure.what, figure.value, figure.want, met


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
