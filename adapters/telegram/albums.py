"""Albums: several pictures sent as one are one message to the house, and go together.

Telegram brings each picture of an album as a message of its own. The first stands for all; the
others are remembered with it. With any of them all are taken down, also those that come later.
"""

from collections.abc import Sequence

from telegram import Message

from adapters.telegram.notebook import Entry, Notebook

#: Kind of entry: the messages of an album, by chat and album.
ALBUM = "album"


class Albums:
    """Knows which messages belong together."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def joins(self, message: Message) -> bool:
        """Take note of a message; returns whether it only adds to an album that was begun."""
        if not message.media_group_id:
            return False
        key = f"{message.chat.id} {message.media_group_id}"
        known = self._notebook.get(ALBUM, key)
        items = [*(known["items"] if known else ()), message.message_id]
        if message.message_id in items[:-1]:
            return bool(items[0] != message.message_id)
        self._notebook.note(ALBUM, key, {**(known or {"gone": False}), "items": items})
        # One with words of its own is read like any other message.
        return known is not None and not message.caption

    def is_gone(self, message: Message) -> bool:
        """Return whether the album that a message belongs to was taken down already."""
        key = f"{message.chat.id} {message.media_group_id}"
        known = self._notebook.get(ALBUM, key) if message.media_group_id else None
        return bool(known and known["gone"])

    def taken_down(self, chat: int | str, message: int) -> Sequence[int]:
        """Take note that a message goes; returns the others of its album, which go with it."""
        found = self._with(chat, message)
        if found is None:
            return ()
        key, entry = found
        self._notebook.note(ALBUM, key, {**entry, "gone": True})
        return [item for item in entry["items"] if item != message]

    def _with(self, chat: int | str, message: int) -> tuple[str, Entry] | None:
        """Return the album that a message is a part of."""
        for key, entry in self._notebook.all(ALBUM).items():
            if key.partition(" ")[0] == str(chat) and message in entry["items"]:
                return key, entry
        return None
