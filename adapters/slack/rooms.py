"""The channels of a workspace: found by name or id, and put right by Slack's own news."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.slack.api import Api, SlackError
from adapters.slack.groups import AGAIN
from bot.errors import NetworkError

Json = dict[str, Any]
#: Seconds that the list of the app's own channels is believed without news.
BELIEVED = 600.0
MOST_THREADS = 20_000
_ID = re.compile(r"#([CG][A-Z0-9]{7,14})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One channel; `inside` says whether the app is in it, `main` that nobody can leave it."""

    id: str
    name: str
    inside: bool = False
    archived: bool = False
    private: bool = False
    main: bool = False


def room_of(channel: Json) -> Room:
    """Return what a channel object of Slack's says."""
    return Room(
        id=str(channel.get("id", "")),
        name=str(channel.get("name") or ""),
        inside=bool(channel.get("is_member")),
        archived=bool(channel.get("is_archived")),
        private=bool(channel.get("is_private")),
        main=bool(channel.get("is_general")),
    )


@dataclass(slots=True)
class Rooms:
    """The channels of one workspace, as far as they were met, and the threads in them.

    `moment` is how many seconds a message waits at most.
    """

    api: Api
    seconds: Callable[[], float]
    moment: float = 1.0
    _known: dict[str, Room] = field(default_factory=dict)
    _listed: float | None = None
    _silent_until: float = 0.0
    _roots: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)

    def name(self, id: str) -> str:
        """Return a channel's name where it is known, without asking."""
        known = self._known.get(id)
        return known.name if known else ""

    def spelled(self, text: str) -> str:
        """Return a text in which channels that we know go by their names and not by their ids."""
        return _ID.sub(lambda found: f"#{self.name(found[1]) or found[1]}", text)

    def learn(self, channel: Json) -> Room:
        """Remember what Slack says of a channel."""
        room = room_of(channel)
        self._known[room.id] = room
        return room

    def changed(self, id: str, **what: Any) -> None:
        """Correct what is known of a channel."""
        if id in self._known:
            self._known[id] = replace(self._known[id], **what)

    def forget(self, id: str) -> None:
        """Ask again about a channel when it is next needed."""
        self._known.pop(id, None)
        self._listed = None

    async def room(self, id: str) -> Room:
        """Return a channel by its id; raises SlackError, and NetworkError."""
        known = self._known.get(id)
        if known is not None:
            return known
        answer = await self.api.call("conversations.info", channel=id)
        return self.learn(answer.get("channel") or {"id": id})

    async def in_passing(self, id: str) -> str:
        """Return a channel's name, empty where Slack does not say it within a moment."""
        if self.name(id) or self.seconds() < self._silent_until:
            return self.name(id)
        try:
            async with asyncio.timeout(self.moment):
                return (await self.room(id)).name
        except SlackError:
            return ""
        except (NetworkError, TimeoutError):
            # Messages of unknown channels must not queue up behind a Slack that hangs.
            self._silent_until = self.seconds() + AGAIN
            return ""

    async def find(self, named: str, *, archived: bool = False) -> str:
        """Return the id of a channel given by name or id; raises SlackError where none is.

        With `archived` also of one that is put away, whether or not the app was ever in it.
        """
        if _is_id(named):
            return named
        wanted = named.removeprefix("#").casefold()
        for fresh in (False, True):
            if fresh:
                self._listed = None
            for room in await self.own():
                if wanted == room.name.casefold():
                    return room.id
        anywhere = await self._anywhere(wanted) if archived else None
        if anywhere is None:
            raise SlackError("conversations.list", "channel_not_found")
        return anywhere.id

    async def _anywhere(self, name: str) -> Room | None:
        kinds = "public_channel,private_channel"
        async for page in self.api.pages("conversations.list", "channels", types=kinds):
            for channel in page:
                if name == str(channel.get("name")).casefold():
                    return self.learn(channel)
        return None

    async def own(self) -> list[Room]:
        """Return the channels that the app is in; raises SlackError, and NetworkError."""
        now = self.seconds()
        if self._listed is None or now - self._listed > BELIEVED:
            fresh: list[Room] = []
            async for page in self.api.pages(
                "users.conversations",
                "channels",
                types="public_channel,private_channel",
                exclude_archived=True,
            ):
                fresh += [room_of(channel | {"is_member": True}) for channel in page]
            self._known = {i: replace(r, inside=False) for i, r in self._known.items()}
            self._known |= {room.id: room for room in fresh}
            self._listed = now
        return [room for room in self._known.values() if room.inside and not room.archived]

    def in_thread(self, channel: str, ts: str, root: str) -> None:
        """Remember in which thread a message stands."""
        self._roots[channel, ts] = root
        self._roots.move_to_end((channel, ts))
        while len(self._roots) > MOST_THREADS:
            self._roots.popitem(last=False)

    async def root(self, channel: str, ts: str) -> str:
        """Return the message that begins the thread in which another stands, or would."""
        known = self._roots.get((channel, ts))
        if known is not None:
            return known
        try:
            answer = await self.api.call("conversations.replies", channel=channel, ts=ts, limit=1)
        except SlackError:
            return ts
        first: Json = next(iter(answer.get("messages") or []), {})
        root = str(first.get("thread_ts") or ts)
        self.in_thread(channel, ts, root)
        return root


def _is_id(text: str) -> bool:
    return len(text) >= 8 and text[:1] in "CGD" and text.isalnum() and text == text.upper()
