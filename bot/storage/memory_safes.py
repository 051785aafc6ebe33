"""What networks keep for themselves, in memory."""

from collections.abc import Mapping

from bot.storage.shelves import Shelves


class MemorySafe:
    """The safe of one network."""

    def __init__(self, shelves: Shelves, owner: str) -> None:
        self._sealed = shelves.safes[owner]

    async def all(self) -> Mapping[str, str]:
        """Return everything in it."""
        return dict(sorted(self._sealed.items()))

    async def put(self, name: str, sealed: str) -> None:
        """Keep something, in place of what has that name."""
        self._sealed[name] = sealed

    async def drop(self, name: str) -> None:
        """Keep it no longer."""
        self._sealed.pop(name, None)
