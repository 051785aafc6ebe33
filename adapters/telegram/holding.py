"""At the door: who asks is let in or turned away, who came in is held back until they answered.

Whom we hold back is written down, because Telegram shows a mute of ours and one by a person alike:
nobody's button may lift what a moderator has put on.
"""

from datetime import datetime, timedelta

from telegram import Bot, ChatMember, ChatMemberRestricted, ChatPermissions
from telegram.error import BadRequest

from adapters.telegram.line import Line
from adapters.telegram.notebook import Entry, Notebook
from adapters.telegram.people import People, is_here
from adapters.telegram.places import Places
from adapters.telegram.removing import SHORTEST, number_of
from adapters.telegram.skew import TelegramTime
from adapters.telegram.troubles import NOBODY, NOT_ASKING, done, refused, says
from bot.domain import HoldBack, LetIn, Order, Outcome, TurnAway

#: Kind of entry: who may not write before they have answered, by place and member.
HELD = "held"
#: Shown out, they are kept out for so long, in case the process ends before they may come back.
_SHOWN_OUT = timedelta(seconds=60)
#: Who came in with a crowd can be shown out without having been held back for so long.
_JUST_IN = timedelta(hours=1)
_STAFF = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
_NOBODY = "Telegram knows nobody with this id here."


class Holding:
    """Holds people back, lets them in and turns them away."""

    def __init__(
        self, line: Line, notebook: Notebook, places: Places, people: People, clock: TelegramTime
    ) -> None:
        self._line = line
        self._notebook = notebook
        self._places = places
        self._people = people
        self._clock = clock

    def is_held(self, place: str, member: str) -> bool:
        """Return whether somebody may not write because they have not answered yet."""
        return self._notebook.get(HELD, _key(place, member)) is not None

    async def let_go(self, place: str, member: str) -> None:
        """Forget that we hold somebody back: a person or another order decides about them now."""
        await self._notebook.drop(HELD, _key(place, member))

    async def hold_back(self, order: Order, action: HoldBack) -> Outcome:
        """Let somebody read and not write; who is restricted by others already stays so."""
        person = number_of(action.member)
        if person is None:
            return refused(_NOBODY)
        bot, chat = await self._line.bot(), self._places.chat_of(order.place)
        seat = await self._seat(bot, chat, person)
        if seat is None or not is_here(seat):
            return done("they are not here any more")
        held = self.is_held(order.place, action.member)
        if seat.status == ChatMember.RESTRICTED and not held:
            return done("they are restricted already, and stay so")
        until = self._clock.there(order.at + timedelta(seconds=action.seconds))
        if until < self._clock.now() + SHORTEST:
            return done("its time was over already")
        # Written down first: a mute that nobody knows to be ours would never be lifted.
        entry = {"until": int(until.timestamp())}
        await self._notebook.put(HELD, _key(order.place, action.member), entry)
        nothing = ChatPermissions.no_permissions()
        await bot.restrict_chat_member(chat, person, nothing, until_date=until)
        return done()

    async def let_in(self, order: Order, action: LetIn) -> Outcome:
        """Let somebody write whom we held back, or in who asked; anybody else is left alone."""
        person = number_of(action.member)
        if person is None:
            return refused(_NOBODY)
        if self.is_held(order.place, action.member) and await self.free(order.place, str(person)):
            return done()
        return await self._asked(order, person, open_it=True)

    async def free(self, place: str, member: str) -> bool:
        """Let somebody write whom we held back; returns whether they are here."""
        bot, chat, person = await self._line.bot(), self._places.chat_of(place), int(member)
        seat = await self._seat(bot, chat, person)
        held = self._notebook.get(HELD, _key(place, member))
        if held is not None and isinstance(seat, ChatMemberRestricted) and _is_ours(seat, held):
            await bot.restrict_chat_member(chat, person, ChatPermissions.all_permissions())
        await self.let_go(place, member)
        return seat is not None and is_here(seat)

    async def turn_away(self, order: Order, action: TurnAway) -> Outcome:
        """Show somebody out whom we held back, or turn away who asked; they may come again."""
        person = number_of(action.member)
        if person is None:
            return refused(_NOBODY)
        held = self.is_held(order.place, action.member)
        if held or (action.anyway and self._just_came(order.place, person)):
            await self._show_out(order.place, person)
            await self.let_go(order.place, action.member)
            return done()
        return done() if action.anyway else await self._asked(order, person, open_it=False)

    def _just_came(self, place: str, person: int) -> bool:
        joined = self._people.joined_at(place, person)
        return joined is not None and self._clock.now() - joined < _JUST_IN

    async def _show_out(self, place: str, person: int) -> None:
        bot, chat = await self._line.bot(), self._places.chat_of(place)
        seat = await self._seat(bot, chat, person)
        # Banned meanwhile, they must not be let in again by us.
        if seat is None or seat.status in (ChatMember.BANNED, *_STAFF):
            return
        await bot.ban_chat_member(chat, person, until_date=self._clock.now() + _SHOWN_OUT)
        await bot.unban_chat_member(chat, person, only_if_banned=True)

    async def _seat(self, bot: Bot, chat: int | str, person: int) -> ChatMember | None:
        try:
            return await bot.get_chat_member(chat, person)
        except BadRequest as error:
            if says(error, NOBODY):
                return None
            raise

    async def _asked(self, order: Order, person: int, *, open_it: bool) -> Outcome:
        """Answer somebody's request to come in; one who does not ask any more is left alone."""
        bot, chat = await self._line.bot(), self._places.chat_of(order.place)
        try:
            if open_it:
                await bot.approve_chat_join_request(chat, person)
            else:
                await bot.decline_chat_join_request(chat, person)
        except BadRequest as error:
            if says(error, NOT_ASKING):
                return done("they do not ask to come in any more")
            raise
        return done()


def _key(place: str, member: str) -> str:
    return f"{place} {member}"


def _is_ours(seat: ChatMemberRestricted, held: Entry) -> bool:
    """Return whether a mute is the one that we put on: one with another end is somebody else's."""
    until: datetime = seat.until_date
    return abs(until.timestamp() - float(held["until"])) <= 1
