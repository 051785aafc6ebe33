"""Slack's way of writing: what people wrote becomes plain text, and our words become inert blocks.

On the way in `&lt;` and `<@U123>` are read; on the way out nothing that a person wrote can become
a mention, a masked link or a call to a channel.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain import Mention

Json = dict[str, Any]
#: Characters that Slack shows of one message.
LONGEST_TEXT = 12_000
#: Characters of a name that are shown.
LONGEST_NAME = 80
_MARK = re.compile(r"<([^<>\n]{1,3000})>")
_LINK = re.compile(r"(?<!\S)https?://[^\s<>\"'|\u201c\u201d]+[^\s<>\"'|\u201c\u201d.,;:!?)\]]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_EVERYONE = ("channel", "here", "everyone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A text as a person reads it, and who was named in it."""

    text: str
    mentions: tuple[Mention, ...] = ()


def plain(wire: str, name_of: Callable[[str], str]) -> Plain:
    """Return what was written; `name_of` gives the name of a member's id, empty if unknown."""
    reader = _Reader(name_of)
    text = reader.read(wire)
    return Plain(text=text.strip(), mentions=tuple(reader.found))


def named_in(wire: str) -> tuple[str, ...]:
    """Return the ids of the members that a text names, each once."""
    found = (mark.partition("|")[0] for mark in _MARK.findall(wire))
    return tuple(dict.fromkeys(one[1:] for one in found if one[:1] == "@" and one[1:]))


class _Reader:
    def __init__(self, name_of: Callable[[str], str]) -> None:
        self._name_of = name_of
        self.found: list[Mention] = []

    def read(self, wire: str) -> str:
        """Return the text; Slack escapes three characters, and only those."""
        parts, position = [], 0
        for mark in _MARK.finditer(wire):
            parts += [_unescaped(wire[position : mark.start()]), self._mark(mark[1])]
            position = mark.end()
        return "".join([*parts, _unescaped(wire[position:])])

    def _mark(self, inner: str) -> str:
        target, _, label = inner.partition("|")
        match target[:1]:
            case "@":
                return self._named(target[1:], "member", "@", label)
            case "#":
                return self._named(target[1:], "channel", "#", label)
            case "!":
                return self._special(target[1:], label)
        return _link(_unescaped(target), _unescaped(label))

    def _named(self, id: str, kind: str, sign: str, label: str) -> str:
        known = self._name_of(id) if kind == "member" else ""
        name = known or clean_name(_unescaped(label).removeprefix(sign)) or id
        self.found.append(Mention(id=id, kind=kind, name=name))
        return f"{sign}{name}"

    def _special(self, target: str, label: str) -> str:
        command, _, argument = target.partition("^")
        if command in _EVERYONE:
            self.found.append(Mention(id=command, kind="everyone", name=command))
            return f"@{command}"
        if command == "subteam":
            return self._named(argument, "role", "@", label)
        return _unescaped(label) or command


def _link(target: str, label: str) -> str:
    address = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in (target, address) or target.split("://")[-1].rstrip("/") == label:
        return address
    return f"{label} ({address})"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """Return a text in which Slack finds no markup of its own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clean(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text without half characters and control codes, cut to what Slack shows."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    whole = _CONTROLS.sub("", whole)
    return whole if len(whole) <= longest else whole[: longest - 1] + "…"


def clean_name(name: str) -> str:
    """Return a person's name on one line, without anything that could pose as a link."""
    return clean(" ".join(name.split()), LONGEST_NAME).replace("://", "[:]//").lstrip("@")


def spoken(text: str) -> Json:
    """Return the arguments of a message that says `text`: inert blocks, and words for notices."""
    whole = clean(text) or "…"
    section = {"type": "rich_text_section", "elements": _elements(whole)}
    return {
        "text": escaped(whole),
        "blocks": [{"type": "rich_text", "elements": [section]}],
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _elements(text: str) -> list[Mapping[str, str]]:
    """Return a text in parts: addresses that stand alone are links and show where they lead."""
    found: list[Mapping[str, str]] = []
    position = 0
    for link in _LINK.finditer(text):
        if link.start() > position:
            found.append({"type": "text", "text": text[position : link.start()]})
        found.append({"type": "link", "url": link[0], "text": link[0]})
        position = link.end()
    if position < len(text):
        found.append({"type": "text", "text": text[position:]})
    return found
