"""Messages: said, changed, removed, read back; with the rules that Discord has for them."""

from datetime import timedelta

from tests.fakes.discord import rights
from tests.fakes.discord.server import Asked, Server
from tests.fakes.discord.wire import (
    MISSING_ACCESS,
    Json,
    Problem,
    bad_form,
    iso,
    made_at,
    unknown,
)
from tests.fakes.discord.world import World, is_thread

LONGEST, LONGEST_FRAMED = 2000, 4096
OLDEST_FOR_BULK = timedelta(days=14)
#: The type of a select menu.
SELECT = 3
NONCE_KEPT = timedelta(minutes=5)


class Messages:
    """Routes about messages."""

    def __init__(self, world: World) -> None:
        self._world = world

    def serve(self, server: Server) -> None:
        """Add the routes."""
        here = "/channels/{channel_id}/messages"
        server.add("GET", here, self.history)
        server.add("POST", here, self.create)
        server.add("POST", here + "/bulk-delete", self.bulk_delete)
        server.add("GET", here + "/{message_id}", self.get)
        server.add("PATCH", here + "/{message_id}", self.edit)
        server.add("DELETE", here + "/{message_id}", self.delete)

    async def history(self, asked: Asked) -> list[Json]:
        guild, channel = self._world.find_channel(asked["channel_id"])
        if guild is not None:
            rights.need(guild, asked.by, rights.VIEW_CHANNEL, channel)
            wanted = rights.permissions(guild, asked.by, channel) & rights.READ_HISTORY
            if not wanted:
                return []
        limit = int(asked.query.get("limit", 50))
        if not 1 <= limit <= 100:
            raise bad_form("limit")
        found = list(self._world.messages[channel["id"]].values())
        found.sort(key=lambda message: int(message["id"]))
        if "after" in asked.query:
            after = int(asked.query["after"])
            return [m for m in found if int(m["id"]) > after][:limit][::-1]
        if "before" in asked.query:
            before = int(asked.query["before"])
            found = [m for m in found if int(m["id"]) < before]
        return found[::-1][:limit]

    async def get(self, asked: Asked) -> Json:
        return self._message(asked)[2]

    async def create(self, asked: Asked) -> Json:
        guild, channel = self._world.find_channel(asked["channel_id"])
        self._may_write(guild, channel, asked)
        check_content(asked.body)
        known = self._said_already(channel, asked)
        if known is not None:
            return known
        message = self._world.message(
            channel, self._world.me, asked.body.get("content", ""), **self._more(guild, asked)
        )
        self._refer(channel, message, asked.body)
        told = dict(message)
        if guild is not None:
            told["guild_id"] = guild["id"]
        self._world.tell(guild["id"] if guild else "", "MESSAGE_CREATE", told)
        return message

    def _may_write(self, guild: Json | None, channel: Json, asked: Asked) -> None:
        if guild is None:
            if channel["recipients"][0]["id"] in self._world.closed_to_words:
                raise Problem(403, 50007, "Cannot send messages to this user")
            return
        allowed = rights.permissions(guild, asked.by, channel)
        if not allowed & rights.VIEW_CHANNEL:
            raise Problem(*MISSING_ACCESS)
        write = rights.SEND_IN_THREADS if is_thread(channel) else rights.SEND_MESSAGES
        rights.need(guild, asked.by, write, channel)

    def _said_already(self, channel: Json, asked: Asked) -> Json | None:
        nonce = asked.body.get("nonce")
        if not nonce or not asked.body.get("enforce_nonce"):
            return None
        if len(str(nonce)) > 25:
            raise bad_form("nonce: Must be 25 or fewer in length.")
        for message in self._world.messages[channel["id"]].values():
            fresh = self._world.now() - made_at(message["id"]) < NONCE_KEPT
            if message.get("nonce") == nonce and fresh:
                return message
        return None

    def _more(self, guild: Json | None, asked: Asked) -> Json:
        body = asked.body
        mentions = _allowed(body, self._world, guild, asked.by)
        return {
            **mentions,
            "nonce": body.get("nonce"),
            "components": body.get("components") or [],
            "embeds": body.get("embeds") or [],
            "flags": body.get("flags") or 0,
        }

    def _refer(self, channel: Json, message: Json, body: Json) -> None:
        reference = body.get("message_reference")
        if not reference:
            return
        if reference["message_id"] not in self._world.messages[channel["id"]]:
            if reference.get("fail_if_not_exists", True):
                del self._world.messages[channel["id"]][message["id"]]
                raise bad_form("message_reference: Unknown message")
            return
        message["type"] = 19
        message["message_reference"] = {
            "message_id": reference["message_id"],
            "channel_id": channel["id"],
        }

    async def edit(self, asked: Asked) -> Json:
        guild, _, message = self._message(asked)
        if message["author"]["id"] != asked.by:
            raise Problem(403, 50005, "Cannot edit a message authored by another user")
        check_content({**message, **asked.body})
        for key in ("content", "components"):
            if key in asked.body:
                message[key] = asked.body[key] or ([] if key == "components" else "")
        message["edited_timestamp"] = iso(self._world.now())
        if guild is not None:
            self._world.tell(guild["id"], "MESSAGE_UPDATE", {**message, "guild_id": guild["id"]})
        return message

    async def delete(self, asked: Asked) -> None:
        guild, channel, message = self._message(asked)
        if message["author"]["id"] != asked.by:
            if guild is None:
                raise Problem(403, 50003, "Cannot execute action on a DM channel")
            rights.need(guild, asked.by, rights.MANAGE_MESSAGES, channel)
        del self._world.messages[channel["id"]][message["id"]]
        if guild is not None:
            told = {"id": message["id"], "channel_id": channel["id"], "guild_id": guild["id"]}
            self._world.tell(guild["id"], "MESSAGE_DELETE", told)

    async def bulk_delete(self, asked: Asked) -> None:
        guild, channel = self._world.find_channel(asked["channel_id"])
        if guild is None:
            raise Problem(403, 50003, "Cannot execute action on a DM channel")
        rights.need(guild, asked.by, rights.MANAGE_MESSAGES, channel)
        ids = asked.body.get("messages", [])
        if not 2 <= len(ids) <= 100:
            raise Problem(400, 50016, "You can only bulk delete between 2 and 100 messages.")
        if len(set(ids)) != len(ids):
            raise bad_form("messages: Duplicate ids")
        oldest = self._world.now() - OLDEST_FOR_BULK
        if any(made_at(id) < oldest for id in ids):
            raise Problem(400, 50034, "You can only bulk delete messages under 14 days old.")
        gone = [id for id in ids if self._world.messages[channel["id"]].pop(id, None)]
        told = {"ids": gone, "channel_id": channel["id"], "guild_id": guild["id"]}
        self._world.tell(guild["id"], "MESSAGE_DELETE_BULK", told)

    def _message(self, asked: Asked) -> tuple[Json | None, Json, Json]:
        guild, channel = self._world.find_channel(asked["channel_id"])
        message = self._world.messages[channel["id"]].get(asked["message_id"])
        if message is None:
            raise unknown("Message", 10008)
        return guild, channel, message


def check_content(body: Json) -> None:
    """Refuse what is too long, empty, or has too many buttons."""
    text = body.get("content") or ""
    if len(text) > LONGEST:
        raise bad_form("content: Must be 2000 or fewer in length.")
    rows = body.get("components") or []
    framed = [embed.get("description", "") for embed in body.get("embeds") or []]
    if any(not 1 <= len(one) <= LONGEST_FRAMED for one in framed):
        raise bad_form("embeds: Must be between 1 and 4096 in length.")
    if not text and not rows and not body.get("embeds"):
        raise Problem(400, 50006, "Cannot send an empty message")
    if len(rows) > 5 or any(len(row["components"]) > 5 for row in rows):
        raise bad_form("components: too many")
    for row in rows:
        _check_row(row["components"])


def _check_row(components: list[Json]) -> None:
    """Refuse a row in which something is too long, or a select menu is not alone."""
    for one in components:
        if len(one.get("custom_id", "")) > 100:
            raise bad_form("components: BASE_TYPE_BAD_LENGTH")
        if one["type"] == SELECT:
            _check_select(one, alone=len(components) == 1)
        elif not 1 <= len(one.get("label", "")) <= 80:
            raise bad_form("components: BASE_TYPE_BAD_LENGTH")


def _check_select(menu: Json, *, alone: bool) -> None:
    options, most = menu.get("options", []), menu.get("max_values", 1)
    values = [one.get("value", "") for one in options]
    if not alone:
        raise bad_form("components: COMPONENT_LAYOUT_WIDTH_EXCEEDED")
    if not 1 <= len(options) <= 25 or not menu.get("min_values", 1) <= most <= len(options):
        raise bad_form("components: options")
    if len(set(values)) < len(values) or any(not 1 <= len(value) <= 100 for value in values):
        raise bad_form("components: COMPONENT_OPTION_VALUE_DUPLICATED")
    if any(not 1 <= len(one.get("label", "")) <= 100 for one in options):
        raise bad_form("components: BASE_TYPE_BAD_LENGTH")


def _allowed(body: Json, world: World, guild: Json | None, by: str) -> Json:
    """Return whom a message mentions, as Discord reads it from text and allowed_mentions."""
    text = body.get("content") or ""
    allowed = body.get("allowed_mentions")
    parse = ["everyone", "roles", "users"] if allowed is None else allowed.get("parse", [])
    named = [] if allowed is None else allowed.get("users", [])
    users = [
        user
        for id, user in world.users.items()
        if f"<@{id}>" in text or f"<@!{id}>" in text
        if "users" in parse or id in named
    ]
    everyone = "everyone" in parse and ("@everyone" in text or "@here" in text)
    may = guild is not None and rights.permissions(guild, by) & rights.MENTION_EVERYONE
    roles = [
        id for id in (guild["roles"] if guild else {}) if "roles" in parse and f"<@&{id}>" in text
    ]
    return {"mentions": users, "mention_roles": roles, "mention_everyone": bool(everyone and may)}
