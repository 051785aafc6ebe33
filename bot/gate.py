"""The one gate for rights: every effect is asked about here, at the moment of acting.

What is not known for certain is a no: nobody is punished whose standing nobody can tell.
"""

from collections.abc import Mapping

from bot.domain import (
    LEADS_TO,
    SANCTIONS,
    Action,
    AddReaction,
    AddRole,
    AlertTeam,
    Answer,
    ArchiveChannel,
    Ban,
    CancelTimer,
    DeleteMessage,
    EditReply,
    Effect,
    EffectClass,
    Greet,
    HoldBack,
    HoldForReview,
    Kick,
    LetIn,
    LockChannel,
    Nudge,
    OpenCase,
    PinMessage,
    PurgeMessages,
    RemoveReaction,
    RemoveRole,
    Reply,
    RestoreMessage,
    SendDirect,
    SetTimer,
    SlowMode,
    Standing,
    Timeout,
    TurnAway,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
    Warn,
)
from bot.locale import Phrasebook

#: The least standing that a person needs to have something done.
RIGHTS: Mapping[type[Action], Standing] = {
    DeleteMessage: Standing.MODERATOR,
    PurgeMessages: Standing.MODERATOR,
    RestoreMessage: Standing.MODERATOR,
    Timeout: Standing.MODERATOR,
    Untimeout: Standing.MODERATOR,
    Kick: Standing.MODERATOR,
    Ban: Standing.MODERATOR,
    Unban: Standing.MODERATOR,
    Reply: Standing.NEWCOMER,
    EditReply: Standing.NEWCOMER,
    SendDirect: Standing.NEWCOMER,
    Answer: Standing.NEWCOMER,
    AddRole: Standing.MODERATOR,
    RemoveRole: Standing.MODERATOR,
    SlowMode: Standing.MODERATOR,
    LockChannel: Standing.MODERATOR,
    UnlockChannel: Standing.MODERATOR,
    ArchiveChannel: Standing.MODERATOR,
    UnarchiveChannel: Standing.MODERATOR,
    PinMessage: Standing.MODERATOR,
    UnpinMessage: Standing.MODERATOR,
    AddReaction: Standing.NEWCOMER,
    RemoveReaction: Standing.NEWCOMER,
    HoldBack: Standing.MODERATOR,
    Greet: Standing.NEWCOMER,
    LetIn: Standing.MODERATOR,
    TurnAway: Standing.MODERATOR,
    Nudge: Standing.MODERATOR,
    Warn: Standing.MODERATOR,
    AlertTeam: Standing.NEWCOMER,
    OpenCase: Standing.NEWCOMER,
    HoldForReview: Standing.MODERATOR,
    SetTimer: Standing.NEWCOMER,
    CancelTimer: Standing.NEWCOMER,
}

#: What takes something from the person it is done to; their standing must be known and lower.
AGAINST: tuple[type[Action], ...] = (
    *SANCTIONS,
    Nudge,
    AddRole,
    RemoveRole,
    DeleteMessage,
    HoldBack,
)

#: What nobody does in their own favour: somebody else of the team has to.
IN_FAVOUR: tuple[type[Action], ...] = (Untimeout, Unban, RestoreMessage)

#: A person whom the network does not know any more can still be kept out.
_BY_ID: tuple[type[Action], ...] = (Ban, DeleteMessage, TurnAway)


def may(
    action: Action,
    *,
    actor: Standing | None,
    target: Standing | None,
    can: Mapping[type[Effect], EffectClass],
    is_self: bool = False,
    leave_alone: bool = False,
    is_bot: bool = False,
    outranked: bool = False,
    by_id: bool = False,
    words: Phrasebook | None = None,
) -> str | None:
    """Return why `action` must not be done, in a sentence, or None when it may.

    `actor` is None for a policy and for the house itself. `target` is the standing of the member
    it is done to, None where the network knows nobody with that id; `outranked` says that the
    network's own hierarchy sets the target above the actor. `by_id` lets the house keep somebody
    out who is not here, because people of another community decided so.
    """
    book = words or Phrasebook()
    able = _ability(action, can, book)
    if able is not None:
        return able
    if actor is None:
        if by_id and target is None and isinstance(action, _BY_ID):
            return None
        return _for_policy(action, target, book, leave_alone=leave_alone or is_bot)
    if actor < RIGHTS[type(action)]:
        return book.say("gate_team_only")
    if is_self:
        own = isinstance(action, (*SANCTIONS, *IN_FAVOUR))
        return book.say("gate_oneself") if own else None
    if not _takes_something(action):
        return None
    return _against(action, actor, target, book, is_bot=is_bot, outranked=outranked)


def _ability(
    action: Action, can: Mapping[type[Effect], EffectClass], book: Phrasebook
) -> str | None:
    needed = LEADS_TO.get(type(action), (type(action),))
    if isinstance(action, SetTimer | CancelTimer) or any(kind in can for kind in needed):
        return None
    return book.say("gate_network_cannot")


def _takes_something(action: Action) -> bool:
    return isinstance(action, AGAINST) or (isinstance(action, TurnAway) and action.anyway)


def _for_policy(
    action: Action, target: Standing | None, book: Phrasebook, *, leave_alone: bool
) -> str | None:
    if not _takes_something(action):
        return None
    if target is None:
        gone = isinstance(action, DeleteMessage | TurnAway)
        return None if gone else book.say("gate_unknown")
    if target.is_staff:
        return book.say("gate_staff_spared")
    if leave_alone or target is Standing.TRUSTED:
        return book.say("gate_left_alone")
    return None


def _against(
    action: Action,
    actor: Standing,
    target: Standing | None,
    book: Phrasebook,
    *,
    is_bot: bool,
    outranked: bool,
) -> str | None:
    if is_bot:
        return book.say("gate_bot")
    if target is None:
        return None if isinstance(action, _BY_ID) else book.say("gate_not_here")
    if outranked or (target.is_staff and target >= actor):
        return book.say("gate_rank")
    return None
