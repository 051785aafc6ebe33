"""What can be done on Telegram, and how safely each of it is repeated.

Messages carry no key there and cannot be looked up, so what says something is done at most once.
There are no roles to give, and bots may not set a group's slow mode.
"""

from collections.abc import Mapping

from bot.domain import (
    AddReaction,
    Answer,
    Ban,
    DeleteMessage,
    EditReply,
    Effect,
    EffectClass,
    Greet,
    HoldBack,
    Kick,
    LetIn,
    LockChannel,
    PinMessage,
    PurgeMessages,
    RemoveReaction,
    Reply,
    RestoreMessage,
    SendDirect,
    Timeout,
    TurnAway,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)

_AGAIN, _ONCE = EffectClass.REPEATABLE, EffectClass.ONCE

CAN: Mapping[type[Effect], EffectClass] = {
    DeleteMessage: _AGAIN,
    PurgeMessages: _AGAIN,
    RestoreMessage: _ONCE,
    Timeout: _AGAIN,
    Untimeout: _AGAIN,
    Kick: EffectClass.LOOKUP,
    Ban: _AGAIN,
    Unban: _AGAIN,
    Reply: _ONCE,
    EditReply: _AGAIN,
    SendDirect: _ONCE,
    Answer: _ONCE,
    LockChannel: _AGAIN,
    UnlockChannel: _AGAIN,
    AddReaction: _AGAIN,
    RemoveReaction: _AGAIN,
    PinMessage: _AGAIN,
    UnpinMessage: _AGAIN,
    HoldBack: _AGAIN,
    Greet: _AGAIN,
    LetIn: _AGAIN,
    TurnAway: _AGAIN,
}
