"""Courtesies: small things said after something was heard, which must never hold hearing up.

They are waited for briefly, so that most are done before more is heard; what takes longer goes on
beside it, and where too much of it goes on already, the rest is left unsaid.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram.error import TelegramError

from bot.errors import NetworkError

log = logging.getLogger(__name__)
After = Callable[[], Awaitable[None]]
#: Seconds for which hearing waits for courtesies, and how many batches may go on beside it.
_WAITED, _MOST = 1.0, 20


class Politeness:
    """Does courtesies; closed, it leaves off what is not done."""

    def __init__(self, waited: float = _WAITED) -> None:
        self._waited = waited
        self._going: set[asyncio.Task[None]] = set()

    async def do(self, afters: Sequence[After]) -> None:
        """Return when these are done, or have taken so long that they go on by themselves."""
        if not afters:
            return
        if len(self._going) >= _MOST:
            log.warning("Telegram is slow; %d small things are left unsaid", len(afters))
            return
        task = asyncio.create_task(_all(afters))
        self._going.add(task)
        task.add_done_callback(self._going.discard)
        await asyncio.wait({task}, timeout=self._waited)

    async def close(self) -> None:
        """Leave off."""
        going = list(self._going)
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)


async def _all(afters: Sequence[After]) -> None:
    for after in afters:
        try:
            await after()
        except (TelegramError, NetworkError) as error:
            log.info("Telegram does not take what the bot wanted to say: %s", error)
        except Exception:
            log.exception("a courtesy on Telegram failed")
