"""PostgreSQL keeps the store's promises."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.ports import Store
from bot.storage import Database
from bot.storage.migrate import upgrade
from bot.storage.tables import metadata
from tests.contract.store_contract import StoreContract
from tests.support.postgres import PostgresServer


@pytest.fixture(scope="module")
def migrated(postgres: PostgresServer) -> Iterator[str]:
    """A database with all tables."""
    url = postgres.new_database()
    asyncio.run(upgrade(url))
    yield url
    postgres.drop_database(url)


@pytest.mark.postgres
class TestPostgresStore(StoreContract):
    @pytest.fixture
    async def store(self, migrated: str, postgres: PostgresServer) -> AsyncIterator[Store]:
        tables = ", ".join(table.name for table in metadata.sorted_tables)
        postgres.sql(f"TRUNCATE {tables} RESTART IDENTITY", database=migrated)
        store = Database(migrated)
        await store.open()
        yield store
        await store.close()
