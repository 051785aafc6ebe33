"""Who am I, where is the gateway, and private channels."""

from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.server import Asked, Server
from tests.fakes.discord.wire import Json, unknown
from tests.fakes.discord.world import World


class Accounts:
    """Routes about Evenhand's own account."""

    def __init__(self, world: World, gateway: Gateway, address: list[str]) -> None:
        self._world = world
        self._gateway = gateway
        self._address = address
        self.shards = 1
        self.starts_left = 1000
        self.flags = 1 << 15 | 1 << 19  # the privileged intents, as a small bot has them

    def serve(self, server: Server) -> None:
        """Add the routes."""
        server.add("GET", "/users/@me", self.me)
        server.add("GET", "/applications/@me", self.application)
        server.add("GET", "/oauth2/applications/@me", self.application)
        server.add("GET", "/gateway/bot", self.gateway)
        server.add("GET", "/users/@me/guilds", self.guilds)
        server.add("POST", "/users/@me/channels", self.direct)
        server.add("GET", "/users/{user_id}", self.user)

    async def me(self, asked: Asked) -> Json:
        return self._world.me

    async def application(self, asked: Asked) -> Json:
        me = self._world.me
        return {
            "id": me["id"],
            "name": me["username"],
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": self.flags,
            "owner": me,
            "team": None,
        }

    async def gateway(self, asked: Asked) -> Json:
        return {
            "url": self._address[0],
            "shards": self.shards,
            "session_start_limit": {
                "total": 1000,
                "remaining": self.starts_left,
                "reset_after": 14_400_000,
                "max_concurrency": 1,
            },
        }

    async def guilds(self, asked: Asked) -> list[Json]:
        return [
            {"id": guild["id"], "name": guild["name"]}
            for guild in self._world.guilds.values()
            if asked.by in guild["members"]
        ]

    async def user(self, asked: Asked) -> Json:
        user = self._world.users.get(asked["user_id"])
        if user is None:
            raise unknown("User", 10013)
        return user

    async def direct(self, asked: Asked) -> Json:
        user = self._world.users.get(str(asked.body.get("recipient_id", "")))
        if user is None:
            raise unknown("User", 10013)
        for channel in self._world.direct.values():
            if channel["recipients"][0]["id"] == user["id"]:
                return channel
        channel = {
            "id": self._world.ids.new(),
            "type": 1,
            "recipients": [user],
            "last_message_id": None,
            "flags": 0,
        }
        self._world.direct[channel["id"]] = channel
        self._world.messages[channel["id"]] = {}
        return channel
