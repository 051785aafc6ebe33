"""A message's text in every form that rules match; each is made once and only when asked for."""

from bot.detectors.edits import Edits
from bot.detectors.forms import folded, plain, safe
from bot.detectors.skeleton import skeleton


class Written:
    """What somebody wrote: the original, the clean form, the skeleton, and the way back.

    `cut` says that the text was longer than is looked at.
    """

    __slots__ = ("_clean", "_plain", "_skeleton", "cut", "original")

    def __init__(self, raw: str) -> None:
        self.original, self.cut = safe(raw)
        self._plain: tuple[str, list[Edits]] | None = None
        self._clean: tuple[str, list[Edits]] | None = None
        self._skeleton: tuple[str, list[Edits]] | None = None

    @property
    def clean(self) -> str:
        """The text without what is invisible, marks capped, NFKC; German stays German."""
        return self._make_clean()[0]

    @property
    def skeleton(self) -> str:
        """The text in lower case with look-alikes, leet, spacing and repeats undone."""
        return self._make_skeleton()[0]

    def to_original(self, form: str, start: int, end: int) -> tuple[int, int]:
        """Return where text[start:end] of a form (clean or skeleton) lies in the original."""
        last = self._make_skeleton()[1] if form == "skeleton" else self._make_clean()[1]
        for step in reversed(self._make_plain()[1] + last):
            start, end = step.start_before(start), step.end_before(end)
        return start, end

    def _make_plain(self) -> tuple[str, list[Edits]]:
        if self._plain is None:
            self._plain = plain(self.original)
        return self._plain

    def _make_clean(self) -> tuple[str, list[Edits]]:
        if self._clean is None:
            self._clean = folded(self._make_plain()[0])
        return self._clean

    def _make_skeleton(self) -> tuple[str, list[Edits]]:
        if self._skeleton is None:
            self._skeleton = skeleton(self._make_plain()[0])
        return self._skeleton


def make_text(raw: str) -> Written:
    """Return the text in its forms; takes anything, also lone surrogates, and never fails."""
    return Written(raw)
