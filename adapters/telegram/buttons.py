"""Buttons: what stands on them, and ids that fit into Telegram's 64 bytes and find their place."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.notebook import Notebook
from bot.domain import Button

MOST_BYTES = 64
_TAG, _LONG = 4, "~"
#: Kind of entry: a short name for a button's id that is too long.
BUTTON = "button"
#: Characters that fit side by side on a phone.
_WIDTH = 30


class Buttons:
    """Writes buttons for the wire and reads what comes back, also after a restart."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    async def keyboard(self, buttons: Sequence[Button], place: str) -> InlineKeyboardMarkup | None:
        """Return the keyboard, None where there are no buttons."""
        if not buttons:
            return None
        rows: list[list[InlineKeyboardButton]] = []
        width = _WIDTH
        for button in buttons:
            label = button.label.strip()[:60] or "…"
            made = InlineKeyboardButton(label, callback_data=await self._data(button.id, place))
            if width + len(label) > _WIDTH:
                rows.append([])
                width = 0
            rows[-1].append(made)
            width += len(label) + 3
        return InlineKeyboardMarkup(rows)

    async def _data(self, id: str, place: str) -> str:
        data = tag(place) + id
        if len(data.encode()) <= MOST_BYTES and not id.startswith(_LONG):
            return data
        short = _LONG + _digest(id, 32)
        await self._notebook.put(BUTTON, short, {"id": id})
        return tag(place) + short

    def read(self, data: str, places: Iterable[str]) -> tuple[str | None, str]:
        """Return the place that a button was made for, None where unknown, and its id."""
        place = next((one for one in places if tag(one) == data[:_TAG]), None)
        id = data[_TAG:]
        entry = self._notebook.get(BUTTON, id) if id.startswith(_LONG) else None
        return place, str(entry["id"]) if entry else id


def tag(place: str) -> str:
    """Return four characters that stand for a place."""
    return _digest(place, _TAG)


def _digest(text: str, length: int) -> str:
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()[:length]
