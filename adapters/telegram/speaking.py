"""Replies, private words and answers: said where they are meant to be read, and nowhere else."""

from telegram.error import BadRequest, Forbidden, TelegramError

from adapters.telegram.courtesy import Courtesy
from adapters.telegram.line import Line
from adapters.telegram.markup import html
from adapters.telegram.people import People
from adapters.telegram.places import Places, Room
from adapters.telegram.removing import number_of
from adapters.telegram.sending import Sending, Words
from adapters.telegram.troubles import NOT_MODIFIED, SHUT, done, refused, says
from bot.domain import Answer, EditReply, Order, Outcome, Reply, RestoreMessage, SendDirect

#: Longest line that Telegram shows over the screen to whoever pressed a button.
LONGEST_ALERT = 200
_NO_ROOM = (
    "There is no room '{name}' here; open a topic with this name, or write the id of the team's "
    "group."
)
_NOT_STARTED = (
    "They have not opened a chat with the bot; a note in the group asks them to, and the words "
    "wait for them."
)


class Speaking:
    """Says what the house wants said."""

    def __init__(
        self, line: Line, places: Places, people: People, sending: Sending, courtesy: Courtesy
    ) -> None:
        self._line = line
        self._places = places
        self._people = people
        self._sending = sending
        self._courtesy = courtesy

    async def reply(self, order: Order, action: Reply) -> Outcome:
        """Say something in a room."""
        room = self._places.room(action.channel, order.place)
        if room is None:
            return refused(_NO_ROOM.format(name=action.channel))
        answered = self._places.message_in(room, action.message or "")
        words = Words(text=action.text, place=order.place, buttons=action.buttons)
        made = await self._sending.send(room, words, reply_to=answered)
        if isinstance(room.chat, int) and not room.is_private:
            await self._courtesy.know_outpost(room.chat, order.place)
        return done(made=self._places.numbered(room.chat, made))

    async def edit(self, order: Order, action: EditReply) -> Outcome:
        """Change what was said before."""
        chat, _, _ = action.message.rpartition(":")
        room = self._places.room(chat or action.channel, order.place)
        message = self._places.message_in(room, action.message) if room is not None else None
        if message is None or room is None:
            return refused("What was to be changed is gone.")
        words = Words(text=action.text, place=order.place, buttons=action.buttons)
        try:
            await self._sending.edit(room, message, words)
        except BadRequest as error:
            if not says(error, NOT_MODIFIED):
                raise
        return done(made=action.message)

    async def restore(self, order: Order, action: RestoreMessage) -> Outcome:
        """Quote a message that was taken down; Telegram brings none back."""
        room = self._places.room(action.channel, order.place)
        if room is None:
            return refused(_NO_ROOM.format(name=action.channel))
        heading = html(f"{action.member_name}:")
        quoted = html(action.text.replace("://", "[:]//"))
        text = f"{heading}\n<blockquote>{quoted}</blockquote>"
        made = await self._sending.send_html(room, text)
        made_id = self._places.numbered(room.chat, made)
        return done("Telegram brings no message back, so it is quoted", made=made_id)

    # ------------------------------------------------------------------------ for one person

    async def direct(self, order: Order, action: SendDirect) -> Outcome:
        """Tell somebody something in private; a note asks those to open the chat who have not."""
        person = number_of(action.member)
        if person is None or action.member.startswith("-"):
            return refused("Nobody with this id can be written to.")
        words = Words(text=action.text, place=order.place, buttons=action.buttons)
        made = await self._privately(person, words)
        if made is not None:
            self._courtesy.comes_from(action.member, order.place)
            return done(made=f"{person}:{made}")
        # Who opens the chat later, also from outside the group, means this place.
        self._courtesy.comes_from(action.member, order.place)
        room = self._places.room(action.channel or order.place, order.place)
        await self._leave_note(room, order, action.member, words, reply_to=None)
        return refused(_NOT_STARTED)

    async def answer(self, order: Order, action: Answer) -> Outcome:
        """Answer a command or button, to that member alone unless it is for all."""
        words = Words(text=action.text, place=order.place, buttons=action.buttons)
        room = self._places.room(action.channel, order.place)
        kind, _, about = action.interaction.partition(":")
        if room is not None and (action.public or room.is_private):
            return await self._openly(room, kind, about, words)
        if kind == "q" and await self._alert(about, words):
            return done()
        person = number_of(action.member)
        if person is None:
            return refused("Nobody with this id can be written to.")
        made_directly = await self._privately(person, words)
        if made_directly is not None:
            return done(made=f"{person}:{made_directly}")
        command = self._command(room, kind, about)
        await self._leave_note(room, order, action.member, words, reply_to=command)
        return done(_NOT_STARTED)

    async def _openly(self, room: Room, kind: str, about: str, words: Words) -> Outcome:
        """Say an answer in the room where it was asked for, below the command."""
        if kind == "q":
            self._courtesy.expect_answer(about)
        command = self._command(room, kind, about)
        try:
            made = await self._sending.send(room, words, reply_to=command)
        except Forbidden:
            # Who asks to be let in can be written to for a few minutes only.
            if kind == "q" and await self._alert(about, words):
                return done()
            raise
        private = f"{room.chat}:{made}" if room.is_private else ""
        return done(made=private or self._places.numbered(room.chat, made))

    def _command(self, room: Room | None, kind: str, about: str) -> int | None:
        """Return the message in which a command was given, None where it cannot be answered."""
        return None if room is None or kind != "m" else self._places.message_in(room, about)

    async def _alert(self, query: str, words: Words) -> bool:
        """Show a short answer over the screen; returns False where it does not fit or is late."""
        if words.buttons or len(words.text) > LONGEST_ALERT:
            return False
        self._courtesy.answered(query)
        bot = await self._line.bot()
        try:
            await bot.answer_callback_query(query, text=words.text, show_alert=True)
        except BadRequest:
            return False
        return True

    async def _privately(self, person: int, words: Words) -> int | None:
        """Write to somebody; returns None where they have not opened the chat."""
        try:
            return await self._sending.send(Room(chat=person), words)
        except (Forbidden, BadRequest) as error:
            if says(error, (*SHUT, "chat not found")):
                return None
            raise

    async def _leave_note(
        self, room: Room | None, order: Order, member: str, words: Words, *, reply_to: int | None
    ) -> None:
        await self._courtesy.keep_for(member, words)
        if room is None or room.is_private:
            return
        try:
            found = await self._people.find(order.place, member)
            if found is None:
                return
            await self._courtesy.leave_note(
                room,
                member,
                order.place,
                name=found.name,
                reply_to=reply_to,
                language=self._people.language_of(member),
            )
        except TelegramError as error:
            self._courtesy.note_failed(error)
