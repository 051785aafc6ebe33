"""Know: what a policy may ask about one event, bound lazily and computed once."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache

from bot.detectors.text import make_text
from bot.domain import (
    Case,
    CaseStatus,
    Event,
    Member,
    MessageEdited,
    MessagePosted,
    Signal,
    Standing,
    channel_of,
)
from bot.ports import CaseBook, Detector, LateDetector, PatternHit, Seen, Text
from bot.rulebook.book import Rulebook
from bot.seldom import Seldom
from bot.windows import Windows

LANGUAGE_LIMIT = 2.0
NEWCOMER_FOR = timedelta(days=1)
#: An ordinary word in both languages; without one, sentences fall apart and hide what else is said.
_ANYBODY = "person"


def standing_of(rulebook: Rulebook, member: Member, now: datetime) -> Standing:
    """Return how far a member is trusted: by role, and who just came in is a newcomer."""
    standing = rulebook.standing(member)
    joined = member.joined_at
    if standing is Standing.REGULAR and joined is not None and now - joined < NEWCOMER_FOR:
        return Standing.NEWCOMER
    return standing


def _without(found: Sequence[Seen], message: str) -> Sequence[Seen]:
    """Leave out a message, which nearly always is the last one."""
    if found and found[-1].message == message:
        return found[:-1]
    return [seen for seen in found if seen.message != message]


class EventContext:
    """The Context of one event; see bot.ports.Context for what each question means."""

    __slots__ = (
        "_book",
        "_casebook",
        "_detectors",
        "_event",
        "_hits",
        "_language",
        "_owes_trust",
        "_recent",
        "_seldom",
        "_shape",
        "_signals",
        "_standing",
        "_windows",
        "late",
        "now",
        "text",
    )

    def __init__(
        self,
        event: Event,
        *,
        text: Text,
        rulebook: Rulebook,
        windows: Windows,
        detectors: Mapping[str, Detector],
        casebook: CaseBook,
        hits: Mapping[str, Sequence[PatternHit]],
        seldom: Seldom,
        signals: Mapping[str, Signal] | None = None,
        shape: int | None = None,
        owes_trust: bool = False,
    ) -> None:
        self.now = event.at
        self.text = text
        #: The detector that had to do without its model's scores.
        self.late: LateDetector | None = None
        self._event = event
        self._book = rulebook
        self._windows = windows
        self._detectors = detectors
        self._casebook = casebook
        self._hits = hits
        self._seldom = seldom
        self._signals: dict[str, Signal | None] = dict(signals or {})
        self._language = ""
        self._shape = shape
        self._owes_trust = owes_trust
        self._standing: Standing | None = None
        self._recent: dict[tuple[timedelta, str | None, str | None], Sequence[Seen]] = {}

    @property
    def language(self) -> str:
        """The language of the message where it is clear, else the community's."""
        return self._language or self._book.language

    async def know_language(self) -> None:
        """Settle the language before words are chosen; the community's stays when unsure."""
        told = getattr(self._event, "language", "").partition("-")[0].lower()
        if told in ("de", "en"):
            self._language = told
            return
        signal = None
        with suppress(TimeoutError):
            async with asyncio.timeout(LANGUAGE_LIMIT):
                signal = await self.signal("language")
        if signal is not None and signal.evidence in ("de", "en"):
            self._language = signal.evidence

    @property
    def standing(self) -> Standing:
        """The standing of the member the event comes from."""
        if self._standing is None:
            member = getattr(self._event, "member", None)
            self._standing = Standing.REGULAR if member is None else self.standing_of(member)
            if self._owes_trust and self._standing is Standing.REGULAR:
                self._standing = Standing.NEWCOMER
        return self._standing

    def standing_of(self, member: Member) -> Standing:
        """Return how far the rulebook trusts a member."""
        return standing_of(self._book, member, self.now)

    async def signal(self, name: str) -> Signal | None:
        """Return a detector's signal, computed once per event; None means unknown."""
        if name in self._signals:
            return self._signals[name]
        detector = self._detectors.get(name)
        if detector is None:
            return None
        found = await self._score(detector, self.text, name)
        if any(signal.unscored for signal in found.values()) and isinstance(detector, LateDetector):
            self.late = detector
        for other in detector.names:
            self._signals.setdefault(other, found.get(other))
        return self._signals.get(name)

    async def signal_without(self, name: str, words: Sequence[str]) -> Signal | None:
        """Return a detector's signal with an ordinary word in the place of these."""
        rest = _any_of(tuple(words)).sub(_ANYBODY, self.text.original)
        detector = self._detectors.get(name)
        if rest == self.text.original or detector is None:
            return await self.signal(name)
        return (await self._score(detector, make_text(rest), name)).get(name)

    async def _score(self, detector: Detector, text: Text, name: str) -> Mapping[str, Signal]:
        try:
            return await detector.score(text)
        except Exception as error:
            self._seldom.tell(f"no signal {name!r}, its detector failed", error)
            return {}

    def hits(self, policy: str) -> Sequence[PatternHit]:
        """Return where the declared patterns of this policy matched."""
        return self._hits.get(policy, ())

    def recent(
        self, *, within: timedelta, member: str | None = None, channel: str | None = None
    ) -> Sequence[Seen]:
        """Return earlier messages, oldest first, this one left out."""
        key = (within, member, channel)
        found = self._recent.get(key)
        if found is None:
            found = self._windows.recent(
                now=self.now, within=within, member=member, channel=channel
            )
            if isinstance(self._event, MessagePosted):
                found = _without(found, self._event.id)
            self._recent[key] = found
        return found

    def shape(self) -> int:
        """Return the shape of this text, to compare with those seen before; 0 without a text."""
        if self._shape is None:
            self._shape = self._windows.shape(self.text) if self.text.original else 0
        return self._shape

    def alike(self, *, within: timedelta) -> Sequence[Seen]:
        """Return earlier messages of anybody that say nearly the same, oldest first."""
        if not isinstance(self._event, MessagePosted | MessageEdited):
            return ()
        found = self._windows.alike(now=self.now, within=within, text=self.text, shape=self.shape())
        own = self._event.message
        return [seen for seen in found if seen.message != own]

    def joins(self, *, within: timedelta) -> int:
        """Return how many people came in."""
        return self._windows.joins(now=self.now, within=within)

    def newcomers(self, *, within: timedelta) -> Sequence[Seen]:
        """Return who came in where this happened and whom nobody let in, oldest first."""
        return self._windows.newcomers(
            now=self.now, within=within, place=(self._event.network, self._event.place)
        )

    async def case(self, number: int) -> Case | None:
        """Return a case by its number."""
        return await self._casebook.case(self._book.id, number)

    async def open_cases(self, *, kind: str, message: str = "") -> Sequence[Case]:
        """Return cases that are not closed, of this kind and about this message where given."""
        found = await self._casebook.cases(self._book.id, kind=kind, message=message)
        return [case for case in found if case.status is not CaseStatus.CLOSED]


@lru_cache(maxsize=256)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of these words as a whole; they are letters, never a pattern."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def same_room(channels: frozenset[str] | None, event: Event) -> bool:
    """Return whether a policy for `channels` (names or ids, None for all) hears this event."""
    channel = channel_of(event)
    if channels is None or channel is None:
        return True
    name = getattr(event, "channel_name", "")
    return room(channel) in channels or (bool(name) and room(name) in channels)


def room(name: str) -> str:
    """Return a channel's name or id in the one form in which they are compared."""
    return name.removeprefix("#").casefold()
