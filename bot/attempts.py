"""What an attempt at an order comes to, and which orders must wait for others.

What fails is tried again ever more slowly, for a day. Meanwhile nothing overtakes it that is done
to the same person or channel, and nobody is told of a deed that was not done.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import (
    AddReaction,
    AddRole,
    ArchiveChannel,
    Ban,
    DeleteMessage,
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
    RemoveRole,
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
from bot.ports import OrderBook

#: How long an order is tried again, from the moment it was decided on; then a person has to look.
TRIED_FOR = timedelta(days=1)
#: So many tries an older one gets too, which lay here while nobody worked.
FEWEST_TRIES = 6
FIRST_RETRY, LONGEST_RETRY = 2.0, 60.0
#: How long networks are sure to know a key again; Discord says "the past few minutes".
KEY_WINDOW = timedelta(minutes=2)
#: What is done to somebody, and what the words to them speak of.
_DEEDS = (DeleteMessage, PurgeMessages, Timeout, Kick, Ban)
_TO_CHANNELS = (SlowMode, LockChannel, UnlockChannel, ArchiveChannel, UnarchiveChannel)
_TO_MESSAGES = (PinMessage, UnpinMessage, AddReaction, RemoveReaction)
_TO_PEOPLE = (
    Timeout,
    Untimeout,
    Kick,
    Ban,
    Unban,
    AddRole,
    RemoveRole,
    HoldBack,
    LetIn,
    TurnAway,
)
_ONE_BY_ONE = (*_TO_PEOPLE, *_TO_CHANNELS)


@dataclass(slots=True)
class _Earlier:
    """An order that waits for another try."""

    key: str
    until: datetime


async def says_nothing_else(_order: Order) -> bool:
    """Return that words to a member say nothing but what was done to them."""
    return False


class Precedence:
    """Knows which orders of one community must wait for others.

    `still_says` tells whether words to a member say something where no deed came about.
    """

    def __init__(
        self,
        community: str,
        orders: OrderBook,
        still_says: Callable[[Order], Awaitable[bool]] = says_nothing_else,
    ) -> None:
        self._community = community
        self._orders = orders
        self._still_says = still_says
        self._earlier: dict[tuple[str, ...], _Earlier] = {}

    def waits(self, order: Order, until: datetime) -> None:
        """Remember that an order waits until then for another try."""
        self._earlier.setdefault(_about(order), _Earlier(order.key, until)).until = until

    def is_over(self, order: Order) -> None:
        """Remember that an order waits no more."""
        about = _about(order)
        if about in self._earlier and self._earlier[about].key == order.key:
            del self._earlier[about]

    async def hindrance(self, order: Order, now: datetime) -> datetime | Outcome | None:
        """Return until when an order waits for others, or what becomes of it because of them."""
        held = await self._held_until(order)
        return held if held is not None else await self._without_deed(order, now)

    async def _held_until(self, order: Order) -> datetime | None:
        """Return when the earlier order that this one must not overtake is tried again."""
        earlier = self._earlier.get(_about(order))
        if earlier is None or earlier.key == order.key:
            return None
        known = await self._orders.outcome(earlier.key)
        if known is None or known[0].state != "waiting":
            del self._earlier[_about(order)]
            return None
        return earlier.until

    async def _without_deed(self, order: Order, now: datetime) -> datetime | Outcome | None:
        """Hold back words to a member for as long as nothing was done that they could speak of.

        Urgent words are those before a removal, which cannot be said later.
        """
        if not isinstance(order.action, SendDirect) or order.urgent:
            return None
        known = await self._orders.orders_of(self._community, order.decision)
        deeds = [pair for pair in known if isinstance(pair[0].action, _DEEDS)]
        states = {outcome.state for one, outcome in deeds if outcome and one.state != "waiting"}
        if not deeds or states & {OutcomeState.DONE, OutcomeState.IN_DOUBT}:
            return None
        for one, _ in deeds:
            if one.state in ("waiting", "acting"):
                earlier = self._earlier.get(_about(one))
                return earlier.until if earlier else now + timedelta(seconds=FIRST_RETRY)
        if await self._still_says(order):
            return None
        return refused("what these words speak of was not done")


def _about(order: Order) -> tuple[str, ...]:
    """Return what orders share that must be done one after the other."""
    action = order.action
    if isinstance(action, _TO_MESSAGES):
        return (order.network, order.place, action.channel, action.message)
    if isinstance(action, _ONE_BY_ONE):
        whom = action.channel if isinstance(action, _TO_CHANNELS) else action.member
        return (order.network, order.place, whom)
    return (order.key,)


class Doubts:
    """Knows since when it is unclear of an order whether it was done."""

    def __init__(self) -> None:
        self._since: dict[str, datetime] = {}

    def __contains__(self, order: Order) -> bool:
        return order.key in self._since

    def arise(self, order: Order, at: datetime) -> None:
        """Remember that it is unclear; what was unclear before stays so since then."""
        self._since.setdefault(order.key, at)

    def end(self, order: Order) -> None:
        """Remember that it is clear, or that nobody will ask any more."""
        self._since.pop(order.key, None)

    def outlive_the_key(self, order: Order, now: datetime) -> bool:
        """Return whether the network may have forgotten by now that it knows the order's key."""
        return now - self._since.get(order.key, now) > KEY_WINDOW


def has_ended(order: Order, now: datetime) -> bool:
    """Return whether what an order would do to somebody would be over by now."""
    action = order.action
    if not isinstance(action, Timeout | Ban):
        return False
    until = action.until
    if until is None and action.seconds is not None:
        until = order.at + timedelta(seconds=action.seconds)
    return until is not None and until <= now


def retry_at(order: Order, outcome: Outcome, now: datetime) -> datetime | None:
    """Return when an order is tried again, None for never."""
    if outcome.state not in (OutcomeState.FAILED, OutcomeState.IN_DOUBT):
        return None
    if outcome.retry_after is None:
        return None
    pause = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(order.tries, 10))
    until = now + timedelta(seconds=max(outcome.retry_after, pause))
    old = until - order.at > TRIED_FOR
    return None if old and order.tries + 1 >= FEWEST_TRIES else until


def failed(detail: str) -> Outcome:
    """Return the outcome of what may be tried again."""
    return Outcome(state=OutcomeState.FAILED, detail=detail, retry_after=0.0)


def refused(detail: str) -> Outcome:
    """Return the outcome of what must not be done."""
    return Outcome(state=OutcomeState.REFUSED, detail=detail)


def unclear(detail: str) -> Outcome:
    """Return the outcome of what may have been done, and may be tried again as its class allows."""
    return Outcome(state=OutcomeState.IN_DOUBT, detail=detail, retry_after=0.0)


def in_doubt() -> Outcome:
    """Return the outcome of what nobody can tell."""
    return Outcome(
        state=OutcomeState.IN_DOUBT,
        detail="the process stopped or the network went silent while this was being done",
    )
