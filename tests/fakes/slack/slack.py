"""A pretended Slack: the Web API over real HTTP, events over HTTP or Socket Mode, real errors."""

import asyncio
import itertools
import json
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from typing import Any

from aiohttp import web

from tests.fakes.slack import accounts, chat, conversations
from tests.fakes.slack.calls import METHODS, ApiError, Call, check_scope
from tests.fakes.slack.delivery import Carrier, OverHttp, OverSocket
from tests.fakes.slack.gestures import Gestures
from tests.fakes.slack.state import Json, Token, Workspace

__all__ = ["APP", "SECRET", "FakeSlack", "accounts", "chat", "conversations"]

APP = "A0EVENHAND"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BOT_SCOPES = (
    "app_mentions:read channels:history channels:manage channels:read chat:write commands "
    "groups:history groups:read groups:write im:history im:read im:write pins:write "
    "reactions:read reactions:write team:read usergroups:read usergroups:write users:read"
)


class FakeSlack(Gestures):
    """One Slack with its workspaces; `calls` holds every call of the Web API, in order."""

    def __init__(self, *, socket: bool, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.clock = clock
        self.socket = OverSocket()
        self.app_url = ""
        self.http = OverHttp(lambda: self.app_url, SECRET, clock)
        self.carrier: Carrier = self.socket if socket else self.http
        self.spaces: dict[str, Workspace] = {}
        self.tokens: dict[str, Token] = {}
        self.calls: list[tuple[str, Json]] = []
        self.responses: list[Json] = []
        self.troubles: deque[tuple[str, Json | int]] = deque()
        #: Calls of these methods, or of these workspaces' tokens, get no answer until it is set.
        self.held: dict[str, asyncio.Event] = {}
        self.limits = False
        #: How often a call came too early for its tier.
        self.slowed = 0
        #: What Slack's page of consent sent somebody back with, and for which workspace.
        self.codes: dict[str, Workspace] = {}
        #: Whether somebody installs for a whole organisation rather than for one workspace.
        self.whole_org = False
        #: Seconds from one delivery to the next, while nobody acknowledges.
        self.pauses: tuple[float, ...] = (0.0, 60.0, 300.0)
        self._stamps = itertools.count(100)
        self._last = 0.0
        self._events = itertools.count(1)
        self._triggers: set[str] = set()
        self._used: Counter[tuple[str, str, int]] = Counter()
        self._under_way: set[asyncio.Task[Any]] = set()
        self._runner: web.AppRunner | None = None
        self.port = 0

    # ---------------------------------------------------------------------------- running

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        site = web.Application()
        site.router.add_route("*", "/api/{method}", self._called)
        site.router.add_get("/link", self.socket.serve)
        site.router.add_post("/respond/{team}/{channel}/{user}/{number}", self._responded)
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """End everything that is under way."""
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self.socket.cut()
        await self.http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """The address of the Web API."""
        return f"http://127.0.0.1:{self.port}/api/"

    def socket_url(self) -> str:
        """Return an address for one link."""
        return f"ws://127.0.0.1:{self.port}/link?ticket={next(self._events)}"

    def later(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Do something beside what is under way."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def quiet(self) -> None:
        """Return when nothing that was begun is under way any more."""
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    # ----------------------------------------------------------------------------- things

    def workspace(self, team: str = "T0KETTLE01", name: str = "Kettle") -> Workspace:
        """Let there be a workspace in which the app is installed."""
        space = self.spaces[team] = Workspace(team, name)
        scopes = set(BOT_SCOPES.split())
        self.token(Token(f"xoxb-{team}-bot", "bot", team, space.bot.id, scopes))
        self.token(Token(f"xapp-{team}-app", "app", team, space.bot.id, {"connections:write"}))
        return space

    def token(self, token: Token) -> Token:
        """Give a token out."""
        self.tokens[token.value] = token
        return token

    def admin_token(self, space: Workspace) -> Token:
        """Give out a token that acts in the owner's name."""
        scopes = {"chat:write", "channels:write", "groups:write", "users:read"}
        return self.token(
            Token(f"xoxp-{space.team}-own", "user", space.team, space.owner.id, scopes)
        )

    def new_ts(self) -> str:
        """Return a time stamp that no message carries."""
        self._last = max(self._last + 0.000001, self.clock())
        return f"{self._last:.6f}"

    def trigger(self) -> str:
        """Return what lets an app open one view."""
        id = f"{next(self._events)}.{next(self._stamps)}.trigger"
        self._triggers.add(id)
        return id

    def spend_trigger(self, id: str) -> None:
        """Count a view that is opened; each trigger opens one."""
        if id not in self._triggers:
            raise ApiError("invalid_trigger")
        self._triggers.discard(id)

    # ------------------------------------------------------------------------ the Web API

    def fail(self, method: str, answer: Json | int, times: int = 1) -> None:
        """Answer the next calls of a method so: with an error's words, or a bare status.

        A negative status is given after the call took effect.
        """
        self.troubles.extend([(method, answer)] * times)

    def hang(self, what: str) -> asyncio.Event:
        """Answer no call of a method, or of a workspace's tokens, until the event is set."""
        held = self.held[what] = asyncio.Event()
        return held

    def called(self, method: str) -> list[Json]:
        """Return the arguments of every call of one method."""
        return [arguments for name, arguments in self.calls if name == method]

    async def _called(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        arguments = await _arguments(request)
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = self.tokens.get(bearer or str(arguments.pop("token", "")))
        self.calls.append((name, arguments))
        for what in (name, token.team if token else ""):
            if what in self.held:
                await self.held[what].wait()
        trouble = self._trouble(name)
        if isinstance(trouble, int) and trouble > 0:
            return web.Response(status=trouble, text="<html>not well</html>")
        answer = trouble if isinstance(trouble, dict) else self._answer(name, token, arguments)
        if isinstance(trouble, int):
            return web.Response(status=-trouble, text="<html>not well</html>")
        return _reply(answer, token)

    def _trouble(self, name: str) -> Json | int | None:
        for number, (method, answer) in enumerate(self.troubles):
            if method == name:
                del self.troubles[number]
                return answer
        return None

    def _answer(self, name: str, token: Token | None, arguments: Json) -> Json:
        try:
            if name == "oauth.v2.access":
                return {"ok": True, **self._granted(arguments)}
            if token is None:
                raise ApiError("invalid_auth" if arguments.get("token") else "not_authed")
            return {"ok": True, **self._run(name, token, arguments)}
        except ApiError as no:
            return {"ok": False, "error": no.code, **no.more}

    def _granted(self, arguments: Json) -> Json:
        """Give tokens for a code, once."""
        space = self.codes.pop(str(arguments.get("code")), None)
        if space is None:
            raise ApiError("invalid_code")
        admin = self.admin_token(space)
        installer = {"id": space.owner.id, "access_token": admin.value, "scope": "chat:write"}
        return {
            "access_token": f"xoxb-{space.team}-bot",
            "token_type": "bot",
            "scope": BOT_SCOPES.replace(" ", ","),
            "bot_user_id": space.bot.id,
            "app_id": APP,
            "team": None if self.whole_org else {"id": space.team, "name": space.name},
            "enterprise": {"id": "E0ORG00001", "name": "Org"} if self.whole_org else None,
            "is_enterprise_install": self.whole_org,
            "authed_user": installer,
        }

    def _run(self, name: str, token: Token, arguments: Json) -> Json:
        if token.revoked:
            raise ApiError("token_revoked")
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method")
        check_scope(name, method, token)
        self._count(name, token, method.a_minute, str(arguments.get("channel", "")))
        return method.run(Call(self, self.spaces[token.team], token, arguments))

    def _count(self, name: str, token: Token, a_minute: int, channel: str) -> None:
        what = f"{name} {channel}" if name == "chat.postMessage" else name
        key = (token.value, what, int(self.clock() // 60))
        self._used[key] += 1
        if self.limits and self._used[key] > a_minute:
            self.slowed += 1
            raise ApiError("ratelimited", retry_after=int(60 - self.clock() % 60) + 1)

    # ------------------------------------------------------------------------- deliveries

    def envelope(self, space: Workspace, event: Json) -> Json:
        """Return an event as the Events API brings it."""
        return {
            "token": "legacy",
            "team_id": space.team,
            "api_app_id": APP,
            "event": {"event_ts": self.new_ts(), **event},
            "type": "event_callback",
            "event_id": f"Ev{next(self._events):09}",
            "event_time": int(self.clock()),
            "authorizations": [{"team_id": space.team, "user_id": space.bot.id, "is_bot": True}],
            "is_ext_shared_channel": False,
        }

    def emit(self, space: Workspace, event: Json) -> "asyncio.Task[bool]":
        """Bring an event to the app; the task says whether it was acknowledged."""
        return self.later(self.deliver(self.envelope(space, event)))

    async def deliver(self, envelope: Json) -> bool:
        """Bring an event, and again after the pauses while nobody acknowledges it."""
        for retry, pause in enumerate((None, *self.pauses)):
            if pause is not None:
                await asyncio.sleep(pause)
            if await self.carrier.bring("events_api", envelope, retry) is not None:
                return True
        return False

    async def ask(self, kind: str, payload: Json) -> Json | None:
        """Bring a command or an interaction, once; None where nobody acknowledged."""
        return await self.carrier.bring(kind, payload, 0)

    def response_url(self, space: Workspace, channel: str, user: str) -> str:
        """Return where a command or a button may be answered."""
        number = next(self._stamps)
        return f"http://127.0.0.1:{self.port}/respond/{space.team}/{channel}/{user}/{number}"

    async def _responded(self, request: web.Request) -> web.Response:
        said = json.loads(await request.text())
        self.responses.append({**request.match_info, **said})
        return web.Response(text="ok")


async def _arguments(request: web.Request) -> Json:
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        return found | dict(await request.json())
    return found | dict(await request.post())


def _reply(answer: Json, token: Token | None) -> web.Response:
    headers = {"X-OAuth-Scopes": ",".join(sorted(token.scopes))} if token else {}
    if answer.get("error") == "ratelimited":
        headers |= {"Retry-After": str(answer.get("retry_after", 30))}
        return web.json_response(answer, status=429, headers=headers)
    return web.json_response(answer, headers=headers)
