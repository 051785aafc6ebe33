"""The store in memory keeps the store's promises."""

import pytest

from bot.ports import Store
from bot.storage import MemoryStore
from tests.contract.store_contract import StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Store:
        return MemoryStore()
