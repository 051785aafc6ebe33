"""Rewriting a text while remembering where every piece came from."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from re import Match, Pattern

#: One change: it took the place of text[start:end] and stands at [new_start:new_end] now.
Edit = tuple[int, int, int, int]


class Edits:
    """The changes of one step, in order, and the way back through them."""

    __slots__ = ("_changes", "_starts")

    def __init__(self, changes: Iterable[Edit]) -> None:
        self._changes = list(changes)
        self._starts = [change[2] for change in self._changes]

    def start_before(self, position: int) -> int:
        """Return where the character at `position` began before the step."""
        return self._before(position, at_end=False)

    def end_before(self, position: int) -> int:
        """Return where the character that ends at `position` ended before the step."""
        return self._before(position - 1, at_end=True)

    def _before(self, position: int, at_end: bool) -> int:
        index = bisect_right(self._starts, position) - 1
        # Several changes may stand at one place when text was dropped: the last one counts.
        if index < 0:
            return position + at_end
        start, end, new_start, new_end = self._changes[index]
        if position >= new_end:
            return position - new_end + end + at_end
        if new_end - new_start == end - start:
            return start + position - new_start + at_end
        return end if at_end else start


def rewrite(
    text: str, pattern: Pattern[str], change: Callable[[Match[str]], str]
) -> tuple[str, Edits | None]:
    """Return the text with every match replaced by what `change` gives, and the way back.

    The way back is None where nothing changed.
    """
    pieces: list[str] = []
    changes: list[Edit] = []
    done = length = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = change(match)
        if new == match[0]:
            continue
        length += start - done
        pieces += (text[done:start], new)
        changes.append((start, end, length, length + len(new)))
        length += len(new)
        done = end
    if not changes:
        return text, None
    pieces.append(text[done:])
    return "".join(pieces), Edits(changes)
