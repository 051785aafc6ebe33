"""Who is who: Telegram's administrators as roles, and what it tells of people only once.

Administrators carry the role Administrator and their own title; those who may ban carry Moderator
too, and the owner carries Owner. Anybody may set a tag for themselves, so tags are no roles.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from telegram import Chat, ChatMember, ChatMemberAdministrator, ChatMemberOwner, User
from telegram.error import BadRequest, Forbidden, TelegramError

from adapters.telegram.line import Line
from adapters.telegram.notebook import Notebook
from adapters.telegram.places import Places
from adapters.telegram.reading import Directory
from adapters.telegram.troubles import NOBODY, says
from bot.domain import Member
from bot.ports import Clock

log = logging.getLogger(__name__)
OWNER, ADMINISTRATOR, MODERATOR = "Owner", "Administrator", "Moderator"
#: Whom Telegram names as the author of what an anonymous administrator writes.
ANONYMOUS_BOT = 1_087_968_824
#: Kinds of entries: username to account, moments of joining, names of channels, languages.
NAME, JOINED, CHANNEL, TONGUE = "name", "joined", "channel", "tongue"
#: Administrators are asked for again after this; changes of them are told besides.
_FRESH = timedelta(minutes=10)
#: Who was asked about is not asked about again for so long; changes are told meanwhile.
_JUST_SEEN = timedelta(seconds=5)
_MOST_SEEN = 5_000
#: So many usernames of a command are asked about, and each not again for so long.
_MOST_ASKED, _JUST_CALLED = 3, timedelta(seconds=30)
Staff = dict[int, tuple[tuple[str, ...], int]]


class People:
    """Turns Telegram's accounts into members."""

    def __init__(self, line: Line, notebook: Notebook, places: Places, clock: Clock) -> None:
        self._line = line
        self._notebook = notebook
        self._places = places
        self._clock = clock
        self._staff: dict[str, tuple[datetime, Staff]] = {}
        self._called: OrderedDict[int, tuple[datetime, str]] = OrderedDict()
        self._seen: OrderedDict[tuple[str, str], tuple[datetime, Member]] = OrderedDict()

    async def know_staff(self, place: str) -> None:
        """Learn who the administrators are; what was known stays where Telegram does not say."""
        known = self._staff.get(place)
        if known is not None and self._clock.now() - known[0] < _FRESH:
            return
        try:
            bot = await self._line.bot()
            found = await bot.get_chat_administrators(self._places.chat_of(place))
        except TelegramError as error:
            log.warning("the administrators of %s are not known for now: %s", place, error)
            self._staff[place] = (self._clock.now() - _FRESH * 0.9, known[1] if known else {})
            return
        staff = {seat.user.id: rank_of(seat) for seat in found}
        staff |= await self._voices(place)
        self._staff[place] = (self._clock.now(), staff)

    async def _voices(self, place: str) -> Staff:
        """Return those who speak for the group: itself, for anonymous administrators, its channel.

        Nobody may act on them: it would hit whoever runs the group.
        """
        chat = self._places.chat_of(place)
        ids = [chat] if isinstance(chat, int) else []
        try:
            ids.append((await (await self._line.bot()).get_chat(chat)).linked_chat_id or 0)
        except TelegramError as error:
            log.info("the channel of %s is not known for now: %s", place, error)
        return {id: ((OWNER, ADMINISTRATOR, MODERATOR), 2) for id in ids if id}

    def is_staff(self, place: str, user: int) -> bool:
        """Return whether an account is known as an administrator."""
        return user in self._staff.get(place, (None, {}))[1]

    def forget(self, place: str, member: str) -> None:
        """Ask anew who somebody is the next time."""
        self._seen.pop((place, member), None)

    def changed(self, place: str, seat: ChatMember) -> None:
        """Take note of how somebody stands now."""
        self.forget(place, str(seat.user.id))
        _, staff = self._staff.setdefault(place, (self._clock.now() - _FRESH, {}))
        staff.pop(seat.user.id, None)
        if seat.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR):
            staff[seat.user.id] = rank_of(seat)

    def member(self, place: str, user: User) -> Member:
        """Return an account as a member of a place."""
        _, staff = self._staff.get(place, (None, {}))
        roles, rank = staff.get(user.id, ((), 0))
        self.remember(user)
        return Member(
            id=str(user.id),
            name=name_of(user),
            roles=roles,
            bot=bool(user.is_bot),
            joined_at=self.joined_at(place, user.id),
            rank=rank,
        )

    def channel(self, place: str, chat: Chat) -> Member:
        """Return a channel that writes in its own name as a member."""
        name = " ".join(str(chat.title or chat.id).split()).replace("://", "[:]//")
        self._notebook.note(CHANNEL, str(chat.id), {"name": name})
        roles, rank = self._staff.get(place, (None, {}))[1].get(chat.id, ((), 0))
        return Member(id=str(chat.id), name=name, roles=roles, rank=rank)

    # ------------------------------------------------------------------------ remembering

    def remember(self, user: User) -> None:
        """Remember whose a username is, and what language they read."""
        if user.username:
            entry = {"id": user.id, "name": name_of(user)}
            self._notebook.note(NAME, user.username.casefold(), entry)
        if user.language_code and self.language_of(str(user.id)) != user.language_code:
            self._notebook.note(TONGUE, str(user.id), {"code": str(user.language_code)})

    def language_of(self, member: str) -> str:
        """Return the language that somebody reads, empty where it was never told."""
        entry = self._notebook.get(TONGUE, member)
        return str(entry["code"]) if entry else ""

    def by_username(self, username: str) -> tuple[str, str] | None:
        """Return the id and name of the account with this username, if it was ever seen."""
        entry = self._notebook.get(NAME, _plain(username))
        return (str(entry["id"]), str(entry["name"])) if entry else None

    async def sure_of(self, place: str, usernames: Iterable[str]) -> Directory:
        """Return whose the first of these usernames are now, and of no others.

        They change hands, and one that is bound to the wrong account would get the wrong person
        banned. So Telegram is asked, for a few: nobody keeps the bot busy by naming many.
        """
        sure: dict[str, tuple[str, str]] = {}
        for username in list(dict.fromkeys(map(_plain, usernames)))[:_MOST_ASKED]:
            known = self.by_username(username)
            if known is not None and await self._username(place, int(known[0])) == username:
                sure[username] = known
        return lambda username: sure.get(_plain(username))

    async def _username(self, place: str, user: int) -> str:
        """Return somebody's username now, empty where they have none or nobody can say."""
        known = self._called.get(user)
        if known is not None and self._clock.now() - known[0] < _JUST_CALLED:
            return known[1]
        bot = await self._line.bot()
        try:
            seat = await bot.get_chat_member(self._places.chat_of(place), user)
        except TelegramError as error:
            log.info("whose a username is cannot be told for now: %s", error)
            return ""
        username = _plain(seat.user.username or "")
        self._called[user] = (self._clock.now(), username)
        while len(self._called) > _MOST_SEEN:
            self._called.popitem(last=False)
        return username

    def joined(self, place: str, user: int, at: datetime) -> None:
        """Remember when somebody came in."""
        self._notebook.note(JOINED, f"{place} {user}", {"at": at.timestamp()})

    def joined_at(self, place: str, user: int) -> datetime | None:
        """Return when somebody came in, None where it was not seen."""
        entry = self._notebook.get(JOINED, f"{place} {user}")
        return datetime.fromtimestamp(float(entry["at"]), UTC) if entry else None

    # -------------------------------------------------------------------------- asking now

    async def find(self, place: str, member: str) -> Member | None:
        """Return somebody as they are now, None where nobody with this id is here.

        Raises TelegramError where Telegram does not say.
        """
        known = self.by_username(member)
        member = known[0] if known is not None else member
        if not member.removeprefix("-").isdecimal() or len(member) > 20:
            return None
        return await (self._channel if member[0] == "-" else self._person)(place, member)

    async def _person(self, place: str, id: str) -> Member | None:
        known = self._seen.get((place, id))
        if known is not None and self._clock.now() - known[0] < _JUST_SEEN:
            return known[1]
        bot = await self._line.bot()
        try:
            seat = await bot.get_chat_member(self._places.chat_of(place), int(id))
        except BadRequest as error:
            if says(error, NOBODY):
                return None
            raise
        if not is_here(seat):
            return None
        self.changed(place, seat)
        found = self.member(place, seat.user)
        self._seen[(place, id)] = (self._clock.now(), found)
        while len(self._seen) > _MOST_SEEN:
            self._seen.popitem(last=False)
        return found

    async def _channel(self, place: str, id: str) -> Member | None:
        await self.know_staff(place)
        roles, rank = self._staff.get(place, (None, {}))[1].get(int(id), ((), 0))
        entry = self._notebook.get(CHANNEL, id)
        name = str(entry["name"]) if entry else ""
        try:
            chat = await (await self._line.bot()).get_chat(int(id))
            name = chat.title or name
        except (BadRequest, Forbidden):
            if not name:
                return None
        return Member(id=id, name=name or id, roles=roles, rank=rank)


def rank_of(seat: ChatMember) -> tuple[tuple[str, ...], int]:
    """Return the roles of a seat, and how high it stands."""
    match seat:
        case ChatMemberOwner():
            roles, rank = [OWNER, ADMINISTRATOR, MODERATOR], 2
        case ChatMemberAdministrator():
            may_ban = seat.can_restrict_members
            roles, rank = [ADMINISTRATOR, *([MODERATOR] if may_ban else [])], 1
        case _:
            return (), 0
    title = (seat.custom_title or "").strip()
    return tuple(_distinct([*roles, *([title] if title else [])])), rank


def is_here(seat: ChatMember) -> bool:
    """Return whether a seat is that of somebody who is in the chat."""
    if seat.status == ChatMember.RESTRICTED:
        return bool(getattr(seat, "is_member", False))
    return seat.status not in (ChatMember.LEFT, ChatMember.BANNED)


def name_of(user: User) -> str:
    """Return what somebody is called, on one line and without a live address."""
    return " ".join(user.full_name.split()).replace("://", "[:]//") or str(user.id)


def _plain(username: str) -> str:
    return username.removeprefix("@").casefold()


def _distinct(roles: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(roles))
