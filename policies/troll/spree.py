"""One member's spree: which messages are too many or too alike, and which still stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from bot.domain import MessageEdited, MessagePosted
from bot.ports import Context, Seen
from policies.troll.flood_settings import FloodWhen

_SHAPE = attrgetter("shape")
SHORT = 2
LEAST_LETTERS = 20
#: How many earlier messages are looked at and taken down at most.
MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Which limit was passed, by how much, and the earlier messages that belong to it."""

    kind: str
    number: int
    messages: tuple[Seen, ...] = ()


class Spree:
    """Holds one message, with what its author wrote before, against the limits."""

    def __init__(self, when: FloodWhen) -> None:
        self._when = when
        self.horizon = max(when.within, when.same_within)
        self._fewest = min(when.messages_above, when.same_above, when.channels_above)

    def shouts(self, event: MessagePosted | MessageEdited, context: Context) -> Breach | None:
        """Return a breach by the message alone: too many mentions, too many capitals."""
        if event.mentions:
            people = {mention.id for mention in event.mentions if mention.kind == "member"}
            if len(people) > self._when.mentions_above:
                return Breach(kind="mentions", number=len(people))
        if self._when.caps_above is None or len(event.text) < LEAST_LETTERS:
            return None
        share = _capitals(context.text.original)
        if share > self._when.caps_above:
            return Breach(kind="caps", number=round(share * 100))
        return None

    def breach(
        self, history: Sequence[Seen], event: MessagePosted, context: Context
    ) -> Breach | None:
        """Return a breach by the message and those before it, oldest first."""
        if len(history) < self._fewest:
            return None
        shape = context.shape()
        # Most messages end here: the author wrote nothing like it, and not much either.
        if len(history) < self._when.messages_above and shape not in map(_SHAPE, history):
            return None
        now = Seen(
            at=event.at,
            member=event.member.id,
            channel=event.channel,
            message=event.id,
            shape=shape,
            # A message without a text (a picture) is like no other.
            words=event.text.count(" ") + 1 if event.text else 0,
        )
        return self._by(history, now)

    def still_there(self, breach: Breach, history: Sequence[Seen]) -> tuple[Seen, ...]:
        """Return the messages of a breach that no earlier breach took down already."""
        gone: set[str] = set()
        latest = history[-MOST:]
        for place, seen in enumerate(latest):
            earlier = self._by(latest[:place], seen)
            if earlier is not None:
                gone.add(seen.message)
                gone.update(other.message for other in earlier.messages)
        return tuple(seen for seen in breach.messages[-MOST:] if seen.message not in gone)

    def _by(self, history: Sequence[Seen], now: Seen) -> Breach | None:
        when = self._when
        same = _alike(history, now, now.at - when.same_within) if now.words else ()
        if same and (breach := self._too_alike(same, now)) is not None:
            return breach
        if len(history) < when.messages_above:
            return None
        many = _since(history, now.at - when.within)
        if len(many) + 1 > when.messages_above:
            return Breach(kind="many", number=len(many) + 1, messages=many)
        return None

    def _too_alike(self, same: tuple[Seen, ...], now: Seen) -> Breach | None:
        when = self._when
        channels = {seen.channel for seen in same} | {now.channel}
        if len(channels) > when.channels_above and now.words > SHORT:
            return Breach(kind="channels", number=len(channels), messages=same)
        limit = when.same_above * (2 if now.words <= SHORT else 1)
        if len(same) + 1 > limit:
            return Breach(kind="same", number=len(same) + 1, messages=same)
        return None


def _alike(history: Iterable[Seen], now: Seen, cut: datetime) -> tuple[Seen, ...]:
    return tuple(seen for seen in history if seen.shape == now.shape and seen.at > cut)


def _since(history: Iterable[Seen], cut: datetime) -> tuple[Seen, ...]:
    return tuple(seen for seen in history if seen.at > cut)


def _capitals(text: str) -> float:
    letters = [character for character in text if character.isalpha()]
    if len(letters) < LEAST_LETTERS:
        return 0.0
    return sum(character.isupper() for character in letters) / len(letters)
