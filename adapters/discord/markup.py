"""Text made harmless for Discord: it can neither mention, nor link under a mask, nor format.

Everything that the house says is plain text, with words of members in it; so all of it is escaped
alike. Addresses that stand for themselves stay as they are.
"""

import re

LONGEST, LONGEST_NAME = 2_000, 80
_ADDRESS = re.compile(r"https?://[A-Za-z0-9][\w.~:/?#&=%+,;@-]*[\w/#=&%+-]", re.ASCII)
_SET_APART = re.compile(r"[.,:;!?)'\"“”…]*(?:\s|$)")
#: The beginning of an address that is not one of ours to keep.
_SCHEME = re.compile(r"(?<=http)://|(?<=https)://", re.IGNORECASE)
_FORMATS = re.compile(r"[\\*_~`|\[\]<]")
_AT_LINE_START = re.compile(r"(?m)^([ \t]*)([#>+-])")
_NUMBERED = re.compile(r"(?m)^([ \t]*\d+)([.)])")
_AT = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
#: What Discord refuses or shows as nothing, and what turns the direction of writing around.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_NOTHING = "\u200b"


def plain(text: str, most: int = LONGEST) -> str:
    """Return text that Discord shows as it is, at most 2,000 characters long unless said."""
    text = _UNSEEN.sub("", text)
    pieces, position = [], 0
    for address in _ADDRESS.finditer(text):
        pieces += [_escape(text[position : address.start()]), _harmless_at(address[0])]
        position = address.end()
        if not _SET_APART.match(text, position):
            # Discord would take our backslashes for a part of the address, and they would do
            # nothing for what stands behind them.
            pieces.append(" ")
    pieces.append(_escape(text[position:]))
    whole = _AT_LINE_START.sub(r"\1\\\2", "".join(pieces))
    return cut(_NUMBERED.sub(r"\1\\\2", whole), most)


def _escape(text: str) -> str:
    harmless = _SCHEME.sub(f":{_NOTHING}//", _harmless_at(text))
    return _FORMATS.sub(lambda found: "\\" + found[0], harmless)


def _harmless_at(text: str) -> str:
    return _AT.sub(f"@{_NOTHING}", text)


def cut(text: str, most: int = LONGEST) -> str:
    """Return the text, shortened with an ellipsis and without a half escape at its end."""
    if len(text) <= most:
        return text
    short = text[: most - 1]
    slashes = len(short) - len(short.rstrip("\\"))
    return (short[:-1] if slashes % 2 else short) + "…"


def clean_name(name: str) -> str:
    """Return a name on one line that cannot pose as a link."""
    line = " ".join(_UNSEEN.sub("", name).replace("://", "[:]//").split())
    return line[:LONGEST_NAME] or "?"
