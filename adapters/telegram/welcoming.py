"""Welcoming people in a group: one message for all who come in, that erases itself.

A board is such a message: it names everybody who still waits or was welcomed lately, is changed
at most every few seconds, and begun anew where the old one has been scrolled away. Everything is
written down, so that a restart changes nothing on it.
"""

import asyncio
import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape
from weakref import WeakValueDictionary

from telegram.error import BadRequest, Forbidden, RetryAfter

from adapters.telegram.buttons import Buttons
from adapters.telegram.holding import Holding
from adapters.telegram.line import Line
from adapters.telegram.markup import html, still
from adapters.telegram.notebook import Entry, Notebook
from adapters.telegram.places import Places, Room
from adapters.telegram.removing import number_of
from adapters.telegram.sending import Sending
from adapters.telegram.troubles import GONE, NOT_MODIFIED, done, pause_of, refused, says
from bot.domain import Button, Greet, Order, Outcome
from bot.ports import Clock

log = logging.getLogger(__name__)
#: Kinds of entries: messages that welcome people, and whom each of them names.
BOARD, GREETED = "board", "greeted"
#: An older message is replaced, because an edit is nothing that newcomers notice.
_FRESH = timedelta(minutes=2)
#: Telegram counts changes of a message as messages, of which a group takes 20 a minute.
_BETWEEN = timedelta(seconds=5)
#: So many are named; the others are counted.
_NAMED, _LONGEST_NAME = 5, 40
#: So many are remembered as having been named when the message was changed last.
_MOST_KEPT = 200
_NOTHING_HERE = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Welcoming:
    """Keeps the boards of all groups."""

    def __init__(
        self,
        *,
        line: Line,
        notebook: Notebook,
        places: Places,
        holding: Holding,
        sending: Sending,
        buttons: Buttons,
        clock: Clock,
    ) -> None:
        self._line = line
        self._notebook = notebook
        self._places = places
        self._holding = holding
        self._sending = sending
        self._buttons = buttons
        self._clock = clock
        self._shown: dict[str, str] = {}
        self._next: dict[str, datetime] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def greet(self, order: Order, action: Greet) -> Outcome:
        """Put somebody on the board of their group; the first one makes it."""
        channel = action.channel or order.place
        room = self._places.room(channel, order.place)
        if room is None or room.is_private or number_of(action.member) is None:
            return refused("There is no such room to welcome somebody in.")
        if action.buttons and not self._holding.is_held(order.place, action.member):
            return done("nobody waits for an answer of theirs")
        board = _board_of(order.place, channel, action)
        async with self._turn(board):
            due = order.at + timedelta(seconds=action.seconds)
            if due <= self._clock.now():
                return done("its time was over already")
            await self._put_up(board, order.place, channel, action)
            entry = {"name": action.name[:_LONGEST_NAME], "due": due.timestamp()}
            await self._notebook.put(GREETED, f"{board} {action.member}", entry)
            if self._message(board) is None:
                await self._show(board, self._named(board))
        return done()

    async def _put_up(self, board: str, place: str, channel: str, action: Greet) -> None:
        if self._notebook.get(BOARD, board) is not None:
            return
        buttons = [[button.id, button.label, button.style] for button in action.buttons]
        entry = {"place": place, "channel": channel, "text": action.text, "buttons": buttons}
        await self._notebook.put(BOARD, board, entry)

    async def gone(self, place: str, member: str) -> None:
        """Take somebody who left off the boards of a group."""
        for board, entry in self._notebook.all(BOARD).items():
            if entry["place"] == place:
                await self._notebook.drop(GREETED, f"{board} {member}")

    async def look_after(self) -> None:
        """Bring every board up to date, and take down those on which nobody is left."""
        for board in self._notebook.all(BOARD):
            async with self._turn(board):
                try:
                    await self._update(board)
                except RetryAfter as error:
                    self._wait(board, pause_of(error))
                except (BadRequest, Forbidden) as no:
                    log.warning("people cannot be welcomed as they should: %s", no)
                    self._wait(board, 60.0)

    def _turn(self, board: str) -> asyncio.Lock:
        """Return the lock of one board; a slow group must not hold up the others."""
        turn = self._turns.get(board) or asyncio.Lock()
        self._turns[board] = turn
        return turn

    async def _update(self, board: str) -> None:
        people = await self._still_named(board)
        if not people:
            await self._take_down(board)
            await self._notebook.drop(BOARD, board)
        elif self._clock.now() >= self._next.get(board, self._clock.now()):
            await self._show(board, people)

    async def _still_named(self, board: str) -> Mapping[str, str]:
        """Return who is named, and forget those who have answered or whose time is over."""
        entry = self._entry(board)
        for key, greeted in self._greeted(board):
            member = key.rpartition(" ")[2]
            answered = entry["buttons"] and not self._holding.is_held(entry["place"], member)
            if answered or float(greeted["due"]) <= self._clock.now().timestamp():
                await self._notebook.drop(GREETED, key)
        return self._named(board)

    def _named(self, board: str) -> Mapping[str, str]:
        return {key.rpartition(" ")[2]: str(one["name"]) for key, one in self._greeted(board)}

    def _greeted(self, board: str) -> Sequence[tuple[str, Entry]]:
        found = self._notebook.all(GREETED).items()
        return [(key, one) for key, one in found if key.partition(" ")[0] == board]

    # ------------------------------------------------------------------------- the message

    async def _show(self, board: str, people: Mapping[str, str]) -> None:
        """Write or change the message; one that has been scrolled away is begun anew."""
        entry = self._entry(board)
        text = f"{_names(people)}\n{html(str(entry['text']), self._sending.commands)}"
        if self._shown.get(board) == text:
            return
        known = self._message(board)
        newcomers = set(people) - set(entry.get("named", ()))
        is_old = (
            self._clock.now().timestamp() - float(entry.get("since", 0)) > _FRESH.total_seconds()
        )
        if known is not None and not (newcomers and is_old):
            await self._change(board, known, text, list(people))
        else:
            await self._begin(board, text, list(people))
        self._shown[board] = text
        self._wait(board, _BETWEEN.total_seconds())

    async def _begin(self, board: str, text: str, people: Sequence[str]) -> None:
        entry, room = self._entry(board), self._room(board)
        keyboard = await self._buttons.keyboard(_buttons(entry), entry["place"])
        made = await self._sending.send_html(room, text, keyboard=keyboard)
        old = self._message(board)
        now = self._clock.now().timestamp()
        fresh = {**entry, "message": made, "chat": room.chat, "since": now}
        fresh["named"] = people[:_MOST_KEPT]
        await self._notebook.put(BOARD, board, fresh)
        if old is not None:
            await self._erase(room, old)

    async def _change(self, board: str, message: int, text: str, people: Sequence[str]) -> None:
        entry, room = self._entry(board), self._room(board)
        keyboard = await self._buttons.keyboard(_buttons(entry), entry["place"])
        try:
            await self._sending.edit_html(room, message, text, keyboard=keyboard)
        except BadRequest as error:
            if says(error, _NOTHING_HERE):
                # Somebody took it down: those who wait still need their button.
                await self._notebook.put(BOARD, board, {**entry, "message": None, "named": []})
                await self._begin(board, text, people)
                return
            if not says(error, NOT_MODIFIED):
                raise
        await self._notebook.put(BOARD, board, {**entry, "named": people[:_MOST_KEPT]})

    async def _take_down(self, board: str) -> None:
        message = self._message(board)
        if message is not None:
            await self._erase(self._room(board), message)
        self._shown.pop(board, None)
        self._next.pop(board, None)

    async def _erase(self, room: Room, message: int) -> None:
        bot = await self._line.bot()
        try:
            await bot.delete_message(room.chat, message)
        except (BadRequest, Forbidden) as no:
            if not says(no, GONE):
                log.info("a welcome cannot be taken down: %s", no)

    # ------------------------------------------------------------------------------ entries

    def _entry(self, board: str) -> Entry:
        return self._notebook.get(BOARD, board) or {}

    def _message(self, board: str) -> int | None:
        entry = self._entry(board)
        message = entry.get("message")
        # What was written before the group moved has another message's number by now.
        moved = bool(entry) and entry.get("chat", self._room(board).chat) != self._room(board).chat
        return message if isinstance(message, int) and not moved else None

    def _room(self, board: str) -> Room:
        entry = self._entry(board)
        found = self._places.room(str(entry["channel"]), str(entry["place"]))
        return found or Room(chat=self._places.chat_of(str(entry["place"])))

    def _wait(self, board: str, seconds: float) -> None:
        self._next[board] = self._clock.now() + timedelta(seconds=seconds)


def _board_of(place: str, channel: str, action: Greet) -> str:
    """Return the name of the board for this welcome; other words make another one."""
    told = "\0".join([place, channel, action.text, *(button.id for button in action.buttons)])
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def _buttons(entry: Entry) -> tuple[Button, ...]:
    return tuple(Button(id=id, label=label, style=style) for id, label, style in entry["buttons"])


def _names(people: Mapping[str, str]) -> str:
    """Return the names as links to those who are meant, the newest first, the rest counted."""
    newest = list(people.items())[::-1]
    named = ", ".join(
        f'<a href="tg://user?id={int(member)}">{escape(still(name or "…"))}</a>'
        for member, name in newest[:_NAMED]
    )
    left = len(newest) - _NAMED
    return f"{named} +{left}" if left > 0 else named
