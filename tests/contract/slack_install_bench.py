"""An app at a pretended Slack that many workspaces install through Slack's own flow."""

import re
from collections.abc import Mapping
from pathlib import Path

import aiohttp
from cryptography.fernet import Fernet

from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.domain import MessagePosted
from bot.errors import StoreBusy
from bot.ports import Safe
from bot.storage import MemoryStore
from tests.contract.slack_bench import SlackBench
from tests.fakes.slack import SECRET, Workspace

KEY = Fernet.generate_key().decode()


class InstallBench(SlackBench):
    """An app that nobody has installed yet; `visit` is somebody's browser."""

    def __init__(self, folder: Path, key: str = KEY) -> None:
        super().__init__(folder, socket=False)
        self.key = key
        self.other = self.slack.workspace("T0OTHER001", "Other")
        self.house.places = {self.space.team: "kettle-co", self.other.team: "other-co"}
        self.browser: aiohttp.ClientSession | None = None
        self.safe = MemoryStore().safe("slack")

    def new_adapter(self, port: int = 0) -> None:
        settings = SlackSettings(
            client_id="123.456",
            client_secret="c" * 32,
            signing_secret=SECRET,
            key=self.key,
            port=port,
            api_url=self.slack.api_url,
            moment=self.moment,
        )
        self._adapter = SlackAdapter(settings, self.folder)
        self._adapter.entrust(self.safe)

    async def visit(self, path: str) -> tuple[int, str]:
        if self.browser is None:
            self.browser = aiohttp.ClientSession()
        # The cookie is for https alone; a browser on loopback keeps it all the same.
        cookies = {c.key: c.value for c in self.browser.cookie_jar}
        url = f"http://127.0.0.1:{self.adapter.port}{path}"
        async with self.browser.get(url, headers=_cookie(cookies)) as answer:
            self.cookies = {**getattr(self, "cookies", {}), **_set(answer)}
            return answer.status, await answer.text()

    async def install(self, space: Workspace, *, state: str = "", cookie: bool = True) -> int:
        """Let somebody install the app in a workspace; returns the last page's status."""
        _, page = await self.visit("/slack/install")
        found = re.search(r"state=([\w-]+)", page)
        assert found is not None
        self.slack.codes["code-1"] = space
        assert self.browser is not None
        path = f"/slack/oauth_redirect?code=code-1&state={state or found[1]}"
        headers = _cookie(self.cookies) if cookie else {}
        url = f"http://127.0.0.1:{self.adapter.port}{path}"
        async with self.browser.get(url, headers=headers) as answer:
            return answer.status

    async def close(self) -> None:
        if self.browser is not None:
            await self.browser.close()
        await super().close()


def _cookie(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())} if cookies else {}


def _set(answer: aiohttp.ClientResponse) -> dict[str, str]:
    return {name: morsel.value for name, morsel in answer.cookies.items()}


async def heard(bench: InstallBench, space: Workspace) -> bool:
    before = len(bench.house.of(MessagePosted))
    await bench.slack.say(space, space.general, space.owner.id, "hello")[1]
    return len(bench.house.of(MessagePosted)) > before


class BusySafe:
    """A safe in a database that is locked, so many times."""

    def __init__(self, safe: Safe, times: int = 1) -> None:
        self._safe = safe
        self._left = times
        self.refused = 0

    def _try(self) -> None:
        if self._left:
            self._left -= 1
            self.refused += 1
            raise StoreBusy("the database is locked")

    async def all(self) -> Mapping[str, str]:
        self._try()
        return await self._safe.all()

    async def put(self, name: str, sealed: str) -> None:
        self._try()
        await self._safe.put(name, sealed)

    async def drop(self, name: str) -> None:
        self._try()
        await self._safe.drop(name)
