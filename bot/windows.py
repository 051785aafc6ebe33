"""What was said lately: a fold over the event log, rebuilt from it at start.

Windows go by the events' own time, so that replayed chat is judged like live chat, and what comes
late finds its place. They are bounded by age and by number; the oldest go first.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from bot.alike import AlikeIndex, insert
from bot.domain import Event, Member, MemberJoined, MessagePosted, Standing
from bot.ports import Seen, Text

#: So many messages are remembered at most: fifty a second for ten minutes, in some 40 MB.
MOST = 30_000
#: Stands for the channel of those who come in; no network names a room so.
JOINS = "\0joins"
_WHEN = attrgetter("at")
SHORTEST = timedelta(minutes=10)


class Windows:
    """Remembers the messages and joins of one community for as long as its policies look back."""

    def __init__(
        self,
        *,
        horizon: timedelta,
        shape: Callable[[Text], int],
        standing: Callable[[Member], Standing],
        sketch: Callable[[Text], int] | None = None,
        substance: Callable[[str], bool] | None = None,
        most: int = MOST,
    ) -> None:
        self.horizon = max(horizon, SHORTEST)
        self.shape = shape
        self.standing = standing
        self.sketch = sketch
        self.substance = substance
        self._most = most
        self._all: deque[Seen] = deque()
        # Lists: most people wrote little, and an empty deque takes ten times as much room.
        self._by_member: dict[str, list[Seen]] = {}
        self._by_channel: dict[str, deque[Seen]] = {}
        self._joins: deque[Seen] = deque()
        self._alike = AlikeIndex()
        self._known: set[tuple[str, str]] = set()
        self._newest = datetime.min.replace(tzinfo=UTC)

    def fold(self, event: Event, text: Text) -> int | None:
        """Remember an event, once; what is older than the horizon is forgotten meanwhile.

        Returns the shape of the message where it was worked out.
        """
        if not isinstance(event, MessagePosted | MemberJoined):
            return None
        channel = _room_of(event)
        if (channel, event.id) in self._known:
            return None
        self._known.add((channel, event.id))
        self._newest = max(self._newest, event.at)
        shape = None
        if isinstance(event, MessagePosted):
            shape = self._remember(event, text)
        else:
            insert(self._joins, _came_in(event))
        self._prune(self._newest - self.horizon)
        return shape

    def recent(
        self, *, now: datetime, within: timedelta, member: str | None, channel: str | None
    ) -> Sequence[Seen]:
        """Return messages of the last `within` up to `now`, oldest first."""
        cut = now - within
        if member is not None:
            return _of_one(self._by_member.get(member, []), cut, now, channel)
        source: Sequence[Seen] = self._all
        if channel is not None:
            source = self._by_channel.get(channel, ())
        found = []
        for seen in reversed(source):
            if seen.at <= cut:
                break
            if seen.at <= now:
                found.append(seen)
        found.reverse()
        return found

    def alike(self, *, now: datetime, within: timedelta, text: Text, shape: int) -> Sequence[Seen]:
        """Return messages of the last `within` that say nearly the same, oldest first."""
        sketch = self.sketch(text) if self.sketch is not None else 0
        if not sketch:
            return ()
        return self._alike.find(shape, sketch, after=now - within, until=now)

    def joins(self, *, now: datetime, within: timedelta) -> int:
        """Return how many people came in during the last `within`."""
        return sum(1 for seen in self._joins if now - within < seen.at <= now)

    def newcomers(
        self, *, now: datetime, within: timedelta, place: tuple[str, str]
    ) -> Sequence[Seen]:
        """Return who came into a place during the last `within` with nobody's leave."""
        door, found = _door(*place), []
        for seen in reversed(self._joins):
            if seen.at <= now - within:
                break
            if seen.at <= now and seen.channel == door and not seen.staff:
                found.append(seen)
        found.reverse()
        return found

    def _remember(self, event: MessagePosted, text: Text) -> int:
        seen = Seen(
            at=event.at,
            member=event.member.id,
            channel=event.channel,
            message=event.id,
            shape=self.shape(text),
            words=event.text.count(" ") + 1,
            reply_to=event.reply_to,
            staff=self.standing(event.member).is_staff,
            sketch=self.sketch(text) if self.sketch is not None else 0,
            substance=self.substance is not None and self.substance(event.text),
        )
        insert(self._all, seen)
        insert(self._by_member.setdefault(seen.member, []), seen)
        insert(self._by_channel.setdefault(seen.channel, deque()), seen)
        if self.sketch is not None:
            self._alike.add(seen)
        return seen.shape

    def _prune(self, before: datetime) -> None:
        everything = self._all
        while everything and (everything[0].at <= before or len(everything) > self._most):
            seen = everything.popleft()
            self._known.discard((seen.channel, seen.message))
            self._drop(seen)
        while self._joins and (self._joins[0].at <= before or len(self._joins) > self._most):
            gone = self._joins.popleft()
            self._known.discard((gone.channel, gone.message))

    def _drop(self, seen: Seen) -> None:
        """Take the oldest message out of the indexes: it is the first there as well."""
        of_member, of_channel = self._by_member[seen.member], self._by_channel[seen.channel]
        del of_member[0]
        of_channel.popleft()
        if self.sketch is not None:
            self._alike.drop(seen)
        if not of_member:
            del self._by_member[seen.member]
        if not of_channel:
            del self._by_channel[seen.channel]


def _of_one(said: list[Seen], cut: datetime, now: datetime, channel: str | None) -> list[Seen]:
    """Return what one person said in a time; it is asked for with nearly every message."""
    if not said:
        return []
    first = bisect_right(said, cut, key=_WHEN)
    end = len(said) if said[-1].at <= now else bisect_right(said, now, key=_WHEN)
    found = said[first:end]
    return found if channel is None else [seen for seen in found if seen.channel == channel]


def _room_of(event: MessagePosted | MemberJoined) -> str:
    return event.channel if isinstance(event, MessagePosted) else _door(event.network, event.place)


def _came_in(event: MemberJoined) -> Seen:
    door = _door(event.network, event.place)
    leave = not event.unmet
    return Seen(
        at=event.at, member=event.member.id, channel=door, message=event.id, shape=0, staff=leave
    )


def _door(network: str, place: str) -> str:
    return f"{JOINS}:{network}:{place}"
