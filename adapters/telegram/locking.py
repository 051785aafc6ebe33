"""Closing a room for all but the team, and opening it again exactly as it was."""

from telegram import ChatPermissions
from telegram.error import BadRequest

from adapters.telegram.line import Line
from adapters.telegram.notebook import Notebook
from adapters.telegram.places import Places, Room
from adapters.telegram.troubles import NOT_MODIFIED, done, refused, says
from bot.domain import LockChannel, Order, Outcome, UnlockChannel

#: Kind of entry: what a group allowed before it was locked, by the id that it had first.
LOCKED = "locked"
_NO_ROOM = "There is no such room here."


class Locking:
    """Locks groups by their permissions, and topics by closing them."""

    def __init__(self, line: Line, notebook: Notebook, places: Places) -> None:
        self._line = line
        self._notebook = notebook
        self._places = places

    async def lock(self, order: Order, action: LockChannel) -> Outcome:
        """Let nobody but administrators write; what was allowed before is kept first."""
        room = self._places.room(action.channel, order.place)
        if room is None or room.is_private:
            return refused(_NO_ROOM)
        if room.thread is not None:
            return await self._topic(room, room.thread, closed=True)
        bot = await self._line.bot()
        first = self._places.first(room.chat)
        if self._notebook.get(LOCKED, first) is None:
            before = (await bot.get_chat(room.chat)).permissions
            kept = (before or ChatPermissions.all_permissions()).to_dict()
            await self._notebook.put(LOCKED, first, kept)
        await bot.set_chat_permissions(
            room.chat,
            ChatPermissions.no_permissions(),
            use_independent_chat_permissions=True,
        )
        return done()

    async def unlock(self, order: Order, action: UnlockChannel) -> Outcome:
        """Allow again what was allowed before."""
        room = self._places.room(action.channel, order.place)
        if room is None or room.is_private:
            return refused(_NO_ROOM)
        if room.thread is not None:
            return await self._topic(room, room.thread, closed=False)
        first = self._places.first(room.chat)
        kept = self._notebook.get(LOCKED, first)
        if kept is None:
            return refused("It was not locked here; set what members may do in the group itself.")
        bot = await self._line.bot()
        before = ChatPermissions.de_json(kept, bot)
        await bot.set_chat_permissions(room.chat, before, use_independent_chat_permissions=True)
        await self._notebook.drop(LOCKED, first)
        return done()

    async def _topic(self, room: Room, thread: int, *, closed: bool) -> Outcome:
        bot = await self._line.bot()
        try:
            if closed:
                await bot.close_forum_topic(room.chat, thread)
            else:
                await bot.reopen_forum_topic(room.chat, thread)
        except BadRequest as error:
            if not says(error, NOT_MODIFIED):
                raise
        return done()
