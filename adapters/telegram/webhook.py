"""Hearing by webhook: Telegram calls us, and is answered 200 when the house has what it brought.

Telegram brings again what was not answered so. It is asked for one call at a time, because calls
side by side would mix up the order in which things were said.
"""

import asyncio
import hmac
import json
import logging
import secrets
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from adapters.telegram.intake import Intake
from adapters.telegram.line import KINDS, Line
from adapters.telegram.notebook import Notebook
from adapters.telegram.settings import Settings
from bot.errors import NetworkError

log = logging.getLogger(__name__)
#: Kind of entry: the address that was set as webhook last, to know our own again.
HOOK = "hook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a header's name
_LARGEST = 1024 * 1024
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_GOODBYE = 1.0


class Webhook:
    """Serves one path; `port` is where it listens once it runs."""

    def __init__(self, settings: Settings, line: Line, notebook: Notebook, intake: Intake) -> None:
        self.port = settings.port
        self._settings = settings
        self._line = line
        self._notebook = notebook
        self._intake = intake
        self._turn = asyncio.Lock()
        # New at each start: nobody has to keep it, and an old one is worth nothing.
        self._secret = secrets.token_urlsafe(32)

    async def run(self) -> None:
        """Listen until cancelled; raises NetworkError where that cannot be."""
        app = web.Application(client_max_size=_LARGEST)
        path = urlsplit(self._settings.webhook).path or "/"
        app.router.add_post(path, self._called)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GOODBYE)
        await runner.setup()
        try:
            await self._bind(runner)
            await self._ask_to_be_called()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _bind(self, runner: web.AppRunner) -> None:
        host, port = self._settings.host, self._settings.port
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise NetworkError(
                f"Telegram's webhook cannot listen on {host}, port {port} ({error.strerror}); set "
                "EVENHAND_TELEGRAM_HOST and EVENHAND_TELEGRAM_PORT to what is free."
            ) from error
        self.port = runner.addresses[0][1]

    async def _ask_to_be_called(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                await self._notebook.put(HOOK, "last", {"url": self._settings.webhook})
                await (await self._line.bot()).set_webhook(
                    self._settings.webhook,
                    max_connections=1,
                    allowed_updates=list(KINDS),
                    secret_token=self._secret,
                )
            except InvalidToken:
                raise NetworkError(
                    "Telegram refuses the bot's token; copy the one that @BotFather shows into "
                    "EVENHAND_TELEGRAM_TOKEN and start again."
                ) from None
            except TelegramError as error:
                log.warning("the webhook cannot be set yet, next try in %.0f s: %s", pause, error)
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)
            else:
                return

    async def _called(self, request: web.Request) -> web.Response:
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode("utf-8", "replace"), self._secret.encode()):
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        async with self._turn:
            await self._intake.take([update])
        return web.Response()


async def give_up_own_webhook(line: Line, notebook: Notebook) -> None:
    """Delete the webhook where it is one that we set, so that news can be asked for again."""
    ours = notebook.get(HOOK, "last")
    if ours is None:
        return
    bot = await line.bot()
    if (await bot.get_webhook_info()).url == ours["url"]:
        await bot.delete_webhook()
    await notebook.drop(HOOK, "last")
