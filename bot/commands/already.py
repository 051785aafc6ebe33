"""Whether what somebody asks for is so already: then nothing is done, and they hear that."""

from datetime import timedelta

from bot.commands.declared import words
from bot.commands.desk import Desk
from bot.commands.reaction import Call
from bot.domain import (
    ArchiveChannel,
    Ban,
    Effect,
    LockChannel,
    Order,
    PinMessage,
    SlowMode,
    Timeout,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)
from bot.errors import CommandError

#: What may still be on its way, and would make an effect change something after all.
_AGAINST: dict[type[Effect], tuple[type[Effect], ...]] = {
    Untimeout: (Timeout,),
    Unban: (Ban,),
    LockChannel: (UnlockChannel,),
    UnlockChannel: (LockChannel,),
    SlowMode: (SlowMode,),
    ArchiveChannel: (UnarchiveChannel,),
    UnarchiveChannel: (ArchiveChannel,),
    PinMessage: (UnpinMessage,),
    UnpinMessage: (PinMessage,),
}
_MOST_WAITING = 1000
#: Later than any order waits for another try.
_LATE = timedelta(days=365)


async def refuse_if_so(call: Call, desk: Desk, effect: Effect, moment: str, **values: str) -> bool:
    """Raise CommandError with the words for `moment` where an effect would change nothing.

    Returns whether it is known that it changes something; not every network says how it stands.
    """
    so = await desk.is_so(call.event.network, call.event.place, effect)
    if so and not await _is_on_its_way(call, desk, effect):
        raise CommandError(words(call, desk).say(moment, **values))
    return so is not None


async def _is_on_its_way(call: Call, desk: Desk, effect: Effect) -> bool:
    """Return whether the outbox holds something that this effect has to come after."""
    orders = desk.store.orders
    waiting = await orders.waiting(desk.rulebook.id, call.now + _LATE, _MOST_WAITING)
    acting = await orders.unfinished(desk.rulebook.id)
    return any(_opposes(order, call, effect) for order in (*waiting, *acting))


def _opposes(order: Order, call: Call, effect: Effect) -> bool:
    here = (order.network, order.place) == (call.event.network, call.event.place)
    return (
        here
        and isinstance(order.action, _AGAINST.get(type(effect), ()))
        and _target(order.action) == _target(effect)
    )


def _target(effect: object) -> str:
    names = ("message", "member", "channel")
    return str(next((named for name in names if (named := getattr(effect, name, ""))), ""))
