"""What people of the team do by the network's own means goes into the same book.

Nothing is carried out for it; but it is in somebody's history, counts as a strike, can be undone,
and a ban for good ends the wait for an earlier one's end. What other bots do is no strike: it is in
the book, and nobody of the team has said that it shall count.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.appointments import cancelled_by
from bot.casework import Casework
from bot.decide import decision_id
from bot.domain import (
    Action,
    Ban,
    Decision,
    Kick,
    MemberModerated,
    RemoveRole,
    Timeout,
    Unban,
    Untimeout,
    event_key,
    person_key,
)
from bot.ports import Settlement, Strike
from bot.strikes import TEAM

#: For so long it counts, as a moderator's command does.
HELD_FOR = timedelta(days=30)
#: What a network calls a deed, and the action that it was; others are noted without one.
_ACTIONS: Mapping[str, Callable[[MemberModerated], Action]] = {
    "timeout": lambda event: Timeout(
        member=event.member.id,
        seconds=_seconds(event.until, event.at),
        until=event.until,
        reason=event.reason,
    ),
    "untimeout": lambda event: Untimeout(member=event.member.id, reason=event.reason),
    "kick": lambda event: Kick(member=event.member.id, reason=event.reason),
    "ban": lambda event: Ban(member=event.member.id, until=event.until, reason=event.reason),
    "unban": lambda event: Unban(member=event.member.id, reason=event.reason),
    "remove_role": lambda event: RemoveRole(member=event.member.id, role=event.role),
}
#: Deeds that take something from somebody.
_AGAINST = frozenset({"timeout", "kick", "ban", "warn", "delete_message"})


def by_hand(event: MemberModerated, casework: Casework, now: datetime) -> Settlement:
    """Return what is written down of a deed that was done without Evenhand."""
    key = event_key(event)
    nothing = casework.nothing(key)
    if event.did not in _ACTIONS and event.did not in _AGAINST:
        return nothing
    make = _ACTIONS.get(event.did)
    decision = Decision(
        id=decision_id(key),
        at=event.at,
        community=casework.rulebook.id,
        network=event.network,
        place=event.place,
        cause=key,
        actor=person_key(event.network, event.by.id),
        subject=event.member,
        actions=(make(event),) if make is not None else (),
        rule=event.did,
        facts=event.reason,
        automated_detection=event.by.bot,
        automated_decision=event.by.bot,
        until=event.until,
        policy_version=casework.rulebook.version,
        details={"by": event.by.name, "asked": event.did, "by_hand": "yes"},
    )
    return replace(
        nothing,
        decision=decision,
        strikes=(_strike(decision),) if event.did in _AGAINST and not event.by.bot else (),
        cancel_timers=tuple(cancelled_by(decision)),
        at=now,
    )


def _strike(decision: Decision) -> Strike:
    subject = decision.subject.id if decision.subject is not None else ""
    return Strike(
        community=decision.community,
        person=person_key(decision.network, subject),
        policy=TEAM,
        decision=decision.id,
        at=decision.at,
        expires_at=decision.at + HELD_FOR,
    )


def _seconds(until: datetime | None, at: datetime) -> int:
    return max(0, int((until - at).total_seconds())) if until is not None else 0
