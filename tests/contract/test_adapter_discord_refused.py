"""Discord lets Evenhand not in, or not everywhere: it is said what to do, and it ends in order."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import Reply
from bot.errors import NetworkError
from tests.contract.discord_bench import DiscordBench
from tests.contract.fake_house import FakeHouse
from tests.support.patience import PATIENCE


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


async def test_a_revoked_token_ends_listening_with_what_to_do(tmp_path: Path) -> None:
    bench = DiscordBench(tmp_path)
    await bench.open()
    adapter = bench.adapter
    bench.fake.token = "another"
    with pytest.raises(NetworkError, match=r"does not accept the token; make a new one at https"):
        await adapter.listen(bench.house)
    assert bench.fake.gateway.identified == 0
    assert (await bench.perform(Reply(channel=bench.channel, text="hi"))).detail == (
        "Discord no longer accepts my token; set EVENHAND_DISCORD_TOKEN to a new one."
    )
    await bench.close()


async def test_a_token_revoked_while_listening_ends_it(bench: DiscordBench) -> None:
    bench.fake.token = "another"
    await bench.fake.gateway.drop(forget=True)
    assert bench.task is not None
    with pytest.raises(NetworkError, match="does not accept the token"):
        async with asyncio.timeout(PATIENCE):
            await bench.task


async def test_missing_intents_are_told_with_the_page_to_open(tmp_path: Path) -> None:
    bench = DiscordBench(tmp_path)
    await bench.open()
    bench.fake.gateway.allowed = 0
    with pytest.raises(NetworkError, match=r"'Message Content Intent' at https://discord.com/dev"):
        async with asyncio.timeout(PATIENCE):
            await bench.adapter.listen(bench.house)
    assert bench.fake.gateway.identified == 1
    await bench.close()


async def test_hardly_any_starts_left_are_not_used_up(tmp_path: Path) -> None:
    bench = DiscordBench(tmp_path)
    await bench.open()
    bench.fake.accounts.starts_left = 49
    with pytest.raises(NetworkError, match="only 49 more starts"):
        await bench.adapter.listen(bench.house)
    assert bench.fake.gateway.identified == 0
    await bench.close()


async def test_stopping_while_it_connects_leaves_no_thread_behind(tmp_path: Path) -> None:
    bench = DiscordBench(tmp_path)
    await bench.open()
    bench.fake.gateway.silent = True  # nothing is said after HELLO
    task = asyncio.create_task(bench.adapter.listen(bench.house))
    async with asyncio.timeout(PATIENCE):
        await bench.fake.gateway.connected()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    left = [one for one in threading.enumerate() if one.name.startswith("keep-alive-handler")]
    assert all(_is_ending(one) for one in left)
    await bench.close()


async def test_a_line_that_is_silent_does_not_hold_up_the_end(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.client.LAST_WORDS", 0.2)
    bench.fake.gateway.silent = True
    async with asyncio.timeout(PATIENCE):
        await bench.stop()


def _is_ending(thread: threading.Thread) -> bool:
    thread.join(timeout=PATIENCE)
    return not thread.is_alive()


async def test_no_token_and_no_secret_stands_in_any_error(bench: DiscordBench) -> None:
    settings = repr(bench.adapter._settings)
    assert bench.fake.token not in settings


async def test_a_policy_file_without_a_server_is_told_of(tmp_path: Path) -> None:
    bench = DiscordBench(tmp_path)
    await bench.open()
    bench.house = FakeHouse({"discord": "kettle-co"})
    task = asyncio.create_task(bench.adapter.listen(bench.house))
    async with asyncio.timeout(PATIENCE):
        line = await bench.house.until_announced()
    assert line == (
        'No policy file names a Discord server. Write `places: {discord: "ID"}`; I am in: '
        f"Kettle & Co. ({bench.guild['id']})."
    )
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await bench.close()


async def test_a_server_that_evenhand_is_not_in_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.client.READY_AFTER", 0.05)
    bench = DiscordBench(tmp_path)
    await bench.open()
    bench.house = FakeHouse({"815123456789012345": "kettle-co"})
    task = asyncio.create_task(bench.adapter.listen(bench.house))
    async with asyncio.timeout(PATIENCE):
        line = await bench.house.until_announced()
    assert line.startswith("A policy file names the Discord server 815123456789012345, and I am")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await bench.close()
