"""Databases for the tests of storage."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import Database
from bot.storage.migrate import upgrade


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where an SQLite database may be made."""
    return tmp_path / "evenhand.db"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long for a lock."""
    monkeypatch.setattr("bot.storage.engines.BUSY_SECONDS", 0.05)


@pytest.fixture
async def sqlite(file: Path, impatient: None) -> AsyncIterator[Database]:
    """An SQLite database with tables."""
    await upgrade(f"sqlite:///{file}")
    store = Database(f"sqlite:///{file}", insisting=True)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def on_postgres(postgres_url: str, impatient: None) -> AsyncIterator[Database]:
    """A PostgreSQL database with tables."""
    await upgrade(postgres_url)
    store = Database(postgres_url, insisting=True)
    await store.open()
    yield store
    await store.close()
