"""Members and bans: looked up, timed out, given roles, shown out."""

from datetime import timedelta

from tests.fakes.discord import rights
from tests.fakes.discord.server import Asked, Server
from tests.fakes.discord.wire import (
    MISSING_PERMISSIONS,
    Json,
    Problem,
    bad_form,
    moment,
    unknown,
)
from tests.fakes.discord.world import World

LONGEST_TIMEOUT = timedelta(days=28)
#: The numbers of audit-log entries.
KICKED, BANNED, UNBANNED, UPDATED, ROLES, BOT_ADDED = 20, 22, 23, 24, 25, 28


class Members:
    """Routes about members."""

    def __init__(self, world: World) -> None:
        self._world = world

    def serve(self, server: Server) -> None:
        """Add the routes."""
        member = "/guilds/{guild_id}/members/{user_id}"
        server.add("GET", member, self.get)
        server.add("PATCH", member, self.edit)
        server.add("DELETE", member, self.kick)
        server.add("PUT", member + "/roles/{role_id}", self.add_role)
        server.add("DELETE", member + "/roles/{role_id}", self.remove_role)
        server.add("GET", "/guilds/{guild_id}/members", self.list)
        ban = "/guilds/{guild_id}/bans/{user_id}"
        server.add("GET", ban, self.get_ban)
        server.add("PUT", ban, self.ban)
        server.add("DELETE", ban, self.unban)
        server.add("POST", "/guilds/{guild_id}/bulk-ban", self.bulk_ban)

    def _member(self, asked: Asked) -> tuple[Json, Json]:
        guild = self._world.guild_of(asked["guild_id"])
        id = asked.by if asked["user_id"] == "@me" else asked["user_id"]
        member = guild["members"].get(id)
        if member is None:
            if id not in self._world.users:
                raise unknown("User", 10013)
            raise unknown("Member", 10007)
        return guild, member

    async def get(self, asked: Asked) -> Json:
        return self._member(asked)[1]

    async def list(self, asked: Asked) -> list[Json]:
        guild = self._world.guild_of(asked["guild_id"])
        after = int(asked.query.get("after", 0))
        limit = int(asked.query.get("limit", 1))
        known = sorted(guild["members"].values(), key=lambda one: int(one["user"]["id"]))
        return [one for one in known if int(one["user"]["id"]) > after][:limit]

    async def edit(self, asked: Asked) -> Json:
        guild, member = self._member(asked)
        target = member["user"]["id"]
        if "communication_disabled_until" not in asked.body:
            raise bad_form("only communication_disabled_until is known here")
        rights.need(guild, asked.by, rights.MODERATE_MEMBERS)
        rights.need_rank(guild, asked.by, target)
        if rights.permissions(guild, target) & rights.ADMINISTRATOR:
            raise Problem(*MISSING_PERMISSIONS)
        until = asked.body["communication_disabled_until"]
        if until and moment(until) - self._world.now() > LONGEST_TIMEOUT:
            raise bad_form("communication_disabled_until: too far in the future")
        before = member["communication_disabled_until"]
        member["communication_disabled_until"] = until
        change = {"key": "communication_disabled_until", "old_value": before, "new_value": until}
        note(self._world, guild, UPDATED, asked.by, target, asked.reason, changes=[change])
        self.updated(guild, member)
        return member

    def updated(self, guild: Json, member: Json) -> None:
        """Tell of a changed member."""
        told = {**member, "guild_id": guild["id"]}
        self._world.tell(guild["id"], "GUILD_MEMBER_UPDATE", told)

    async def kick(self, asked: Asked) -> None:
        guild, member = self._member(asked)
        target = member["user"]["id"]
        rights.need(guild, asked.by, rights.KICK)
        rights.need_rank(guild, asked.by, target)
        note(self._world, guild, KICKED, asked.by, target, asked.reason)
        remove(self._world, guild, target)

    async def add_role(self, asked: Asked) -> None:
        await self._change_role(asked, give=True)

    async def remove_role(self, asked: Asked) -> None:
        await self._change_role(asked, give=False)

    async def _change_role(self, asked: Asked, *, give: bool) -> None:
        guild, member = self._member(asked)
        role = guild["roles"].get(asked["role_id"])
        if role is None:
            raise unknown("Role", 10011)
        rights.need(guild, asked.by, rights.MANAGE_ROLES)
        if role["managed"] or role["position"] >= rights.rank(guild, asked.by):
            raise Problem(*MISSING_PERMISSIONS)
        rest = [id for id in member["roles"] if id != role["id"]]
        member["roles"] = [*rest, role["id"]] if give else rest
        note(self._world, guild, ROLES, asked.by, member["user"]["id"], asked.reason)
        self.updated(guild, member)

    async def get_ban(self, asked: Asked) -> Json:
        guild = self._world.guild_of(asked["guild_id"])
        if asked["user_id"] not in guild["bans"]:
            raise unknown("Ban", 10026)
        ban: Json = guild["bans"][asked["user_id"]]
        return ban

    async def ban(self, asked: Asked) -> None:
        guild = self._world.guild_of(asked["guild_id"])
        rights.need(guild, asked.by, rights.BAN)
        user = self._world.users.get(asked["user_id"])
        if user is None:
            raise unknown("User", 10013)
        rights.need_rank(guild, asked.by, user["id"])
        if not 0 <= int(asked.body.get("delete_message_seconds", 0)) <= 604_800:
            raise bad_form("delete_message_seconds")
        self._ban(guild, user, asked)

    def _ban(self, guild: Json, user: Json, asked: Asked) -> None:
        if user["id"] in guild["bans"]:
            return
        guild["bans"][user["id"]] = {"user": user, "reason": asked.reason or None}
        note(self._world, guild, BANNED, asked.by, user["id"], asked.reason)
        self._world.tell(guild["id"], "GUILD_BAN_ADD", {"guild_id": guild["id"], "user": user})
        if user["id"] in guild["members"]:
            remove(self._world, guild, user["id"])

    async def bulk_ban(self, asked: Asked) -> Json:
        guild = self._world.guild_of(asked["guild_id"])
        rights.need(guild, asked.by, rights.BAN | rights.MANAGE_GUILD)
        ids = [str(id) for id in asked.body.get("user_ids", [])]
        if not 1 <= len(ids) <= 200:
            raise bad_form("user_ids: Must be between 1 and 200 in length.")
        banned, failed = [], []
        for id in ids:
            user = self._world.users.get(id)
            high = id in guild["members"] and rights.rank(guild, asked.by) <= rights.rank(guild, id)
            if user is None or high or id in guild["bans"]:
                failed.append(id)
            else:
                self._ban(guild, user, asked)
                banned.append(id)
        if not banned:
            raise Problem(400, 500000, "Failed to ban users")
        return {"banned_users": banned, "failed_users": failed}

    async def unban(self, asked: Asked) -> None:
        guild = self._world.guild_of(asked["guild_id"])
        rights.need(guild, asked.by, rights.BAN)
        ban = guild["bans"].pop(asked["user_id"], None)
        if ban is None:
            raise unknown("Ban", 10026)
        note(self._world, guild, UNBANNED, asked.by, asked["user_id"], asked.reason)
        told = {"guild_id": guild["id"], "user": ban["user"]}
        self._world.tell(guild["id"], "GUILD_BAN_REMOVE", told)


def remove(world: World, guild: Json, user: str) -> None:
    """Let a member be gone, and tell of it."""
    member = guild["members"].pop(user)
    told = {"guild_id": guild["id"], "user": member["user"]}
    world.tell(guild["id"], "GUILD_MEMBER_REMOVE", told)


def note(
    world: World, guild: Json, kind: int, by: str, target: str, reason: str, **more: object
) -> Json:
    """Write an entry into the audit log and tell of it."""
    entry: Json = {
        "id": world.ids.new(),
        "action_type": kind,
        "user_id": by,
        "target_id": target,
        "changes": [],
        **({"reason": reason} if reason else {}),
        **more,
    }
    guild["audit"].append(entry)
    told = {**entry, "guild_id": guild["id"]}
    world.tell(guild["id"], "GUILD_AUDIT_LOG_ENTRY_CREATE", told)
    return entry
