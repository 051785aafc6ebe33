"""The timers that a decision sets, and those it makes needless."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeGuard

from bot.domain import (
    Action,
    Ban,
    CancelTimer,
    Case,
    Decision,
    OpenCase,
    SetTimer,
    Timeout,
    Unban,
    Untimeout,
    person_key,
)
from bot.ports import Timer

#: The owner of timers that the house itself set.
CASEWORK = "casework"
#: No network need hold a time-out for longer: one that lasts longer is put on again after that.
#: Discord holds none beyond 28 days.
RENEWED_AFTER = timedelta(days=27)


def timers_of(decision: Decision, case: Case | None) -> Sequence[Timer]:
    """Return the timers to be set.

    They are a policy's own, the ends of bans, renewals of long time-outs, reminders of the case.
    """
    found = [_own_timer(decision, a) for a in decision.actions if isinstance(a, SetTimer)]
    for action in decision.actions:
        if isinstance(action, Ban) and action.until is not None:
            found.append(_unban_timer(decision, action.member, action.until))
        if _is_long(action, decision):
            found.append(renewal(decision, action))
        if isinstance(action, OpenCase) and action.remind_after and case is not None:
            found.append(remind_timer(decision, case.number, action.remind_after))
    return found


def cancelled_by(decision: Decision) -> Sequence[str]:
    """Return the keys of timers that are no longer wanted."""
    found: list[str] = []
    for action in decision.actions:
        if isinstance(action, CancelTimer):
            found.append(action.key)
        elif isinstance(action, Unban) or (isinstance(action, Ban) and action.until is None):
            found.append(unban_key(decision, action.member))
        if isinstance(action, Untimeout | Timeout | Ban) and not _is_long(action, decision):
            found.append(_renewal_key(decision, action.member))
    return found


def remind_timer(decision: Decision, case: int, seconds: int, times: int = 1) -> Timer:
    """Return the timer that tells the team again of a case nobody took."""
    return Timer(
        key=f"remind:{decision.community}:{case}",
        community=decision.community,
        network=decision.network,
        place=decision.place,
        owner=CASEWORK,
        due_at=decision.at + timedelta(seconds=seconds),
        payload={"do": "remind", "case": str(case), "after": str(seconds), "times": str(times)},
    )


def _is_long(action: Action, decision: Decision) -> TypeGuard[Timeout]:
    until = action.until if isinstance(action, Timeout) else None
    return until is not None and until - decision.at > RENEWED_AFTER


def renewal(decision: Decision, action: Timeout) -> Timer:
    """Return the timer that puts a long time-out on again, before the network lets it end."""
    until = action.until.isoformat() if action.until else ""
    return Timer(
        key=_renewal_key(decision, action.member),
        community=decision.community,
        network=decision.network,
        place=decision.place,
        owner=CASEWORK,
        due_at=decision.at + RENEWED_AFTER,
        payload={
            "do": "renew",
            "member": action.member,
            "until": until,
            "decision": decision.id,
            "reason": action.reason,
        },
    )


def _renewal_key(decision: Decision, member: str) -> str:
    return f"renew:{decision.community}:{person_key(decision.network, member)}"


def unban_key(decision: Decision, member: str) -> str:
    """Return the key of the timer that lifts a ban."""
    return f"unban:{decision.community}:{person_key(decision.network, member)}"


def _unban_timer(decision: Decision, member: str, until: datetime) -> Timer:
    return Timer(
        key=unban_key(decision, member),
        community=decision.community,
        network=decision.network,
        place=decision.place,
        owner=CASEWORK,
        due_at=until,
        payload={"do": "unban", "member": member, "decision": decision.id},
    )


def _own_timer(decision: Decision, action: SetTimer) -> Timer:
    return Timer(
        key=action.key,
        community=decision.community,
        network=decision.network,
        place=decision.place,
        owner=action.owner,
        due_at=decision.at + timedelta(seconds=action.seconds),
        payload=action.payload,
    )
