"""What is done to rooms: slow mode."""

from adapters.discord import places
from adapters.discord.deed import Deed, done
from adapters.discord.places import Room
from bot.domain import Outcome, SlowMode

#: Discord knows no slower pace than one message in six hours.
SLOWEST = 21_600


async def slow_down(deed: Deed, action: SlowMode) -> Outcome:
    """Let each member write once in a while; 0 lifts it."""
    room = await deed.room(action.channel)
    needed = places.MANAGE_THREADS if room.is_thread else places.MANAGE_CHANNELS
    await deed.may(needed, room)
    seconds = max(0, min(SLOWEST, action.seconds))
    await _patch(deed, room, {"rate_limit_per_user": seconds}, "")
    return done(detail="" if seconds == action.seconds else "Discord allows six hours at most")


async def _patch(deed: Deed, room: Room, body: dict[str, object], reason: str) -> None:
    path = f"/channels/{room.id}"
    await deed.rest.request("PATCH", path, body=body, reason=deed.reason(reason), urgent=True)
    deed.tools.directory.forget(deed.order.place)
