"""What can be seen without reading: capitals and mentions."""

import re
from collections.abc import Mapping

from bot.detectors.capitals import count_cases
from bot.domain import Signal
from bot.ports import Text

#: Fewer letters than this say nothing about shouting.
_FEWEST_LETTERS = 8
#: So many mentions make a score of 1.
_MANY = 10
_MENTION = re.compile(r"(?<![\w.])@[\w.-]+|<@[!&]?\w+>")
_NO_CAPS, _NO_MENTIONS = Signal(name="caps", score=0.0), Signal(name="mentions", score=0.0)


class SurfaceDetector:
    """Scores caps (share of capitals) and mentions (their number over ten, at most 1)."""

    names = frozenset({"caps", "mentions"})

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return all its signals; the spans of mentions are their places."""
        return self.look(text)

    def look(self, text: Text) -> Mapping[str, Signal]:
        """Return all its signals at once, without waiting."""
        original = text.original
        capitals = _capitals(text.clean)
        caps = Signal(name="caps", score=capitals) if capitals else _NO_CAPS
        if "@" not in original:
            return {"caps": caps, "mentions": _NO_MENTIONS}
        found = [found.span() for found in _MENTION.finditer(original)]
        return {"caps": caps, "mentions": _counted("mentions", original, found)}


def _capitals(clean: str) -> float:
    if clean.islower():
        return 0.0
    lower, upper = count_cases(clean)
    letters = lower + upper
    return round(upper / letters, 3) if letters >= _FEWEST_LETTERS else 0.0


def _counted(name: str, original: str, spans: list[tuple[int, int]]) -> Signal:
    evidence = original[slice(*spans[0])] if spans else ""
    score = min(1.0, len(spans) / _MANY)
    return Signal(name=name, score=score, evidence=evidence, spans=tuple(spans))
