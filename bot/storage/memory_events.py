"""The inbox in memory."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import Event, event_key
from bot.storage.meaning import WORDED, message_of, without_words
from bot.storage.shelves import SET_ASIDE, SETTLED, WAITING, KeptEvent, Shelves


class MemoryEvents:
    """Events as they came in."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def admit(self, events: Sequence[Event]) -> Sequence[bool]:
        """Keep events; per event, False says that it was known already."""
        return [self.take_in(event) for event in events]

    def take_in(self, event: Event, state: str = WAITING) -> bool:
        """Keep one event; False says that it was known already."""
        shelf, key = self._shelves.communities[event.community], event_key(event)
        if key in shelf.events:
            return False
        kept = KeptEvent(event, next(self._shelves.serials), isinstance(event, WORDED), state)
        shelf.events[key] = kept
        if state == WAITING:
            shelf.waiting[key] = kept
        if (message := message_of(event)) is not None:
            shelf.messages[message].append(kept)
        return True

    async def waiting(self, community: str) -> Sequence[Event]:
        """Return events that were admitted and not settled, oldest admission first."""
        return [kept.event for kept in self._shelves.communities[community].waiting.values()]

    def unreadable(self, community: str) -> int:
        """Return none: what is kept in memory can be read."""
        return 0

    async def since(self, community: str, moment: datetime) -> Sequence[Event]:
        """Return settled events from `moment` on, oldest first."""
        events = self._shelves.communities[community].events.values()
        found = [kept for kept in events if kept.state == SETTLED and kept.event.at >= moment]
        return [kept.event for kept in sorted(found, key=_age)]

    async def message(self, community: str, message: str) -> Event | None:
        """Return the posting (or newest edit) of a message, None where it is no longer kept."""
        shelf = self._shelves.communities[community]
        kept = [kept for kept in shelf.messages.get(message, ()) if kept.worded]
        return max(kept, key=_age).event if kept else None

    async def quarantine(self, community: str, key: str, why: str) -> None:
        """Set a waiting event aside."""
        kept = self._shelves.communities[community].waiting.pop(key, None)
        if kept is not None:
            kept.state, kept.why = SET_ASIDE, why

    async def forget(self, before: datetime) -> int:
        """Erase what people wrote in events that are done with and older than `before`."""
        forgotten = 0
        for shelf in self._shelves.communities.values():
            for kept in shelf.events.values():
                if kept.worded and kept.state != WAITING and kept.event.at < before:
                    kept.event, kept.worded = without_words(kept.event), False
                    forgotten += 1
        return forgotten


def _age(kept: KeptEvent) -> tuple[datetime, int]:
    return kept.event.at, kept.serial
