"""Which chat is which place, also after it moved; rooms are chats and the topics in them.

A channel is named by its chat's id, a topic by `chat/topic`. A group that became a supergroup has
a new id; towards the house it keeps the old one, so that rules, cases and timers stay with it. Its
messages are counted anew from 1, so those of a supergroup that was a group are named `chat:number`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.telegram.notebook import Notebook

#: What the room of a group that has no topics, or is none of them, is called.
GENERAL = "general"
#: Kinds of entries: old chat to new, team chats to their place, names of topics, places served.
MOVED, OUTPOST, TOPIC, SERVED = "moved", "outpost", "topic", "served"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where to write on the wire."""

    chat: int | str
    thread: int | None = None

    @property
    def is_private(self) -> bool:
        """Whether this is somebody's private chat with the bot."""
        return isinstance(self.chat, int) and self.chat > 0


class Places:
    """The chats that the house looks after; `served` maps place to community."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self.served: Mapping[str, str] = {}

    def of_chat(self, chat: int) -> str | None:
        """Return the place of a group, None where it is none of ours."""
        id = str(chat)
        if id in self.served:
            return id
        old = self._before(id)
        return old if old in self.served else None

    def around(self, chat: int) -> str | None:
        """Return the place that a chat belongs to, also where it is only the team's room."""
        entry = self._notebook.get(OUTPOST, str(chat))
        outpost = str(entry["place"]) if entry else None
        return self.of_chat(chat) or (outpost if outpost in self.served else None)

    def _before(self, chat: str) -> str | None:
        for old, entry in self._notebook.all(MOVED).items():
            if entry["to"] == chat:
                return self._before(old) or old
        return None

    def chat_of(self, place: str) -> int | str:
        """Return the chat of a place as it is now."""
        entry = self._notebook.get(MOVED, place)
        if entry is not None:
            return self.chat_of(str(entry["to"]))
        return int(place) if place.lstrip("-").isdigit() else place

    def first(self, chat: int | str) -> str:
        """Return the id that a chat had before it ever moved."""
        return self._before(str(chat)) or str(chat)

    def numbered(self, chat: int | str, message: int) -> str:
        """Return the house's name for a message of a chat."""
        return str(message) if self.first(chat) == str(chat) else f"{chat}:{message}"

    def message_in(self, room: Room, id: str) -> int | None:
        """Return the number of a message in a room, None where it was not written there.

        Such as before a group moved: another message has its number by now.
        """
        chat, _, number = id.rpartition(":")
        at_home = (chat or self.first(room.chat)) == str(room.chat)
        return int(number) if at_home and number.isdecimal() and len(number) < 20 else None

    async def moved(self, old: int, new: int) -> None:
        """Remember that a group has a new id."""
        if old != new:
            await self._notebook.put(MOVED, str(old), {"to": str(new)})

    async def made_outpost(self, chat: int, place: str) -> None:
        """Remember that the house speaks to a place's team in another chat."""
        if self.of_chat(chat) is None:
            await self._notebook.put(OUTPOST, str(chat), {"place": place})

    async def serve(self, places: Mapping[str, str]) -> None:
        """Look after these places from now on; they are remembered for whoever looks later."""
        self.served = places
        await self._notebook.put(SERVED, "places", {"ids": sorted(places)})

    def served_last(self) -> Sequence[str]:
        """Return the groups that were looked after when the bot listened last."""
        entry = self._notebook.get(SERVED, "places")
        ids: Sequence[str] = entry["ids"] if entry else ()
        return [id for id in ids if id.lstrip("-").isdigit()]

    def outposts(self) -> Sequence[int]:
        """Return the chats in which the house speaks to teams beside their groups."""
        return [int(chat) for chat in self._notebook.all(OUTPOST)]

    # ------------------------------------------------------------------------------ rooms

    def channel(self, place: str, thread: int | None) -> str:
        """Return the house's name for a room of a place."""
        return f"{place}/{thread}" if thread else place

    def channel_name(self, place: str, thread: int | None) -> str:
        """Return what people call a room."""
        if not thread:
            return GENERAL
        entry = self._notebook.get(TOPIC, self.channel(place, thread))
        return str(entry["name"]) if entry else ""

    def named(self, place: str, thread: int, name: str) -> None:
        """Remember what a topic is called."""
        self._notebook.note(TOPIC, self.channel(place, thread), {"name": name})

    def room(self, channel: str, place: str) -> Room | None:
        """Return where a channel is, by id or by `#name`; None where there is no such room."""
        base, _, thread = channel.partition("/")
        if base.lstrip("-").isdigit() and (thread.isdigit() or not thread):
            return Room(chat=self.chat_of(base), thread=int(thread) if thread else None)
        if channel.startswith("@"):
            return Room(chat=channel)
        name = channel.removeprefix("#").casefold()
        if name == GENERAL or channel == place:
            return Room(chat=self.chat_of(place))
        for key, entry in self._notebook.all(TOPIC).items():
            home, _, number = key.partition("/")
            if home == place and _slug(str(entry["name"])) == _slug(name):
                return Room(chat=self.chat_of(place), thread=int(number))
        return None


def _slug(name: str) -> str:
    return "-".join(name.casefold().split())
