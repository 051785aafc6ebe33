"""The address that says whether Evenhand works."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.desk.health import HealthDoor
from bot.errors import UsageError


@asynccontextmanager
async def opened(state: dict[str, str]) -> AsyncIterator[int]:
    """Keep a door open beside the block and give its port."""
    port = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(HealthDoor("127.0.0.1", 0).serve(lambda: state, port.set_result))
    try:
        yield await port
    finally:
        serving.cancel()
        await asyncio.wait([serving])


async def asked(port: int, path: str = "/healthz") -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_a_monitor_reads_that_all_is_well_and_then_what_is_not() -> None:
    state = {"status": "ok", "network lobby": "ok"}
    async with opened(state) as port:
        assert await asked(port) == (200, '{"status": "ok", "network lobby": "ok"}\n')
        state |= {"status": "the disk is full"}
        assert (await asked(port))[0] == 503
        assert (await asked(port, "/"))[0] == 404


async def test_a_port_in_use_is_told_with_its_setting() -> None:
    async with opened({"status": "ok"}) as port:
        with pytest.raises(UsageError, match=r"EVENHAND_HEALTH: .*choose another port"):
            await HealthDoor("127.0.0.1", port).serve(dict)
