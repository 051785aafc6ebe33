"""The seam to networks that do several like things with one request."""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from bot.domain import Effect, Order, Outcome


@runtime_checkable
class InBulk(Protocol):
    """An adapter that spares requests where several like orders wait at the same time."""

    @property
    def in_bulk(self) -> Mapping[type[Effect], int]:
        """The kinds of effect, each with how many go at once at most; a repeat is harmless."""
        ...

    async def perform_in_bulk(self, orders: Sequence[Order]) -> Mapping[str, Outcome]:
        """Carry out orders of one kind in one place; returns what came of each, by its key.

        Orders that are left out were not done, and are performed one by one. Raises nothing for a
        network's no.
        """
        ...
