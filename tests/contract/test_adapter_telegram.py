"""Telegram keeps the promises of every adapter, with the real library over real HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.adapter_contract import AdapterContract, Bench
from tests.contract.telegram_bench import TelegramBench


class TestTelegram(AdapterContract):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        bench = TelegramBench(tmp_path)
        await bench.open()
        yield bench
        await bench.shut()


class TestTelegramByWebhook(AdapterContract):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        bench = TelegramBench(tmp_path, webhook="https://bot.example/telegram")
        await bench.open()
        yield bench
        await bench.shut()
