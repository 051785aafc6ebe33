"""What Telegram makes of a text: its HTML read, and links, mentions and commands found in it.

Offsets and lengths are counted in UTF-16 units, as in the Bot API.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from tests.fakes.telegram.wire import Json, bad

#: What Telegram makes live in any text, whatever its form.
_AUTOMATIC = (
    ("url", re.compile(r"(?:https?|ftp|tg)://[^\s<>\"']+", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("url", re.compile(r"(?<![@\w.-])(?:[\w-]+\.)+[a-z]{2,24}(?![\w-])(?:[/?#][^\s<>\"']*)?",
                       re.IGNORECASE)),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{2,31}")),
    ("bot_command", re.compile(r"(?<![\w/<>.])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("hashtag", re.compile(r"(?<![\w#&])#\w*[^\W\d]\w*")),
    ("cashtag", re.compile(r"(?<!\w)\$[A-Z]{1,8}(?!\w)")),
    ("phone_number", re.compile(r"(?<![\w+])\+?\d[\d -]{8,16}\d(?!\w)")),
)  # fmt: skip
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)((?:\s+[a-z-]+=\"[^\"]*\")*)\s*>", re.IGNORECASE)
_NAMES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins":
    "underline", "s": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "tg-spoiler": "spoiler", "a": "text_link",
}  # fmt: skip


def length(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def detect(text: str) -> list[Json]:
    """Return what becomes live in a text by itself."""
    found: list[Json] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _AUTOMATIC:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other < end for other, other_end in taken):
                continue
            taken.append((start, end))
            found.append({"type": kind, "offset": length(text[:start]), "length": length(match[0])})
    return sorted(found, key=lambda entity: int(entity["offset"]))


@dataclass(slots=True)
class _Reader:
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    opened: list[tuple[str, int, str]] = field(default_factory=list)

    def tag(self, match: re.Match[str]) -> None:
        closing, name, attributes = match.groups()
        name = name.lower()
        if name not in _NAMES:
            raise bad(f'can\'t parse entities: Unsupported start tag "{name}"')
        if closing:
            self._close(name)
            return
        href = re.search(r'href="([^"]*)"', attributes)
        self.opened.append((name, length(self.text), unescape(href[1]) if href else ""))

    def _close(self, name: str) -> None:
        if not self.opened or self.opened[-1][0] != name:
            raise bad("can't parse entities: Unmatched end tag")
        _, start, href = self.opened.pop()
        entity: Json = {
            "type": _NAMES[name],
            "offset": start,
            "length": length(self.text) - start,
        }
        user = re.fullmatch(r"tg://user\?id=(\d+)", href)
        if user:
            entity |= {"type": "text_mention", "user": {"id": int(user[1])}}
        elif href:
            entity["url"] = href
        self.entities.append(entity)


def read_html(markup: str) -> tuple[str, list[Json]]:
    """Return a text and its entities; raises ApiError for markup that Telegram refuses."""
    reader, position = _Reader(), 0
    for match in _TAG.finditer(markup):
        reader.text += _plain(markup[position : match.start()])
        reader.tag(match)
        position = match.end()
    reader.text += _plain(markup[position:])
    if reader.opened:
        raise bad(f"can't parse entities: Can't find end tag of \"{reader.opened[-1][0]}\"")
    return reader.text, reader.entities


def _plain(piece: str) -> str:
    if "<" in piece:
        raise bad("can't parse entities: Unsupported start tag")
    return unescape(piece)
