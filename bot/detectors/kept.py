"""What a function said about the words that came last, kept."""

from collections.abc import Callable
from typing import Generic, TypeVar

#: So many words are kept, at most twice as many for a moment.
WORDS_KEPT = 8_192
#: Nothing longer comes again, and whoever writes such words without end fills no memory.
_LONGEST = 40

_Found = TypeVar("_Found")


class Kept(dict[str, _Found], Generic[_Found]):
    """What a function says about words, kept for about as many words as are told.

    Ask with brackets. Words that come again outlive those that came once: a full half makes way
    for a new one, and what is still asked for moves into it.
    """

    __slots__ = ("_before", "_half", "_work")

    def __init__(self, work: Callable[[str], _Found], most: int = WORDS_KEPT) -> None:
        super().__init__()
        self._work = work
        self._half = most // 2
        self._before: dict[str, _Found] = {}

    def __missing__(self, word: str) -> _Found:
        if len(word) > _LONGEST:
            return self._work(word)
        if len(self) >= self._half:
            self._before = dict(self)
            self.clear()
        found = self[word] = self._before[word] if word in self._before else self._work(word)
        return found
