"""What Discord tells page by page, each page in time."""

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

T = TypeVar("T")
#: Seconds that Discord may take for the next page; the library itself waits for minutes.
PAGE_LIMIT = 60.0


async def in_time(pages: AsyncIterator[T]) -> AsyncIterator[T]:
    """Yield what is told; raises TimeoutError where Discord keeps us waiting for the next page."""
    while True:
        try:
            async with asyncio.timeout(PAGE_LIMIT):
                one = await anext(pages)
        except StopAsyncIteration:
            return
        yield one
