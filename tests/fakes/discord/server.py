"""The fake's HTTP side: who asks, how often, what goes wrong, and a record of all of it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from aiohttp import web

from tests.fakes.discord.limits import Limits
from tests.fakes.discord.trouble import Trouble, Troubles
from tests.fakes.discord.wire import Json, Problem
from tests.fakes.discord.world import World

API = "/api/v10"
_MAJOR = ("guild_id", "channel_id", "token")
_OPEN = ("/interactions/", "/webhooks/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as a route sees it; `by` is Evenhand's own id."""

    params: dict[str, str]
    query: dict[str, str]
    body: Json
    reason: str
    by: str

    def __getitem__(self, name: str) -> str:
        return self.params[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One request that came in, and how it was answered (0: not at all)."""

    at: datetime
    method: str
    path: str
    body: Json
    reason: str
    status: int


Route = Callable[[Asked], Awaitable[object]]


class Server:
    """Answers requests by its routes; `effects` are those that were carried out."""

    def __init__(
        self, world: World, limits: Limits, troubles: Troubles, token: Callable[[], str]
    ) -> None:
        self.world = world
        self.limits = limits
        self.troubles = troubles
        self.requests: list[Recorded] = []
        self.app = web.Application(client_max_size=32 * 1024 * 1024)
        self._token = token
        self._asked = asyncio.Event()

    async def asked_again(self) -> None:
        """Return once another request has come in and was dealt with."""
        self._asked.clear()
        await self._asked.wait()

    def add(self, method: str, template: str, route: Route) -> None:
        """Serve a route."""

        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(request, template, route)

        self.app.router.add_route(method, API + template, serve)

    async def _serve(self, request: web.Request, template: str, route: Route) -> web.StreamResponse:
        body = await _body(request)
        path = request.path.removeprefix(API)
        reason = unquote(request.headers.get("X-Audit-Log-Reason", ""))
        await self.troubles.dawdle(path)
        trouble = self.troubles.take(request.method, path)
        answer = await self._answer(request, template, route, body, reason, trouble)
        self.requests.append(
            Recorded(
                at=self.world.now(),
                method=request.method,
                path=path,
                body=body,
                reason=reason,
                status=answer.status if trouble is None or trouble.status else 0,
            )
        )
        self._asked.set()
        if trouble is not None and trouble.hang:
            await self.troubles.let_go.wait()
        if trouble is not None and trouble.reset and request.transport is not None:
            request.transport.abort()
        return answer

    async def _answer(
        self,
        request: web.Request,
        template: str,
        route: Route,
        body: Json,
        reason: str,
        trouble: Trouble | None,
    ) -> web.Response:
        if trouble is not None and not trouble.after:
            return _trouble(trouble)
        params = dict(request.match_info)
        major = next((params[name] for name in _MAJOR if name in params), "")
        headers, too_much = self.limits.take(request.method, template, major)
        if too_much is not None:
            return _json(too_much, 429, headers)
        asked = Asked(
            params=params,
            query=dict(request.query),
            body=body,
            reason=reason,
            by=self.world.me["id"],
        )
        try:
            self._who(request)
            result = await route(asked)
        except Problem as problem:
            return _json(problem.body, problem.status, headers)
        if trouble is not None:
            return _trouble(trouble)
        return (
            web.Response(status=204, headers=headers)
            if result is None
            else _json(result, 200, headers)
        )

    def _who(self, request: web.Request) -> None:
        path = request.path.removeprefix(API)
        if path.startswith(_OPEN):
            return
        if request.headers.get("Authorization") != f"Bot {self._token()}":
            raise Problem(401, 0, "401: Unauthorized")


async def _body(request: web.Request) -> Json:
    text = await request.text()
    told = json.loads(text) if text else {}
    body: Json = {"list": told} if isinstance(told, list) else told
    return body


def _json(data: object, status: int, headers: dict[str, str]) -> web.Response:
    # Exactly this content type: with a charset behind it discord.py would read text.
    return web.Response(
        body=json.dumps(data).encode(),
        status=status,
        headers={**headers, "Content-Type": "application/json"},
    )


def _trouble(trouble: Trouble) -> web.Response:
    if trouble.html:
        text = "<html><title>Access denied</title></html>"
        return web.Response(text=text, status=trouble.status or 429, content_type="text/html")
    status = trouble.status or 500
    body = {"message": f"{status}: told to fail", "code": trouble.code}
    if status == 429:
        body |= {"retry_after": 0.2, "global": False}
    return _json(body, status, {"Via": "1.1 fake"})
