"""What the notebook holds about somebody, and forgetting it.

Its pages are about servers, rooms and messages. A member is in it where a room was locked that
had rules for this one person; those are put back when it is opened, and stay until then.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.discord.notebook import Notebook
from bot.errors import NetworkError

_LOCKS = "locks"


class Keeping:
    """Looks through the notebook for one person."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def kept_about(self, member: str) -> Mapping[str, Sequence[Any]]:
        """Return what is kept about somebody, as JSON values by kind."""
        kept: dict[str, list[Any]] = {}
        for page, key, value in self._all():
            if page == _LOCKS and member in value:
                kept.setdefault("measures", []).append({"room": key, **value[member]})
            elif page != _LOCKS and _names(member, key, value):
                kept.setdefault("profile", []).append({"page": page, "key": key, "value": value})
        return kept

    async def forget(self, member: str) -> None:
        """Forget it but for locked rooms; raises NetworkError where it cannot be written."""
        for page, key, value in self._all():
            if page != _LOCKS and _names(member, key, value):
                del self._notebook.page(page)[key]
                self._notebook.changed()
        if not await self._notebook.save():
            raise NetworkError("Discord's notebook cannot be written; make room on the disk.")

    def _all(self) -> Iterator[tuple[str, str, Any]]:
        for page in self._notebook.names():
            for key, value in list(self._notebook.page(page).items()):
                yield page, key, value


def _names(member: str, key: str, value: Any) -> bool:
    if isinstance(value, dict):
        return member == key or any(_names(member, k, v) for k, v in value.items())
    if isinstance(value, list):
        return member == key or any(_names(member, "", one) for one in value)
    return member in (key, value)
