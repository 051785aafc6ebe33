"""What the house says, as Discord takes it: text, buttons, a key, and nobody mentioned."""

import hashlib
from collections.abc import Sequence
from typing import Any

from adapters.discord.markup import LONGEST, plain
from bot.domain import Button

Json = dict[str, Any]
EPHEMERAL, NO_PREVIEWS = 1 << 6, 1 << 2
LONGEST_FRAMED = 4_096
_STYLES = {"primary": 1, "plain": 2, "success": 3, "danger": 4}
_ROW, _ROWS, _LABEL, _ID = 5, 5, 80, 100


def nonce(key: str) -> str:
    """Return the key of an order in the length that Discord takes."""
    return hashlib.sha256(key.encode()).hexdigest()[:25]


def words(text: str, buttons: Sequence[Button] = ()) -> Json:
    """Return the body of a message that mentions nobody and shows no previews of links."""
    return {
        "content": plain(text) or "…",
        "allowed_mentions": {"parse": []},
        "components": rows(buttons),
        "flags": NO_PREVIEWS,
    }


def roomy(text: str, buttons: Sequence[Button] = ()) -> Json:
    """Return the same, in a frame that holds twice as much where the text is long.

    In a channel a frame needs a permission of its own; in private it needs none.
    """
    body = words(text, buttons)
    framed = plain(text, LONGEST_FRAMED)
    if len(framed) <= LONGEST:
        return body
    return {**body, "content": "", "embeds": [{"description": framed}], "flags": 0}


def rows(buttons: Sequence[Button]) -> list[Json]:
    """Return buttons in rows of five; what Discord has no room for is left out."""
    known = [_button(one) for one in buttons if len(one.id) <= _ID][: _ROW * _ROWS]
    return [{"type": 1, "components": known[at : at + _ROW]} for at in range(0, len(known), _ROW)]


def _button(button: Button) -> Json:
    return {
        "type": 2,
        "style": _STYLES.get(button.style, 2),
        "label": button.label[:_LABEL] or "…",
        "custom_id": button.id,
    }
