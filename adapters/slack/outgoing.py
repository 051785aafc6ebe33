"""Our own words as Slack's messages: inert text, buttons below, and the order's key beside it."""

from collections.abc import Sequence
from typing import Any

from adapters.slack.text import clean, spoken
from bot.domain import Button

Json = dict[str, Any]
#: The kind of metadata that carries an order's key, by which it is found again.
METADATA = "evenhand_order"
_A_ROW = 5
_MOST_BUTTONS = 25
_LONGEST_LABEL, _LONGEST_VALUE = 75, 2000
#: Begins the name of each of our buttons; Slack wants the names in one message to differ.
PRESS = "evenhand"


def message(text: str, buttons: Sequence[Button] = ()) -> Json:
    """Return the arguments that say `text` with buttons below it."""
    said = spoken(text)
    return said | {"blocks": [*said["blocks"], *_rows(buttons)]}


def keyed(key: str) -> Json:
    """Return the arguments that put an order's key beside a message."""
    return {"metadata": {"event_type": METADATA, "event_payload": {"order": key}}}


def key_of(said: Json) -> str:
    """Return the key of the order that a message was said by, empty for none."""
    metadata = said.get("metadata") or {}
    if metadata.get("event_type") != METADATA:
        return ""
    return str((metadata.get("event_payload") or {}).get("order") or "")


def _rows(buttons: Sequence[Button]) -> list[Json]:
    fit = [button for button in buttons if len(button.id) <= _LONGEST_VALUE][:_MOST_BUTTONS]
    shown = [_button(number, button) for number, button in enumerate(fit)]
    rows = [shown[start : start + _A_ROW] for start in range(0, len(shown), _A_ROW)]
    return [{"type": "actions", "elements": row} for row in rows]


def _button(number: int, button: Button) -> Json:
    label = clean(button.label, _LONGEST_LABEL) or "…"
    plain = {"type": "plain_text", "text": label, "emoji": True}
    shape = {"type": "button", "action_id": f"{PRESS}:{number}", "value": button.id, "text": plain}
    return shape | ({"style": button.style} if button.style in ("primary", "danger") else {})
