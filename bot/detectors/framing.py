"""What stands around a hit and changes what it means: quotation, report, negation, jest.

Whoever tells of an insult is not insulting; such a hit keeps less than half of its score, so that
people look at it and nothing happens by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.detectors.lexicon import words

#: How far around a hit is looked, in characters.
_AROUND = 80
_OPEN, _CLOSE = '"„“”«»‚', '"“”»«‘'
_QUOTED_LINE = re.compile(r"(?:^|\n)\s*>[^\n]*$")
#: Signals that a friendly face or a word about oneself does not make harmless.
_GRAVE = ("threat", "identity_attack")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a hit, and how much of its score that leaves, from 0 to 1."""

    name: str
    left: float


ASSERTED = Frame("asserted", 1.0)
NEGATED = Frame("negated", 0.2)
ABOUT_SELF = Frame("about oneself", 0.2)
REPORTED = Frame("told of somebody else", 0.45)
QUOTED = Frame("quoted", 0.5)
SUPPOSED = Frame("supposed", 0.6)
IN_JEST = Frame("in jest", 0.93)


class Framing:
    """Looks at what stands before and after a hit."""

    def __init__(self) -> None:
        # None of these patterns sees more than _AROUND characters.
        lists = {name: "|".join(each).replace("_", " ") for name, each in words("framing").items()}
        self._patterns = {
            name: re.compile(shape.format(**lists), re.IGNORECASE)
            for name, shape in _SHAPES.items()
        }

    def of(self, original: str, start: int, end: int, signal: str) -> Frame:
        """Return the frame around original[start:end] that takes most away from its score."""
        before = original[max(0, start - _AROUND) : start]
        after = original[end : end + _AROUND]
        return min(self._found(before, after, signal), key=lambda frame: frame.left)

    def _found(self, before: str, after: str, signal: str) -> Iterator[Frame]:
        yield ASSERTED
        if self._before("negation", before):
            yield NEGATED
        if _is_quoted(before, after) or _QUOTED_LINE.search(before):
            yield QUOTED
        if self._is_report(before, after):
            yield REPORTED
        if self._before("supposition", before):
            yield SUPPOSED
        if signal != "threat" and self._before("ourselves", before):
            yield ABOUT_SELF
        if signal not in _GRAVE and self._before("self", before):
            yield ABOUT_SELF
        if signal not in _GRAVE and self._patterns["jest"].match(after):
            yield IN_JEST

    def _is_report(self, before: str, after: str) -> bool:
        told = self._before("report", before) and not self._before("own", before)
        return told or self._patterns["reported"].search(after) is not None

    def _before(self, name: str, before: str) -> bool:
        return self._patterns[name].search(before) is not None


def _is_quoted(before: str, after: str) -> bool:
    opened = max((before.rfind(sign) for sign in _OPEN), default=-1)
    if opened < 0 or not any(sign in after for sign in _CLOSE):
        return False
    # An even number of straight quotation marks before means that the last one closed.
    return before[opened] != '"' or before.count('"') % 2 == 1


_SHAPES = {
    # A quotation that ended in between ended the report as well.
    "report": r"\b(?:{report})\b[^.!?\n\"„“”]{{0,40}}(?:[\"„“”][^.!?\n\"„“”]{{0,40}})?$",
    "reported": r"^[^.!?\n]{{0,30}}\b(?:{reported})\b",
    "own": r"\b(?:{own})\b[^.!?\n]{{0,40}}$",
    "negation": r"(?:\b|(?=n't))(?:{negation})"
    r"(?:[ ,]+(?:{filler})){{0,5}}[ ,]*(?:(?:{article}) )?$",
    "ourselves": r"\b(?:{ourselves})[ ,]+(?:(?:{between})[ ,]+){{0,3}}$",
    "self": r"\b(?:{self})[ ,]+(?:[^\W\d_]+[ ,]+){{0,3}}$",
    "supposition": r"\b(?:{supposition})\s+(?:\w+\s+)?$",
    "jest": r"[\s.,!]{{0,3}}(?:{jest})",
}
