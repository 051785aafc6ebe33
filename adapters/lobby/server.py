"""The lobby's pages over HTTP: who may ask, what comes back, and nothing from anywhere else."""

import hashlib
import ipaddress
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from yarl import URL

from adapters.lobby.guests import NETWORK
from adapters.lobby.hub import Viewer
from adapters.lobby.talk import Rooms, converse

STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_SEAT_COOKIE = "evenhand_seat"
_LARGEST_BODY, _LARGEST_FRAME, _MOST_PAGES = 4_096, 65_536, 500
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self' ws://{host} wss://{host}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    """Answers requests; `host` is the address that is listened on."""

    def __init__(self, rooms: Rooms, host: str) -> None:
        self._rooms = rooms
        self._local_only = is_loopback(host)
        self._files = {path.name: path.read_bytes() for path in STATIC.iterdir() if path.is_file()}
        self._sockets: set[web.WebSocketResponse] = set()

    def app(self) -> web.Application:
        """Return the web application."""
        app = web.Application(middlewares=[self._guard], client_max_size=_LARGEST_BODY)
        app.router.add_get("/", self._index)
        app.router.add_get("/static/{name}", self._static)
        app.router.add_get("/seat/{token}", self._seat)
        app.router.add_get("/ws", self._socket)
        app.router.add_get("/healthz", self._health)
        app.on_shutdown.append(self._say_goodbye)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        if not self._may_ask(request):
            return web.Response(status=403, text="This request comes from elsewhere.\n")
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = web.Response(status=error.status, text=f"{error.status}\n")
        if not response.prepared:
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    def _may_ask(self, request: web.Request) -> bool:
        """Return whether a request is meant for this host and comes from a page of its own."""
        try:
            asked = URL(f"http://{request.host}")
            came_from = request.headers.get("Origin")
            same = came_from is None or URL(came_from).authority == asked.authority
        except ValueError:
            return False
        # A foreign name that points at this machine would make a foreign page one of ours.
        return same and (not self._local_only or is_loopback(asked.host or ""))

    async def _index(self, request: web.Request) -> web.Response:
        response = self._file("index.html", request)
        response.headers["Content-Security-Policy"] = _CSP.format(host=request.host)
        return response

    async def _static(self, request: web.Request) -> web.Response:
        return self._file(request.match_info["name"], request)

    def _file(self, name: str, request: web.Request) -> web.Response:
        body = self._files.get(name)
        if body is None:
            raise web.HTTPNotFound
        tag = hashlib.sha256(body).hexdigest()[:16]
        if any(each.value == tag for each in request.if_none_match or ()):
            return web.Response(status=304, headers={"Cache-Control": "no-cache"})
        response = web.Response(
            body=body,
            content_type=_TYPES.get(Path(name).suffix, "application/octet-stream"),
            charset="utf-8",
            headers={"Cache-Control": "no-cache"},
        )
        response.etag = tag
        return response

    async def _seat(self, request: web.Request) -> web.Response:
        """Keep the seat's token in a cookie; it is used up only when somebody sits down."""
        token = request.match_info["token"]
        if not self._rooms.seats.is_free(token):
            page = self._file("seat-used.html", request)
            page.set_status(410)
            page.headers["Content-Security-Policy"] = _CSP.format(host=request.host)
            return page
        response = web.Response(status=303, headers={"Location": "/?seat"})
        response.set_cookie(
            _SEAT_COOKIE,
            token,
            max_age=600,
            httponly=True,
            samesite="Strict",
            secure=request.secure,
        )
        return response

    async def _health(self, request: web.Request) -> web.Response:
        health = dict(self._rooms.guests.house.health())
        if trouble := self._rooms.guests.room.trouble:
            health[f"network {NETWORK}"] = trouble
            if health.get("status") == "ok":
                health["status"] = trouble
        fine = health.get("status") == "ok"
        return web.Response(
            status=200 if fine else 503,
            text=json.dumps(health, ensure_ascii=False) + "\n",
            content_type="application/json",
        )

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if len(self._sockets) >= _MOST_PAGES:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=_LARGEST_FRAME, compress=False)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            viewer = Viewer(cut=lambda: _cut(request))
            await converse(socket, viewer, self._rooms, request.cookies.get(_SEAT_COOKIE, ""))
        finally:
            self._sockets.discard(socket)
        return socket

    async def _say_goodbye(self, _: web.Application) -> None:
        for socket in list(self._sockets):
            await socket.close(code=1001, message=b"restarting")


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def is_loopback(host: str) -> bool:
    """Return whether a host's name or address means this machine alone."""
    if host.casefold() in ("localhost", "localhost."):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
