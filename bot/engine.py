"""Judge: every policy in force is asked, none can hinder another.

Policies are sorted by kind of event and by channel once, and those with patterns are woken only
when one of their patterns matched; so the cost of a message does not grow with the rulebook.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.clock import SystemClock
from bot.context import EventContext, room, same_room
from bot.domain import (
    Event,
    MemberChanged,
    MemberJoined,
    MessageEdited,
    MessagePosted,
    MessagePrevented,
    Mode,
    Signal,
    Silence,
    Verdict,
    channel_of,
)
from bot.grounds import NO_PATTERN, OTHER_CHANNEL, OTHER_EVENTS, PAUSED, TOO_SLOW
from bot.ports import CaseBook, Detector, PatternHit, Text
from bot.rulebook.book import PolicyEntry, Rulebook
from bot.seldom import Seldom
from bot.trust import Trust
from bot.windows import Windows

DEADLINE = 2.0
MOST_CHANNELS = 10_000
_WITH_TEXT = (MessagePosted, MessageEdited, MessagePrevented)
_WITH_NAME = (MemberJoined, MemberChanged)

#: Finds the patterns of the policies that are named, in one look.
Match = Callable[[Text, Container[str]], Mapping[str, Sequence[PatternHit]]]


@dataclass(frozen=True, slots=True)
class _Listening:
    """The policies that hear one kind of event in one channel, in the order of the file."""

    everyone: tuple[PolicyEntry, ...]
    always: tuple[PolicyEntry, ...]
    by_pattern: Mapping[str, PolicyEntry]
    #: Those that look for their patterns in the names of people.
    named: frozenset[str] = frozenset()

    def woken(self, hits: Mapping[str, Sequence[PatternHit]]) -> tuple[PolicyEntry, ...]:
        """Return those to ask: the first one named in the file is the first to speak."""
        if not hits:
            return self.always
        patterned = self.by_pattern
        return tuple(e for e in self.everyone if e.name not in patterned or e.name in hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """What the policies said about one event."""

    context: EventContext
    verdicts: tuple[Verdict, ...] = ()
    failed: tuple[Silence, ...] = ()
    asked: tuple[PolicyEntry, ...] = field(default=(), repr=False)
    owes_trust: bool = False


class Engine:
    """Asks the policies of one rulebook; keeps nothing about anybody."""

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        modes: Mapping[str, Mode],
        windows: Windows,
        detectors: Mapping[str, Detector],
        casebook: CaseBook,
        make_text: Callable[[str], Text],
        match: Match,
        deadline: float = DEADLINE,
        seldom: Seldom | None = None,
        trust: Trust | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.trust = trust
        self._modes = modes
        self._windows = windows
        self._detectors = detectors
        self._casebook = casebook
        self._make_text = make_text
        self._match = match
        self._deadline = deadline
        self._seldom = seldom or Seldom(SystemClock())
        self._listening: dict[tuple[type[Event], str, str], _Listening] = {}

    @property
    def detectors(self) -> Mapping[str, Detector]:
        """The detector of each signal, as this rulebook has them."""
        return self._detectors

    def mode_of(self, entry: PolicyEntry) -> Mode:
        """Return the mode in force: what the team set by command, else the file's."""
        return self._modes.get(entry.name, entry.mode)

    async def judge(
        self,
        event: Event,
        signals: Mapping[str, Signal] | None = None,
        only: Container[str] | None = None,
    ) -> Opinions:
        """Ask every policy that hears this event, or of those `only` the ones that are named.

        `signals` are given in advance by tests, and where scores came late.
        """
        raw = event.text if isinstance(event, _WITH_TEXT) else ""
        text = self._make_text(raw)
        shape = self._windows.fold(event, text)
        listening = self._listen(event)
        hits = self._match(text, listening.by_pattern) if raw and listening.by_pattern else {}
        if isinstance(event, _WITH_NAME) and listening.named:
            hits = self._match(self._make_text(event.member.name), listening.named)
        owed = self.trust is not None and await self.trust.is_owed(event)
        context = EventContext(
            event,
            text=text,
            rulebook=self.rulebook,
            windows=self._windows,
            detectors=self._detectors,
            casebook=self._casebook,
            hits=hits,
            seldom=self._seldom,
            signals=signals,
            shape=shape if raw else 0,
            owes_trust=owed,
        )
        asked = listening.woken(hits)
        if only is not None:
            asked = tuple(entry for entry in asked if entry.name in only)
        verdicts, failed = await self._ask(asked, event, context) if asked else ((), ())
        return Opinions(
            context=context, verdicts=verdicts, failed=failed, asked=asked, owes_trust=owed
        )

    async def silences(self, event: Event, opinions: Opinions) -> tuple[Silence, ...]:
        """Return which policies kept silent about an event, and why."""
        spoke = {verdict.policy for verdict in opinions.verdicts}
        spoke |= {silence.policy for silence in opinions.failed}
        found = list(opinions.failed)
        for entry in self.rulebook.policies:
            if entry.name not in spoke:
                because = await self._why_silent(entry, event, opinions)
                found.append(Silence(policy=entry.name, because=because))
        return tuple(found)

    async def _why_silent(self, entry: PolicyEntry, event: Event, opinions: Opinions) -> str:
        if self.mode_of(entry) is Mode.PAUSED:
            return PAUSED
        if type(event) not in entry.policy.needs.hears:
            return OTHER_EVENTS
        if not same_room(entry.channels, event):
            return OTHER_CHANNEL
        if entry not in opinions.asked:
            return NO_PATTERN
        try:
            async with asyncio.timeout(self._deadline):
                return await entry.policy.why_silent(event, opinions.context)
        except Exception as error:  # an explanation must never hinder the decision
            return f"could not say ({type(error).__name__})"

    async def _ask(
        self, asked: Sequence[PolicyEntry], event: Event, context: EventContext
    ) -> tuple[tuple[Verdict, ...], tuple[Silence, ...]]:
        verdicts: list[Verdict] = []
        failed: list[Silence] = []
        rest = deque(asked)
        while True:
            slow = await self._ask_until_slow(rest, event, context, verdicts, failed)
            if slow is None:
                return tuple(verdicts), tuple(failed)
            late = TimeoutError(f"no answer within {self._deadline} s")
            self._seldom.tell(f"policy {slow.name!r} took too long", late)
            failed.append(Silence(policy=slow.name, because=TOO_SLOW))

    async def _ask_until_slow(
        self,
        rest: deque[PolicyEntry],
        event: Event,
        context: EventContext,
        verdicts: list[Verdict],
        failed: list[Silence],
    ) -> PolicyEntry | None:
        """Ask one after the other under one deadline; returns the policy that overran it.

        A deadline per policy would cost more than most policies do. Who is in turn when it runs
        out may pay for the slowness of others, and is asked again with all the time of its own.
        """
        while rest:
            first = rest[0]
            try:
                async with asyncio.timeout(self._deadline):
                    while rest:
                        entry = rest[0]
                        try:
                            verdict = await entry.policy.judge(event, context)
                            if verdict is not None:
                                verdicts.append(self._signed(verdict, entry))
                        except Exception as error:
                            self._seldom.tell(f"policy {entry.name!r} failed", error)
                            because = f"failed: {type(error).__name__}"
                            failed.append(Silence(policy=entry.name, because=because))
                        rest.popleft()
            except TimeoutError:
                if rest and rest[0] is first:
                    return rest.popleft()
        return None

    def _signed(self, verdict: Verdict, entry: PolicyEntry) -> Verdict:
        """Return the verdict in the name and the mode of the policy that gave it."""
        return replace(verdict, policy=entry.name, mode=self.mode_of(entry))

    def _listen(self, event: Event) -> _Listening:
        key = (type(event), channel_of(event) or "", getattr(event, "channel_name", ""))
        found = self._listening.get(key)
        if found is None:
            if len(self._listening) >= MOST_CHANNELS:
                self._listening.clear()
            found = self._listening[key] = self._sort(event)
        return found

    def _sort(self, event: Event) -> _Listening:
        everyone = tuple(entry for entry in self.rulebook.policies if self._hears(entry, event))
        patterned = isinstance(event, MessagePosted | MessageEdited)
        by_pattern = {
            entry.name: entry for entry in everyone if patterned and entry.policy.needs.patterns
        }
        always = tuple(entry for entry in everyone if entry.name not in by_pattern)
        with_name = [e.name for e in everyone if e.policy.needs.patterns]
        named = frozenset(with_name if isinstance(event, _WITH_NAME) else ())
        return _Listening(everyone=everyone, always=always, by_pattern=by_pattern, named=named)

    def _hears(self, entry: PolicyEntry, event: Event) -> bool:
        needs = entry.policy.needs
        return (
            type(event) in needs.hears
            and self.mode_of(entry) is not Mode.PAUSED
            and same_room(entry.channels, event)
        )


def rooms(names: Sequence[str] | None) -> frozenset[str] | None:
    """Return channel names in the form in which they are compared, None for all."""
    return None if names is None else frozenset(room(name) for name in names)
