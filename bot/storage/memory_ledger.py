"""Decisions and strikes in memory, and the writing of settlements."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import itemgetter

from bot.domain import DO_OF, Decision, Mode
from bot.ports import LearnedAnswer, Settlement, Strike
from bot.storage.meaning import moment_of
from bot.storage.memory_standstills import end
from bot.storage.remains import title_left, without_evidence, without_words
from bot.storage.shelves import SETTLED, WAITING, Community, KeptOrder, Shelves


class MemoryLedger:
    """Decisions and strikes."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        """Write all settlements, or none where one was decided under a lease that is lost."""
        for settlement in settlements:
            self._shelves.check_fence(settlement.community, settlement.fence)
        for settlement in settlements:
            shelf = self._shelves.communities[settlement.community]
            if _is_news(shelf, settlement.event):
                self._write(shelf, settlement)

    def _write(self, shelf: Community, settlement: Settlement) -> None:
        decision = settlement.decision
        if decision is not None and shelf.add_decision(decision):
            shelf.remember_deeds(decision, [DO_OF[type(action)] for action in decision.actions])
        for strike in settlement.strikes:
            shelf.add_strike(strike)
        for undone, by in settlement.undone.items():
            _undo(shelf, undone, by, moment_of(settlement))
        shelf.cases.update((case.number, case) for case in settlement.cases)
        shelf.notes.update((note, None) for note in settlement.notes if note not in shelf.notes)
        shelf.timers.update((timer.key, timer) for timer in settlement.timers)
        for key in settlement.cancel_timers:
            shelf.timers.pop(key, None)
        shelf.modes.update(settlement.modes)
        shelf.answers.update((answer.id, answer) for answer in settlement.answers)
        self._place_orders(shelf, settlement)
        if settlement.standstill:
            end(shelf, settlement.standstill)

    def _place_orders(self, shelf: Community, settlement: Settlement) -> None:
        for order in settlement.orders:
            if order.key not in self._shelves.orders:
                kept = KeptOrder(replace(order, state="waiting", tries=0))
                self._shelves.orders[order.key] = shelf.unfinished[order.key] = kept
                shelf.by_decision[order.decision].append(kept)

    async def strikes(
        self, community: str, person: str, policy: str, now: datetime
    ) -> Sequence[Strike]:
        """Return strikes that are neither expired nor void, oldest first."""
        held = self._shelves.communities[community].strikes.get((person, policy), {})
        found = [s.strike for s in held.values() if not s.void and s.strike.expires_at > now]
        return sorted(found, key=lambda strike: strike.at)

    async def decision(self, community: str, id: str) -> Decision | None:
        """Return a decision by its id, or by the key or id of the event that caused it."""
        shelf = self._shelves.communities[community]
        if id not in shelf.decisions:
            id = shelf.by_cause.get(id) or shelf.by_event.get(id, "")
        return shelf.decisions.get(id)

    async def decisions_about(
        self, community: str, person: str, limit: int = 20
    ) -> Sequence[Decision]:
        """Return decisions whose subject is this person, newest first."""
        shelf = self._shelves.communities[community]
        found = [shelf.decisions[id] for id in reversed(shelf.by_person.get(person, ()))]
        return sorted(found, key=lambda decision: decision.at, reverse=True)[:limit]

    async def counts(self, community: str, since: datetime) -> Sequence[tuple[str, datetime]]:
        """Return the kind and moment of each action that policies took since then."""
        deeds = self._shelves.communities[community].deeds
        first = bisect_left(deeds, since, key=itemgetter(0))
        return [(do, at) for at, do in deeds[first:]]

    async def forget_evidence(self, before: datetime) -> int:
        """Erase what people wrote from decisions older than `before`; returns of how many."""
        return sum(
            _forget(shelf, decision)
            for shelf in self._shelves.communities.values()
            for decision in list(shelf.decisions.values())
            if decision.at < before
        )

    async def modes(self, community: str) -> Mapping[str, Mode]:
        """Return the modes that the team set by command."""
        return dict(self._shelves.communities[community].modes)

    async def answers(self, community: str) -> Sequence[LearnedAnswer]:
        """Return the answers added in chat, oldest first."""
        answers = self._shelves.communities[community].answers.values()
        return sorted(answers, key=lambda answer: (answer.at, answer.id))


def _is_news(shelf: Community, event: str | None) -> bool:
    """Mark an event as settled; False where it was done with already."""
    kept = shelf.events.get(event) if event is not None else None
    if kept is None:
        return True
    if kept.state != WAITING:
        return False
    kept.state = SETTLED
    del shelf.waiting[event or ""]
    return True


def _undo(shelf: Community, id: str, by: str, at: datetime) -> None:
    decision = shelf.decisions.get(id)
    if decision is None or decision.undone_at is not None:
        return
    shelf.decisions[id] = replace(decision, undone_at=at, undone_by=by)
    for held in shelf.strikes.values():
        if id in held:
            held[id].void = True


def _forget(shelf: Community, decision: Decision) -> bool:
    left = without_evidence(decision)
    if left == decision:
        return False
    shelf.decisions[decision.id] = left
    for kept in shelf.by_decision[decision.id]:
        if kept.outcome is not None and kept.retry_at is None:
            kept.order = without_words(kept.order)
    for case in list(shelf.cases.values()):
        if case.about == decision.id:
            shelf.cases[case.number] = replace(case, title=title_left(case))
    return True
