"""How often something is tried again that Telegram hinders: ever less, and never during a pause."""

import asyncio
from collections.abc import Awaitable, Callable

from telegram.error import RetryAfter, TelegramError

from adapters.telegram.troubles import pause_of
from bot.errors import NetworkError

_FIRST, _LONGEST = 2.0, 300.0


class Paced:
    """One piece of work that is done again and again."""

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self._pause = 0.0
        self._next = 0.0

    async def do(self) -> str:
        """Do it, if it is time; returns what hinders it now, empty for nothing."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._next:
            return ""
        try:
            await self._work()
        except (TelegramError, NetworkError) as error:
            self._pause = min(_LONGEST, max(_FIRST, self._pause * 2))
            wait = pause_of(error) if isinstance(error, RetryAfter) else self._pause
            self._next = loop.time() + wait
            return str(error)
        self._pause = 0.0
        return ""
