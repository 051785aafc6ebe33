"""Text made harmless for Discord: it can neither mention, nor link under a mask, nor format.

Everything that the house says is plain text, with words of members in it; so all of it is escaped
alike. Addresses that stand for themselves stay as they are.
"""

import re

LONGEST = 2_000
_ADDRESS = re.compile(r"https?://[A-Za-z0-9][\w.~:/?#&=%+,;@-]*[\w/#=&%+-]", re.ASCII)
_FORMATS = re.compile(r"[\\*_~`|\[\]<]")
_AT_LINE_START = re.compile(r"(?m)^([ \t]*)(#|>|-)")
_NUMBERED = re.compile(r"(?m)^([ \t]*\d+)\.")
_AT = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_SPACE = "​"


def plain(text: str) -> str:
    """Return text that Discord shows as it is, at most 2,000 characters long."""
    pieces, position = [], 0
    for address in _ADDRESS.finditer(text):
        pieces += [_escape(text[position : address.start()]), _unmasked(address[0])]
        position = address.end()
    pieces.append(_escape(text[position:]))
    whole = _AT_LINE_START.sub(r"\1\\\2", "".join(pieces))
    return cut(_NUMBERED.sub(r"\1\\.", whole))


def _escape(text: str) -> str:
    text = _AT.sub(f"@{_SPACE}", text)
    return _FORMATS.sub(lambda found: "\\" + found[0], text)


def _unmasked(address: str) -> str:
    return _AT.sub(f"@{_SPACE}", address)


def cut(text: str, most: int = LONGEST) -> str:
    """Return the text, shortened with an ellipsis and without a half escape at its end."""
    if len(text) <= most:
        return text
    short = text[: most - 1]
    slashes = len(short) - len(short.rstrip("\\"))
    return (short[:-1] if slashes % 2 else short) + "…"
