"""The lobby keeps the promises of every adapter, over real HTTP and WebSockets."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.adapter_contract import AdapterContract, Bench
from tests.contract.lobby_bench import LobbyBench


class TestLobby(AdapterContract):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        bench = LobbyBench(tmp_path)
        yield bench
        await bench.stop()
