"""SQLite keeps the store's promises."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Store
from bot.storage import Database
from bot.storage.migrate import upgrade
from tests.contract.store_contract import StoreContract


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and nothing in them."""
    file = tmp_path_factory.mktemp("empty") / "evenhand.db"
    asyncio.run(upgrade(f"sqlite:///{file}"))
    return file


class TestSqliteStore(StoreContract):
    @pytest.fixture
    async def store(self, empty: Path, tmp_path: Path) -> AsyncIterator[Store]:
        file = Path(shutil.copy(empty, tmp_path / "evenhand.db"))
        store = Database(f"sqlite:///{file}")
        await store.open()
        yield store
        await store.close()
