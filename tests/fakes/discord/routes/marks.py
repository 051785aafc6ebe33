"""Reactions and pins, with what Discord says no to."""

import re

from tests.fakes.discord import rights
from tests.fakes.discord.server import Asked, Server
from tests.fakes.discord.wire import Json, Problem, bad_form, iso, unknown
from tests.fakes.discord.world import World

MOST_PINS, MOST_SIGNS = 250, 20
_OWN = re.compile(r"\w{2,32}:\d{15,20}")


class Marks:
    """Routes about what is put on messages."""

    def __init__(self, world: World) -> None:
        self._world = world
        #: Messages whose author has blocked Evenhand.
        self.blocked: set[str] = set()
        #: Who has put which sign under a message, by the message's id.
        self.signs: dict[str, dict[str, list[str]]] = {}

    def serve(self, server: Server) -> None:
        """Add the routes."""
        here = "/channels/{channel_id}/messages"
        mine = here + "/{message_id}/reactions/{emoji}/@me"
        # Before the routes of a single message, for `pins` is none.
        server.add("PUT", here + "/pins/{message_id}", self.pin)
        server.add("DELETE", here + "/pins/{message_id}", self.unpin)
        server.add("PUT", mine, self.react)
        server.add("DELETE", mine, self.unreact)

    async def react(self, asked: Asked) -> None:
        guild, channel, message = self._message(asked)
        signs = self.signs.setdefault(message["id"], {})
        emoji = asked["emoji"]
        if emoji.isascii() and not _OWN.fullmatch(emoji):
            raise unknown("Emoji", 10014)
        rights.need(guild, asked.by, rights.READ_HISTORY, channel)
        if emoji not in signs:
            rights.need(guild, asked.by, rights.ADD_REACTIONS, channel)
            if len(signs) >= MOST_SIGNS:
                raise Problem(403, 30010, "Maximum number of reactions reached (20)")
        if message["id"] in self.blocked:
            raise Problem(403, 90001, "Reaction blocked")
        users = signs.setdefault(emoji, [])
        if asked.by not in users:
            users.append(asked.by)
            self._tell("MESSAGE_REACTION_ADD", guild, message, asked)

    async def unreact(self, asked: Asked) -> None:
        guild, _, message = self._message(asked)
        users = self.signs.get(message["id"], {}).get(asked["emoji"], [])
        if asked.by in users:
            users.remove(asked.by)
            self._tell("MESSAGE_REACTION_REMOVE", guild, message, asked)

    def _tell(self, event: str, guild: Json, message: Json, asked: Asked) -> None:
        name, _, id = asked["emoji"].partition(":")
        told = {
            "user_id": asked.by,
            "channel_id": message["channel_id"],
            "message_id": message["id"],
            "guild_id": guild["id"],
            "member": guild["members"][asked.by],
            "emoji": {"id": id or None, "name": name},
            "type": 0,
            "burst": False,
        }
        self._world.tell(guild["id"], event, told)

    async def pin(self, asked: Asked) -> None:
        guild, channel, message = self._message(asked)
        rights.need(guild, asked.by, rights.PIN_MESSAGES, channel)
        pinned = [m for m in self._world.messages[channel["id"]].values() if m["pinned"]]
        if not message["pinned"] and len(pinned) >= MOST_PINS:
            raise Problem(400, 30003, "Maximum number of pins reached for the channel (250)")
        self._set_pin(guild, message, pinned=True)

    async def unpin(self, asked: Asked) -> None:
        guild, channel, message = self._message(asked)
        rights.need(guild, asked.by, rights.PIN_MESSAGES, channel)
        self._set_pin(guild, message, pinned=False)

    def _set_pin(self, guild: Json, message: Json, *, pinned: bool) -> None:
        if message["pinned"] == pinned:
            return
        message["pinned"] = pinned
        at = iso(self._world.now())
        told = {"channel_id": message["channel_id"], "guild_id": guild["id"]}
        self._world.tell(guild["id"], "CHANNEL_PINS_UPDATE", {**told, "last_pin_timestamp": at})
        self._world.tell(guild["id"], "MESSAGE_UPDATE", {**message, "guild_id": guild["id"]})

    def _message(self, asked: Asked) -> tuple[Json, Json, Json]:
        guild, channel = self._world.find_channel(asked["channel_id"])
        if guild is None:
            raise bad_form("a private channel")
        message = self._world.messages[channel["id"]].get(asked["message_id"])
        if message is None:
            raise unknown("Message", 10008)
        if channel.get("thread_metadata", {}).get("archived"):
            raise Problem(400, 50083, "Thread is archived")
        return guild, channel, message
