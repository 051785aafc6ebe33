"""What was said lately: a fold over the event log, rebuilt from it at start.

Windows go by the events' own time, so that replayed chat is judged like live chat. They are
bounded by age and by number; the oldest go first.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.domain import Event, Member, MemberJoined, MessagePosted, Standing
from bot.ports import Seen, Text

MOST = 50_000
SHORTEST = timedelta(minutes=10)


class Windows:
    """Remembers the messages and joins of one community for as long as its policies look back."""

    def __init__(
        self,
        *,
        horizon: timedelta,
        shape: Callable[[Text], int],
        standing: Callable[[Member], Standing],
        most: int = MOST,
    ) -> None:
        self.horizon = max(horizon, SHORTEST)
        self.shape = shape
        self._standing = standing
        self._most = most
        self._all: deque[Seen] = deque()
        self._by_member: dict[str, deque[Seen]] = {}
        self._by_channel: dict[str, deque[Seen]] = {}
        self._joins: deque[datetime] = deque()

    def fold(self, event: Event, text: Text) -> None:
        """Remember an event; what is older than the horizon is forgotten meanwhile."""
        if isinstance(event, MessagePosted):
            self._remember(event, text)
            self._prune(event.at - self.horizon)
        elif isinstance(event, MemberJoined):
            self._joins.append(event.at)
            self._prune(event.at - self.horizon)

    def recent(
        self, *, now: datetime, within: timedelta, member: str | None, channel: str | None
    ) -> Sequence[Seen]:
        """Return messages of the last `within`, oldest first."""
        source: deque[Seen] | tuple[()] = self._all
        if member is not None:
            source = self._by_member.get(member, ())
        elif channel is not None:
            source = self._by_channel.get(channel, ())
        found = [
            seen
            for seen in _newest_until(source, now - within)
            if channel is None or seen.channel == channel
        ]
        found.reverse()
        return found

    def joins(self, *, now: datetime, within: timedelta) -> int:
        """Return how many people came in during the last `within`."""
        return sum(1 for at in self._joins if at > now - within)

    def _remember(self, event: MessagePosted, text: Text) -> None:
        seen = Seen(
            at=event.at,
            member=event.member.id,
            channel=event.channel,
            message=event.id,
            shape=self.shape(text),
            words=event.text.count(" ") + 1,
            reply_to=event.reply_to,
            staff=self._standing(event.member).is_staff,
        )
        self._all.append(seen)
        self._by_member.setdefault(seen.member, deque()).append(seen)
        self._by_channel.setdefault(seen.channel, deque()).append(seen)

    def _prune(self, before: datetime) -> None:
        everything = self._all
        while everything and (everything[0].at <= before or len(everything) > self._most):
            seen = everything.popleft()
            _drop_first(self._by_member, seen.member)
            _drop_first(self._by_channel, seen.channel)
        while self._joins and (self._joins[0] <= before or len(self._joins) > self._most):
            self._joins.popleft()


def _newest_until(source: Iterable[Seen], cut: datetime) -> Iterator[Seen]:
    for seen in reversed(source):  # type: ignore[call-overload]  # deques and tuples both reverse
        if seen.at <= cut:
            return
        yield seen


def _drop_first(index: dict[str, deque[Seen]], key: str) -> None:
    kept = index[key]
    kept.popleft()
    if not kept:
        del index[key]
