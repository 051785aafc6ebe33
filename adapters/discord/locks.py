"""Locking a room, and opening it again exactly as it was.

For each role that is touched, the notebook keeps the bits as they stood before; opening sets those
bits back and leaves alone whatever else people changed in the meantime.
"""

from collections.abc import Callable, Iterator
from typing import Any

from adapters.discord import places, reading
from adapters.discord.deed import Deed, done
from adapters.discord.notebook import Notebook
from adapters.discord.places import Overwrite, Place, Role, Room
from adapters.discord.problems import UNKNOWN_CHANNEL, No, Refusal
from bot.domain import LockChannel, Outcome, UnlockChannel

#: What nobody may do in a locked room: write, also in threads, and open new ones.
WRITING = places.SEND_MESSAGES | places.SEND_IN_THREADS | 1 << 35 | 1 << 36
_ROLE, _MEMBER = 0, 1
IsStaff = Callable[[Place, Role], bool]


class Locks:
    """Puts locks on rooms and takes them off."""

    def __init__(self, notebook: Notebook, is_staff: IsStaff) -> None:
        self._notebook = notebook
        self._is_staff = is_staff

    async def lock(self, deed: Deed, action: LockChannel) -> Outcome:
        """Let nobody but the team write in a room."""
        room = await _as_it_is(deed, action.channel)
        if room.is_thread:
            return await _lock_thread(deed, room, locked=True, reason=action.reason)
        place = await deed.may(places.MANAGE_CHANNELS | places.MANAGE_ROLES, room)
        wanted = list(self._wanted(place, room))
        before = self._notebook.page("locks").setdefault(room.id, {})
        for one, _ in wanted:
            before.setdefault(one.id, _kept(one, room))
        if not await self._notebook.save():
            raise No("I can't write down what this room was like; make room on the disk first.")
        for _, changed in wanted:
            await _put(deed, room, changed, action.reason)
        return done()

    def _wanted(self, place: Place, room: Room) -> Iterator[tuple[Overwrite, Overwrite]]:
        """Yield overwrites as they are and as they shall be; whom it shuts out comes last."""
        known = {one.id: one for one in room.overwrites}
        yield _open(known.get(place.me) or _empty(place.me, _MEMBER))
        for role in place.roles.values():
            if role.id != place.id and self._is_staff(place, role):
                yield _open(known.get(role.id) or _empty(role.id, _ROLE))
        for one in room.overwrites:
            role_of = place.roles.get(one.id)
            team = role_of is not None and self._is_staff(place, role_of)
            if one.id not in (place.id, place.me) and not team and one.allow & WRITING:
                yield _shut(one)
        yield _shut(known.get(place.id) or _empty(place.id, _ROLE))

    async def unlock(self, deed: Deed, action: UnlockChannel) -> Outcome:
        """Set a room's overwrites back to what they were before the lock."""
        room = await _as_it_is(deed, action.channel)
        if room.is_thread:
            return await _lock_thread(deed, room, locked=False, reason="")
        place = await deed.may(places.MANAGE_CHANNELS | places.MANAGE_ROLES, room)
        kept = self._notebook.page("locks").get(room.id)
        known = {one.id: one for one in room.overwrites}
        if kept is None:
            kept = {place.id: {"type": _ROLE, "allow": 0, "deny": 0, "new": True}}
            if not known.get(place.id, _empty(place.id, _ROLE)).deny & WRITING:
                return done(detail="it was not locked")
        # Everybody first: nobody of the team is shut out on the way.
        for id in sorted(kept, key=lambda id: id != place.id):
            try:
                await _set_back(deed, room, known.get(id), id, kept[id])
            except Refusal as refusal:
                # A role or a person that is gone meanwhile has nothing to be set back.
                if refusal.status != 404 or refusal.code == UNKNOWN_CHANNEL:
                    raise
        self._notebook.page("locks").pop(room.id, None)
        await self._notebook.save()
        return done()


async def _as_it_is(deed: Deed, name: str) -> Room:
    """Return a room as Discord has it now: what is remembered of it must be exact."""
    known = await deed.room(name)
    return reading.room(await deed.rest.get(f"/channels/{known.id}"))


def _empty(id: str, type: int) -> Overwrite:
    return Overwrite(id=id, type=type, allow=0, deny=0)


def _open(one: Overwrite) -> tuple[Overwrite, Overwrite]:
    allow = one.allow | places.SEND_MESSAGES | places.SEND_IN_THREADS | places.VIEW_CHANNEL
    deny = one.deny & ~(places.SEND_MESSAGES | places.SEND_IN_THREADS | places.VIEW_CHANNEL)
    return one, Overwrite(id=one.id, type=one.type, allow=allow, deny=deny)


def _shut(one: Overwrite) -> tuple[Overwrite, Overwrite]:
    allow, deny = one.allow & ~WRITING, one.deny | WRITING
    return one, Overwrite(id=one.id, type=one.type, allow=allow, deny=deny)


def _kept(one: Overwrite, room: Room) -> dict[str, Any]:
    bits = WRITING | places.VIEW_CHANNEL
    new = all(known.id != one.id for known in room.overwrites)
    return {"type": one.type, "allow": one.allow & bits, "deny": one.deny & bits, "new": new}


async def _put(deed: Deed, room: Room, one: Overwrite, reason: str) -> None:
    await deed.rest.request(
        "PUT",
        f"/channels/{room.id}/permissions/{one.id}",
        body={"type": one.type, "allow": str(one.allow), "deny": str(one.deny)},
        reason=deed.reason(reason),
        urgent=True,
    )
    deed.tools.directory.forget(deed.order.place)


async def _set_back(
    deed: Deed, room: Room, now: Overwrite | None, id: str, kept: dict[str, Any]
) -> None:
    bits = WRITING | places.VIEW_CHANNEL
    now = now or _empty(id, kept["type"])
    allow = now.allow & ~bits | kept["allow"]
    deny = now.deny & ~bits | kept["deny"]
    if kept["new"] and not allow and not deny:
        path = f"/channels/{room.id}/permissions/{id}"
        await deed.rest.request("DELETE", path, reason=deed.reason("unlock"), urgent=True)
        deed.tools.directory.forget(deed.order.place)
        return
    changed = Overwrite(id=id, type=kept["type"], allow=allow, deny=deny)
    await _put(deed, room, changed, "unlock")


async def _lock_thread(deed: Deed, room: Room, *, locked: bool, reason: str) -> Outcome:
    await deed.may(places.MANAGE_THREADS, room)
    await deed.rest.request(
        "PATCH",
        f"/channels/{room.id}",
        body={"locked": locked},
        reason=deed.reason(reason),
        urgent=True,
    )
    return done()
