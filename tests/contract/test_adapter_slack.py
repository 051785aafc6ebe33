"""Slack keeps the promises of every adapter, over Socket Mode and over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import Ban, Kick, OutcomeState
from tests.contract.adapter_contract import AdapterContract, Bench
from tests.contract.slack_bench import SlackBench


class SlackContract(AdapterContract):
    """What Slack cannot keep of it: nobody is shown out of a workspace, only out of channels."""

    @pytest.mark.parametrize("cls", [Kick, Ban])
    async def test_somebody_shown_out_is_not_found(
        self, open_bench: Bench, cls: type[Kick | Ban]
    ) -> None:
        assert isinstance(open_bench, SlackBench)
        ann = await open_bench.join("Ann")
        if await self.lacks(open_bench, cls(member=ann)):
            return
        assert (await self.perform(open_bench, cls(member=ann))).state is OutcomeState.DONE
        assert ann not in open_bench.room.members


class TestSlackOverASocket(SlackContract):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        bench = SlackBench(tmp_path, org=True)
        await bench.open()
        yield bench
        await bench.close()


class TestSlackOverHttp(SlackContract):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        bench = SlackBench(tmp_path, socket=False, org=True)
        await bench.open()
        yield bench
        await bench.close()
