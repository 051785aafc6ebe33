"""From bytes to text: what cannot be text is refused with its place."""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from bot.errors import RulebookError
from bot.rulebook.telling import tell
from bot.rulebook.yaml_nodes import Spot

LARGEST_FILE = 1_000_000
MOST_LINES = 50_000
LONGEST_LINE = 10_000
_BREAK = re.compile(r"\r\n|\n|\r")
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Lines:
    """The lines of a text, to turn an offset into line and column."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def spot(self, index: int) -> Spot:
        """Return the place of the character at `index`; the end of the text is allowed."""
        index = max(0, min(index, len(self.text)))
        line = bisect_right(self._starts, index)
        return Spot(line=line, column=index - self._starts[line - 1] + 1)

    def lengths(self) -> Iterator[int]:
        """Yield the length of each line, with its end."""
        for start, end in pairwise([*self._starts, len(self.text)]):
            yield end - start

    def line(self, number: int) -> str:
        """Return a line, counted from 1, without its end; empty where there is none."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")


def text_of(raw: bytes, name: str) -> str:
    """Return a file's text without its byte order mark.

    Raises RulebookError: too large, not UTF-8, or holding characters that are no text.
    """
    if len(raw) > LARGEST_FILE:
        raise _refused(
            name,
            Spot(line=1, column=1),
            "this file is larger than 1 MB, and Evenhand does not read such policy files",
            "Move long lists into files of their own.",
        )
    if raw.startswith(_WIDE_MARKS):
        raise _refused(
            name, Spot(line=1, column=1), "this file is saved as UTF-16", "Save it as UTF-8."
        )
    text = _decoded(raw.removeprefix(codecs.BOM_UTF8), name)
    return _in_bounds(_printable(text, name), name)


def _in_bounds(text: str, name: str) -> str:
    lines = Lines(text)
    for number, length in enumerate(lines.lengths(), start=1):
        if number > MOST_LINES or length > LONGEST_LINE + 2:
            what = (
                f"this file has more than {MOST_LINES:,} lines"
                if number > MOST_LINES
                else f"this line is longer than {LONGEST_LINE:,} characters"
            )
            raise _refused(
                name,
                Spot(line=number, column=1),
                f"{what}, and Evenhand does not read such policy files",
                "Break long texts over lines, and move long lists into files of their own.",
            )
    return text


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        raise _refused(
            name,
            Lines(before).spot(len(before)),
            f"this byte ({raw[error.start]:#04x}) is not UTF-8",
            "Save the file as UTF-8; older editors save umlauts in another encoding.",
        ) from None


def _printable(text: str, name: str) -> str:
    found = _UNPRINTABLE.search(text)
    if found:
        raise _refused(
            name,
            Lines(text).spot(found.start()),
            f"there is an invisible character here (U+{ord(found.group()):04X}) that is no text",
            "Remove it; if the whole file looks like this, it is no policy file.",
        )
    return text


def _refused(name: str, spot: Spot, what: str, hint: str) -> RulebookError:
    return RulebookError((tell(name, spot, what, hint),))
