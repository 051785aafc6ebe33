"""A Discord of one's own on loopback: real HTTP, a real gateway, and Discord's own rules.

Start it, let people do things, and look at what a bot did. See docs/howto/fake-discord.md.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

from aiohttp import web

from tests.fakes.discord import rights
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.limits import Limits
from tests.fakes.discord.people import People
from tests.fakes.discord.routes.accounts import Accounts
from tests.fakes.discord.routes.automod import AutoModRules
from tests.fakes.discord.routes.interactions import Interaction, Interactions
from tests.fakes.discord.routes.marks import Marks
from tests.fakes.discord.routes.members import Members
from tests.fakes.discord.routes.messages import Messages
from tests.fakes.discord.routes.servers import Servers
from tests.fakes.discord.server import API, Recorded, Server
from tests.fakes.discord.trouble import Trouble, Troubles
from tests.fakes.discord.wire import Json
from tests.fakes.discord.world import World

__all__ = ["FakeDiscord", "Interaction", "Json", "Recorded", "Trouble", "rights"]

#: A token of the right shape that opens nothing anywhere.
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.GfakeF.not-a-real-token-of-anybody-at-all"


def _utc() -> datetime:
    return datetime.now(UTC)


class FakeDiscord:
    """One Discord; `now` and `seconds` may be given to have time under control."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = _utc,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self.token = TOKEN
        self.world = World(now)
        self.limits = Limits(seconds)
        self.troubles = Troubles()
        self.gateway = Gateway(self.world, lambda: self.gateway_url, lambda: self.token)
        self.world.tell = self.gateway.tell
        self.server = Server(self.world, self.limits, self.troubles, lambda: self.token)
        self._address = [""]
        self.accounts = Accounts(self.world, self.gateway, self._address)
        self.interactions = Interactions(self.world)
        self.people = People(self.world, self.interactions)
        self.marks = Marks(self.world)
        self._runner: web.AppRunner | None = None
        for routes in (
            self.accounts,
            self.marks,
            Messages(self.world),
            Members(self.world),
            Servers(self.world),
            AutoModRules(self.world),
            self.interactions,
        ):
            routes.serve(self.server)
        self.server.app.router.add_get("/gateway/", self.gateway.handle)
        self._port = 0

    @property
    def api(self) -> str:
        """The address of its HTTP side."""
        return f"http://127.0.0.1:{self._port}{API}"

    @property
    def gateway_url(self) -> str:
        """The address of its gateway."""
        return f"ws://127.0.0.1:{self._port}/gateway/"

    @property
    def requests(self) -> list[Recorded]:
        """Every request that came in, oldest first."""
        return self.server.requests

    def asked(self, method: str, part: str) -> list[Recorded]:
        """Return the requests of one method whose path holds `part`."""
        return [one for one in self.requests if one.method == method and part in one.path]

    async def start(self) -> None:
        """Open it on a free port."""
        self._runner = web.AppRunner(self.server.app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        self._address[0] = self.gateway_url
        self.gateway.start()

    async def stop(self) -> None:
        """Close it, and everything that is open to it."""
        self.troubles.let_go.set()
        await self.gateway.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
