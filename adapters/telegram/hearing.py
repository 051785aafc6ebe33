"""From what Telegram tells to events: who wrote what where, and what is nobody's message."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from telegram import Message, Update

from adapters.telegram.albums import Albums
from adapters.telegram.asking import asked_in, command_in, is_addressed
from adapters.telegram.courtesy import Courtesy
from adapters.telegram.gestures import Gestures
from adapters.telegram.heard import NETWORK, Heard, thread_of, utc
from adapters.telegram.line import Line
from adapters.telegram.people import People
from adapters.telegram.places import Places
from adapters.telegram.private import Private
from adapters.telegram.reading import Reading, is_service, read, usernames_in
from adapters.telegram.seats import Seats
from adapters.telegram.skew import TelegramTime
from adapters.telegram.tidying import sort_of
from bot.domain import (
    CommandGiven,
    CommandSpec,
    Event,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
)

log = logging.getLogger(__name__)


class Hearing:
    """Turns updates into events.

    `commands` are those that the house offers, `tidied` says which of Telegram's own lines a
    community wants taken down, and `language` what its team reads.
    """

    def __init__(
        self,
        *,
        line: Line,
        places: Places,
        people: People,
        courtesy: Courtesy,
        private: Private,
        seats: Seats,
        gestures: Gestures,
        albums: Albums,
        time: TelegramTime,
    ) -> None:
        self._line = line
        self._places = places
        self._people = people
        self._courtesy = courtesy
        self._private = private
        self._seats = seats
        self._gestures = gestures
        self._albums = albums
        self._time = time
        self.commands: Mapping[str, CommandSpec] = {}
        self.language: Callable[[str], str] = lambda _community: "en"
        self.tidied: Callable[[str], Collection[str]] = lambda _community: ()

    async def take(self, update: Update) -> Heard:
        """Return what an update comes to; nothing for one that is none of ours."""
        if update.message is not None:
            self._time.told(update.message.date)
            return await self._message(update.message, edit="")
        if update.edited_message is not None:
            edit = f"{update.edited_message.message_id}-{update.update_id}"
            return await self._message(update.edited_message, edit=edit)
        if update.callback_query is not None:
            return await self._gestures.button(update.callback_query)
        if update.message_reaction is not None:
            return await self._gestures.reaction(update.message_reaction, update.update_id)
        if update.chat_member is not None:
            change = update.chat_member
            events = await self._seats.changed(change, update.update_id)
            return Heard(events=events, after=[lambda: self._seats.freed(change)])
        if update.chat_join_request is not None:
            asked = await self._seats.asked(update.chat_join_request, update.update_id)
            return Heard(events=asked)
        if update.my_chat_member is not None:
            return Heard(after=await self._seats.mine_changed(update.my_chat_member))
        return Heard()

    # --------------------------------------------------------------------------- messages

    async def _message(self, message: Message, *, edit: str) -> Heard:
        chat = message.chat
        if await self._moved(message):
            return Heard()
        if chat.type == chat.PRIVATE:
            return Heard() if edit else await self._in_private(message)
        place = self._places.around(chat.id)
        if place is None:
            return Heard()
        await self._people.know_staff(place)
        self._learn_topic(place, message)
        if is_service(message):
            return self._told_by_telegram(place, message)
        return await self._written(place, message, edit=edit)

    def _told_by_telegram(self, place: str, message: Message) -> Heard:
        """Return what a line of Telegram's own comes to, and let it go where nobody wants it."""
        events = self._comings(place, message)
        if place != self._home(message) or not (sort := sort_of(message)):
            return Heard(events=events)
        if sort not in self.tidied(self._places.served[place]):
            return Heard(events=events)
        self._courtesy.sweep_up(message)
        return Heard(events=events, after=[self._courtesy.write_down])

    async def _moved(self, message: Message) -> bool:
        """Return whether a message only tells that the group has another id."""
        if message.migrate_to_chat_id:
            await self._places.moved(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self._places.moved(message.migrate_from_chat_id, message.chat.id)
        else:
            return False
        return True

    def _learn_topic(self, place: str, message: Message) -> None:
        thread = thread_of(message)
        if thread is None:
            return
        first = message.forum_topic_created
        if first is None and message.reply_to_message is not None:
            first = message.reply_to_message.forum_topic_created
        if first is not None and self._places.channel_name(place, thread) == "":
            self._places.named(place, thread, first.name)
        if message.forum_topic_edited is not None and message.forum_topic_edited.name:
            self._places.named(place, thread, message.forum_topic_edited.name)

    def _comings(self, place: str, message: Message) -> Sequence[Event]:
        """Return who came and went, where Telegram tells it in messages alone."""
        if self._people.is_staff(place, self._line.id) or place != self._home(message):
            return ()
        at, found = utc(message.date), list[Event]()
        for user in message.new_chat_members:
            if user.id != self._line.id:
                self._people.joined(place, user.id, at)
                member = self._people.member(place, user)
                id = f"{self._id(place, message)}-{user.id}"
                found.append(MemberJoined(id=id, at=at, member=member, **self._here(place)))
        gone = message.left_chat_member
        if gone is not None and gone.id != self._line.id:
            member = self._people.member(place, gone)
            id = f"{self._id(place, message)}-{gone.id}"
            found.append(MemberLeft(id=id, at=at, member=member, **self._here(place)))
        return found

    async def _written(self, place: str, message: Message, *, edit: str) -> Heard:
        me = await self._line.me()
        name = None if edit else command_in(message, me.username or "")
        ours = name is not None and (
            name in self.commands or is_addressed(message, me.username or "")
        )
        if message.is_automatic_forward:
            return Heard()
        if message.sender_chat is not None and message.sender_chat.id == message.chat.id:
            if not ours:
                return Heard()
            language = self.language(self._places.served[place])
            return Heard(after=[lambda: self._courtesy.cannot_tell_who(message, language)])
        if ours and name is not None:
            directory = await self._people.sure_of(place, usernames_in(message))
            return self._command(place, message, read(message, directory), name)
        reading = read(message, self._people.by_username)
        if message.from_user is None or place != self._home(message):
            return Heard()
        if not edit and self._albums.joins(message):
            late = self._albums.is_gone(message)
            return Heard(after=[lambda: self._courtesy.take_down(message)] if late else [])
        return Heard(events=[self._post(place, message, reading, edit=edit)])

    def _home(self, message: Message) -> str | None:
        """Return the place that a message was written in; none for the team's other rooms."""
        return self._places.of_chat(message.chat.id)

    def _post(
        self, place: str, message: Message, reading: Reading, *, edit: str
    ) -> MessagePosted | MessageEdited:
        thread = thread_of(message)
        author = message.sender_chat
        if author is not None:
            member = self._people.channel(place, author)
        else:
            assert message.from_user is not None  # noqa: S101  # _written lets no other through
            member = self._people.member(place, message.from_user)
        more: dict[str, Any] = {
            "channel": self._places.channel(place, thread),
            "channel_name": self._places.channel_name(place, thread),
            "member": member,
            "text": reading.text,
            "reply_to": self._reply_to(message),
            "mentions": reading.mentions,
            "attachments": reading.attachments,
            **self._here(place),
        }
        if not edit:
            return MessagePosted(id=self._id(place, message), at=utc(message.date), **more)
        at = utc(message.edit_date or message.date)
        return MessageEdited(id=edit, at=at, message=self._id(place, message), **more)

    def _here(self, place: str) -> dict[str, Any]:
        return {"network": NETWORK, "place": place, "community": self._places.served[place]}

    # --------------------------------------------------------------------------- commands

    async def _in_private(self, message: Message) -> Heard:
        opened = await self._private.take(message)
        if opened.place is None or not opened.command:
            return Heard(after=opened.after)
        await self._people.know_staff(opened.place)
        directory = await self._people.sure_of(opened.place, usernames_in(message))
        reading = read(message, directory)
        heard = self._command(opened.place, message, reading, opened.command, opened.raw)
        return Heard(events=heard.events, after=opened.after)

    def _command(
        self, place: str, message: Message, reading: Reading, name: str, raw: str | None = None
    ) -> Heard:
        user = message.from_user
        if user is None or message.sender_chat is not None:
            return Heard()
        asked = asked_in(name, message, reading, self.commands)
        channel, shown = self._room(place, message)
        event = CommandGiven(
            id=self._id(place, message),
            at=utc(message.date),
            channel=channel,
            channel_name=shown,
            member=self._people.member(place, user),
            name=asked.name,
            raw=asked.raw if raw is None else raw,
            mentions=asked.mentions,
            reply_to=self._reply_to(message),
            interaction=f"m:{message.chat.id}:{message.message_id}",
            language=str(user.language_code or ""),
            **self._here(place),
        )
        return Heard(events=[event])

    def _room(self, place: str, message: Message) -> tuple[str, str]:
        thread = thread_of(message)
        if self._home(message) == place:
            return self._places.channel(place, thread), self._places.channel_name(place, thread)
        return self._places.channel(str(message.chat.id), thread), ""

    def _id(self, place: str, message: Message) -> str:
        """Return the id of a message, told apart from those of other chats of the place."""
        if self._home(message) == place:
            return self._places.numbered(message.chat.id, message.message_id)
        return f"{message.chat.id}:{message.message_id}"

    def _reply_to(self, message: Message) -> str | None:
        reply = message.reply_to_message
        if reply is None or reply.forum_topic_created is not None:
            return None
        return self._places.numbered(message.chat.id, reply.message_id)
