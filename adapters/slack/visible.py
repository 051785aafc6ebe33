"""What people see of a message: its text, and whatever its blocks show instead of it.

Somebody who writes with a program may show blocks that say something else than the text beside
them. What comes with an unfolded link, or with a message that was passed on, is somebody else's.
"""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from adapters.slack.text import escaped

Json = dict[str, Any]
#: Parts of a message that are looked at, and how deep they may lie within one another.
_MOST_PARTS, _DEEPEST = 400, 8
_MARKUP, _PLAIN = ("mrkdwn",), ("plain_text", "text", "link")
#: What an attachment says of itself that is not its author's own.
_UNFOLDED = ("from_url", "original_url", "is_share", "is_msg_unfurl", "is_app_unfurl")
_SAYING = ("pretext", "title", "text", "footer")


def visible(message: Json) -> str:
    """Return the words of a message as Slack writes them, those of blocks that differ below."""
    text = str(message.get("text") or "")
    known = _bare(text)
    more = []
    for words in _parts(message):
        bare = _bare(words)
        if bare and bare not in known:
            more.append(words)
            known += bare
    return "\n".join([text, *more]) if more else text


def _bare(words: str) -> str:
    """Return letters and digits alone, for the same is marked up differently in text and blocks."""
    return "".join(filter(str.isalnum, words)).casefold()


def _parts(message: Json) -> Iterator[str]:
    shown = chain(_within(message.get("blocks"), _DEEPEST), _attached(message))
    yield from islice(shown, _MOST_PARTS)


def _within(value: Any, deeper: int) -> Iterator[str]:
    """Yield each text in blocks, in the order in which it is shown."""
    if deeper <= 0:
        return
    if isinstance(value, list):
        for one in value:
            yield from _within(one, deeper)
    if not isinstance(value, dict):
        return
    words, kind = value.get("text"), value.get("type")
    if isinstance(words, str) and kind in _MARKUP:
        yield words
    elif isinstance(words, str) and kind in _PLAIN:
        yield escaped(words)
    elif kind == "link" and isinstance(value.get("url"), str):
        yield escaped(value["url"])
    for key in ("text", "fields", "elements", "title", "accessory", "alt_text"):
        if isinstance(value.get(key), dict | list):
            yield from _within(value[key], deeper - 1)


def _attached(message: Json) -> Iterator[str]:
    for one in message.get("attachments") or ():
        if not isinstance(one, dict) or any(one.get(sign) for sign in _UNFOLDED):
            continue
        for key in _SAYING:
            if isinstance(one.get(key), str):
                yield one[key]
        yield from _within(one.get("blocks"), _DEEPEST)
        for field in one.get("fields") or ():
            if isinstance(field, dict):
                yield f"{field.get('title') or ''} {field.get('value') or ''}"
