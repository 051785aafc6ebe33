"""Slack over a socket that we open: no address of ours needs to be reachable."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from adapters.slack.api import LOST
from bot.errors import NetworkError
from bot.ports import Clock

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp

#: Seconds between the library's looks at whether the link still lives; it gives up after four.
PING = 5.0
#: Seconds between our own looks, and how long a broken link may last before it is a trouble.
LOOK, TROUBLE_AFTER = 1.0, timedelta(seconds=30)


class Socket:
    """The link; `lost` ends with NetworkError when Slack will never let us in again."""

    def __init__(
        self,
        app: "AsyncApp",
        app_token: str,
        ping: float | None = None,
        back: Callable[[datetime], None] = lambda _since: None,
        clock: Clock | None = None,
    ) -> None:
        self._app = app
        self._token = app_token
        self._ping = ping or PING
        self._back = back
        self._clock = clock
        self._silent_since: datetime | None = None
        self._watching: asyncio.Task[None] | None = None
        self._handler: AsyncSocketModeHandler | None = None
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def open(self) -> None:
        """Connect; raises NetworkError where Slack does not take the token."""
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

        handler = AsyncSocketModeHandler(
            self._app, self._token, logger=_library_log(), ping_interval=self._ping
        )
        self._handler = handler
        ask = handler.client.issue_new_wss_url
        handler.client.issue_new_wss_url = _watched(ask, self)  # type: ignore[method-assign]  # the library would ask again for ever
        connecting = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call]  # the library's
        await asyncio.wait([connecting, self.lost], return_when=asyncio.FIRST_COMPLETED)
        if self.lost.done():
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            self.lost.result()
        await connecting
        self._watching = asyncio.create_task(self._watch(handler.client))

    def trouble(self) -> str:
        """Return what stands in the way of hearing, empty for nothing that lasts."""
        silent = self._silent_since
        if silent is None or self._now() - silent < TROUBLE_AFTER:
            return ""
        return (
            f"Slack is not heard since {silent:%H:%M} UTC, the link is broken; it is opened again "
            "by itself as soon as Slack answers"
        )

    def _now(self) -> datetime:
        return self._clock.now() if self._clock else datetime.now(UTC)

    async def _watch(self, client: Any) -> None:
        """Notice when the link breaks and when it is back, until cancelled."""
        while True:
            await asyncio.sleep(LOOK)
            if not await client.is_connected():
                self._silent_since = self._silent_since or self._now()
            elif self._silent_since is not None:
                since, self._silent_since = self._silent_since, None
                self._back(since)

    def give_up(self, code: str) -> None:
        """Say that no link will come about any more."""
        if not self.lost.done():
            self.lost.set_exception(
                NetworkError(
                    f"Slack does not take EVENHAND_SLACK_APP_TOKEN ({code}); make a new one under "
                    "Basic Information, App-Level Tokens, with the scope connections:write."
                )
            )

    async def close(self) -> None:
        """Let the link go, and everything that the library does around it."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
            self._watching = None
        handler, self._handler = self._handler, None
        if handler is None:
            return
        client = handler.client
        around = (client.message_processor, client.current_session_monitor, client.message_receiver)
        await client.close()  # type: ignore[no-untyped-call]  # the library's
        await asyncio.gather(*(task for task in around if task), return_exceptions=True)
        if self.lost.done():
            self.lost.exception()


def _watched(ask: Any, socket: Socket) -> Any:
    async def asked() -> str:
        from slack_sdk.errors import SlackApiError

        try:
            return str(await ask())
        except SlackApiError as error:
            code = str((error.response.data or {}).get("error", ""))
            if code in LOST or code in ("missing_scope", "not_allowed_token_type"):
                socket.give_up(code)
                await asyncio.Event().wait()
            raise

    return asked


def _library_log() -> logging.Logger:
    found = logging.getLogger("slack_sdk.evenhand")
    found.setLevel(max(logging.ERROR, logging.getLogger().level))
    return found
