"""Letting things run beside a test, without waiting for the clock on the wall."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from tests.support.patience import PATIENCE


async def turns(count: int = 50) -> None:
    """Let everything that is ready run for `count` turns of the loop."""
    for _ in range(count):
        await asyncio.sleep(0)


async def until(condition: Callable[[], object]) -> None:
    """Let things run until the condition holds; fails the test when it never does."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110  # what is waited for tells nobody
                await asyncio.sleep(0)
    except TimeoutError:
        raise AssertionError("what the test waits for never happened") from None


@asynccontextmanager
async def beside(*work: Coroutine[Any, Any, None]) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Run work beside the block, and stop it at its end."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
