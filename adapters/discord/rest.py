"""Requests to Discord's HTTP side: in time, at its pace, and never repeated blindly.

The library's own client repeats a POST after a 502 and waits without end; what acts on people
must know whether it was done, so it goes through here.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from adapters.discord.buckets import Buckets, Pace
from adapters.discord.problems import Busy, Refusal, Unclear
from adapters.discord.settings import DiscordSettings

log = logging.getLogger(__name__)
#: Seconds that one request may take; the outbox waits a little longer.
CALL_LIMIT = 8.0
#: Seconds that are waited for a limit at most; beyond that others go first.
PATIENCE: Mapping[Pace, float] = {Pace.URGENT: 4.0, Pace.USUAL: 1.0, Pace.IN_NO_HURRY: 60.0}
#: Seconds of silence after a block at the edge that names no time.
BLOCKED = 60.0
LONGEST_REASON = 512
_AGENT = "DiscordBot (https://github.com/evenhand, 1) Evenhand"


class Rest:
    """One connection pool with the limits that belong to it."""

    def __init__(
        self,
        settings: DiscordSettings,
        *,
        seconds: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._sleep = sleep
        self._seconds = seconds
        self._session: aiohttp.ClientSession | None = None
        self._buckets: Buckets | None = None

    async def close(self) -> None:
        """Let go of all connections; the next request opens new ones."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def get(self, path: str, *, in_no_hurry: bool = False, **query: str) -> Any:
        """Ask for something."""
        return await self.request("GET", path, query=query, in_no_hurry=in_no_hurry)

    async def request(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        query: Mapping[str, str] | None = None,
        reason: str = "",
        urgent: bool = False,
        in_no_hurry: bool = False,
        open_to_all: bool = False,
    ) -> Any:
        """Make one request and return the answer's JSON, None where it has none.

        Raises Refusal for Discord's no, Busy where nothing was done and waiting helps, Unclear
        where nobody can tell. `open_to_all` requests prove themselves by their path; those made
        `in_no_hurry` wait for a limit as long as it takes.
        """
        headers = {"User-Agent": _AGENT}
        if not open_to_all:
            headers["Authorization"] = f"Bot {self._settings.token}"
        if reason:
            headers["X-Audit-Log-Reason"] = quote(reason[:LONGEST_REASON], safe=" ")
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        pace = Pace.URGENT if urgent else Pace.IN_NO_HURRY if in_no_hurry else Pace.USUAL
        patience = PATIENCE[pace]
        # What answers an interaction is outside of the limit over all routes.
        pace = Pace.URGENT if open_to_all else pace
        await self._wait(method, path, patience, pace)
        status, answered, text = await self._send(method, path, query, headers, data)
        if status == 429:
            await self._too_much(method, path, answered, text, patience)
            await self._wait(method, path, patience, pace)
            status, answered, text = await self._send(method, path, query, headers, data)
        return self._read(method, path, status, answered, text)

    def _limits(self) -> Buckets:
        if self._buckets is None:
            self._buckets = Buckets(self._seconds or asyncio.get_running_loop().time)
        return self._buckets

    async def _wait(self, method: str, path: str, patience: float, pace: Pace) -> None:
        limits = self._limits()
        while (pause := limits.wait(method, path, pace)) > 0:
            if pause > patience:
                raise Busy("Discord asks to wait.", pause)
            await self._sleep(pause)
        limits.take(method, path)

    async def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str],
        data: bytes | None,
    ) -> tuple[int, Mapping[str, str], str]:
        if self._session is None or self._session.closed:
            # Without a limit of its own: what hangs in one server would use it up for all.
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(), connector=aiohttp.TCPConnector(limit=0)
            )
        url = f"{self._settings.api}{path}"
        try:
            async with (
                asyncio.timeout(CALL_LIMIT),
                self._session.request(
                    method, url, params=query, headers=headers, data=data, allow_redirects=False
                ) as answer,
            ):
                text = await answer.text(errors="replace")
                self._limits().learn(method, path, answer.headers)
                return answer.status, answer.headers, text
        except aiohttp.ClientConnectorError as error:
            raise Busy(f"Discord cannot be reached ({error.strerror}).", 2.0) from None
        except TimeoutError:
            raise Unclear(f"Discord did not answer within {CALL_LIMIT:.0f} s.") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Unclear(f"The connection to Discord broke ({type(error).__name__}).") from None

    async def _too_much(
        self, method: str, path: str, headers: Mapping[str, str], text: str, patience: float
    ) -> None:
        told = _json(text)
        limits = self._limits()
        if not isinstance(told, dict):
            rest = _number(headers.get("Retry-After", ""), BLOCKED)
            limits.close(rest)
            log.warning("Discord's edge blocks requests from this address; waiting %.0f s", rest)
            raise Busy("Discord's edge blocks requests from this address for now.", rest)
        rest = _number(str(told.get("retry_after", "")), 1.0)
        if told.get("global"):
            limits.close(rest)
            log.warning("Discord's global limit is reached; waiting %.1f s", rest)
        else:
            limits.exhaust(method, path, rest)
        if rest > patience:
            raise Busy("Discord asks to wait.", rest)

    def _read(
        self, method: str, path: str, status: int, headers: Mapping[str, str], text: str
    ) -> Any:
        told = _json(text)
        if 200 <= status < 300:
            if isinstance(told, str):
                raise Unclear("What answered is not Discord; look for a proxy in between.")
            return told
        if status == 429:
            rest = told.get("retry_after", 1.0) if isinstance(told, dict) else BLOCKED
            raise Busy("Discord asks to wait.", float(rest))
        if status >= 500:
            raise Unclear(f"Discord is out of order ({status}).")
        if not isinstance(told, dict):
            told = {}
        raise Refusal(status, int(told.get("code") or 0), str(told.get("message") or "no"))


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def _number(text: str, otherwise: float) -> float:
    try:
        return max(0.0, float(text))
    except ValueError:
        return otherwise
