"""Slow mode, and setting a room back to the pace that it had before.

The notebook keeps the pace from before our first change, and ours; what people set by hand
meanwhile stays.
"""

from adapters.discord import places, reading
from adapters.discord.deed import Deed, done
from adapters.discord.notebook import Notebook
from adapters.discord.places import Room
from adapters.discord.problems import No
from adapters.discord.reading import is_id
from bot.domain import Outcome, SlowMode

#: Discord knows no slower pace than one message in six hours.
SLOWEST = 21_600
_BEFORE, _OURS = "before", "ours"


class Paces:
    """Sets how often people may write in rooms."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    async def slow_down(self, deed: Deed, action: SlowMode) -> Outcome:
        """Let each member write once in a while; a policy that lifts it sets back what was."""
        known = await deed.room(action.channel)
        room = reading.room(await deed.rest.get(f"/channels/{known.id}"))
        await deed.may(places.MANAGE_THREADS if room.is_thread else places.MANAGE_CHANNELS, room)
        if action.back or (not action.seconds and not _is_person(deed.order.actor)):
            return await self._set_back(deed, room, action)
        seconds = max(0, min(SLOWEST, action.seconds))
        await self._note(room, seconds)
        await _set(deed, room, seconds)
        return done(detail="" if seconds == action.seconds else "Discord allows six hours at most")

    async def _note(self, room: Room, seconds: int) -> None:
        """Keep what was there before, unless that was ours already; off by hand ends it all."""
        page = self._notebook.page("paces")
        kept = page.pop(room.id, None)
        if seconds:
            is_ours = kept is not None and kept[_OURS] == room.slow
            before = kept[_BEFORE] if kept is not None and is_ours else room.slow
            page[room.id] = {_BEFORE: before, _OURS: seconds}
        if not await self._notebook.save() and seconds:
            raise No("I can't write down what this room was like; make room on the disk first.")

    async def _set_back(self, deed: Deed, room: Room, action: SlowMode) -> Outcome:
        page = self._notebook.page("paces")
        kept = page.get(room.id)
        if kept is None:
            await _set(deed, room, max(0, min(SLOWEST, action.seconds)))
            return done()
        if kept[_OURS] == room.slow:
            await _set(deed, room, kept[_BEFORE])
        page.pop(room.id, None)
        await self._notebook.save()
        return done(detail="" if kept[_OURS] == room.slow else "somebody changed it meanwhile")


def _is_person(actor: str) -> bool:
    network, _, id = actor.partition(":")
    return network.isalpha() and is_id(id)


async def _set(deed: Deed, room: Room, seconds: int) -> None:
    path = f"/channels/{room.id}"
    body = {"rate_limit_per_user": seconds}
    await deed.rest.request("PATCH", path, body=body, reason=deed.reason(), urgent=True)
    deed.tools.directory.forget(deed.order.place)
