"""What there is on the fake Discord: users, servers, channels, messages; kept as on the wire."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from tests.fakes.discord.rights import EVERYBODY, MODERATING, THREADS
from tests.fakes.discord.wire import Json, Snowflakes, iso, unknown

Tell = Callable[[str, str, Json], None]


class World:
    """Everything that exists; `tell` is called with server, event and data for each change."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.ids = Snowflakes(now)
        self.users: dict[str, Json] = {}
        self.guilds: dict[str, Json] = {}
        self.messages: dict[str, dict[str, Json]] = {}
        self.direct: dict[str, Json] = {}
        self.commands: dict[str, dict[str, Json]] = {}
        self.closed_to_words: set[str] = set()
        self.tell: Tell = lambda guild, event, data: None
        self.me = self.user("Evenhand", bot=True)

    def user(self, name: str, *, bot: bool = False, made: datetime | None = None) -> Json:
        """Make an account."""
        at = made or self.now() - timedelta(days=400)
        user: Json = {
            "id": self.ids.new(at),
            "username": name.lower().replace(" ", "_"),
            "global_name": None if bot else name,
            "discriminator": "0000" if bot else "0",
            "avatar": None,
            "bot": bot,
            "public_flags": 0,
        }
        if bot:
            user["username"] = name
        self.users[user["id"]] = user
        return user

    def guild(
        self,
        name: str,
        *,
        bot_permissions: int = MODERATING,
        invited: bool = True,
        at: datetime | None = None,
    ) -> Json:
        """Make a server with an owner and #general; Evenhand is in it with a role of its own.

        `at` is when it was made, which decides on the shard that it belongs to.
        """
        id = self.ids.new(at)
        owner = self.user(f"{name} owner")
        guild: Json = {
            "id": id,
            "name": name,
            "owner_id": owner["id"],
            "roles": {},
            "channels": {},
            "threads": {},
            "members": {},
            "bans": {},
            "audit": [],
            "automod": {},
        }
        self.guilds[id] = guild
        guild["roles"][id] = _role(id, "@everyone", 0, EVERYBODY)
        self.member(guild, owner["id"])
        if invited:
            own = self.role(guild, "Evenhand", permissions=bot_permissions, managed=True)
            self.member(guild, self.me["id"], roles=[own["id"]])
        self.channel(guild, "general")
        return guild

    def role(
        self, guild: Json, name: str, *, permissions: int = 0, managed: bool = False, at: int = 0
    ) -> Json:
        """Make a role, at the top unless `at` says a height."""
        position = at or max(role["position"] for role in guild["roles"].values()) + 1
        role = _role(self.ids.new(), name, position, permissions, managed=managed)
        guild["roles"][role["id"]] = role
        self.tell(guild["id"], "GUILD_ROLE_CREATE", {"guild_id": guild["id"], "role": role})
        return role

    def member(
        self, guild: Json, user: str, *, roles: list[str] | None = None, nick: str | None = None
    ) -> Json:
        """Let an account into a server."""
        member: Json = {
            "user": self.users[user],
            "nick": nick,
            "roles": roles or [],
            "joined_at": iso(self.now()),
            "deaf": False,
            "mute": False,
            "flags": 0,
            "avatar": None,
            "premium_since": None,
            "pending": False,
            "communication_disabled_until": None,
        }
        guild["members"][user] = member
        return member

    def channel(
        self, guild: Json, name: str, *, type: int = 0, overwrites: list[Json] | None = None
    ) -> Json:
        """Make a channel; type 2 is a voice channel, 15 a forum."""
        channel: Json = {
            "id": self.ids.new(),
            "guild_id": guild["id"],
            "type": type,
            "name": name,
            "position": len(guild["channels"]),
            "permission_overwrites": overwrites or [],
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "last_message_id": None,
            "flags": 0,
            "bitrate": 64000,
            "user_limit": 0,
            "rtc_region": None,
            "available_tags": [],
        }
        guild["channels"][channel["id"]] = channel
        self.messages[channel["id"]] = {}
        self.tell(guild["id"], "CHANNEL_CREATE", channel)
        return channel

    def thread(self, guild: Json, parent: Json, name: str, owner: str) -> Json:
        """Open a thread, or a post in a forum."""
        thread: Json = {
            "id": self.ids.new(),
            "guild_id": guild["id"],
            "parent_id": parent["id"],
            "owner_id": owner,
            "type": 11,
            "name": name,
            "message_count": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "last_message_id": None,
            "flags": 0,
            "thread_metadata": {
                "archived": False,
                "locked": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": iso(self.now()),
            },
        }
        guild["threads"][thread["id"]] = thread
        self.messages[thread["id"]] = {}
        self.tell(guild["id"], "THREAD_CREATE", {**thread, "newly_created": True})
        return thread

    def message(
        self, channel: Json, author: Json, text: str, *, at: datetime | None = None, **more: object
    ) -> Json:
        """Put a message into a channel, without telling anybody."""
        at = at or self.now()
        message: Json = {
            "id": self.ids.new(at),
            "channel_id": channel["id"],
            "author": author,
            "content": text,
            "timestamp": iso(at),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "mention_channels": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
            "flags": 0,
            **more,
        }
        self.messages[channel["id"]][message["id"]] = message
        channel["last_message_id"] = message["id"]
        return message

    def guild_of(self, id: str) -> Json:
        """Return a server that Evenhand is in."""
        guild = self.guilds.get(id)
        if guild is None or self.me["id"] not in guild["members"]:
            raise unknown("Guild", 10004)
        return guild

    def find_channel(self, id: str) -> tuple[Json | None, Json]:
        """Return a channel or thread with its server, which is None for a private channel."""
        if id in self.direct:
            return None, self.direct[id]
        for guild in self.guilds.values():
            channel = guild["channels"].get(id) or guild["threads"].get(id)
            if channel is not None and self.me["id"] in guild["members"]:
                return guild, channel
        raise unknown("Channel", 10003)

    def full(self, guild: Json) -> Json:
        """Return a server as GUILD_CREATE tells of it, with at most 250 members."""
        members = list(guild["members"].values())
        own = [one for one in members if one["user"]["id"] == self.me["id"]]
        shown = own + [one for one in members if one not in own][:249]
        return {
            **self.plain(guild),
            "channels": list(guild["channels"].values()),
            "threads": list(active(guild)),
            "members": shown,
            "member_count": len(members),
            "large": len(members) > 250,
            "joined_at": iso(self.now()),
            "unavailable": False,
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def plain(self, guild: Json) -> Json:
        """Return a server as HTTP answers with it."""
        return {
            "id": guild["id"],
            "name": guild["name"],
            "owner_id": guild["owner_id"],
            "roles": list(guild["roles"].values()),
            "emojis": [],
            "stickers": [],
            "features": [],
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "banner": None,
            "description": None,
            "afk_channel_id": None,
            "afk_timeout": 300,
            "verification_level": 1,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": "en-US",
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "vanity_url_code": None,
        }


def _role(id: str, name: str, position: int, permissions: int, *, managed: bool = False) -> Json:
    return {
        "id": id,
        "name": name,
        "position": position,
        "permissions": str(permissions),
        "managed": managed,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "mentionable": False,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }


def is_thread(channel: Json) -> bool:
    """Return whether a channel is a thread or a post in a forum."""
    return channel["type"] in THREADS


def active(guild: Json) -> Iterable[Json]:
    """Return the threads of a server that are not archived."""
    return (one for one in guild["threads"].values() if not one["thread_metadata"]["archived"])
