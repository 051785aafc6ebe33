"""The line to Telegram: the library's Bot for calls, and updates as they come, one by one."""

import json
import logging
import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from telegram import Bot, User
from telegram.request import HTTPXRequest

from adapters.telegram.settings import Settings

#: Seconds that one call may take; the house gives an order ten.
_PATIENCE = 8.0
_CONNECT = 4.0
#: Kinds of updates to ask for; Telegram sends some of them only where they are named.
KINDS: Sequence[str] = (
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
)
MOST_UPDATES = 100


class Line:
    """One bot's connection; opened by the first call, and again after it was closed."""

    def __init__(self, settings: Settings) -> None:
        # Without this the library warns whenever it reads a span of time.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        # It writes a record per call, with the address and so with the token in it.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._calls = _request(settings.api)
        self._polls = _request(settings.api)
        self._me: User | None = None
        self._shut = False
        self._bot = Bot(
            settings.token,
            base_url=settings.base_url,
            request=self._calls,
            get_updates_request=self._polls,
        )

    async def bot(self) -> Bot:
        """Return the library's Bot, ready to be called."""
        if self._shut:
            await self._calls.initialize()
            await self._polls.initialize()
            self._shut = False
        return self._bot

    async def me(self) -> User:
        """Return the bot's own account, asked for once."""
        if self._me is None:
            self._me = await (await self.bot()).get_me()
        return self._me

    @property
    def id(self) -> int:
        """The bot's own id, which every token begins with."""
        return int(self._bot.token.partition(":")[0])

    async def updates(self, offset: int, seconds: int) -> Sequence[Any]:
        """Return what happened from `offset` on, raw, waiting at most so many seconds for it.

        All before `offset` is confirmed and never comes again. Raw, because the library drops
        a whole batch over one update that it cannot read.
        """
        bot = await self.bot()
        asked = urlencode(
            {
                "offset": offset,
                "timeout": seconds,
                "limit": MOST_UPDATES,
                "allowed_updates": json.dumps(KINDS),
            }
        )
        found: Any = await self._polls.post(
            f"{bot.base_url}/getUpdates?{asked}", read_timeout=seconds + _PATIENCE
        )
        return found if isinstance(found, list) else ()

    async def close(self) -> None:
        """Let go of the connections."""
        self._shut = True
        await self._calls.shutdown()
        await self._polls.shutdown()


def _request(api: str) -> HTTPXRequest:
    # Reading the world's certificates takes a while, and a plain address has none to check.
    more = {"verify": False} if api.startswith("http://") else {}
    return HTTPXRequest(
        connection_pool_size=16,
        read_timeout=_PATIENCE,
        write_timeout=_PATIENCE,
        connect_timeout=_CONNECT,
        pool_timeout=_CONNECT,
        httpx_kwargs=more,
    )
