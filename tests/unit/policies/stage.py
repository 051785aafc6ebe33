"""A stage for policies: people, events and a context that answers from what a test put into it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.alike import ALIKE
from bot.detectors.similarity import likeness, sketch
from bot.domain import (
    Action,
    Case,
    CaseStatus,
    Event,
    Member,
    MessagePosted,
    Signal,
    Standing,
    Verdict,
)
from bot.ports import Needs, PatternHit, Scene, Seen, Text

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SCENE = Scene(community="Kettle & Co.", language="en", rules_url="https://kettle.example/rules")
SZENE = Scene(community="Kessel & Co.", language="de")


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text whose three forms are all the same."""

    original: str

    @property
    def clean(self) -> str:
        return self.original

    @property
    def skeleton(self) -> str:
        return self.original.lower()


def shape_of(text: str) -> int:
    """Return a shape: equal for texts with the same letters."""
    return hash("".join(filter(str.isalpha, text.casefold()))) & 0xFFFF_FFFF


def person(name: str = "ann", *, roles: Sequence[str] = (), days: float = 365) -> Member:
    """Return a member who came in this many days ago."""
    return Member(id=name, name=name, roles=tuple(roles), joined_at=NOW - timedelta(days=days))


def said(
    text: str,
    *,
    by: str | Member = "ann",
    channel: str = "general",
    id: str = "m1",
    after: float = 0,
    **more: Any,
) -> MessagePosted:
    """Return a message posted `after` seconds."""
    member = person(by) if isinstance(by, str) else by
    at = NOW + timedelta(seconds=after)
    return MessagePosted(
        id=id,
        at=at,
        network="lobby",
        community="c",
        channel=channel,
        member=member,
        text=text,
        **more,
    )


@dataclass(slots=True)
class Stage:
    """A Context: answers from its fields, and remembers nothing."""

    event: Event
    signals: Mapping[str, Signal] = field(default_factory=dict)
    without: Mapping[str, Signal] = field(default_factory=dict)
    history: Sequence[Seen] = ()
    came_in: Sequence[datetime] = ()
    strangers: Sequence[Seen] = ()
    cases: Sequence[Case] = ()
    language: str = "en"
    needs: Needs | None = None

    @property
    def now(self) -> datetime:
        return self.event.at

    @property
    def text(self) -> Text:
        return PlainText(getattr(self.event, "text", ""))

    @property
    def standing(self) -> Standing:
        member = getattr(self.event, "member", None)
        return self.standing_of(member) if member else Standing.REGULAR

    def standing_of(self, member: Member) -> Standing:
        if "Moderator" in member.roles:
            return Standing.MODERATOR
        new = member.joined_at is not None and self.now - member.joined_at < timedelta(days=1)
        return Standing.NEWCOMER if new else Standing.REGULAR

    async def signal(self, name: str) -> Signal | None:
        return self.signals.get(name)

    async def signal_without(self, name: str, words: Sequence[str]) -> Signal | None:
        said = self.text.original.casefold().split()
        if any(word.casefold() in said for word in words):
            return self.without.get(name)
        return self.signals.get(name)

    def hits(self, policy: str) -> Sequence[PatternHit]:
        member = getattr(self.event, "member", None)
        written = self.text.clean or (member.name if member is not None else "")
        return [
            PatternHit(pattern=p.name, start=m.start(), end=m.end(), text=m[0])
            for p in (self.needs.patterns if self.needs else ())
            for m in re.finditer(p.regex, written, re.IGNORECASE)
        ]

    def recent(
        self, *, within: timedelta, member: str | None = None, channel: str | None = None
    ) -> Sequence[Seen]:
        return [
            seen
            for seen in self.history
            if seen.at > self.now - within
            and member in (None, seen.member)
            and channel in (None, seen.channel)
        ]

    def shape(self) -> int:
        return shape_of(self.text.original)

    def alike(self, *, within: timedelta) -> Sequence[Seen]:
        own = sketch(self.text)
        return [each for each in self.recent(within=within) if likeness(each.sketch, own) >= ALIKE]

    def joins(self, *, within: timedelta) -> int:
        return sum(1 for at in self.came_in if at > self.now - within)

    def newcomers(self, *, within: timedelta) -> Sequence[Seen]:
        return [one for one in self.strangers if self.now - within < one.at <= self.now]

    async def case(self, number: int) -> Case | None:
        return next((case for case in self.cases if case.number == number), None)

    async def open_cases(self, *, kind: str, message: str = "") -> Sequence[Case]:
        return [
            case
            for case in self.cases
            if case.kind == kind
            and message in ("", case.message)
            and case.status is not CaseStatus.CLOSED
        ]


def seen(event: MessagePosted, *, staff: bool = False) -> Seen:
    """Return a message as windows remember it."""
    return Seen(
        at=event.at,
        member=event.member.id,
        channel=event.channel,
        message=event.id,
        shape=shape_of(event.text),
        words=event.text.count(" ") + 1,
        reply_to=event.reply_to,
        staff=staff,
        sketch=sketch(PlainText(event.text)),
    )


def case(kind: str = "question", **more: Any) -> Case:
    """Return an open case."""
    about: dict[str, Any] = {"community": "c", "number": 7, "title": "t", "opened_at": NOW} | more
    return Case(kind=kind, status=CaseStatus.OPEN, **about)


def actions(verdict: Verdict | None, rung: int = 0) -> tuple[Action, ...]:
    """Return what a verdict does at a rung; nothing for no verdict."""
    return verdict.steps[rung] if verdict is not None else ()


def kinds(verdict: Verdict | None, rung: int = 0) -> list[str]:
    """Return the names of what a verdict does at a rung."""
    return [type(action).__name__ for action in actions(verdict, rung)]
