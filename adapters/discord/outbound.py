"""What the house orders, done on Discord: each order once, and every answer made an outcome."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from adapters.discord import deeds_channels, deeds_members, deeds_messages
from adapters.discord.deed import Deed, Tools, kind_of
from adapters.discord.locks import Locks
from adapters.discord.parking import ClosedDoors, Parking
from adapters.discord.problems import (
    NO_DIRECT_MESSAGES,
    Busy,
    No,
    Refusal,
    Unclear,
    sentence,
    sentence_of,
)
from bot.domain import (
    AddRole,
    Answer,
    Ban,
    DeleteMessage,
    EditReply,
    Effect,
    EffectClass,
    Kick,
    LockChannel,
    Order,
    Outcome,
    OutcomeState,
    PurgeMessages,
    RemoveRole,
    Reply,
    RestoreMessage,
    SendDirect,
    SlowMode,
    Timeout,
    Unban,
    UnlockChannel,
    Untimeout,
)

log = logging.getLogger(__name__)
_AGAIN, _KEYED = EffectClass.REPEATABLE, EffectClass.KEYED
#: What can be done here. Messages carry a key by which Discord knows a repeat.
CAN: Mapping[type[Effect], EffectClass] = {
    DeleteMessage: _AGAIN,
    PurgeMessages: _AGAIN,
    RestoreMessage: _KEYED,
    Timeout: _AGAIN,
    Untimeout: _AGAIN,
    Kick: EffectClass.LOOKUP,
    Ban: _AGAIN,
    Unban: _AGAIN,
    Reply: _KEYED,
    EditReply: _AGAIN,
    SendDirect: _KEYED,
    Answer: _KEYED,
    AddRole: _AGAIN,
    RemoveRole: _AGAIN,
    SlowMode: _AGAIN,
    LockChannel: _AGAIN,
    UnlockChannel: _AGAIN,
}
#: Outcomes that are remembered, so that a repeat in this process changes nothing.
MOST_KNOWN = 2_000
#: Seconds after which what was unclear is tried again.
AGAIN_AFTER = 1.0
Do = Callable[[Deed, Any], Awaitable[Outcome]]


class Performer:
    """Carries out orders."""

    def __init__(self, tools: Tools, locks: Locks, seconds: Callable[[], float]) -> None:
        self._tools = tools
        self._parking = Parking(seconds)
        self._closed = ClosedDoors(seconds)
        self._known: OrderedDict[str, Outcome] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[Outcome]] = {}
        self._do = _doing(locks)

    def unpark(self, place: str) -> None:
        """Try again what was refused in a place: its roles were changed."""
        self._parking.clear(place)

    async def perform(self, order: Order) -> Outcome:
        """Carry out one order; a repeat gets the first one's outcome."""
        if order.key in self._known:
            return self._known[order.key]
        task = self._under_way.get(order.key)
        if task is None:
            task = asyncio.create_task(self._attempt(order))
            self._under_way[order.key] = task
            task.add_done_callback(lambda _: self._under_way.pop(order.key, None))
        # Whoever waits may give up; what is under way is seen through and remembered.
        return await asyncio.shield(task)

    async def _attempt(self, order: Order) -> Outcome:
        do = self._do.get(kind_of(order))
        if do is None:
            return Outcome(state=OutcomeState.REFUSED, detail="Discord cannot do this.")
        parked = (order.place, kind_of(order).__name__, order.actor)
        if self._parking.is_parked(parked):
            detail = "Discord refused this three times within the hour; I ask again later."
            return Outcome(state=OutcomeState.REFUSED, detail=detail)
        if isinstance(order.action, SendDirect) and self._closed.is_shut(order.action.member):
            return Outcome(state=OutcomeState.REFUSED, detail=sentence_of(NO_DIRECT_MESSAGES))
        try:
            outcome = await do(Deed(order=order, tools=self._tools), order.action)
        except No as no:
            return Outcome(state=OutcomeState.REFUSED, detail=str(no))
        except Refusal as refusal:
            if refusal.code == NO_DIRECT_MESSAGES and isinstance(order.action, SendDirect):
                self._closed.found_shut(order.action.member)
            elif refusal.status in (401, 403):
                self._parking.refused(parked)
            return Outcome(state=OutcomeState.REFUSED, detail=sentence(refusal))
        except Busy as busy:
            return Outcome(
                state=OutcomeState.FAILED, detail=str(busy), retry_after=busy.retry_after
            )
        except Unclear as unclear:
            return Outcome(
                state=OutcomeState.IN_DOUBT, detail=str(unclear), retry_after=AGAIN_AFTER
            )
        self._remember(order.key, outcome)
        return outcome

    def _remember(self, key: str, outcome: Outcome) -> None:
        self._known[key] = outcome
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what is known of an order; a kick is looked for on Discord."""
        if order.key in self._known:
            return self._known[order.key]
        if isinstance(order.action, Kick):
            deed = Deed(order=order, tools=self._tools)
            return await deeds_members.was_kicked(deed, order.action)
        return None


def _doing(locks: Locks) -> Mapping[type[Effect], Do]:
    return {
        DeleteMessage: deeds_messages.delete,
        PurgeMessages: deeds_messages.purge,
        RestoreMessage: deeds_messages.restore,
        Timeout: deeds_members.time_out,
        Untimeout: deeds_members.end_timeout,
        Kick: deeds_members.kick,
        Ban: deeds_members.ban,
        Unban: deeds_members.unban,
        Reply: deeds_messages.reply,
        EditReply: deeds_messages.edit,
        SendDirect: deeds_messages.send_direct,
        Answer: deeds_messages.answer,
        AddRole: deeds_members.change_role,
        RemoveRole: deeds_members.change_role,
        SlowMode: deeds_channels.slow_down,
        LockChannel: locks.lock,
        UnlockChannel: locks.unlock,
    }
