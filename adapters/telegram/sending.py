"""Saying something: text and buttons into a room, and changing what was said."""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode

from adapters.telegram.buttons import Buttons
from adapters.telegram.line import Line
from adapters.telegram.markup import html
from adapters.telegram.places import Room
from bot.domain import Button

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said on behalf of a place, as plain text."""

    text: str
    place: str = ""
    buttons: tuple[Button, ...] = ()


class Sending:
    """Sends words; raises TelegramError where Telegram does not take them.

    `commands` are those that stay live in a text, for members to tap on.
    """

    def __init__(self, line: Line, buttons: Buttons) -> None:
        self._line = line
        self._buttons = buttons
        self.commands: frozenset[str] = frozenset()

    async def send(self, room: Room, words: Words, *, reply_to: int | None = None) -> int:
        """Say something and return the message's id."""
        keyboard = await self._buttons.keyboard(words.buttons, words.place)
        text = html(words.text, self.commands)
        return await self.send_html(room, text, keyboard=keyboard, reply_to=reply_to)

    async def send_html(
        self,
        room: Room,
        text: str,
        *,
        keyboard: InlineKeyboardMarkup | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Say something that is HTML already and return the message's id."""
        reply = None
        if reply_to is not None:
            reply = ReplyParameters(reply_to, allow_sending_without_reply=True)
        bot = await self._line.bot()
        made = await bot.send_message(
            room.chat,
            text or "…",
            parse_mode=ParseMode.HTML,
            message_thread_id=room.thread,
            link_preview_options=_NO_PREVIEW,
            reply_parameters=reply,
            reply_markup=keyboard,
        )
        return made.message_id

    async def edit(self, room: Room, message: int, words: Words) -> None:
        """Change what was said before, and its buttons."""
        keyboard = await self._buttons.keyboard(words.buttons, words.place)
        await self.edit_html(room, message, html(words.text, self.commands), keyboard=keyboard)

    async def edit_html(
        self, room: Room, message: int, text: str, *, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Change what was said before to what is HTML already."""
        bot = await self._line.bot()
        await bot.edit_message_text(
            text or "…",
            chat_id=room.chat,
            message_id=message,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard,
        )
