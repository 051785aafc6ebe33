"""Buttons that people press, and reactions that they leave."""

from typing import Any

from telegram import CallbackQuery, Message, MessageReactionUpdated, ReactionTypeEmoji

from adapters.telegram.buttons import Buttons
from adapters.telegram.courtesy import Courtesy
from adapters.telegram.heard import NETWORK, Heard, thread_of, utc
from adapters.telegram.people import People
from adapters.telegram.places import Places
from bot.domain import ButtonPressed, ReactionAdded


class Gestures:
    """Turns presses and reactions into events."""

    def __init__(
        self, places: Places, people: People, buttons: Buttons, courtesy: Courtesy
    ) -> None:
        self._places = places
        self._people = people
        self._buttons = buttons
        self._courtesy = courtesy

    async def button(self, query: CallbackQuery) -> Heard:
        """Return that somebody pressed a button, for the place that it was made for."""
        if not query.id or query.message is None or query.data is None:
            return Heard()
        place, button = self._buttons.read(query.data, self._places.served)
        if place is None:
            return Heard(after=[lambda: self._courtesy.unknown_button(query)])
        await self._people.know_staff(place)
        chat = query.message.chat
        at_home = self._places.of_chat(chat.id) == place
        id = query.message.message_id
        thread = thread_of(query.message) if isinstance(query.message, Message) else None
        event = ButtonPressed(
            id=query.id,
            at=self._courtesy.now,
            channel=self._places.channel(place if at_home else str(chat.id), thread),
            channel_name=self._places.channel_name(place, thread) if at_home else "",
            member=self._people.member(place, query.from_user),
            button=button,
            message=self._places.numbered(chat.id, id) if at_home else f"{chat.id}:{id}",
            interaction=f"q:{query.id}",
            language=str(query.from_user.language_code or ""),
            **self._here(place),
        )
        self._courtesy.expect_answer(query.id)
        return Heard(events=[event])

    async def reaction(self, changed: MessageReactionUpdated, update: int) -> Heard:
        """Return the emoji that somebody added under a message."""
        place = self._places.of_chat(changed.chat.id)
        if place is None or changed.user is None:
            return Heard()
        await self._people.know_staff(place)
        new = [one for one in changed.new_reaction if one not in changed.old_reaction]
        events = [
            ReactionAdded(
                id=f"{update}-{number}",
                at=utc(changed.date),
                channel=place,
                member=self._people.member(place, changed.user),
                message=self._places.numbered(changed.chat.id, changed.message_id),
                emoji=reaction.emoji,
                **self._here(place),
            )
            for number, reaction in enumerate(new)
            if isinstance(reaction, ReactionTypeEmoji)
        ]
        return Heard(events=events)

    def _here(self, place: str) -> dict[str, Any]:
        return {"network": NETWORK, "place": place, "community": self._places.served[place]}
