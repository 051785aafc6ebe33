"""What is known of each kind of action: its name, what it needs, and how safely it is repeated."""

from enum import StrEnum

from bot.domain.actions import Action
from bot.domain.effects import (
    AddReaction,
    AddRole,
    Answer,
    ArchiveChannel,
    Ban,
    DeleteMessage,
    EditReply,
    Effect,
    Greet,
    HoldBack,
    Kick,
    LetIn,
    LockChannel,
    PinMessage,
    PurgeMessages,
    RemoveReaction,
    RemoveRole,
    Reply,
    RestoreMessage,
    SendDirect,
    SlowMode,
    Timeout,
    TurnAway,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)
from bot.domain.house_actions import (
    AlertTeam,
    CancelTimer,
    HoldForReview,
    Nudge,
    OpenCase,
    SetTimer,
    Warn,
)

#: The name of each action in the open format and in policy files' `expect:`.
ACTION_KINDS: dict[str, type[Action]] = {
    "delete_message": DeleteMessage,
    "purge_messages": PurgeMessages,
    "restore_message": RestoreMessage,
    "timeout": Timeout,
    "untimeout": Untimeout,
    "kick": Kick,
    "ban": Ban,
    "unban": Unban,
    "reply": Reply,
    "edit_reply": EditReply,
    "send_direct": SendDirect,
    "answer": Answer,
    "add_role": AddRole,
    "remove_role": RemoveRole,
    "slow_mode": SlowMode,
    "lock_channel": LockChannel,
    "unlock_channel": UnlockChannel,
    "archive_channel": ArchiveChannel,
    "unarchive_channel": UnarchiveChannel,
    "pin_message": PinMessage,
    "unpin_message": UnpinMessage,
    "add_reaction": AddReaction,
    "remove_reaction": RemoveReaction,
    "hold_back": HoldBack,
    "greet": Greet,
    "let_in": LetIn,
    "turn_away": TurnAway,
    "nudge": Nudge,
    "warn": Warn,
    "alert_team": AlertTeam,
    "open_case": OpenCase,
    "hold_for_review": HoldForReview,
    "set_timer": SetTimer,
    "cancel_timer": CancelTimer,
}
DO_OF: dict[type[Action], str] = {cls: do for do, cls in ACTION_KINDS.items()}

#: What a network must be able to do so that a house action can be carried out there.
LEADS_TO: dict[type[Action], tuple[type[Effect], ...]] = {
    Nudge: (SendDirect,),
    Warn: (SendDirect,),
    AlertTeam: (Reply,),
    OpenCase: (Reply,),
    HoldForReview: (Reply,),
}

#: Actions that take something from a person: they need a reason, a gate and a way to appeal.
SANCTIONS: tuple[type[Action], ...] = (Warn, Timeout, Kick, Ban)


class EffectClass(StrEnum):
    """What may be done when it is unclear whether an effect took place."""

    #: A repeat changes nothing (ban, delete, time-out until a fixed moment).
    REPEATABLE = "repeatable"
    #: The network drops a repeat that carries the same key, for some minutes at least.
    KEYED = "keyed"
    #: The network can be asked whether it was done; look first, then repeat.
    LOOKUP = "lookup"
    #: Neither: done at most once, then shown as in doubt.
    ONCE = "once"
