"""What the house says, as Telegram shows it: nothing in it comes alive but what we mean to.

Telegram makes every `@name`, bare address, hash tag and number in a text live by itself, whoever
wrote it. An invisible joiner takes the life out of them; addresses that begin with http stay, for
the house writes people's words without them.
"""

import re
from collections.abc import Collection
from html import escape

#: Longest text of one message, in UTF-16 units.
LONGEST = 4096
_JOINER = "\u2060"
_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_SCHEME = re.compile(r"(?<=[a-z]):(?=//)", re.IGNORECASE)
_SIGN = re.compile(r"([@#$\uff20\uff03])(?=\w)")
_DOT = re.compile(r"(?<=\w)[.\u3002\uff0e](?=[^\W\d_])|(?<=\d)\.(?=\d+\.)")
_COMMAND = re.compile(r"(?<![\w/])/(\w+)")
_NUMBER = re.compile(r"(?<=\d)(?=[ -]?\d)")
_LONG_NUMBER = re.compile(r"\+?\d(?:[ -]?\d){6,}")


def html(text: str, commands: Collection[str] = ()) -> str:
    """Return a text as HTML in which only web addresses and our own commands are live."""
    parts: list[str] = []
    position = 0
    cut = shortened(text)
    for link in _LINK.finditer(cut):
        parts += [still(cut[position : link.start()], commands), link[0]]
        position = link.end()
    parts.append(still(cut[position:], commands))
    return escape("".join(parts), quote=False)


def still(text: str, commands: Collection[str] = ()) -> str:
    """Return a text in which nothing is live, however it looks; it reads as before."""

    def command(match: re.Match[str]) -> str:
        return match[0] if match[1] in commands else f"/{_JOINER}{match[1]}"

    text = _SCHEME.sub(f":{_JOINER}", text)
    text = _SIGN.sub(rf"\1{_JOINER}", text)
    text = _DOT.sub(lambda dot: f"{_JOINER}{dot[0]}", text)
    text = _LONG_NUMBER.sub(lambda number: _NUMBER.sub(_JOINER, number[0]), text)
    return _COMMAND.sub(command, text)


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text cut to so many UTF-16 units after it was made still, with dots at the end."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if units(still(text)) <= longest:
        return text
    end = len(text)
    while units(still(text[:end])) > longest - 1:
        end -= max(1, (units(still(text[:end])) - longest) // 2)
    return text[:end].rstrip() + "…"


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)
