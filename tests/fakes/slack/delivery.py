"""How events reach an app: signed over HTTP or in envelopes over a socket, and again if need be."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.fakes.slack.state import Json

#: Seconds that an app has to acknowledge.
PATIENCE = 3.0


def signed(secret: str, body: bytes, at: float) -> dict[str, str]:
    """Return the headers by which Slack proves that a request is its own."""
    stamp = str(int(at))
    base = b"v0:" + stamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class Carrier(Protocol):
    """Brings one payload to the app once; returns its answer, None where it did not acknowledge."""

    async def bring(self, kind: str, payload: Json, retry: int) -> Json | None: ...


class OverHttp:
    """Events, commands and interactions as requests to the app's address."""

    def __init__(self, url: Callable[[], str], secret: str, clock: Callable[[], float]) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock
        self.session: aiohttp.ClientSession | None = None
        self.statuses: list[int] = []
        self.patience = PATIENCE

    async def bring(self, kind: str, payload: Json, retry: int) -> Json | None:
        """Send one request; 200 within three seconds is an acknowledgement."""
        body, headers = _request(kind, payload)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_error"}
        status, text = await self.send(body, headers | signed(self._secret, body, self._clock()))
        if status != 200:
            return None
        return json.loads(text) if text.startswith("{") else ({"text": text} if text else {})

    async def send(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        """Send any request at all and return status and body; 0 where none came in time."""
        if self.session is None:
            self.session = aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with self.session.post(
                self._url(), data=body, headers=dict(headers), timeout=limit
            ) as answer:
                status, text = answer.status, await answer.text()
        except (aiohttp.ClientError, TimeoutError):
            status, text = 0, ""
        self.statuses.append(status)
        return status, text

    async def close(self) -> None:
        """Let the links go."""
        if self.session is not None:
            await self.session.close()
            self.session = None


def _request(kind: str, payload: Json) -> tuple[bytes, dict[str, str]]:
    if kind == "events_api":
        return json.dumps(payload).encode(), {"Content-Type": "application/json"}
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}


class OverSocket:
    """Socket Mode: envelopes to one of the app's links, acknowledged over the same link."""

    def __init__(self) -> None:
        self.links: list[web.WebSocketResponse] = []
        self.linked = asyncio.Event()
        self.relinked = asyncio.Event()
        self.patience = PATIENCE
        #: By how much it waits longer with every try; Slack itself always waits as long.
        self.growth = 1.0
        self.connections = 0
        #: How often each event was brought.
        self.tries: Counter[str] = Counter()
        self._numbers = itertools.count(1)
        self._waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Json]]] = {}

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Hold one link until it ends."""
        link = web.WebSocketResponse()
        await link.prepare(request)
        await link.send_json({"type": "hello", "num_connections": 1, "connection_info": {}})
        self.links.append(link)
        self.connections += 1
        self.linked.set()
        if self.connections > 1:
            self.relinked.set()
        try:
            async for message in link:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._acknowledged(link, json.loads(message.data))
        finally:
            self.links.remove(link)
            if not self.links:
                self.linked.clear()
            self._drop(link)
        return link

    def _acknowledged(self, link: web.WebSocketResponse, answer: Json) -> None:
        waiting = self._waiting.get(str(answer.get("envelope_id")))
        if waiting is not None and waiting[0] is link and not waiting[1].done():
            waiting[1].set_result(answer.get("payload") or {})

    def _drop(self, link: web.WebSocketResponse) -> None:
        for other, answer in self._waiting.values():
            if other is link and not answer.done():
                answer.cancel()

    async def bring(self, kind: str, payload: Json, retry: int) -> Json | None:
        """Send one envelope; an acknowledgement over the same link counts."""
        started, patience = time.monotonic(), self.patience * self.growth**retry
        try:
            async with asyncio.timeout(patience):
                await self.linked.wait()
        except TimeoutError:
            return None
        link, id = self.links[-1], f"envelope-{next(self._numbers)}"
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[id] = link, answer
        self.tries[str(payload.get("event_id"))] += 1
        try:
            await link.send_json(_envelope(id, kind, payload, retry))
            left = patience - (time.monotonic() - started)
            async with asyncio.timeout(max(0.01, left)):
                return await asyncio.shield(answer)
        except (TimeoutError, ConnectionError):
            return None
        except asyncio.CancelledError:
            if not answer.cancelled():
                raise
            return None
        finally:
            del self._waiting[id]

    async def refresh(self) -> None:
        """Ask the app to come back over a new link, as Slack does every few hours."""
        for link in list(self.links):
            await link.send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def cut(self) -> None:
        """Let every link break."""
        for link in list(self.links):
            await link.close()


def _envelope(id: str, kind: str, payload: Json, retry: int) -> Json:
    found: Json = {"envelope_id": id, "type": kind, "payload": payload}
    if kind == "events_api":
        return found | {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
    return found | {"accepts_response_payload": True}
