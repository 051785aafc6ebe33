"""What stands around a hit and changes what it means: quotation, report, negation, jest.

Whoever tells of an insult is not insulting; such a hit keeps less than half of its score, so that
people look at it and nothing happens by itself.
"""

import re
from functools import cache

from bot.detectors.lexicon import words

#: How far around a hit is looked, in characters.
_AROUND = 80
#: What is left of a score.
NEGATED, ABOUT_SELF, REPORTED, QUOTED, SUPPOSED, IN_JEST = 0.2, 0.2, 0.45, 0.5, 0.6, 0.93

_OPEN, _CLOSE = '"„“”«»‚', '"“”»«‘'
_QUOTED_LINE = re.compile(r"(?:^|\n)\s*>[^\n]*$")


def weight(original: str, start: int, end: int, signal: str) -> float:
    """Return from 0 to 1 how much of a hit's score stands, given the words around it."""
    before = original[max(0, start - _AROUND) : start]
    after = original[end : end + _AROUND]
    frames = _frames()
    left = [1.0]
    if frames["negation"].search(before):
        left.append(NEGATED)
    if _is_quoted(before, after) or _QUOTED_LINE.search(before):
        left.append(QUOTED)
    if _is_report(frames, before, after):
        left.append(REPORTED)
    if frames["supposition"].search(before):
        left.append(SUPPOSED)
    if signal != "threat" and frames["ourselves"].search(before):
        left.append(ABOUT_SELF)
    if signal not in ("threat", "identity_attack"):
        left += _lighter(frames, before, after)
    return min(left)


def _is_report(frames: dict[str, re.Pattern[str]], before: str, after: str) -> bool:
    told = frames["report"].search(before) and not frames["own"].search(before)
    return bool(told or frames["reported"].search(after))


def _lighter(frames: dict[str, re.Pattern[str]], before: str, after: str) -> list[float]:
    found = []
    if frames["self"].search(before):
        found.append(ABOUT_SELF)
    if frames["jest"].match(after):
        found.append(IN_JEST)
    return found


def _is_quoted(before: str, after: str) -> bool:
    opened = max((before.rfind(sign) for sign in _OPEN), default=-1)
    if opened < 0 or not any(sign in after for sign in _CLOSE):
        return False
    # An even number of straight quotation marks before means that the last one closed.
    return before[opened] != '"' or before.count('"') % 2 == 1


@cache
def _frames() -> dict[str, re.Pattern[str]]:
    """One pattern per list; all of them look at no more than _AROUND characters."""
    lists = {name: "|".join(each).replace("_", " ") for name, each in words("framing").items()}
    shapes = {
        "report": r"\b(?:{report})\b[^.!?\n]{{0,40}}$",
        "reported": r"^[^.!?\n]{{0,30}}\b(?:{reported})\b",
        "own": r"\b(?:{own})\b[^.!?\n]{{0,40}}$",
        "negation": r"(?:\b|(?=n't))(?:{negation})"
        r"(?:[ ,]+(?:{filler})){{0,5}}[ ,]*(?:(?:{article}) )?$",
        "ourselves": r"\b(?:{ourselves})[ ,]+(?:(?:{between})[ ,]+){{0,3}}$",
        "self": r"\b(?:{self})[ ,]+(?:[^\W\d_]+[ ,]+){{0,3}}$",
        "supposition": r"\b(?:{supposition})\s+(?:\w+\s+)?$",
        "jest": r"[\s.,!]{{0,3}}(?:{jest})",
    }
    return {
        name: re.compile(shape.format(**lists), re.IGNORECASE) for name, shape in shapes.items()
    }
