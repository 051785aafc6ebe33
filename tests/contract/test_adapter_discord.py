"""Discord keeps the promises of every adapter, with the real library on a Discord of our own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.adapter_contract import AdapterContract, Bench
from tests.contract.discord_bench import DiscordBench


class TestDiscord(AdapterContract):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        bench = DiscordBench(tmp_path)
        await bench.open()
        yield bench
        await bench.close()
