"""What the notebook holds about somebody, and forgetting it.

Names and languages are not of one group; words that wait, and when somebody came in, are. A note
in a group that says somebody's name is erased there by itself within two minutes. That somebody
is held back at the door stays until they have answered or were shown out: forgotten, they would
be mute for good.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.telegram.buttons import BUTTON
from adapters.telegram.courtesy import HOME, NOTE, WAITING
from adapters.telegram.holding import HELD
from adapters.telegram.notebook import Entry, Notebook
from adapters.telegram.people import CHANNEL, JOINED, NAME, TONGUE, People
from adapters.telegram.welcoming import BOARD, GREETED

_PROFILE = (NAME, JOINED, CHANNEL, TONGUE, HOME)


class Keeping:
    """Looks through the notebook for one person."""

    def __init__(self, notebook: Notebook, people: People) -> None:
        self._notebook = notebook
        self._people = people

    def kept_about(self, place: str, member: str) -> Mapping[str, Sequence[Any]]:
        """Return what is kept about somebody, as JSON values by kind; raises NetworkError."""
        kept: dict[str, list[Any]] = {}
        for kind in (*_PROFILE, WAITING, NOTE, HELD, GREETED):
            for key, entry in self._notebook.all(kind).items():
                if _is_about(kind, key, entry, place, member):
                    named = "waiting" if kind in (WAITING, NOTE) else "profile"
                    kept.setdefault(named, []).append({"is": kind, "key": key, **entry})
        return kept

    async def forget(self, place: str, member: str) -> None:
        """Forget it; raises NetworkError where it cannot be written."""
        self._people.forget(place, member)

        def left(kind: str, key: str, entry: Entry) -> Entry | None:
            if kind == BOARD and member in entry.get("named", ()):
                return {**entry, "named": [one for one in entry["named"] if one != member]}
            if kind == HELD or not _is_about(kind, key, entry, place, member):
                return entry
            # The note still has to be taken down in the group.
            return {**entry, "to": ""} if kind == NOTE else None

        await self._notebook.forget(left)


def _is_about(kind: str, key: str, entry: Entry, place: str, member: str) -> bool:
    if kind in (CHANNEL, TONGUE, HOME):
        return key == member
    if kind in (JOINED, HELD):
        return key == f"{place} {member}"
    if kind == GREETED:
        return key.rpartition(" ")[2] == member
    if kind == WAITING:
        return key.partition(" ")[0] == member and entry["place"] == place
    who = {NAME: "id", NOTE: "to"}.get(kind)
    if who is not None:
        return str(entry[who]) == member
    return kind == BUTTON and _names(str(entry["id"]), member)


def _names(button: str, member: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(member)}(?!\w)", button) is not None
