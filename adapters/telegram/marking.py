"""Signs under messages and pins; what is so already counts as done.

A bot has one sign under a message: a second takes the place of the first.
"""

from collections.abc import Mapping
from types import MappingProxyType

from telegram import ReactionTypeEmoji
from telegram.constants import ReactionEmoji
from telegram.error import BadRequest

from adapters.telegram.line import Line
from adapters.telegram.places import Places, Room
from adapters.telegram.signs import plain
from adapters.telegram.troubles import UNMARKED, done, refused, says
from bot.domain import (
    AddReaction,
    Order,
    Outcome,
    PinMessage,
    RemoveReaction,
    UnpinMessage,
)

_SIGNS: Mapping[str, ReactionEmoji] = MappingProxyType({plain(one): one for one in ReactionEmoji})
_GONE = "This message is gone, or stands in another chat."
_NO_SIGN = (
    "Telegram takes signs of its own alone, such as 👍, 👀, 👌 or 🎉, and '{emoji}' is none of "
    "them."
)


class Marking:
    """Puts signs under messages, and pins them."""

    def __init__(self, line: Line, places: Places) -> None:
        self._line = line
        self._places = places

    async def react(self, order: Order, action: AddReaction) -> Outcome:
        """Put the bot's sign under a message."""
        sign = _SIGNS.get(plain(action.emoji))
        if sign is None:
            return refused(_NO_SIGN.format(emoji=action.emoji[:20]))
        found = self._found(order, action)
        if found is None:
            return refused(_GONE)
        bot = await self._line.bot()
        await bot.set_message_reaction(found[0].chat, found[1], ReactionTypeEmoji(sign))
        return done()

    async def unreact(self, order: Order, action: RemoveReaction) -> Outcome:
        """Take the bot's sign away."""
        found = self._found(order, action)
        if found is None:
            return done("already gone")
        bot = await self._line.bot()
        try:
            await bot.set_message_reaction(found[0].chat, found[1], [])
        except BadRequest as error:
            if not says(error, UNMARKED):
                raise
        return done()

    async def pin(self, order: Order, action: PinMessage) -> Outcome:
        """Pin a message, without a sound for everybody."""
        found = self._found(order, action)
        if found is None:
            return refused(_GONE)
        bot = await self._line.bot()
        await bot.pin_chat_message(found[0].chat, found[1], disable_notification=True)
        return done()

    async def unpin(self, order: Order, action: UnpinMessage) -> Outcome:
        """Take a message off the list of what is pinned."""
        found = self._found(order, action)
        if found is None:
            return done("already gone")
        bot = await self._line.bot()
        try:
            await bot.unpin_chat_message(found[0].chat, message_id=found[1])
        except BadRequest as error:
            if not says(error, UNMARKED):
                raise
        return done()

    def _found(
        self, order: Order, action: AddReaction | RemoveReaction | PinMessage | UnpinMessage
    ) -> tuple[Room, int] | None:
        chat, _, _ = action.message.rpartition(":")
        if chat and not self._belongs(chat, order.place):
            return None
        room = self._places.room(chat or action.channel, order.place)
        message = self._places.message_in(room, action.message) if room is not None else None
        return None if room is None or message is None else (room, message)

    def _belongs(self, chat: str, place: str) -> bool:
        """Return whether a chat is the place itself or its team's room, and no other group."""
        return chat.lstrip("-").isdigit() and self._places.around(int(chat)) == place
