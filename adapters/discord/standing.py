"""How things stand on Discord before something is lifted, locked or opened."""

from datetime import UTC, datetime

from adapters.discord import reading
from adapters.discord.directory import Directory
from adapters.discord.locks import WRITING
from adapters.discord.places import Place, Room
from adapters.discord.problems import UNKNOWN_BAN, Busy, No, Refusal, Unclear
from adapters.discord.rest import Rest
from bot.domain import (
    ArchiveChannel,
    Ban,
    Effect,
    LockChannel,
    PinMessage,
    SlowMode,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)


class Onlooker:
    """Looks whether an effect would change nothing."""

    def __init__(self, rest: Rest, directory: Directory) -> None:
        self._rest = rest
        self._directory = directory

    async def is_so(self, place: str, effect: Effect) -> bool | None:
        """Return whether an effect would change nothing, None where that is unknown."""
        try:
            return await self._look(place, effect)
        except (Busy, No, Refusal, Unclear):
            return None

    async def _look(self, place: str, effect: Effect) -> bool | None:
        match effect:
            case Untimeout(member=member):
                return not await self._in_timeout(place, member)
            case Unban(member=member):
                return not await self._banned(place, member)
            case Ban(member=member, until=None, seconds=None):
                return await self._banned(place, member)
            case SlowMode(channel=channel, seconds=seconds, back=False):
                return (await self._room(place, channel)).slow == seconds
            case LockChannel(channel=channel):
                return await self._locked(place, channel)
            case UnlockChannel(channel=channel):
                return not await self._locked(place, channel)
            case PinMessage(channel=channel, message=message):
                return await self._pinned(place, channel, message)
            case UnpinMessage(channel=channel, message=message):
                return not await self._pinned(place, channel, message)
            case _:
                return await self._put_away(place, effect)

    async def _put_away(self, place: str, effect: Effect) -> bool | None:
        match effect:
            case ArchiveChannel(channel=channel):
                room = await self._room(place, channel)
                return room.archived if room.is_thread else None
            case UnarchiveChannel(channel=channel):
                room = await self._room(place, channel)
                return not room.archived if room.is_thread else None
        return None

    async def _in_timeout(self, place: str, member: str) -> bool:
        raw = await self._rest.get(f"/guilds/{place}/members/{member}")
        until = reading.moment(raw.get("communication_disabled_until"))
        return until is not None and until > datetime.now(UTC)

    async def _banned(self, place: str, member: str) -> bool:
        try:
            await self._rest.get(f"/guilds/{place}/bans/{member}")
        except Refusal as refusal:
            if refusal.code == UNKNOWN_BAN:
                return False
            raise
        return True

    async def _room(self, place: str, channel: str) -> Room:
        """Return a room as Discord has it now; the cache may be a moment behind a deed of ours."""
        found = await self._directory.room(await self._directory.place(place), channel)
        return reading.room(await self._rest.get(f"/channels/{found.id}"))

    async def _pinned(self, place: str, channel: str, message: str) -> bool:
        room = await self._directory.room(await self._directory.place(place), channel)
        if not reading.is_id(message):
            raise No("That message is gone.")
        found = await self._rest.get(f"/channels/{room.id}/messages/{message}")
        return bool(found.get("pinned"))

    async def _locked(self, place: str, channel: str) -> bool:
        room = await self._room(place, channel)
        return room.locked if room.is_thread else is_shut(await self._directory.place(place), room)


def is_shut(place: Place, room: Room) -> bool:
    """Return whether a room keeps everybody from writing."""
    return any(one.id == place.id and one.deny & WRITING for one in room.overwrites)
