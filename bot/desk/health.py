"""One address that says whether Evenhand works, for containers and monitors."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.errors import UsageError

Health = Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class HealthDoor:
    """Answers `GET /healthz` on a host and port: 200 when all is well, else 503."""

    host: str
    port: int

    async def serve(
        self, health: Health, opened: Callable[[int], None] = lambda _port: None
    ) -> None:
        """Answer until cancelled; `opened` hears the port. Raises UsageError for a port in use."""
        runner = web.AppRunner(_app(health), access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self.host, self.port)
            await self._start(site)
            opened(runner.addresses[0][1])
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _start(self, site: web.TCPSite) -> None:
        try:
            await site.start()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError(
                f"EVENHAND_HEALTH: {self.host}:{self.port} cannot be listened on ({reason}); "
                "choose another port, or leave it out"
            ) from None


def _app(health: Health) -> web.Application:
    async def answer(_request: web.Request) -> web.Response:
        state = dict(health())
        return web.Response(
            status=200 if state.get("status") == "ok" else 503,
            text=json.dumps(state, ensure_ascii=False) + "\n",
            content_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    app = web.Application()
    app.router.add_get("/healthz", answer)
    return app
