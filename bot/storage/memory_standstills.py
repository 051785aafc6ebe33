"""What is too old to be done without asking, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import Outcome, OutcomeState
from bot.ports import CARRY_ON, Leftover, Standstill, Timer
from bot.ports import LET_GO as HOW_LET_GO
from bot.storage.meaning import (
    ERASING,
    ERASING_NOW,
    LET_GO,
    OVERTAKEN,
    count_orders,
    overtaken,
)
from bot.storage.shelves import SET_ASIDE, Community, KeptEvent, KeptOrder, Shelves


class MemoryStandstills:
    """What is too old to be done without asking."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def of(self, community: str) -> Standstill | None:
        """Return the standstill of a community, None where everything goes its way."""
        return self._shelves.communities[community].standstill

    async def all(self) -> Sequence[Standstill]:
        """Return every standstill, in the order of the communities' ids."""
        shelves = sorted(self._shelves.communities.items())
        return [shelf.standstill for _, shelf in shelves if shelf.standstill is not None]

    async def begin(self, standstill: Standstill) -> None:
        """Let what is older wait; one that is there already stays as it is."""
        shelf = self._shelves.communities[standstill.community]
        shelf.standstill = shelf.standstill or standstill

    async def leftover(self, community: str, before: datetime) -> Leftover:
        """Return how much is older than that and not done."""
        shelf = self._shelves.communities[community]
        deeds, words = count_orders(kept.order for kept in _orders(shelf, before))
        return Leftover(
            deeds=deeds,
            words=words,
            timers=len(_timers(shelf, before)),
            events=len(_events(shelf, before)),
        )

    async def carry_on(self, community: str, now: datetime) -> None:
        """End a standstill: what waited is done, but for what somebody decided anew meanwhile."""
        end(self._shelves.communities[community], CARRY_ON)

    async def let_go(self, community: str, now: datetime) -> Leftover:
        """End a standstill: what waited is never done; returns how much that was."""
        standstill = await self.of(community)
        left = Leftover()
        if standstill is not None:
            left = await self.leftover(community, standstill.since)
            end(self._shelves.communities[community], HOW_LET_GO)
        return left


def end(shelf: Community, how: str) -> None:
    """End a standstill; nothing where there is none."""
    if shelf.standstill is None:
        return
    before, shelf.standstill = shelf.standstill.since, None
    old = _orders(shelf, before)
    if how == CARRY_ON:
        every = (kept.order for orders in shelf.by_decision.values() for kept in orders)
        keys = overtaken([kept.order for kept in old], [one for one in every if one.at >= before])
        _refuse(shelf, [kept for kept in old if kept.order.key in keys], OVERTAKEN)
        return
    _refuse(shelf, old, LET_GO)
    for timer in _timers(shelf, before):
        del shelf.timers[timer.key]
    for key, event in _events(shelf, before).items():
        event.state, event.why = SET_ASIDE, LET_GO
        del shelf.waiting[key]


def _refuse(shelf: Community, orders: list[KeptOrder], why: str) -> None:
    for kept in orders:
        kept.order = replace(kept.order, state=OutcomeState.REFUSED.value)
        kept.outcome = Outcome(state=OutcomeState.REFUSED, detail=why)
        kept.retry_at = None
        del shelf.unfinished[kept.order.key]


def _orders(shelf: Community, before: datetime) -> list[KeptOrder]:
    return [kept for kept in shelf.unfinished.values() if kept.order.at < before]


def _timers(shelf: Community, before: datetime) -> list[Timer]:
    due = (timer for timer in shelf.timers.values() if timer.due_at <= before)
    return [timer for timer in due if not timer.key.startswith(ERASING)]


def _events(shelf: Community, before: datetime) -> dict[str, KeptEvent]:
    old = {key: kept for key, kept in shelf.waiting.items() if kept.event.at < before}
    return {key: kept for key, kept in old.items() if ERASING_NOW not in key}
