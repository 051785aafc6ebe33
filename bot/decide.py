"""Decide: from the policies' verdicts to what the community does about one event.

The rung of a policy's ladder is chosen here, from the strikes that still count, so that policies
need no memory. What is said within one incident (a few seconds) is one offence, not many.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import causes
from bot.context import standing_of
from bot.domain import (
    Action,
    AlertTeam,
    Ban,
    ButtonPressed,
    Decision,
    DeleteMessage,
    Event,
    HoldForReview,
    Kick,
    MessagePrevented,
    Mode,
    Nudge,
    OpenCase,
    PurgeMessages,
    ReportFiled,
    SendDirect,
    Standing,
    Timeout,
    Verdict,
    Warn,
    Withheld,
    channel_of,
    event_key,
    person_of,
)
from bot.grounds import OBSERVED, SPARED, over_limit
from bot.incidents import Incidents
from bot.limits import Brake
from bot.merge import AGAINST_MEMBER, merge
from bot.ports import Ledger, Strike
from bot.rulebook.book import Rulebook
from bot.strikes import TEAM, held_against

_DEEDS = (DeleteMessage, PurgeMessages, Timeout, Kick, Ban)
_ONCE_PER_INCIDENT = (Nudge, Warn, Timeout, OpenCase, AlertTeam, SendDirect, HoldForReview)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision that is not yet written down, and what it holds against whom."""

    decision: Decision
    strikes: tuple[Strike, ...] = ()
    same_incident: bool = False


@dataclass(frozen=True, slots=True)
class _Rung:
    """One verdict's actions at the rung that applies now."""

    verdict: Verdict
    actions: tuple[Action, ...]
    strike: int = 0
    repeated: bool = False


def decision_id(cause: str) -> str:
    """Return the id of the decision on an event: the same however often it is decided."""
    return "d" + hashlib.sha256(cause.encode()).hexdigest()[:16]


class Decider:
    """Decides for one community; ask it for one person at a time."""

    def __init__(self, rulebook: Rulebook, brake: Brake, ledger: Ledger) -> None:
        self._book = rulebook
        self._brake = brake
        self._ledger = ledger
        self._incidents = Incidents()

    async def decide(
        self, event: Event, verdicts: Sequence[Verdict], now: datetime, key: str = ""
    ) -> Ruling | None:
        """Return what is to be done about an event, None for nothing.

        `key` makes the decision's id; left out, it is the event's own.
        """
        rungs = [await self._rung(verdict, event, now) for verdict in verdicts]
        wished, withheld = self._spare(event, rungs, now)
        merged = merge(action for action in wished)
        done = _done_by_network(event)
        actions, stopped = self._brake_on(merged, now, done)
        if not actions and all(one.because == SPARED for one in withheld) and not stopped:
            return None
        self._remember_stop(event, actions, now)
        decision = self._write(event, rungs, _fix_ends(actions, now), (*withheld, *stopped), now)
        if key:
            decision = replace(decision, id=decision_id(key))
        return Ruling(
            decision=decision,
            strikes=self._strikes(event, rungs, decision, now),
            same_incident=all(rung.repeated for rung in rungs)
            and not any(isinstance(action, OpenCase) for action in actions),
        )

    async def _rung(self, verdict: Verdict, event: Event, now: datetime) -> _Rung:
        person = person_of(event)
        if verdict.forget_after is None or person is None or not verdict.steps:
            return self._without_ladder(verdict, person, event_key(event), now)
        strikes = await self._ledger.strikes(self._book.id, person, verdict.policy, now)
        team = await self._ledger.strikes(self._book.id, person, TEAM, now)
        count = len(held_against(strikes, team, verdict.forget_after, now))
        repeated = self._incidents.is_same(person, strikes, now)
        rung = count - 1 if repeated else count
        actions = verdict.steps[min(rung, len(verdict.steps) - 1)]
        if repeated:
            actions = _the_rest(actions)
        return _Rung(verdict, actions, strike=rung + 1, repeated=repeated)

    def _remember_stop(self, event: Event, actions: Sequence[Action], now: datetime) -> None:
        person = person_of(event)
        if person is not None and any(isinstance(a, Timeout | Kick | Ban) for a in actions):
            self._incidents.stop(person, now)

    def _without_ladder(
        self, verdict: Verdict, person: str | None, cause: str, now: datetime
    ) -> _Rung:
        """Return the only step there is; what was said a moment ago is not said again."""
        actions = verdict.steps[0] if verdict.steps else ()
        if person is None or not any(isinstance(action, AGAINST_MEMBER) for action in actions):
            return _Rung(verdict, actions)
        if self._incidents.was_told(person, verdict.policy, cause, now):
            return _Rung(verdict, _the_rest(actions), repeated=True)
        if verdict.mode is Mode.ENFORCE:
            self._incidents.tell(person, verdict.policy, cause, now)
        return _Rung(verdict, actions)

    def _spare(
        self, event: Event, rungs: Sequence[_Rung], now: datetime
    ) -> tuple[list[Action], list[Withheld]]:
        spared = self._is_spared(event, now)
        wished: list[Action] = []
        withheld: list[Withheld] = []
        for rung in rungs:
            for action in rung.actions:
                if rung.verdict.mode is Mode.OBSERVE:
                    withheld.append(Withheld(action=action, because=OBSERVED))
                elif spared and isinstance(action, AGAINST_MEMBER):
                    withheld.append(Withheld(action=action, because=SPARED))
                else:
                    wished.append(action)
        return wished, withheld

    def _is_spared(self, event: Event, now: datetime) -> bool:
        member = causes.subject(event)
        if member is None or isinstance(event, ButtonPressed | ReportFiled):
            return False
        return standing_of(self._book, member, now) >= Standing.TRUSTED

    def _brake_on(
        self, actions: Sequence[Action], now: datetime, done: tuple[type[Action], ...]
    ) -> tuple[list[Action], list[Withheld]]:
        """Take out what is over a limit; a person is asked instead, once an hour.

        What the network has `done` already is counted, and can no longer be held back.
        """
        allowed: list[Action] = []
        held: list[Withheld] = []
        for action in actions:
            name = self._brake.refuse(action, now)
            if name is None or isinstance(action, done):
                self._brake.count(action, now)
                allowed.append(action)
                continue
            most = self._brake.most(name)
            held.append(Withheld(action=action, because=over_limit(name, most)))
            if self._brake.first_time(name, now) and not any(
                isinstance(other, OpenCase) for other in (*actions, *allowed)
            ):
                allowed += [OpenCase(kind="review"), AlertTeam(urgent=True)]
        return _without_empty_words(allowed, held)

    def _write(
        self,
        event: Event,
        rungs: Sequence[_Rung],
        actions: Sequence[Action],
        withheld: Sequence[Withheld],
        now: datetime,
    ) -> Decision:
        first = _first(rungs)
        cause = event_key(event)
        return Decision(
            id=decision_id(cause),
            at=now,
            community=self._book.id,
            network=event.network,
            place=event.place,
            channel=channel_of(event),
            cause=cause,
            actor=first.policy,
            mode=Mode.ENFORCE if actions else first.mode,
            subject=causes.subject(event),
            message=causes.message(event),
            actions=tuple(actions),
            withheld=tuple(withheld),
            verdicts=tuple(rung.verdict for rung in rungs),
            strike=max((rung.strike for rung in rungs), default=0),
            rule=first.rule or first.policy,
            facts=first.reason,
            evidence=next((s.evidence for s in first.signals if s.evidence), ""),
            until=_end(actions),
            policy_version=self._book.version,
            details={**causes.names(event), **self._layer(rungs)},
        )

    def _layer(self, rungs: Sequence[_Rung]) -> dict[str, str]:
        """Return which layer of the community's own had a part in the scores."""
        layer = self._book.layer
        scored = {signal.name for rung in rungs for signal in rung.verdict.signals}
        if layer is None or scored.isdisjoint(layer.weights):
            return {}
        return {"layer": layer.version[:12]}

    def _strikes(
        self, event: Event, rungs: Sequence[_Rung], decision: Decision, now: datetime
    ) -> tuple[Strike, ...]:
        person = person_of(event)
        if person is None:
            return ()
        against = any(isinstance(action, AGAINST_MEMBER) for action in decision.actions)
        return tuple(
            Strike(
                community=self._book.id,
                person=person,
                policy=rung.verdict.policy,
                decision=decision.id,
                at=now,
                expires_at=now + rung.verdict.forget_after,
            )
            for rung in rungs
            if against
            and rung.verdict.forget_after is not None
            and rung.verdict.mode is Mode.ENFORCE
            and not rung.repeated
        )


def _done_by_network(event: Event) -> tuple[type[Action], ...]:
    return (DeleteMessage,) if isinstance(event, MessagePrevented) else ()


def _without_empty_words(
    allowed: list[Action], held: list[Withheld]
) -> tuple[list[Action], list[Withheld]]:
    """Withhold the words too where nothing is left of the deeds that they speak of."""
    if not held or any(isinstance(action, _DEEDS) for action in allowed):
        return allowed, held
    because = held[0].because
    held += [Withheld(action=a, because=because) for a in allowed if isinstance(a, Nudge | Warn)]
    return [a for a in allowed if not isinstance(a, Nudge | Warn)], held


def _the_rest(actions: Sequence[Action]) -> tuple[Action, ...]:
    """Return what is done each time, also when the same happens again within one incident."""
    return tuple(action for action in actions if not isinstance(action, _ONCE_PER_INCIDENT))


def _first(rungs: Sequence[_Rung]) -> Verdict:
    """Return the verdict that speaks for the decision: enforced, and the one that does most."""
    return max(
        (rung.verdict for rung in rungs),
        key=lambda v: (v.mode is Mode.ENFORCE, v.forget_after is not None),
    )


def _fix_ends(actions: Sequence[Action], now: datetime) -> list[Action]:
    """Give time-outs and bans a fixed end, so that a repeat changes nothing."""
    fixed: list[Action] = []
    for action in actions:
        if isinstance(action, Timeout | Ban) and action.seconds is not None:
            action = replace(action, until=now + timedelta(seconds=action.seconds))
        fixed.append(action)
    return fixed


def _end(actions: Sequence[Action]) -> datetime | None:
    ends = [a.until for a in actions if isinstance(a, Timeout | Ban) and a.until is not None]
    return max(ends, default=None)
