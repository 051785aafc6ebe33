"""What is done to messages and people: take down, mute, show out, keep out, and take it back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from telegram import Bot, ChatMember, ChatPermissions
from telegram.error import BadRequest

from adapters.telegram.albums import Albums
from adapters.telegram.line import Line
from adapters.telegram.people import is_here
from adapters.telegram.places import Places
from adapters.telegram.skew import TelegramTime
from adapters.telegram.troubles import GONE, NOBODY, TOO_OLD, done, refused, says
from bot.domain import (
    Ban,
    DeleteMessage,
    Kick,
    Order,
    Outcome,
    PurgeMessages,
    Timeout,
    Unban,
    Untimeout,
)

#: Telegram takes an end that is nearer or farther than this for no end at all.
SHORTEST, LONGEST = timedelta(seconds=35), timedelta(days=365)
#: Somebody shown out is kept out for so long, in case the process ends before they are let in.
_SHOWN_OUT = timedelta(seconds=60)
_AT_ONCE = 100
_KEPT = (
    "Telegram lets the bot delete here only what is younger than 48 hours, and only with the right "
    "'Delete messages'; look whether it has that."
)
_BEFORE = (
    "It was written before the group became a supergroup, and Telegram lets no bot take that down."
)
_NOBODY = "Telegram knows nobody with this id here."
_CHANNEL = "A channel that writes in its own name can only be banned, and unbanned."


class Removing:
    """Acts on messages and people."""

    def __init__(self, line: Line, places: Places, albums: Albums, clock: TelegramTime) -> None:
        self._albums = albums
        self._line = line
        self._places = places
        self._clock = clock

    # --------------------------------------------------------------------------- messages

    async def delete(self, order: Order, action: DeleteMessage) -> Outcome:
        """Take a message down; one that is gone already counts as done."""
        room = self._places.room(action.channel, order.place)
        if room is None or number_of(action.message) is None:
            return done("already gone")
        message = self._places.message_in(room, action.message)
        if message is None:
            return refused(_BEFORE)
        with_it = self._albums.taken_down(room.chat, message)
        bot, known = await self._line.bot(), True
        try:
            await bot.delete_message(room.chat, message)
        except BadRequest as error:
            known = not says(error, GONE)
            if known:
                raise
        if with_it:
            await self._all_gone(bot, room.chat, with_it)
        return done() if known else done("already gone")

    async def _all_gone(self, bot: Bot, chat: int | str, messages: Sequence[int]) -> int:
        """Take messages down at once, or one by one; returns how many Telegram keeps."""
        try:
            await bot.delete_messages(chat, messages)
        except BadRequest as error:
            if not says(error, (*GONE, *TOO_OLD)):
                raise
        else:
            return 0
        kept = 0
        for message in messages:
            try:
                await bot.delete_message(chat, message)
            except BadRequest as error:
                kept += not says(error, GONE)
        return kept

    async def purge(self, order: Order, action: PurgeMessages) -> Outcome:
        """Take several messages down, a hundred at a time."""
        room = self._places.room(action.channel, order.place)
        if room is None:
            return refused("There is no such room.")
        found = [self._places.message_in(room, id) for id in action.messages]
        named = [id for id in found if id is not None]
        if not named and any(number_of(id) is not None for id in action.messages):
            return refused(_BEFORE)
        whole = [one for id in named for one in (id, *self._albums.taken_down(room.chat, id))]
        ids = list(dict.fromkeys(whole))
        bot, kept = await self._line.bot(), 0
        for start in range(0, len(ids), _AT_ONCE):
            kept += await self._all_gone(bot, room.chat, ids[start : start + _AT_ONCE])
        if kept and kept == len(ids):
            return refused(_KEPT)
        return done(f"Telegram keeps {kept} that are older than 48 hours" if kept else "")

    # ----------------------------------------------------------------------------- people

    async def timeout(self, order: Order, action: Timeout) -> Outcome:
        """Mute somebody until a moment."""
        person = self._person(action.member)
        if isinstance(person, Outcome):
            return person
        ours = action.until or order.at + timedelta(seconds=action.seconds)
        end = self._clock.there(ours)
        if end <= self._clock.now():
            return done("its time was over already")
        if not await self._is_known(order, person):
            return refused(_NOBODY)
        until, detail = self._within(end)
        bot = await self._line.bot()
        nothing = ChatPermissions.no_permissions()
        await bot.restrict_chat_member(self._chat(order), person, nothing, until_date=until)
        return done(detail)

    def _within(self, end: datetime) -> tuple[datetime, str]:
        """Return the nearest end that Telegram keeps to, and what is to be said of it."""
        now = self._clock.now()
        if end < now + SHORTEST:
            return now + SHORTEST, "Telegram mutes for 30 seconds at least"
        if end > now + LONGEST:
            return now + LONGEST, "Telegram mutes for 366 days at most"
        return end, ""

    async def untimeout(self, order: Order, action: Untimeout) -> Outcome:
        """Let somebody write again."""
        person = self._person(action.member)
        if isinstance(person, Outcome):
            return person
        if not await self._is_known(order, person):
            return refused(_NOBODY)
        bot = await self._line.bot()
        everything = ChatPermissions.all_permissions()
        await bot.restrict_chat_member(self._chat(order), person, everything)
        return done()

    async def kick(self, order: Order, action: Kick) -> Outcome:
        """Show somebody out, who may come back."""
        person = self._person(action.member)
        if isinstance(person, Outcome):
            return person
        if not await self._is_known(order, person):
            return refused(_NOBODY)
        bot, chat = await self._line.bot(), self._chat(order)
        await bot.ban_chat_member(chat, person, until_date=self._clock.now() + _SHOWN_OUT)
        await bot.unban_chat_member(chat, person, only_if_banned=True)
        return done()

    async def was_kicked(self, order: Order, action: Kick) -> Outcome | None:
        """Return that somebody is out, None where they are here."""
        person = self._person(action.member)
        if isinstance(person, Outcome):
            return person
        here = await self._is_known(order, person)
        return None if here else done("they are not here any more")

    async def ban(self, order: Order, action: Ban) -> Outcome:
        """Keep somebody out, until a moment or for good; also a channel."""
        bot, chat = await self._line.bot(), self._chat(order)
        if _is_channel(action.member):
            await bot.ban_chat_sender_chat(chat, int(action.member))
            return done("Telegram sets no end for a channel" if action.seconds else "")
        person = self._person(action.member)
        if isinstance(person, Outcome):
            return person
        end = action.until
        if end is None and action.seconds is not None:
            end = order.at + timedelta(seconds=action.seconds)
        end = self._clock.there(end) if end is not None else None
        if end is not None and end <= self._clock.now():
            return done("its time was over already")
        # An end that is too near is left to the house, which lifts the ban in time.
        near = end is not None and end < self._clock.now() + SHORTEST
        await bot.ban_chat_member(chat, person, until_date=None if near else end)
        return done()

    async def unban(self, order: Order, action: Unban) -> Outcome:
        """Let somebody, or a channel, come back; who was not banned stays as they are."""
        bot, chat = await self._line.bot(), self._chat(order)
        if _is_channel(action.member):
            await bot.unban_chat_sender_chat(chat, int(action.member))
            return done()
        person = self._person(action.member)
        if isinstance(person, Outcome):
            return person
        await bot.unban_chat_member(chat, person, only_if_banned=True)
        return done()

    async def _is_known(self, order: Order, person: int) -> bool:
        """Return whether somebody is in the group."""
        bot = await self._line.bot()
        try:
            seat: ChatMember = await bot.get_chat_member(self._chat(order), person)
        except BadRequest as error:
            if says(error, NOBODY):
                return False
            raise
        return is_here(seat)

    def _person(self, member: str) -> int | Outcome:
        if _is_channel(member):
            return refused(_CHANNEL)
        number = number_of(member)
        return refused(_NOBODY) if number is None else number

    def _chat(self, order: Order) -> int | str:
        return self._places.chat_of(order.place)


def number_of(id: str) -> int | None:
    """Return the number in an id, also behind its chat's; None where it holds none."""
    last = id.rpartition(":")[2]
    return int(last) if last.isdecimal() and len(last) < 20 else None


def _is_channel(member: str) -> bool:
    return member.startswith("-") and member[1:].isdecimal()
