"""Orders that may go together: in a raid many bans wait at once, and one request is enough.

What is held back here for others like it is held for moments, and nothing overtakes it that it
matters to.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.calls import class_of
from bot.domain import DeleteMessage, EffectClass, Order, PurgeMessages, SendDirect
from bot.ports import Adapter, Clock, InBulk

#: How long an order is held back for others like it.
PATIENCE = timedelta(seconds=3)
#: What may be done before an order that is held back: it is about messages, or is urgent words,
#: which are those to somebody who is about to be removed.
_MAY_PASS = (DeleteMessage, PurgeMessages, SendDirect)
_Kind = tuple[str, str, type]


class Together:
    """Holds orders of one community back until those that wait with them are ready too."""

    def __init__(self, adapters: Mapping[str, Adapter], clock: Clock) -> None:
        self._adapters = adapters
        self._in_bulk: Mapping[str, Mapping[type, int]] = {
            name: adapter.in_bulk
            for name, adapter in adapters.items()
            if isinstance(adapter, InBulk)
        }
        self._clock = clock
        self._awaited: Counter[_Kind] = Counter()
        self._held: list[Order] = []
        self._since: datetime | None = None

    def begin(self, waiting: Sequence[Order]) -> None:
        """Look through all that waits now; what was held before waits among it."""
        self._held.clear()
        self._awaited = Counter(_kind(order) for order in waiting if self._most(order))

    def is_over(self, order: Order) -> bool:
        """Return whether those that are held back must be done before this one."""
        if not self._held or self._since is None:
            return False
        if self._clock.now() - self._since >= PATIENCE or not order.urgent:
            return True
        if _kind(order) != _kind(self._held[0]):
            return not isinstance(order.action, _MAY_PASS)
        whom = {getattr(one.action, "member", "") for one in self._held}
        full = len(self._held) >= self._most(order)
        return full or getattr(order.action, "member", "") in whom

    def hold(self, order: Order) -> bool:
        """Hold an order back where others like it wait; returns whether it is held."""
        if not order.urgent or not self._most(order) or self._awaited[_kind(order)] < 2:
            return False
        if not self._held:
            self._since = self._clock.now()
        self._held.append(order)
        return True

    def release(self) -> Sequence[Order]:
        """Return what is held back, in its order, and hold it no longer."""
        held, self._held = self._held, []
        return held

    def _most(self, order: Order) -> int:
        """Return how many orders like this go at once; 0 where each goes by itself."""
        most = self._in_bulk.get(order.network, {}).get(type(order.action), 0)
        kind = class_of(order, self._adapters.get(order.network)) if most else None
        return most if kind is EffectClass.REPEATABLE else 0


def _kind(order: Order) -> _Kind:
    return (order.network, order.place, type(order.action))
