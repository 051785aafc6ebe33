"""What the house orders, done on Discord: each order once, and every answer made an outcome."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from adapters.discord import deeds_marks, deeds_members, deeds_messages
from adapters.discord.bulk import MOST_AT_ONCE, BulkBans
from adapters.discord.deed import Deed, Tools, kind_of, put_off
from adapters.discord.locks import Locks
from adapters.discord.paces import Paces
from adapters.discord.parking import ClosedDoors, Key, Parking
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
    AddReaction,
    AddRole,
    Answer,
    ArchiveChannel,
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
    PinMessage,
    PurgeMessages,
    RemoveReaction,
    RemoveRole,
    Reply,
    RestoreMessage,
    SendDirect,
    SlowMode,
    Timeout,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
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
    AddReaction: _AGAIN,
    RemoveReaction: _AGAIN,
    PinMessage: _AGAIN,
    UnpinMessage: _AGAIN,
    ArchiveChannel: _AGAIN,
    UnarchiveChannel: _AGAIN,
}
#: Outcomes that are remembered, so that a repeat in this process changes nothing.
MOST_KNOWN = 2_000
#: What several orders of are done at once where they wait together, and how many at most.
IN_BULK: Mapping[type[Effect], int] = {Ban: MOST_AT_ONCE}
_SILENT = (
    "Many people here took no direct messages from me within minutes, so I write to nobody for now."
)
Do = Callable[[Deed, Any], Awaitable[Outcome]]


class Performer:
    """Carries out orders."""

    def __init__(
        self, tools: Tools, locks: Locks, paces: Paces, seconds: Callable[[], float]
    ) -> None:
        self._tools = tools
        self._parking = Parking(seconds)
        self._closed = ClosedDoors(seconds)
        self._bulk = BulkBans(tools, self._parking, seconds)
        self._known: OrderedDict[str, Outcome] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[Outcome]] = {}
        self._do = _doing(locks, paces)

    def unpark(self, place: str) -> None:
        """Try again what was refused in a place: its roles were changed."""
        self._parking.clear(place)
        self._bulk.clear(place)

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
        if hindrance := self._hindrance(order):
            return Outcome(state=OutcomeState.REFUSED, detail=hindrance)
        try:
            outcome = await do(Deed(order=order, tools=self._tools), order.action)
        except No as no:
            return Outcome(state=OutcomeState.REFUSED, detail=str(no))
        except Refusal as refusal:
            if refusal.code == NO_DIRECT_MESSAGES and isinstance(order.action, SendDirect):
                self._closed.found_shut(order.place, order.action.member)
            elif refusal.status in (401, 403):
                self._parking.refused(_parked(order))
            return Outcome(state=OutcomeState.REFUSED, detail=sentence(refusal))
        except (Busy, Unclear) as problem:
            return put_off(problem)
        self._remember(order.key, outcome)
        return outcome

    def _hindrance(self, order: Order) -> str:
        """Return why Discord is not even asked, in a sentence; empty for nothing."""
        if self._parking.is_parked(_parked(order)):
            return "Discord refused this three times within the hour; I ask again later."
        if not isinstance(order.action, SendDirect):
            return ""
        if self._closed.is_shut(order.action.member):
            return sentence_of(NO_DIRECT_MESSAGES)
        return _SILENT if self._closed.is_enough(order.place) else ""

    async def perform_in_bulk(self, orders: Sequence[Order]) -> Mapping[str, Outcome]:
        """Carry out several bans at once; who is left out is to be banned by themselves."""
        known = {one.key: self._known[one.key] for one in orders if one.key in self._known}
        fresh = [one for one in orders if one.key not in known and one.key not in self._under_way]
        outcomes = await self._bulk.ban(fresh)
        for key, outcome in outcomes.items():
            if outcome.state is OutcomeState.DONE:
                self._remember(key, outcome)
        return {**known, **outcomes}

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


def _parked(order: Order) -> Key:
    """Return under what the refusals of an order are counted."""
    return (order.place, kind_of(order).__name__, order.actor)


def _doing(locks: Locks, paces: Paces) -> Mapping[type[Effect], Do]:
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
        SlowMode: paces.slow_down,
        LockChannel: locks.lock,
        UnlockChannel: locks.unlock,
        AddReaction: deeds_marks.react,
        RemoveReaction: deeds_marks.unreact,
        PinMessage: deeds_marks.pin,
        UnpinMessage: deeds_marks.unpin,
        ArchiveChannel: deeds_marks.archive,
        UnarchiveChannel: deeds_marks.unarchive,
    }
