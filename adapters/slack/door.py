"""Slack over HTTP: one address for all it brings; what is not Slack's stays out."""

import asyncio
import errno
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from adapters.slack.settings import SlackSettings
from adapters.slack.signed import is_slacks
from bot.errors import NetworkError

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
    from slack_bolt.request.async_request import AsyncBoltRequest
    from slack_bolt.response import BoltResponse

log = logging.getLogger(__name__)
PATH, INSTALL, RETURN = "/slack/events", "/slack/install", "/slack/oauth_redirect"
#: Bytes of one request; Slack's own are far smaller.
LARGEST = 1_000_000
PATIENCE = 10.0
#: Seconds that requests under way get to end.
_GOODBYE = 1.0
#: The pages of an installation are kept by nobody and framed by nobody.
_NOBODY_ELSE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Door:
    """The address that Slack comes to; `port` is known once it is open."""

    def __init__(
        self,
        settings: SlackSettings,
        app: "AsyncApp",
        flow: "AsyncOAuthFlow | None" = None,
        seconds: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._app = app
        self._flow = flow
        self._seconds = seconds
        self._runner: web.AppRunner | None = None
        self.port = settings.port
        #: Seconds that a request may take to arrive.
        self.patience = PATIENCE

    async def open(self) -> None:
        """Begin to listen; raises NetworkError where that cannot be."""
        site = web.Application(client_max_size=LARGEST)
        site.router.add_post(PATH, self._heard)
        if self._flow is not None:
            site.router.add_get(INSTALL, self._install(self._flow.handle_installation))
            site.router.add_get(RETURN, self._install(self._flow.handle_callback))
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=_GOODBYE)
        await runner.setup()
        self._runner = runner
        host, port = self._settings.host, self._settings.port
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await self.close()
            raise NetworkError(_in_the_way(error, host, port)) from error
        self.port = runner.addresses[0][1]

    async def close(self) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _heard(self, request: web.Request) -> web.Response:
        if request.headers.get("Content-Encoding", "identity") != "identity":
            return web.Response(status=415)
        # Cut before it is hashed: nobody unknown may keep us busy.
        try:
            async with asyncio.timeout(self.patience):
                body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        except TimeoutError:
            # Slack sends its requests whole; nobody else may hold our links open.
            return web.Response(status=408, headers={"Connection": "close"})
        secret = self._settings.signing_secret
        if not is_slacks(request.headers, body, secret, self._seconds()):
            return web.Response(status=401)
        return await self._dispatch(request, body)

    def _install(
        self, answer: "Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]"
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return a page of the installation."""

        async def page(request: web.Request) -> web.Response:
            from slack_bolt.adapter.aiohttp import to_aiohttp_response
            from slack_bolt.request.async_request import AsyncBoltRequest

            asked = AsyncBoltRequest(
                body="", query=request.query_string, headers=dict(request.headers)
            )
            shown = await to_aiohttp_response(await answer(asked))
            shown.headers.update(_NOBODY_ELSE)
            return shown

        return page

    async def _dispatch(self, request: web.Request, body: bytes) -> web.Response:
        from slack_bolt.adapter.aiohttp import to_aiohttp_response

        asked = _read(request, body)
        if asked is None:
            log.warning("a request that Slack signed could not be read")
            return web.Response(status=400)
        return await to_aiohttp_response(await self._app.async_dispatch(asked))


def _read(request: web.Request, body: bytes) -> "AsyncBoltRequest | None":
    """Return a request as the library reads it, None where it would stumble over it."""
    from slack_bolt.request.async_request import AsyncBoltRequest

    try:
        asked = AsyncBoltRequest(
            body=body.decode(), query=request.query_string, headers=dict(request.headers)
        )
        told = asked.body.get("event", {})
    except (ValueError, AttributeError, TypeError, KeyError):
        return None
    return asked if isinstance(told, dict) else None


def _in_the_way(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use; stop what listens there, or set "
            "EVENHAND_SLACK_PORT to another port."
        )
    return (
        f"Slack's requests cannot be heard on {host}, port {port} ({error.strerror}); set "
        "EVENHAND_SLACK_HOST and EVENHAND_SLACK_PORT to an address of this machine."
    )
