"""What acceptance tests share."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.acceptance.chromium import Tabs, launched
from tests.support.patience import PATIENCE


# Starting a browser takes longer than most tests, so they share one, and with it a loop.
@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A real browser, or a skip in one loud line."""
    # A page waits for a process that may be starting again on a busy machine.
    expect.set_options(timeout=PATIENCE * 1000)
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def tabs(browser: Browser) -> AsyncIterator[Tabs]:
    """Tabs of a real browser; the test fails when one logs an error or asks another host."""
    tabs = Tabs(browser)
    yield tabs
    await tabs.close()
    assert tabs.faults == []
