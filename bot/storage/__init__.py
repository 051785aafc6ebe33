"""Where everything is kept: `Database` on SQLite or PostgreSQL, and `MemoryStore`, its twin.

Either is loaded when it is first asked for, so that trying out rules needs no database library.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.memory import MemoryStore

__all__ = ["Database", "MemoryStore"]


def __getattr__(name: str) -> Any:
    if name == "Database":
        from bot.storage.database import Database

        return Database
    if name == "MemoryStore":
        from bot.storage.memory import MemoryStore

        return MemoryStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
