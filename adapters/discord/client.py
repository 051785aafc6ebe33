"""The library's client: one gateway for all servers, heard in order, kept as a cache."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route

from adapters.discord import sdk
from adapters.discord.places import Place
from adapters.discord.settings import DiscordSettings
from bot.domain import Member

log = logging.getLogger(__name__)
#: What changes a server's roles or rooms, so that they are read anew.
_CHANGES = frozenset(
    {
        "guild_available", "guild_join", "guild_update", "guild_role_create", "guild_role_update",
        "guild_role_delete", "guild_channel_create", "guild_channel_update",
        "guild_channel_delete", "thread_create", "thread_join", "thread_update", "thread_delete",
        "raw_thread_update",
    }
)  # fmt: skip
#: Seconds without another server after which all of them have been told of.
READY_AFTER = 2.0
#: Seconds without a sign of life after which a line counts as dead.
SILENCE = 60.0
#: Seconds that a line may take to be closed in good order.
LAST_WORDS = 2.0
Hear = Callable[[str, tuple[Any, ...]], None]
BeforeIdentify = Callable[[int], Awaitable[None]]


def intents() -> discord.Intents:
    """Return the least that is needed: servers, members, messages with their text, reactions."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.members = True
    wanted.moderation = True
    wanted.guild_messages = True
    wanted.message_content = True
    wanted.guild_reactions = True
    wanted.auto_moderation_execution = True
    return wanted


class Ear(discord.AutoShardedClient):
    """Passes everything on at once and in order, before the library's own listeners see it."""

    def __init__(self, hear: Hear, before_identify: BeforeIdentify) -> None:
        # It would warn at each start that it cannot speak in voice channels; nobody asked it to.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=intents(),
            max_messages=None,
            guild_ready_timeout=READY_AFTER,
            heartbeat_timeout=SILENCE,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags(joined=True, voice=False),
            allowed_mentions=discord.AllowedMentions.none(),
            enable_debug_events=False,
        )
        self._hear = hear
        self._before_identify = before_identify
        self._live: set[int] = set()
        self._sockets: set[aiohttp.ClientWebSocketResponse] = set()
        self._connect = self.http.ws_connect
        # Where it is stopped while it connects, the library forgets the socket that it had opened.
        self.http.ws_connect = self._connect_and_note  # type: ignore[method-assign]  # as told
        self._places: dict[int, Place] = {}

    async def _connect_and_note(
        self, url: str, *, compress: int = 0
    ) -> aiohttp.ClientWebSocketResponse:
        socket = await self._connect(url, compress=compress)
        self._sockets = {known for known in self._sockets if not known.closed} | {socket}
        return socket

    async def listen(self, token: str) -> None:
        """Listen until cancelled or until the line ends for good; nothing stays open after that.

        The library may swallow a cancellation, and waits half a minute for a line that is silent.
        """
        line = asyncio.create_task(self._hold_line(token))
        try:
            await asyncio.wait([line])
        finally:
            while not line.done():
                line.cancel()
                await asyncio.wait([line], timeout=LAST_WORDS)
            if not line.cancelled():
                line.exception()  # it is looked at, also where nobody waits for it any more
            await self._let_go()
            end_heartbeats()
        line.result()

    async def _hold_line(self, token: str) -> None:
        async with self:
            await self.start(token)

    async def _let_go(self) -> None:
        await self.http.close()
        for socket in self._sockets:
            with suppress(Exception):
                async with asyncio.timeout(LAST_WORDS):
                    await socket.close()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Pass an event on; what breaks in us must not break the library."""
        try:
            self._keep(event, args)
            self._hear(event, args)
        except Exception:
            log.exception("what Discord told could not be read (%s)", event)
        super().dispatch(event, *args, **kwargs)

    def _keep(self, event: str, args: tuple[Any, ...]) -> None:
        """Keep track of which servers the cache is true for."""
        match event:
            case "guild_available" | "guild_join":
                self._live.add(args[0].id)
            case "guild_unavailable" | "guild_remove":
                self._live.discard(args[0].id)
            case "shard_disconnect":
                self._live -= {guild.id for guild in self.guilds if guild.shard_id == args[0]}
            case "shard_resumed":
                self._live |= {guild.id for guild in self.guilds if guild.shard_id == args[0]}
            case "member_update" if self.user is not None and args[0].id == self.user.id:
                self._places.pop(args[0].guild.id, None)
        if event in _CHANGES:
            self._places.pop(_guild_of(args[0]), None)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for as long as beginning anew would be too soon."""
        await self._before_identify(shard_id or 0)

    def place(self, id: str) -> Place | None:
        """Return a server, None where the cache is not kept up to date now."""
        number = int(id)
        if number not in self._live:
            return None
        if number not in self._places:
            guild = self.get_guild(number)
            found = sdk.place_of(guild) if guild is not None else None
            if found is None:
                return None
            self._places[number] = found
        return self._places[number]

    def member(self, place: str, id: str) -> Member | None:
        """Return a member, None where the cache does not know them."""
        known = self.place(place)
        guild = self.get_guild(int(place)) if known is not None else None
        found = guild.get_member(int(id)) if guild is not None else None
        return sdk.member_of(found, known) if found is not None else None


def _guild_of(changed: Any) -> int:
    """Return the server that a role, a room, a thread or itself was changed in."""
    if isinstance(changed, discord.Guild):
        return changed.id
    guild = getattr(changed, "guild", None)
    return int(guild.id if guild is not None else changed.guild_id)


def end_heartbeats() -> None:
    """End the threads that the library leaves behind where it is stopped while it connects."""
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler):
            thread.stop()


def point_at(settings: DiscordSettings, gateway: str) -> None:
    """Let the library use another address; it keeps its own in its classes."""
    Route.BASE = settings.api
    if settings.is_elsewhere:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
