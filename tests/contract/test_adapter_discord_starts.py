"""Beginning anew with Discord: seldom, one shard after the other, also across crashes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.discord.notebook import Notebook
from adapters.discord.starts import Starts
from tests.contract.discord_bench import DiscordBench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    yield bench
    await bench.close()


class _Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 10, tzinfo=UTC)

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class _Crash(Exception):
    pass


async def test_a_hundred_crashes_make_fewer_than_twenty_starts(tmp_path: Path) -> None:
    clock, starts = _Clock(), 0

    async def die_while_waiting(seconds: float) -> None:
        # Whoever watches over the process starts it again; it lives for five seconds each time.
        clock.now += timedelta(seconds=min(seconds, 5))
        if seconds > 5:
            raise _Crash

    for _ in range(100):
        notebook = Notebook(tmp_path / "discord.json")
        life = Starts(notebook, now=lambda: clock.now, sleep=die_while_waiting)
        try:
            await life.before_identify(0)
        except _Crash:
            continue
        starts += 1
        clock.now += timedelta(seconds=5)
    assert starts < 20


async def test_invalid_sessions_are_not_answered_with_a_storm(bench: DiscordBench) -> None:
    bench.fake.gateway.invalid_sessions = 8
    await bench.start()
    assert bench.fake.gateway.identified == 9
    long = [seconds for seconds in bench.slept if seconds > 0.5]
    assert sum(long) > 60


async def test_shards_begin_one_after_the_other(tmp_path: Path) -> None:
    clock = _Clock()
    starts = Starts(Notebook(tmp_path / "n.json"), now=lambda: clock.now, sleep=clock.sleep)
    began = clock.now
    for shard in range(3):
        await starts.before_identify(shard)
    assert (clock.now - began).total_seconds() == 10


async def test_a_notebook_that_cannot_be_read_begins_anew(tmp_path: Path) -> None:
    file = tmp_path / "discord.json"
    file.write_text('{"seen": {"1"')
    assert Notebook(file).page("seen") == {}
