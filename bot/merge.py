"""Decide, the pure part: many verdicts on one event become one coherent reaction.

Of two like actions the harsher stays; who is removed is not timed out as well; a message that
goes is not answered; the member hears one private word, not several.
"""

from collections.abc import Iterable, Sequence

from bot.domain import (
    Action,
    AddRole,
    AlertTeam,
    Ban,
    CancelTimer,
    DeleteMessage,
    HoldForReview,
    Kick,
    Nudge,
    OpenCase,
    PurgeMessages,
    RemoveRole,
    Reply,
    SendDirect,
    SetTimer,
    Timeout,
    Warn,
)

#: What is done to the member who wrote; the team and those to be left alone are spared.
AGAINST_MEMBER: tuple[type[Action], ...] = (
    DeleteMessage,
    PurgeMessages,
    Nudge,
    Warn,
    Timeout,
    Kick,
    Ban,
    RemoveRole,
    AddRole,
    HoldForReview,
)
_REMOVALS = (DeleteMessage, PurgeMessages)
_FOREVER = float("inf")


def merge(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Return the actions as one reaction, in the order in which they are to be done."""
    kept = _harsher_of_like(actions)
    kinds = {type(action) for action in kept}
    drop: set[type[Action]] = set()
    if Ban in kinds:
        drop |= {Kick, Timeout, Nudge, Warn}
    if Kick in kinds:
        drop |= {Timeout, Nudge}
    if Warn in kinds:
        drop |= {Nudge}
    if kinds & {DeleteMessage, Ban, Kick, Timeout}:
        drop |= {Reply, HoldForReview}
    cancelled = {action.key for action in kept if isinstance(action, CancelTimer)}
    return tuple(
        sorted((a for a in kept if type(a) not in drop and not _is_set(a, cancelled)), key=_order)
    )


def _is_set(action: Action, cancelled: set[str]) -> bool:
    """Return whether a timer is set that another policy cancels at the same moment."""
    return isinstance(action, SetTimer) and action.key in cancelled


def _harsher_of_like(actions: Iterable[Action]) -> list[Action]:
    best: dict[object, Action] = {}
    for action in actions:
        key = _likeness(action)
        if key not in best or _harshness(action) > _harshness(best[key]):
            best[key] = action
    gone = {a.message for a in best.values() if isinstance(a, DeleteMessage)}
    return [_without(action, gone) for action in best.values() if _left(action, gone)]


def _likeness(action: Action) -> object:
    """Return what two actions share when one of them is enough."""
    match action:
        case DeleteMessage(message=message):
            return (DeleteMessage, message)
        case PurgeMessages(channel=channel, messages=messages):
            return (PurgeMessages, channel, messages)
        case Timeout(member=member) | Ban(member=member) | Kick(member=member):
            return (type(action), member)
        case Warn(member=member) | Nudge(member=member) | SendDirect(member=member):
            return (type(action), member)
        case Reply() | AlertTeam() | OpenCase() | HoldForReview():
            return type(action)
        case SetTimer(key=key) | CancelTimer(key=key):
            return (type(action), key)
        case _:
            return action


def _harshness(action: Action) -> float:
    match action:
        case Timeout(seconds=seconds):
            return seconds
        case Ban(seconds=seconds):
            return _FOREVER if seconds is None else seconds
        case AlertTeam(urgent=urgent):
            return 1.0 if urgent else 0.0
        case _:
            return 0.0


def _without(action: Action, gone: set[str]) -> Action:
    if not isinstance(action, PurgeMessages) or not gone & set(action.messages):
        return action
    rest = tuple(message for message in action.messages if message not in gone)
    return PurgeMessages(channel=action.channel, messages=rest)


def _left(action: Action, gone: set[str]) -> bool:
    return not isinstance(action, PurgeMessages) or bool(set(action.messages) - gone)


_ORDER: Sequence[type[Action]] = (
    DeleteMessage,
    PurgeMessages,
    Ban,
    Kick,
    Timeout,
    Warn,
    Nudge,
    Reply,
)


def _order(action: Action) -> int:
    return _ORDER.index(type(action)) if type(action) in _ORDER else len(_ORDER)
