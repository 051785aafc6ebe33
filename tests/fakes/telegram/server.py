"""The fake Bot API on loopback: real HTTP, every call kept with its arguments and its answer."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.telegram.checking import mistakes
from tests.fakes.telegram.cloud import TOKEN, Cloud
from tests.fakes.telegram.faults import Fault, Faults
from tests.fakes.telegram.hooks import Hooks
from tests.fakes.telegram.moderating import Moderating
from tests.fakes.telegram.sending import Sending
from tests.fakes.telegram.wire import ApiError, Json, Params, bad

Method = Callable[[Params], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the bot: what it asked, what it was told (`ok`), and when, in seconds."""

    method: str
    sent: dict[str, str] = field(default_factory=dict)
    ok: bool = True
    at: float = field(default_factory=time.monotonic)


class FakeTelegram:
    """Serves a Cloud as the Bot API does."""

    def __init__(self, cloud: Cloud | None = None) -> None:
        self.cloud = cloud or Cloud()
        self.faults = Faults()
        self.calls: list[Call] = []
        self.token = TOKEN
        self.sending = Sending(self.cloud)
        self.moderating = Moderating(self.cloud)
        self.hooks = Hooks(self.cloud)
        self.url = ""
        self._runner: web.AppRunner | None = None
        self._methods = self._all_methods()

    async def start(self) -> None:
        """Listen on a free port of loopback."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening; fails where the bot made a call that the Bot API does not know."""
        self.cloud.release()
        await self.hooks.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        # Connections that were cut off are let go of in the loop's next turns.
        for _ in range(5):
            await asyncio.sleep(0)
        wrong = self.mistakes()
        assert not wrong, "\n".join(wrong)

    def mistakes(self) -> list[str]:
        """Return what is wrong with the bot's calls so far, each once."""
        found = [one for call in self.calls for one in mistakes(call.method, call.sent)]
        return list(dict.fromkeys(found))

    def of(self, method: str) -> list[Call]:
        """Return the calls of one method that were answered well."""
        return [call for call in self.calls if call.method == method and call.ok]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        sent = {**request.query, **{k: str(v) for k, v in (await request.post()).items()}}
        params = Params(sent)
        fault = self.faults.take(method)
        if fault is not None and not fault.after:
            self._keep(method, params, ok=False)
            return await self._misbehave(request, fault)
        try:
            body: Json = {"ok": True, "result": await self._do(request, method, params)}
        except ApiError as error:
            body = error.body
        self._keep(method, params, ok=bool(body["ok"]))
        if fault is not None:
            return await self._misbehave(request, fault)
        return _json(body, int(body.get("error_code", 200)))

    async def _do(self, request: web.Request, method: str, params: Params) -> Any:
        if request.match_info["token"] != self.token:
            raise ApiError(401, "Unauthorized")
        found = self._methods.get(method)
        if found is None:
            raise ApiError(404, "Not Found")
        return await found(params)

    def _keep(self, method: str, params: Params, *, ok: bool) -> None:
        self.calls.append(Call(method=method, sent=params.sent, ok=ok))
        self.cloud.stir()

    async def _misbehave(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.hang:
            await asyncio.Event().wait()
        if fault.cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if fault.raw is not None:
            return web.Response(body=fault.raw, status=fault.code or 200)
        return _json(fault.body, fault.code)

    # ---------------------------------------------------------------------------- methods

    def _all_methods(self) -> dict[str, Method]:
        own: tuple[Method, ...] = (
            self.get_me,
            self.get_updates,
            self.set_webhook,
            self.delete_webhook,
            self.get_webhook_info,
            self.set_my_commands,
            self.get_my_commands,
            self.delete_my_commands,
        )
        parts = (self.sending, self.moderating)
        rest = [
            getattr(part, name)
            for part in parts
            for name in dir(type(part))
            if asyncio.iscoroutinefunction(getattr(part, name))
        ]
        return {_camel(method.__name__): method for method in (*own, *rest)}

    async def get_me(self, p: Params) -> Json:
        """Return the bot's own account."""
        return {
            **self.cloud.bot.json(),
            "can_join_groups": True,
            "can_read_all_group_messages": not self.cloud.privacy,
            "supports_inline_queries": False,
        }

    async def get_updates(self, p: Params) -> list[Json]:
        """Return what waits for the bot."""
        return await self.cloud.get_updates(
            p.number("offset", 0),
            p.number("limit", 100),
            p.number("timeout", 0),
            p.value("allowed_updates"),
        )

    async def set_webhook(self, p: Params) -> bool:
        """Deliver updates to an address from now on."""
        url = p.text("url", "")
        secret = p.sent.get("secret_token", "")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters")
        allowed = p.value("allowed_updates")
        self.cloud.allowed = frozenset(allowed) if allowed else self.cloud.allowed
        self.cloud.webhook = {"url": url, "secret_token": secret}
        self.hooks.start()
        self.cloud.stir()
        return True

    async def delete_webhook(self, p: Params) -> bool:
        """Deliver nothing to an address any more."""
        self.cloud.webhook = {}
        if p.flag("drop_pending_updates"):
            self.cloud.updates.clear()
        return True

    async def get_webhook_info(self, p: Params) -> Json:
        """Return where updates are delivered, and how many wait."""
        return {
            "url": self.cloud.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.cloud.waiting()),
        }

    async def set_my_commands(self, p: Params) -> bool:
        """Set the commands that people are offered."""
        commands = p.value("commands") or []
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.cloud.commands[_scope(p)] = commands
        return True

    async def get_my_commands(self, p: Params) -> list[Json]:
        """Return the commands that people are offered."""
        return self.cloud.commands.get(_scope(p), [])

    async def delete_my_commands(self, p: Params) -> bool:
        """Offer no commands in a scope."""
        self.cloud.commands.pop(_scope(p), None)
        return True


def _scope(p: Params) -> str:
    scope = p.value("scope") or {"type": "default"}
    where = f":{scope['chat_id']}" if "chat_id" in scope else ""
    return f"{scope['type']}{where}/{p.text('language_code', '')}"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def _json(body: Json, status: int) -> web.Response:
    return web.Response(
        body=json.dumps(body).encode(), status=status, content_type="application/json"
    )
