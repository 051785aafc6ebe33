"""Who and what is where: from the library's cache while it is kept fresh, else asked for."""

import asyncio
from collections.abc import Mapping
from typing import Protocol

from adapters.discord import reading
from adapters.discord.places import Place, Room
from adapters.discord.problems import NOBODY, UNKNOWN_GUILD, No, Refusal
from adapters.discord.reading import is_id
from adapters.discord.rest import Rest
from bot.domain import Member

#: Seconds for which a server's roles and rooms are remembered that nobody keeps fresh.
FRESH = 20.0
#: Seconds for which a server that we are not in, or a room that is not there, is not asked for
#: again; each time costs a refusal.
GONE = 600.0
#: Seconds after a deed for which the cache may not know yet what it changed.
SETTLING = 10.0
_NOT_HERE = "I am not in this server; invite me with `evenhand discord invite`."


class Cache(Protocol):
    """What the gateway keeps up to date."""

    def place(self, id: str) -> Place | None:
        """Return a server, None where it is not kept up to date now."""
        ...

    def member(self, place: str, id: str) -> Member | None:
        """Return a member, None where it is not known."""
        ...


class Directory:
    """Knows servers, their rooms and their members."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._cache: Cache | None = None
        self._asked: dict[str, tuple[float, Place]] = {}
        self._gone: dict[str, float] = {}
        self._no_rooms: dict[str, float] = {}
        self._touched: dict[tuple[str, str], float] = {}
        self._me: Mapping[str, str] | None = None

    def use(self, cache: Cache | None) -> None:
        """Use what a gateway keeps up to date, from now on."""
        self._cache = cache

    async def me(self) -> str:
        """Return Evenhand's own id, which is the application's too."""
        if self._me is None:
            self._me = await self._rest.get("/users/@me")
        return str(self._me["id"])

    async def place(self, id: str) -> Place:
        """Return a server as it is now; raises No where Evenhand is not in it."""
        if not is_id(id):
            raise No(f"'{id}' is no id of a Discord server; it is a number of 17 to 19 digits.")
        known = self._cache.place(id) if self._cache else None
        if known is not None:
            return known
        now = asyncio.get_running_loop().time()
        at, place = self._asked.get(id, (0.0, None))
        if place is None or now - at > FRESH:
            if now - self._gone.get(id, -GONE) < GONE:
                raise No(_NOT_HERE)
            place = await self._ask(id)
            self._asked[id] = (now, place)
        return place

    async def _ask(self, id: str) -> Place:
        me = await self.me()
        try:
            guild, rooms, mine, threads = await asyncio.gather(
                self._rest.get(f"/guilds/{id}"),
                self._rest.get(f"/guilds/{id}/channels"),
                self._rest.get(f"/guilds/{id}/members/{me}"),
                self._rest.get(f"/guilds/{id}/threads/active"),
            )
        except Refusal as refusal:
            if refusal.code in (UNKNOWN_GUILD, *NOBODY) or refusal.status == 403:
                self._gone[id] = asyncio.get_running_loop().time()
                raise No(_NOT_HERE) from None
            raise
        return reading.place(guild, [*rooms, *threads["threads"]], me, mine["roles"])

    def forget(self, place: str) -> None:
        """Ask anew for a server's roles and rooms the next time."""
        self._asked.pop(place, None)

    async def room(self, place: Place, name: str) -> Room:
        """Return a room by its id or name; raises No where there is none."""
        found = place.room_named(name)
        if found is None and is_id(name):
            found = await self._ask_for_room(name)
        if found is None:
            raise No(f"There is no channel '{name}' in {place.name} that I can see.")
        return found

    async def _ask_for_room(self, id: str) -> Room | None:
        """Return a room that nobody told of, such as an old thread; None where there is none."""
        now = asyncio.get_running_loop().time()
        if now - self._no_rooms.get(id, -GONE) < GONE:
            return None
        try:
            return reading.room(await self._rest.get(f"/channels/{id}"))
        except Refusal:
            self._no_rooms = {room: at for room, at in self._no_rooms.items() if now - at < GONE}
            self._no_rooms[id] = now
            return None

    def touch(self, place: str, member: str) -> None:
        """Remember that something was just done to a member, which the cache may not know yet."""
        now = asyncio.get_running_loop().time()
        self._touched = {key: at for key, at in self._touched.items() if now - at < SETTLING}
        self._touched[place, member] = now

    async def member(self, place: str, id: str, *, in_no_hurry: bool = False) -> Member | None:
        """Return a member as they are now, None where nobody with this id is here.

        Raises No where Evenhand is not in the server. `in_no_hurry` lets other requests go first.
        """
        if not is_id(id) or not is_id(place):
            return None
        if not self._was_touched(place, id):
            known = self._cache.member(place, id) if self._cache else None
            if known is not None:
                return known
        await self.place(place)
        try:
            path = f"/guilds/{place}/members/{id}"
            raw = await self._rest.get(path, in_no_hurry=in_no_hurry)
        except Refusal as refusal:
            if refusal.code in NOBODY or refusal.status == 404:
                return None
            raise
        # Asked again: their roles may be newer than what was known of the server before.
        return reading.member(raw, await self.place(place))

    def name_of(self, place: str, id: str) -> str:
        """Return what somebody is called here as far as that is known at once, else their id."""
        found = self._cache.member(place, id) if self._cache else None
        return found.name if found is not None else id

    def _was_touched(self, place: str, id: str) -> bool:
        at = self._touched.get((place, id))
        return at is not None and asyncio.get_running_loop().time() - at < SETTLING
