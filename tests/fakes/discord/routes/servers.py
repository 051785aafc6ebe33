"""Servers, channels, roles, the audit log."""

from tests.fakes.discord import rights
from tests.fakes.discord.server import Asked, Server
from tests.fakes.discord.wire import Json, Problem, bad_form, unknown
from tests.fakes.discord.world import World, active, is_thread

LONGEST_SLOWMODE = 21_600


class Servers:
    """Routes about servers and their channels."""

    def __init__(self, world: World) -> None:
        self._world = world

    def serve(self, server: Server) -> None:
        """Add the routes."""
        server.add("GET", "/guilds/{guild_id}", self.get)
        server.add("GET", "/guilds/{guild_id}/channels", self.channels)
        server.add("GET", "/guilds/{guild_id}/roles", self.roles)
        server.add("GET", "/guilds/{guild_id}/threads/active", self.threads)
        server.add("GET", "/guilds/{guild_id}/audit-logs", self.audit_log)
        server.add("GET", "/channels/{channel_id}", self.channel)
        server.add("PATCH", "/channels/{channel_id}", self.edit_channel)
        server.add("PUT", "/channels/{channel_id}/permissions/{overwrite_id}", self.overwrite)
        server.add("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}", self.clear)

    async def get(self, asked: Asked) -> Json:
        return self._world.plain(self._world.guild_of(asked["guild_id"]))

    async def channels(self, asked: Asked) -> list[Json]:
        return list(self._world.guild_of(asked["guild_id"])["channels"].values())

    async def roles(self, asked: Asked) -> list[Json]:
        return list(self._world.guild_of(asked["guild_id"])["roles"].values())

    async def threads(self, asked: Asked) -> Json:
        guild = self._world.guild_of(asked["guild_id"])
        return {"threads": list(active(guild)), "members": []}

    async def audit_log(self, asked: Asked) -> Json:
        guild = self._world.guild_of(asked["guild_id"])
        rights.need(guild, asked.by, rights.VIEW_AUDIT_LOG)
        found = list(guild["audit"])
        if "action_type" in asked.query:
            kind = int(asked.query["action_type"])
            found = [entry for entry in found if entry["action_type"] == kind]
        limit = int(asked.query.get("limit", 50))
        if "after" in asked.query:
            after = int(asked.query["after"])
            found = [entry for entry in found if int(entry["id"]) > after][:limit]
        else:
            found = found[::-1][:limit]
        ids = {entry["user_id"] for entry in found} | {entry["target_id"] for entry in found}
        users = [user for id, user in self._world.users.items() if id in ids]
        return {
            "audit_log_entries": found,
            "users": users,
            "webhooks": [],
            "integrations": [],
            "threads": [],
            "guild_scheduled_events": [],
            "auto_moderation_rules": [],
            "application_commands": [],
        }

    async def channel(self, asked: Asked) -> Json:
        return self._world.find_channel(asked["channel_id"])[1]

    def _managed(self, asked: Asked) -> tuple[Json, Json]:
        guild, channel = self._world.find_channel(asked["channel_id"])
        if guild is None:
            raise bad_form("a private channel")
        wanted = rights.MANAGE_THREADS if is_thread(channel) else rights.MANAGE_CHANNELS
        rights.need(guild, asked.by, wanted, channel)
        return guild, channel

    async def edit_channel(self, asked: Asked) -> Json:
        guild, channel = self._managed(asked)
        if "rate_limit_per_user" in asked.body:
            seconds = asked.body["rate_limit_per_user"]
            if not 0 <= seconds <= LONGEST_SLOWMODE:
                raise bad_form("rate_limit_per_user: Must be between 0 and 21600.")
            channel["rate_limit_per_user"] = seconds
        if is_thread(channel):
            if channel["thread_metadata"]["archived"] and "archived" not in asked.body:
                raise Problem(400, 50083, "Thread is archived")
            for key in ("locked", "archived"):
                if key in asked.body:
                    channel["thread_metadata"][key] = asked.body[key]
        event = "THREAD_UPDATE" if is_thread(channel) else "CHANNEL_UPDATE"
        self._world.tell(guild["id"], event, channel)
        return channel

    async def overwrite(self, asked: Asked) -> None:
        guild, channel = self._managed(asked)
        rights.need(guild, asked.by, rights.MANAGE_ROLES, channel)
        if asked["overwrite_id"] not in (guild["roles"] | self._world.users):
            raise unknown("Role", 10011)
        kept = [
            one for one in channel["permission_overwrites"] if one["id"] != asked["overwrite_id"]
        ]
        own = {
            "id": asked["overwrite_id"],
            "type": asked.body["type"],
            "allow": str(asked.body.get("allow", "0")),
            "deny": str(asked.body.get("deny", "0")),
        }
        channel["permission_overwrites"] = [*kept, own]
        self._world.tell(guild["id"], "CHANNEL_UPDATE", channel)

    async def clear(self, asked: Asked) -> None:
        guild, channel = self._managed(asked)
        rights.need(guild, asked.by, rights.MANAGE_ROLES, channel)
        kept = [
            one for one in channel["permission_overwrites"] if one["id"] != asked["overwrite_id"]
        ]
        channel["permission_overwrites"] = kept
        self._world.tell(guild["id"], "CHANNEL_UPDATE", channel)
