"""The private chat with somebody: which of their groups they mean, and what they came for."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram import Message
from telegram.error import TelegramError

from adapters.telegram.asking import command_in, started_with
from adapters.telegram.buttons import tag
from adapters.telegram.courtesy import HOME, Courtesy
from adapters.telegram.line import Line
from adapters.telegram.notebook import Notebook
from adapters.telegram.people import People
from adapters.telegram.places import Places

log = logging.getLogger(__name__)
#: In so many places somebody is looked for who has not said where they come from.
_MOST_LOOKED = 20
_LOOK_AGAIN = timedelta(minutes=1)
_GREET_AGAIN, _MOST_GREETED = timedelta(minutes=10), 1_000
After = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a private message comes to: a command about a place, or something we say ourselves."""

    place: str | None = None
    command: str = ""
    raw: str | None = None
    after: Sequence[After] = ()


class Private:
    """Reads what people write to the bot alone."""

    def __init__(
        self, line: Line, notebook: Notebook, places: Places, people: People, courtesy: Courtesy
    ) -> None:
        self._line = line
        self._notebook = notebook
        self._places = places
        self._people = people
        self._courtesy = courtesy
        self._greeted: dict[int, datetime] = {}
        self._looked_for: dict[int, datetime] = {}

    async def take(self, message: Message) -> Opened:
        """Return what somebody wants who writes in private."""
        user = message.from_user
        if user is None or user.is_bot:
            return Opened()
        name = command_in(message, (await self._line.me()).username or "")
        deliver: After = lambda: self._courtesy.deliver(user)  # noqa: E731  # one of several afters
        if name == "start":
            return await self._started(message, user.id, deliver)
        if name is None:
            hello: After = lambda: self._courtesy.tell(message, "hello")  # noqa: E731  # as above
            return Opened(after=(deliver, hello) if self._is_first(user.id) else (deliver,))
        place = await self._home(user.id)
        if place is None:
            return Opened(after=(lambda: self._courtesy.tell(message, "no_group"),))
        return Opened(place=place, command=name, after=(deliver,))

    def _is_first(self, user: int) -> bool:
        """Return whether somebody was not greeted lately; who talks on is left in peace."""
        now = self._courtesy.now
        if now - self._greeted.get(user, now - _GREET_AGAIN) < _GREET_AGAIN:
            return False
        self._greeted[user] = now
        while len(self._greeted) > _MOST_GREETED:
            self._greeted.pop(next(iter(self._greeted)))
        return True

    async def _started(self, message: Message, user: int, deliver: After) -> Opened:
        payload = (message.text or "").partition(" ")[2].strip()
        asked = started_with(payload)
        if asked.tag:
            place = next((one for one in self._places.served if tag(one) == asked.tag), None)
            if place is not None:
                await self._notebook.put(HOME, str(user), {"place": place})
        if asked.do == "read":
            return Opened(after=(lambda: self._courtesy.deliver_or_say(message),))
        place = await self._home(user)
        if place is None:
            return Opened(after=(lambda: self._courtesy.tell(message, "no_group"),))
        if asked.do:
            raw = asked.rest.replace("_", " ")
            return Opened(place=place, command=asked.do, raw=raw, after=(deliver,))
        return Opened(after=(deliver, lambda: self._courtesy.tell(message, "hello")))

    async def _home(self, user: int) -> str | None:
        """Return the place that somebody means: as they said, or the first they are in."""
        entry = self._notebook.get(HOME, str(user))
        if entry is not None and entry["place"] in self._places.served:
            return str(entry["place"])
        waits = self._looked_for.get(user)
        if waits is not None and self._courtesy.now < waits:
            return None
        for place in list(self._places.served)[:_MOST_LOOKED]:
            try:
                if await self._people.find(place, str(user)) is not None:
                    self._notebook.note(HOME, str(user), {"place": place})
                    return place
            except TelegramError as error:
                log.warning("whether somebody is in %s is not known for now: %s", place, error)
        # Every look takes a call for each group: nobody keeps the bot busy by writing often.
        self._looked_for[user] = self._courtesy.now + _LOOK_AGAIN
        while len(self._looked_for) > _MOST_GREETED:
            self._looked_for.pop(next(iter(self._looked_for)))
        return None
