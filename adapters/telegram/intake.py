"""Taking updates in: read, handed to the house in order, and gone only once it has them."""

import asyncio
import logging
from collections.abc import Sequence

from telegram import Bot, Update
from telegram.error import TelegramError

from adapters.telegram.heard import Heard
from adapters.telegram.hearing import Hearing
from adapters.telegram.line import Line
from adapters.telegram.politeness import Politeness
from bot.domain import Event
from bot.errors import NetworkError, StoreError
from bot.ports import House

log = logging.getLogger(__name__)
#: Seconds between tries to hand something to a house that is busy.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
#: An event that the house cannot take for a reason of its own is set aside after so many tries.
_TRIES = 3
#: What a message is heard by where something newer in it is beyond the library.
_PLAIN = frozenset(
    {
        "message_id",
        "date",
        "edit_date",
        "chat",
        "from",
        "sender_chat",
        "text",
        "caption",
        "entities",
        "caption_entities",
        "message_thread_id",
        "is_topic_message",
        "is_automatic_forward",
    }
)


class Intake:
    """Brings raw updates to the house."""

    def __init__(self, line: Line, hearing: Hearing, house: House) -> None:
        self._line = line
        self._hearing = hearing
        self._house = house
        self._politeness = Politeness()

    async def close(self) -> None:
        """Leave off what was still to be said."""
        await self._politeness.close()

    async def take(self, updates: Sequence[object]) -> None:
        """Return when the house has all that these updates come to."""
        heard = [await self._read(update) for update in updates]
        await self._deliver([event for one in heard for event in one.events])
        await self._politeness.do([after for one in heard for after in one.after])

    async def _read(self, raw: object) -> Heard:
        """Return what an update comes to; one that cannot be read is left out."""
        pause = _FIRST_PAUSE
        while True:
            try:
                return await self._hearing.take(_parsed(raw, await self._line.bot()))
            except (TelegramError, NetworkError) as error:
                # Whom it is about may be unknown for now; it must not be lost for that.
                log.warning("an update cannot be read for now, trying again: %s", error)
            except Exception as error:
                return _unreadable(raw, error)
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)

    async def _deliver(self, events: Sequence[Event]) -> None:
        """Hand events over in order, as often as it takes."""
        left, pause, tries = list(events), _FIRST_PAUSE, 0
        while left:
            results = await asyncio.gather(
                *(self._house.receive(event) for event in left), return_exceptions=True
            )
            broken = [
                (event, error)
                for event, error in zip(left, results, strict=True)
                if isinstance(error, BaseException)
            ]
            for _, error in broken:
                if not isinstance(error, Exception):
                    raise error
            tries += any(not isinstance(error, StoreError) for _, error in broken)
            left = [event for event, error in broken if _is_worth_it(event, error, tries)]
            if left:
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)


def _is_worth_it(event: Event, error: BaseException, tries: int) -> bool:
    """Return whether an event is brought again that the house did not take."""
    if isinstance(error, StoreError) or tries < _TRIES:
        return True
    log.error("event %s of Telegram cannot be taken in and is left out: %s", event.id, error)
    return False


def _parsed(raw: object, bot: Bot) -> Update:
    """Return an update; of a message that the library cannot read, what every message has."""
    if not isinstance(raw, dict):
        raise TypeError("an update is no object")
    try:
        return Update.de_json(raw, bot)
    except (TypeError, ValueError, KeyError, AttributeError):
        kind = next((one for one in ("message", "edited_message") if one in raw), None)
        if kind is None:
            raise
    plain = {key: value for key, value in raw[kind].items() if key in _PLAIN}
    return Update.de_json({"update_id": raw["update_id"], kind: plain}, bot)


def _unreadable(raw: object, error: Exception) -> Heard:
    """Leave an update out; its words stay out of the log, for they are somebody's."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    kinds = sorted(key for key in raw if key != "update_id") if isinstance(raw, dict) else []
    what = "update %s of Telegram (%s) cannot be read and is left out: %s"
    log.error(what, number, ", ".join(kinds), type(error).__name__)
    return Heard()
