"""Which interactions are being acknowledged; an answer must not overtake that."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

#: Seconds that an answer waits at most; after them the acknowledgement is too late anyway.
PATIENCE = 3.0


class Acknowledged:
    """Lets answers wait for the acknowledgement of what they answer."""

    def __init__(self) -> None:
        self._pending: dict[str, asyncio.Event] = {}

    @contextmanager
    def pending(self, token: str) -> Iterator[None]:
        """Keep answers to this interaction back until the end."""
        self._pending[token] = done = asyncio.Event()
        try:
            yield
        finally:
            del self._pending[token]
            done.set()

    async def wait(self, token: str) -> None:
        """Return once this interaction is acknowledged; at once for one that nobody waits for."""
        done = self._pending.get(token)
        if done is not None:
            try:
                async with asyncio.timeout(PATIENCE):
                    await done.wait()
            except TimeoutError:
                return
