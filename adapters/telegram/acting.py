"""What the house orders, done on Telegram: each order once, and every no put in a sentence."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

from telegram.error import ChatMigrated, RetryAfter, TelegramError

from adapters.telegram.abilities import CAN
from adapters.telegram.german import told
from adapters.telegram.holding import Holding
from adapters.telegram.locking import Locking
from adapters.telegram.marking import Marking
from adapters.telegram.people import People
from adapters.telegram.places import Places
from adapters.telegram.removing import Removing
from adapters.telegram.speaking import Speaking
from adapters.telegram.troubles import failed, outcome_of, pause_of, refused
from adapters.telegram.welcoming import Welcoming
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
    Order,
    Outcome,
    OutcomeState,
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
from bot.errors import NetworkError
from bot.ports import Clock

log = logging.getLogger(__name__)
#: So many outcomes are remembered for orders that come twice.
_REMEMBERED = 2_000
#: What changes who somebody is in a group.
_CHANGES = (Timeout, Untimeout, Kick, Ban, Unban, HoldBack, LetIn, TurnAway)
#: Who is dealt with so waits for nothing at the door any more.
_SETTLES = (Timeout, Untimeout, Kick, Ban, Unban)
#: What counts against the limits for messages; deeds are never held back by those.
_WORDS = (Reply, SendDirect, Answer, EditReply, RestoreMessage, Greet)


class Acting:
    """Carries out orders; `language` is that of a community's team, once the house is known."""

    def __init__(
        self,
        *,
        places: Places,
        people: People,
        removing: Removing,
        speaking: Speaking,
        locking: Locking,
        marking: Marking,
        holding: Holding,
        welcoming: Welcoming,
        clock: Clock,
    ) -> None:
        self._places = places
        self._people = people
        self._clock = clock
        self._done: OrderedDict[str, Outcome] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._quiet: dict[tuple[str, str], datetime] = {}
        self.language: Callable[[str], str] = lambda _community: "en"
        self._removing = removing
        self._holding = holding
        self._deeds: Mapping[type[Effect], Callable[[Order, Any], Awaitable[Outcome]]] = {
            DeleteMessage: removing.delete,
            PurgeMessages: removing.purge,
            Timeout: removing.timeout,
            Untimeout: removing.untimeout,
            Kick: removing.kick,
            Ban: removing.ban,
            Unban: removing.unban,
            Reply: speaking.reply,
            EditReply: speaking.edit,
            SendDirect: speaking.direct,
            Answer: speaking.answer,
            RestoreMessage: speaking.restore,
            LockChannel: locking.lock,
            UnlockChannel: locking.unlock,
            AddReaction: marking.react,
            RemoveReaction: marking.unreact,
            PinMessage: marking.pin,
            UnpinMessage: marking.unpin,
            HoldBack: holding.hold_back,
            Greet: welcoming.greet,
            LetIn: holding.let_in,
            TurnAway: holding.turn_away,
        }

    async def perform(self, order: Order) -> Outcome:
        """Carry out one order; a repeat of its key gets the first one's outcome."""
        turn = self._turns.get(order.key) or asyncio.Lock()
        self._turns[order.key] = turn
        async with turn:
            known = self._done.get(order.key)
            return known if known is not None else await self._first(order)

    async def _first(self, order: Order) -> Outcome:
        outcome = await self._carry_out(order)
        # What was done needs no words; why it was not is read by the team.
        if outcome.state is not OutcomeState.DONE:
            detail = told(outcome.detail, self.language(order.community))
            outcome = replace(outcome, detail=detail)
        if isinstance(order.action, _CHANGES):
            self._people.forget(order.place, order.action.member)
        if outcome.state is OutcomeState.DONE:
            if isinstance(order.action, _SETTLES):
                await self._holding.let_go(order.place, order.action.member)
            self._done[order.key] = outcome
            while len(self._done) > _REMEMBERED:
                self._done.popitem(last=False)
        return outcome

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what came of an order, None where it was not done as far as can be seen."""
        known = self._done.get(order.key)
        if known is None and isinstance(order.action, Kick):
            return await self._removing.was_kicked(order, order.action)
        return known

    async def _carry_out(self, order: Order) -> Outcome:
        kind: Any = type(order.action)
        deed = self._deeds.get(kind)
        if deed is None:
            return refused("Telegram cannot do this.")
        wait = self._pause_left(order)
        if wait > 0:
            return failed("Telegram asked for a pause.", wait)
        try:
            return await self._follow(deed, order)
        except RetryAfter as error:
            self._hush(order, pause_of(error))
            return outcome_of(error, repeatable=True)
        except TelegramError as error:
            again = CAN[kind] is not EffectClass.ONCE
            log.info("Telegram says of order %s: %s", order.key, error)
            return outcome_of(error, repeatable=again)
        except NetworkError as error:
            return failed(str(error))

    async def _follow(
        self, deed: Callable[[Order, Any], Awaitable[Outcome]], order: Order
    ) -> Outcome:
        """Do it, and do it in the new group where the old one became a supergroup meanwhile."""
        try:
            return await deed(order, order.action)
        except ChatMigrated as moved:
            await self._places.moved(self._chat(order), moved.new_chat_id)
            return await deed(order, order.action)

    def _chat(self, order: Order) -> int:
        base = str(getattr(order.action, "channel", "")).partition("/")[0]
        place = base if base.lstrip("-").isdigit() else order.place
        return int(self._places.chat_of(place))

    # ------------------------------------------------------------------------------ pauses

    def _hush(self, order: Order, seconds: float) -> None:
        self._quiet[_kind(order)] = self._clock.now() + timedelta(seconds=seconds)

    def _pause_left(self, order: Order) -> float:
        """Return the seconds for which Telegram wants no more of this kind here."""
        until = self._quiet.get(_kind(order))
        if until is None:
            return 0.0
        return max(0.0, (until - self._clock.now()).total_seconds())


def _kind(order: Order) -> tuple[str, str]:
    """Return what a pause is for: all words of a place share one, deeds have one each."""
    words = isinstance(order.action, _WORDS)
    return order.place, "words" if words else type(order.action).__name__
