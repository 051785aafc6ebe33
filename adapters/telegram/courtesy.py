"""What the bot says of its own accord on Telegram, and what waits for somebody to open its chat.

A note in a group says nothing but that something waits; it erases itself. What waits is kept for
a day and given to that person alone.
"""

import logging
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from html import escape

from telegram import (
    Bot,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    User,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from adapters.telegram.buttons import tag
from adapters.telegram.line import Line
from adapters.telegram.markup import still
from adapters.telegram.notebook import Entry, Notebook
from adapters.telegram.people import name_of
from adapters.telegram.places import Places, Room
from adapters.telegram.sending import Sending, Words
from adapters.telegram.words import say
from bot.domain import Button
from bot.ports import Clock

log = logging.getLogger(__name__)
#: Kinds of entries: words that wait for somebody, notes that are to be erased, and which place
#: somebody means who writes in private.
WAITING, NOTE, HOME = "waiting", "note", "home"
_KEPT = timedelta(days=1)
_NOTE_STANDS = timedelta(minutes=2)
#: A pressed button stops turning after this, also where nothing is to be said to it.
_SPINS = timedelta(seconds=2)
#: So many messages can be taken down with one call.
_AT_ONCE = 100


class Courtesy:
    """Says small things, and looks after what was said for a while only."""

    def __init__(
        self, line: Line, notebook: Notebook, places: Places, sending: Sending, clock: Clock
    ) -> None:
        self._line = line
        self._places = places
        self._notebook = notebook
        self._sending = sending
        self._clock = clock
        self._spinning: dict[str, datetime] = {}

    @property
    def now(self) -> datetime:
        """What time it is."""
        return self._clock.now()

    def comes_from(self, member: str, place: str) -> None:
        """Remember which place somebody will mean who answers us in private."""
        self._notebook.note(HOME, member, {"place": place})

    async def know_outpost(self, chat: int, place: str) -> None:
        """Remember a chat in which the house speaks to a place's team."""
        await self._places.made_outpost(chat, place)

    @staticmethod
    def note_failed(error: TelegramError) -> None:
        """Say in the log that nobody could be told that something waits."""
        log.warning("nobody in the group can be told that something waits: %s", error)

    # ------------------------------------------------------------------ what waits for them

    async def keep_for(self, member: str, words: Words) -> None:
        """Keep words for somebody until they open the chat."""
        moment = self.now.timestamp()
        while self._notebook.get(WAITING, f"{member} {moment:.6f}") is not None:
            moment += 0.000_001
        key = f"{member} {moment:.6f}"
        buttons = [[button.id, button.label, button.style] for button in words.buttons]
        entry = {"text": words.text, "place": words.place, "buttons": buttons}
        await self._notebook.put(WAITING, key, entry)

    async def leave_note(
        self, room: Room, member: str, place: str, *, name: str, reply_to: int | None, language: str
    ) -> None:
        """Say in a group that something waits for somebody; one note at a time for each."""
        if any(
            note["to"] == member and note["chat"] == room.chat
            for note in self._notebook.all(NOTE).values()
        ):
            return
        who = f'<a href="tg://user?id={int(member)}">{escape(still(name or "…"))}</a>'
        moment = "private_answer" if reply_to is not None else "private_note"
        text = say(moment, language, who=who)
        me = await self._line.me()
        link = f"https://t.me/{me.username}?start=read-{tag(place)}"
        keyboard = InlineKeyboardMarkup(
            [[InlineKeyboardButton(say("button_read", language), url=link)]]
        )
        made = await self._sending.send_html(room, text, keyboard=keyboard, reply_to=reply_to)
        await self._erase_later(made, room, member)

    async def _erase_later(self, message: int, room: Room, member: str = "") -> None:
        due = (self.now + _NOTE_STANDS).timestamp()
        entry = {"chat": room.chat, "message": message, "to": member, "due": due}
        await self._notebook.put(NOTE, f"{room.chat} {message}", entry)

    async def deliver(self, user: User) -> None:
        """Give somebody what waits for them."""
        await self._deliver(user)

    async def _deliver(self, user: User) -> int:
        mine = [
            (key, entry)
            for key, entry in self._notebook.all(WAITING).items()
            if key.partition(" ")[0] == str(user.id) and not self._is_stale(key)
        ]
        for key, entry in mine:
            # Dropped first: told twice would be worse here than told never.
            await self._notebook.drop(WAITING, key)
            buttons = tuple(
                Button(id=id, label=label, style=style) for id, label, style in entry["buttons"]
            )
            words = Words(text=entry["text"], place=entry["place"], buttons=buttons)
            await self._sending.send(Room(chat=user.id), words)
        return len(mine)

    def _is_stale(self, key: str) -> bool:
        return float(key.partition(" ")[2]) < (self.now - _KEPT).timestamp()

    async def deliver_or_say(self, message: Message) -> None:
        """Give somebody what waits for them, or say that nothing does."""
        if message.from_user is not None and not await self._deliver(message.from_user):
            await self.tell(message, "nothing_waits")

    # -------------------------------------------------------------------------- small words

    async def tell(self, message: Message, moment: str) -> None:
        """Say one of our own texts to whoever wrote a message, in their private chat."""
        user = message.from_user
        if user is not None:
            text = say(moment, user.language_code)
            await self._sending.send(Room(chat=user.id), Words(text=text))

    async def cannot_tell_who(self, message: Message, language: str) -> None:
        """Say that an anonymous administrator has to say who they are."""
        room = _room_of(message)
        made = await self._sending.send(
            room, Words(text=say("anonymous", language)), reply_to=message.message_id
        )
        await self._erase_later(made, room)

    async def take_down(self, message: Message) -> None:
        """Take a message down at once, and later where that does not work now."""
        self.sweep_up(message)
        await self.write_down()
        await self._erase(message.chat.id, [message.message_id])

    def sweep_up(self, message: Message) -> None:
        """Let a message be taken down with the next look around, together with others."""
        chat, id = message.chat.id, message.message_id
        entry = {"chat": chat, "message": id, "to": "", "due": self.now.timestamp()}
        self._notebook.note(NOTE, f"{chat} {id}", entry)

    async def write_down(self) -> None:
        """Write down what is to be swept up, so that a restart forgets none of it."""
        await self._notebook.flush()

    async def tell_stranger_group(self, change: ChatMemberUpdated) -> None:
        """Say in a group that no policy file names it."""
        text = say("stranger_group", change.from_user.language_code, id=str(change.chat.id))
        await self._sending.send(Room(chat=change.chat.id), Words(text=text))

    async def tell_rights(self, change: ChatMemberUpdated, *, fit: bool) -> None:
        """Say in a group whether the bot has the rights that it needs."""
        text = say("ready" if fit else "needs_rights", change.from_user.language_code)
        await self._sending.send(Room(chat=change.chat.id), Words(text=text))

    async def unknown_button(self, query: CallbackQuery) -> None:
        """Say that a button belongs to nothing any more."""
        text = say("old_button", query.from_user.language_code)
        bot = await self._line.bot()
        await bot.answer_callback_query(query.id, text=text, show_alert=True)
        log.info("%s pressed a button that nothing here knows", name_of(query.from_user))

    # ------------------------------------------------------------------------- looking after

    def expect_answer(self, query: str) -> None:
        """Remember that a button was pressed and nothing said to it yet."""
        self._spinning[query] = self.now + _SPINS

    def answered(self, query: str) -> None:
        """Forget a button that something was said to."""
        self._spinning.pop(query, None)

    async def look_after(self) -> None:
        """Let buttons come to rest, erase notes whose time is over, forget what nobody read."""
        bot, now = await self._line.bot(), self.now.timestamp()
        for query in [one for one, due in self._spinning.items() if due <= self.now]:
            self.answered(query)
            await _quietly(bot.answer_callback_query(query))
        for key in self._notebook.all(WAITING):
            if self._is_stale(key):
                await self._notebook.drop(WAITING, key)
        await self._sweep([one for one in self._notebook.all(NOTE).values() if one["due"] <= now])

    async def _sweep(self, due: Sequence[Entry]) -> None:
        """Take down what is due, group by group; raises TelegramError for a group to try again."""
        troubles: list[TelegramError] = []
        for chat in dict.fromkeys(one["chat"] for one in due):
            try:
                await self._erase(chat, [one["message"] for one in due if one["chat"] == chat])
            except TelegramError as error:
                # A group that is slow or away holds up no other.
                troubles.append(error)
        if troubles:
            raise troubles[0]

    async def _erase(self, chat: int | str, messages: Sequence[int]) -> None:
        bot = await self._line.bot()
        for start in range(0, len(messages), _AT_ONCE):
            some = messages[start : start + _AT_ONCE]
            await _gone(bot, chat, some)
            for message in some:
                # Forgotten only in part, they are taken down once more, which changes nothing.
                self._notebook.note(NOTE, f"{chat} {message}", None)


async def _gone(bot: Bot, chat: int | str, messages: Sequence[int]) -> None:
    if len(messages) > 1:
        try:
            await bot.delete_messages(chat, messages)
        except BadRequest as no:
            log.info("several messages cannot go at once: %s", no)
        else:
            return
    for message in messages:
        await _quietly(bot.delete_message(chat, message))


async def _quietly(call: Awaitable[object]) -> None:
    """Await a call that is a mere courtesy: a no to it is nothing to speak of."""
    try:
        await call
    except (BadRequest, Forbidden, ChatMigrated) as no:
        log.info("Telegram says no to a courtesy: %s", no)


def _room_of(message: Message) -> Room:
    thread = message.message_thread_id if message.is_topic_message else None
    return Room(chat=message.chat.id, thread=thread)
