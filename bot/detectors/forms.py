"""The steps from what was written to the forms that rules match.

Every step runs in time linear to the text, on a text that was cut first: NFKC alone is quadratic
on combining marks.
"""

import re
import unicodedata
from collections.abc import Iterator

from bot.detectors.edits import Edits, rewrite

#: The longest text that is looked at, in characters.
LONGEST = 8_000
#: More marks than this on one letter are noise.
MARKS_KEPT = 4

#: What takes no room on a screen: controls, joiners, fillers, direction marks, selectors, tags.
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ue000\ue001\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffd"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
#: Blocks in which combining marks live; a text without any of these has none.
_MARK_BLOCKS = (
    "\u0300-\u036f\u0483-\u0489\u0590-\u109f\u135d-\u135f\u1712-\u1734\u17b4-\u17dd\u18a9"
    "\u1900-\u1cff\u1dc0-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f"
    "\u3099\u309a\ua66f-\ua6f1\ua800-\uabff\ufb1e\ufe20-\ufe2f\U000101fd-\U0001e94a"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BEYOND_LATIN = re.compile("[^\x00-\u02ff]")
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")
_ANY = re.compile(r"[^\x00-\x7f]")
_MAYBE_MARK = re.compile(f"[{_MARK_BLOCKS}]")
#: Letters that may melt into the one before: conjoining Hangul and half-width Japanese sound marks.
_MELTING = re.compile("[\u1160-\u11ff\uff9e\uff9f\uffa0-\uffdc]")
_SPACES = re.compile(r"\s{2,}|[^\S ]|^\s+|\s+$")
# NFKC makes a space and a mark of these; people type them as quotation marks.
_QUOTES = str.maketrans(
    {"´": "'", "`": "'", "’": "'", "‘": "'", "ʼ": "'", "‛": "'", "¨": '"', "¯": "-", "¸": ","}
    # NFKC makes brackets of these, and nothing of those.
    | {
        chr(first + place): chr(ord("a") + place)
        for first in (0x249C, 0x1F150, 0x1F170)
        for place in range(26)
    }
    | dict.fromkeys("˘˙˚˛˜˝‗‾΄΅᾽᾿῀῁῍῎῏῝῞῟῭΅´῾", "'")
)

Step = Edits | None


def safe(raw: str) -> tuple[str, bool]:
    """Return the text cut to LONGEST with lone surrogates made harmless, and whether it was cut."""
    cut = len(raw) > LONGEST
    kept = raw[:LONGEST] if cut else raw
    if not kept.isascii():
        kept = _SURROGATE.sub("\ufffd", kept)
    return kept, cut


def plain(original: str) -> tuple[str, list[Edits]]:
    """Return the text without what is invisible, marks capped, NFKC; spaces as they were."""
    if _is_plain(original):
        return original, []
    text, dropped = rewrite(original, _INVISIBLE, lambda match: "")
    steps = [dropped]
    text = text.translate(_QUOTES)
    if _MAYBE_MARK.search(text) or _MELTING.search(text):
        text, composed = _melt(text)
        steps.append(composed)
    elif not unicodedata.is_normalized("NFKC", text):
        text, composed = rewrite(text, _ANY, lambda match: _nfkc(match[0]))
        steps.append(composed)
    return text, [step for step in steps if step]


def _is_plain(original: str) -> bool:
    if not original.isprintable():
        return False
    latin = original.isascii() or not _BEYOND_LATIN.search(original)
    return latin and (original.isascii() or unicodedata.is_normalized("NFKC", original))


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _melt(text: str) -> tuple[str, Step]:
    """Compose each letter with the marks on it, at most MARKS_KEPT of them."""
    pieces: list[str] = []
    changes: list[tuple[int, int, int, int]] = []
    length = 0
    for start, end, letter in _letters(text):
        new = _nfkc(letter)
        if new != text[start:end]:
            changes.append((start, end, length, length + len(new)))
        pieces.append(new)
        length += len(new)
    return "".join(pieces), Edits(changes) if changes else None


def _letters(text: str) -> Iterator[tuple[int, int, str]]:
    start, marks, letter = 0, 0, ""
    for index, char in enumerate(text):
        mark = unicodedata.category(char)[0] == "M"
        if letter and mark:
            marks += 1
            letter += char if marks <= MARKS_KEPT else ""
        elif letter and _MELTING.match(char):
            letter, marks = letter + char, 0
        else:
            if letter:
                yield start, index, letter
            start, marks, letter = index, int(mark), char
    if letter:
        yield start, len(text), letter


def folded(text: str) -> tuple[str, list[Edits]]:
    """Return the text cut to LONGEST, with every run of white space made one space."""
    text = text[:LONGEST]
    if text == " ".join(text.split()):
        return text, []
    text, spaces = rewrite(text, _SPACES, _one_space)
    return text, [spaces] if spaces else []


def _one_space(match: re.Match[str]) -> str:
    return " " if match.start() and match.end() < len(match.string) else ""
