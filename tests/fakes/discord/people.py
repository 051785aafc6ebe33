"""What people do on the fake Discord: talk, come and go, moderate by hand."""

from datetime import datetime, timedelta

from tests.fakes.discord.asking import Asking
from tests.fakes.discord.routes.automod import BLOCK, KEYWORD, add_rule, caught
from tests.fakes.discord.routes.members import (
    BANNED,
    BOT_ADDED,
    KICKED,
    ROLES,
    UNBANNED,
    UPDATED,
    note,
    remove,
)
from tests.fakes.discord.wire import Json, iso


class People(Asking):
    """Everybody but Evenhand."""

    # ------------------------------------------------------------------------- coming and going

    def join(self, guild: Json, name: str, *, roles: list[str] | None = None) -> Json:
        """Let somebody new in."""
        return self.come(guild, self._world.user(name), roles=roles)

    def come(self, guild: Json, user: Json, *, roles: list[str] | None = None) -> Json:
        """Let an account in."""
        member = self._world.member(guild, user["id"], roles=roles)
        self._world.tell(guild["id"], "GUILD_MEMBER_ADD", {**member, "guild_id": guild["id"]})
        return user

    def leave(self, guild: Json, user: Json) -> None:
        """Let somebody go."""
        remove(self._world, guild, user["id"])

    def become(self, guild: Json, user: Json, *, nick: str | None = None) -> None:
        """Let somebody change their name in a server."""
        member = guild["members"][user["id"]]
        member["nick"] = nick
        self._world.tell(guild["id"], "GUILD_MEMBER_UPDATE", {**member, "guild_id": guild["id"]})

    def rename(self, guild: Json, user: Json, name: str) -> None:
        """Let somebody change their name everywhere; Discord tells of it server by server."""
        user["global_name"] = name
        member = guild["members"][user["id"]]
        self._world.tell(guild["id"], "GUILD_MEMBER_UPDATE", {**member, "guild_id": guild["id"]})

    # ----------------------------------------------------------------------------------- talking

    def say(
        self,
        guild: Json,
        channel: Json,
        user: Json,
        text: str,
        *,
        at: datetime | None = None,
        heard: bool = True,
        **more: object,
    ) -> Json:
        """Let somebody write; `heard` is whether the gateway tells of it.

        What an AutoMod rule blocks is never shown: the message that is returned then has no place.
        """
        message = self._world.message(channel, user, text.strip(), at=at, **more)
        if self._is_blocked(guild, channel, message, heard=heard, new=True):
            del self._world.messages[channel["id"]][message["id"]]
        elif heard:
            self.tell_of(guild, message)
        return message

    def _room_of(self, guild: Json, message: Json) -> Json:
        id = message["channel_id"]
        room: Json = guild["channels"].get(id) or guild["threads"][id]
        return room

    def _is_blocked(
        self, guild: Json, channel: Json, message: Json, *, heard: bool = True, new: bool = False
    ) -> bool:
        """Let AutoMod do what its rules say, and tell of each of its deeds.

        Of a message that is not `new` Discord tells the id: somebody wanted to change it.
        """
        blocked = False
        user = message["author"]["id"]
        for rule, entry, found in caught(guild, channel, user, message["content"]):
            for action in rule["actions"]:
                blocked = blocked or action["type"] == BLOCK
                told = {
                    "guild_id": guild["id"],
                    "action": action,
                    "rule_id": rule["id"],
                    "rule_trigger_type": rule["trigger_type"],
                    "user_id": user,
                    "channel_id": channel["id"],
                    "content": message["content"],
                    "matched_keyword": entry,
                    "matched_content": found,
                    **({} if new else {"message_id": message["id"]}),
                }
                if heard:
                    self._world.tell(guild["id"], "AUTO_MODERATION_ACTION_EXECUTION", told)
        return blocked

    def rule(self, guild: Json, by: Json, name: str, keywords: list[str]) -> Json:
        """Let somebody make an AutoMod rule that blocks words."""
        body: Json = {
            "name": name,
            "trigger_type": KEYWORD,
            "trigger_metadata": {"keyword_filter": keywords},
            "actions": [{"type": BLOCK}],
            "enabled": True,
        }
        return add_rule(self._world, guild, by["id"], body)

    def tell_of(self, guild: Json, message: Json, event: str = "MESSAGE_CREATE") -> None:
        """Tell of a message (again)."""
        told = {**message, "guild_id": guild["id"]}
        member = guild["members"].get(message["author"]["id"])
        if member is not None and not message.get("webhook_id"):
            told["member"] = {key: value for key, value in member.items() if key != "user"}
        self._world.tell(guild["id"], event, told)

    def edit(self, guild: Json, message: Json, text: str) -> None:
        """Let somebody change what they wrote; what an AutoMod rule blocks stays as it was."""
        if self._is_blocked(guild, self._room_of(guild, message), {**message, "content": text}):
            return
        message["content"] = text
        message["edited_timestamp"] = iso(self._world.now())
        self.tell_of(guild, message, "MESSAGE_UPDATE")

    def delete(self, guild: Json, message: Json) -> None:
        """Let somebody take down what they wrote."""
        self._world.messages[message["channel_id"]].pop(message["id"])
        told = {"id": message["id"], "channel_id": message["channel_id"], "guild_id": guild["id"]}
        self._world.tell(guild["id"], "MESSAGE_DELETE", told)

    def react(self, guild: Json, message: Json, user: Json, emoji: str) -> None:
        """Let somebody react to a message."""
        member = guild["members"][user["id"]]
        told = {
            "user_id": user["id"],
            "channel_id": message["channel_id"],
            "message_id": message["id"],
            "guild_id": guild["id"],
            "member": member,
            "emoji": {"id": None, "name": emoji},
            "message_author_id": message["author"]["id"],
            "burst": False,
            "type": 0,
        }
        self._world.tell(guild["id"], "MESSAGE_REACTION_ADD", told)

    # ----------------------------------------------------------------------- moderating by hand

    def ban(self, guild: Json, by: Json, user: Json, reason: str = "") -> Json:
        """Let a moderator ban somebody by Discord's own means."""
        guild["bans"][user["id"]] = {"user": user, "reason": reason or None}
        entry = note(self._world, guild, BANNED, by["id"], user["id"], reason)
        self._world.tell(guild["id"], "GUILD_BAN_ADD", {"guild_id": guild["id"], "user": user})
        if user["id"] in guild["members"]:
            remove(self._world, guild, user["id"])
        return entry

    def unban(self, guild: Json, by: Json, user: Json) -> Json:
        """Let a moderator lift a ban."""
        del guild["bans"][user["id"]]
        return note(self._world, guild, UNBANNED, by["id"], user["id"], "")

    def kick(self, guild: Json, by: Json, user: Json, reason: str = "") -> Json:
        """Let a moderator kick somebody."""
        entry = note(self._world, guild, KICKED, by["id"], user["id"], reason)
        remove(self._world, guild, user["id"])
        return entry

    def time_out(
        self, guild: Json, by: Json, user: Json, length: timedelta, reason: str = ""
    ) -> Json:
        """Let a moderator time somebody out; no length at all lifts it."""
        until = iso(self._world.now() + length) if length else None
        member = guild["members"][user["id"]]
        before, member["communication_disabled_until"] = (
            member["communication_disabled_until"],
            until,
        )
        change = {"key": "communication_disabled_until", "old_value": before, "new_value": until}
        if before is None:
            del change["old_value"]
        if until is None:
            del change["new_value"]
        entry = note(self._world, guild, UPDATED, by["id"], user["id"], reason, changes=[change])
        self._world.tell(guild["id"], "GUILD_MEMBER_UPDATE", {**member, "guild_id": guild["id"]})
        return entry

    def take_role(self, guild: Json, by: Json, user: Json, role: Json) -> Json:
        """Let a moderator take a role from somebody."""
        member = guild["members"][user["id"]]
        member["roles"] = [id for id in member["roles"] if id != role["id"]]
        taken = [{"id": role["id"], "name": role["name"]}]
        change = {"key": "$remove", "new_value": taken}
        entry = note(self._world, guild, ROLES, by["id"], user["id"], "", changes=[change])
        self._world.tell(guild["id"], "GUILD_MEMBER_UPDATE", {**member, "guild_id": guild["id"]})
        return entry

    def automod(
        self, guild: Json, channel: Json, user: Json, keyword: str, *, seconds: int = 0
    ) -> None:
        """Let Discord's own AutoMod block a message, or time somebody out."""
        action = {"type": 3, "metadata": {"duration_seconds": seconds}} if seconds else {"type": 1}
        told = {
            "guild_id": guild["id"],
            "action": action,
            "rule_id": self._world.ids.new(),
            "rule_trigger_type": 1,
            "user_id": user["id"],
            "channel_id": channel["id"],
            "content": f"some {keyword}",
            "matched_keyword": keyword,
            "matched_content": keyword,
        }
        self._world.tell(guild["id"], "AUTO_MODERATION_ACTION_EXECUTION", told)

    def invite(self, guild: Json, by: Json) -> None:
        """Let somebody bring Evenhand into a server while it is connected."""
        note(self._world, guild, BOT_ADDED, by["id"], self._world.me["id"], "")
        told = {k: v for k, v in self._world.full(guild).items() if k != "unavailable"}
        self._world.tell(guild["id"], "GUILD_CREATE", told)
