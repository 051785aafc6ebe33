"""One community at work: each event of it goes through judging, deciding and writing down.

The long road (messages, joins, reports, timers of policies) asks the policies. The short road
(commands, buttons) asks a handler. Both end in one settlement, and in nothing else.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.appointments import CASEWORK
from bot.by_hand import by_hand
from bot.casework import Casework
from bot.decide import Decider, Ruling
from bot.domain import (
    AlertTeam,
    ButtonPressed,
    CommandGiven,
    Decision,
    Event,
    MemberJoined,
    MemberModerated,
    MessageEdited,
    MessagePosted,
    MessagePrevented,
    OpenCase,
    ReportFiled,
    Signal,
    TimePassed,
    Verdict,
    event_key,
    person_of,
)
from bot.engine import Engine, Opinions
from bot.faults import NO_CRASH, CrashPoints
from bot.locks import KeyedLocks
from bot.ports import Clock, Settlement
from bot.returning import Returning
from bot.second_look import LATE, SecondLooks

log = logging.getLogger(__name__)

Settle = Callable[[Settlement], Awaitable[None]]
ShortRoad = Callable[[CommandGiven | ButtonPressed], Awaitable[bool]]
Chore = Callable[[TimePassed], Awaitable[Settlement]]


@dataclass(slots=True, kw_only=True)
class Community:
    """Handles the events of one community.

    `settle` returns when a settlement is committed; `note` puts one in line that nobody waits
    for. `short_road` answers commands and buttons and returns False for what is not its own.
    `looks` brings messages back whose scores came late, `returning` roles of who comes back.
    """

    engine: Engine
    decider: Decider
    casework: Casework
    clock: Clock
    settle: Settle
    note: Settle
    short_road: ShortRoad
    chore: Chore
    crash: CrashPoints = NO_CRASH
    on_decision: Callable[[Decision], None] = lambda _decision: None
    signals: Mapping[str, Mapping[str, Signal]] = field(default_factory=dict)
    looks: SecondLooks | None = None
    returning: Returning | None = None
    _locks: KeyedLocks = field(default_factory=KeyedLocks)

    async def handle(self, event: Event) -> None:
        """Do all that an event leads to, up to the committed settlement."""
        if isinstance(event, CommandGiven | ButtonPressed) and await self.short_road(event):
            return
        if isinstance(event, TimePassed) and event.owner == CASEWORK:
            await self.settle(await self.chore(event))
            return
        if isinstance(event, TimePassed) and event.owner == LATE:
            await self._look_again(event)
            return
        if isinstance(event, MemberModerated):
            await self._note_down(event)
            return
        if isinstance(event, MemberJoined) and self.returning is not None:
            roles = await self.returning.roles(event)
            if roles is not None:
                await self.settle(roles)
        await self._long_road(event)

    async def _note_down(self, event: MemberModerated) -> None:
        async with self._locks.hold(person_of(event) or ""):
            if event.did == "remove_role" and not await self._is_ours(event):
                await self.note(self.casework.nothing(event_key(event)))
                return
            await self.settle(by_hand(event, self.casework, self.clock.now()))

    async def _is_ours(self, event: MemberModerated) -> bool:
        """Return whether a role that somebody took was given by a decision; others don't count."""
        return self.returning is not None and await self.returning.gave(event)

    async def _long_road(self, event: Event) -> None:
        engine, decider = self.engine, self.decider  # a reload meanwhile must not mix two rulebooks
        opinions = await engine.judge(event, self.signals.get(event.id))
        self.crash.passing("judged")
        verdicts = opinions.verdicts
        if isinstance(event, ReportFiled) and not verdicts:
            casework = self.casework
            book = casework.phrasebook(casework.rulebook.language)
            verdicts = (_report(event, book.say("reported_bare")),)
        if isinstance(event, ButtonPressed) and not verdicts:
            await self.settle(self.casework.over(event, self.clock.now()))
        elif not verdicts or _by_bot(event):
            await self._pass_by(event, opinions, engine)
        else:
            async with self._locks.hold(person_of(event) or ""):
                await self._decide(event, replace(opinions, verdicts=verdicts), engine, decider)
        if self.looks is not None:
            self.looks.expect(event, opinions.context)

    async def _pass_by(self, event: Event, opinions: Opinions, engine: Engine) -> None:
        """Settle an event that comes to nothing, but perhaps to trust in who wrote it."""
        nothing = self.casework.nothing(event_key(event))
        if opinions.owes_trust and engine.trust is not None:
            now = self.clock.now()
            earned = engine.trust.earned_by(event, now)
            if earned is not None:
                await self.settle(replace(nothing, notes=(earned,), at=now))
                return
        await self.note(nothing)

    async def _look_again(self, event: TimePassed) -> None:
        """Judge a young message by a score that came late; what was done before stays."""
        engine, decider, looks = self.engine, self.decider, self.looks
        key = event_key(event)
        late = await looks.recall(event) if looks is not None else None
        if looks is not None and late is not None and not late.message.member.bot:
            async with self._locks.hold(person_of(late.message) or ""):
                # The person may have changed the message or been stopped in the meantime.
                only = await looks.policies(event, engine.rulebook)
                signals = await looks.signals(late, engine.detectors)
                opinions = await engine.judge(late.message, signals, only)
                if opinions.verdicts:
                    await self._decide(late.message, opinions, engine, decider, key)
                    return
        await self.note(self.casework.nothing(key))

    async def _decide(
        self, event: Event, opinions: Opinions, engine: Engine, decider: Decider, key: str = ""
    ) -> None:
        """Decide and write down; `key` is that of the event which is settled by it."""
        ruling = await decider.decide(event, opinions.verdicts, self.clock.now(), key)
        key = key or event_key(event)
        if ruling is None:
            await self.note(self.casework.nothing(key))
            return
        silent = await engine.silences(event, opinions)
        decision = replace(ruling.decision, silent=silent)
        if key != event_key(event):
            waited = str(round((decision.at - event.at).total_seconds()))
            decision = replace(decision, details={**decision.details, "late": waited})
        ruling = Ruling(
            decision=decision,
            strikes=ruling.strikes,
            same_incident=ruling.same_incident,
        )
        await opinions.context.know_language()
        settlement = self.casework.settle(
            ruling, language=opinions.context.language, text=_text(event)
        )
        await self.settle(replace(settlement, event=key))
        if settlement.decision is not None:
            self.on_decision(settlement.decision)


def _by_bot(event: Event) -> bool:
    return not isinstance(event, TimePassed) and event.member is not None and event.member.bot


def _text(event: Event) -> str:
    with_text = MessagePosted | MessageEdited | MessagePrevented
    return event.text if isinstance(event, with_text) else ""


def _report(event: ReportFiled, bare: str) -> Verdict:
    """Return what a report comes to where no policy takes care of reports."""
    case = OpenCase(
        kind="report",
        title=event.reason or event.text[:200],
        channel=event.channel,
        message=event.message or "",
        member=event.accused.id if event.accused else "",
        member_name=event.accused.name if event.accused else "",
    )
    return Verdict(
        policy="reports",
        reason=event.reason or bare,
        steps=((case, AlertTeam()),),
    )
