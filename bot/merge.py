"""Decide, the pure part: many verdicts on one event become one coherent reaction.

Of two like actions the harsher stays; who is removed is not timed out as well; a message that
goes is not answered; the member hears one private word, not several.
"""

from collections.abc import Iterable, Sequence

from bot.domain import (
    Action,
    AddReaction,
    AddRole,
    AlertTeam,
    Ban,
    CancelTimer,
    DeleteMessage,
    HoldBack,
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
    HoldBack,
    HoldForReview,
)
_ENDS_TALK = (DeleteMessage, Ban, Kick, Timeout)
_MAKES_NEEDLESS: dict[type[Action], tuple[type[Action], ...]] = {
    Ban: (Kick, Timeout, Nudge, Warn, SendDirect),
    Kick: (Timeout, Nudge, SendDirect),
    Warn: (Nudge, SendDirect),
    Nudge: (SendDirect,),
}
_FOREVER = float("inf")


def merge(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Return the actions as one reaction, in the order in which they are to be done."""
    kept = _harsher_of_like(actions)
    needless = _needless(kept)
    return tuple(sorted((a for a in kept if not needless & _traits(a)), key=_order))


def _needless(kept: Sequence[Action]) -> set[object]:
    """Return the traits of what other actions make needless."""
    found: set[object] = set()
    for action in kept:
        if isinstance(action, Ban | Kick | Warn | Nudge):
            found |= {(less, action.member) for less in _MAKES_NEEDLESS[type(action)]}
        if isinstance(action, _ENDS_TALK):
            found |= {Reply, HoldForReview, AddReaction}
        if isinstance(action, CancelTimer):
            found.add((SetTimer, action.key))
    return found


def _traits(action: Action) -> set[object]:
    whom = action.key if isinstance(action, SetTimer) else getattr(action, "member", "")
    return {type(action), (type(action), whom)}


def _harsher_of_like(actions: Iterable[Action]) -> list[Action]:
    best: dict[object, Action] = {}
    for action in actions:
        key = _likeness(action)
        if key not in best or _harshness(action) > _harshness(best[key]):
            best[key] = action
    gone = {a.message for a in best.values() if isinstance(a, DeleteMessage)}
    others = [action for action in best.values() if not isinstance(action, PurgeMessages)]
    return others + _purges(best.values(), gone)


def _purges(actions: Iterable[Action], gone: set[str]) -> list[Action]:
    """Return one purge for each channel, without messages that go anyway."""
    purged: dict[str, set[str]] = {}
    for action in actions:
        if isinstance(action, PurgeMessages):
            purged.setdefault(action.channel, set()).update(set(action.messages) - gone)
    return [
        PurgeMessages(channel=channel, messages=tuple(sorted(messages)))
        for channel, messages in purged.items()
        if messages
    ]


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
