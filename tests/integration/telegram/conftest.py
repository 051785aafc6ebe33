"""A bench for each test: a fake Telegram, the real adapter listening, a group with people."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import HandClock
from tests.contract.telegram_bench import TelegramBench
from tests.support.making import NOON


@pytest.fixture
def clock() -> HandClock:
    """A clock that the fake and the adapter go by."""
    return HandClock(NOON)


@pytest.fixture
async def quiet(tmp_path: Path, clock: HandClock) -> AsyncIterator[TelegramBench]:
    """A bench whose adapter does not listen yet."""
    bench = TelegramBench(tmp_path, clock)
    await bench.open()
    yield bench
    await bench.shut()


@pytest.fixture
async def bench(quiet: TelegramBench) -> TelegramBench:
    """A bench whose adapter listens."""
    await quiet.start()
    return quiet
