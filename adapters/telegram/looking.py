"""How something stands on Telegram, before it is changed."""

from telegram import ChatMember
from telegram.error import BadRequest, TelegramError

from adapters.telegram.line import Line
from adapters.telegram.locking import LOCKED
from adapters.telegram.notebook import Notebook
from adapters.telegram.places import Places
from adapters.telegram.removing import number_of
from adapters.telegram.troubles import NOBODY, says
from bot.domain import Effect, LockChannel, Unban, UnlockChannel, Untimeout


class Looking:
    """Says whether an effect would change nothing."""

    def __init__(self, line: Line, notebook: Notebook, places: Places) -> None:
        self._line = line
        self._notebook = notebook
        self._places = places

    async def is_so(self, place: str, effect: Effect) -> bool | None:
        """Return whether carrying an effect out would change nothing, None where unknown."""
        try:
            match effect:
                case Untimeout(member=member):
                    return await self._is_not(place, member, ChatMember.RESTRICTED)
                case Unban(member=member):
                    return await self._is_not(place, member, ChatMember.BANNED)
                case LockChannel(channel=channel):
                    writable = await self._may_write(place, channel)
                    return None if writable is None else not writable
                case UnlockChannel(channel=channel):
                    return await self._may_write(place, channel)
        except TelegramError:
            return None
        return None

    async def _is_not(self, place: str, member: str, status: str) -> bool | None:
        id = number_of(member)
        if id is None:
            return None
        bot = await self._line.bot()
        try:
            seat = await bot.get_chat_member(self._places.chat_of(place), id)
        except BadRequest as error:
            return True if says(error, NOBODY) else None
        return seat.status != status

    async def _may_write(self, place: str, channel: str) -> bool | None:
        """Return whether members may write in a group; of topics Telegram does not tell."""
        room = self._places.room(channel, place)
        if room is None or room.thread is not None:
            return None
        if self._notebook.get(LOCKED, self._places.first(room.chat)) is not None:
            return False
        permissions = (await (await self._line.bot()).get_chat(room.chat)).permissions
        # Closed by somebody else, it is not ours to open.
        return True if permissions is not None and permissions.can_send_messages else None
