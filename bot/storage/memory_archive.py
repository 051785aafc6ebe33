"""What is kept about people, in memory: to hand over, take over and erase."""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from bot.domain import DO_OF, Event, person_of
from bot.ports import Strike
from bot.storage import erasing
from bot.storage.eraser import Eraser
from bot.storage.holdings import Holdings, holdings_from_json, refuse_other_cases
from bot.storage.meaning import WORDED, message_of, subject_of
from bot.storage.memory_events import MemoryEvents
from bot.storage.shelves import SETTLED, WAITING, Community, KeptOrder, Shelves
from bot.wire import decision_to_json, event_to_json

K = TypeVar("K")
V = TypeVar("V")


class MemoryArchive:
    """What is kept about people."""

    def __init__(self, shelves: Shelves, events: MemoryEvents) -> None:
        self._shelves = shelves
        self._events = events
        self._secret = secrets.token_hex(16)

    async def communities(self) -> Sequence[str]:
        """Return the communities about which anything is kept."""
        shelves = self._shelves.communities
        return sorted(name for name, shelf in shelves.items() if not shelf.is_empty)

    async def export(self, community: str, person: str | None = None) -> Mapping[str, Any]:
        """Return cases, decisions, strikes and notes as JSON values, of one person or of all."""
        shelf = self._shelves.communities[community]
        return _holdings(shelf, person).to_json()

    async def take_in(self, community: str, data: Mapping[str, Any]) -> Mapping[str, int]:
        """Add what `export` gave; returns rows added by table."""
        held = holdings_from_json(community, data)
        shelf = self._shelves.communities[community]
        refuse_other_cases(held.cases, shelf.cases)
        added = Counter(
            cases=_add(shelf.cases, {case.number: case for case in held.cases}),
            notes=_add(shelf.notes, dict.fromkeys(held.notes)),
            answers=_add(shelf.answers, {answer.id: answer for answer in held.answers}),
            modes=_add(shelf.modes, held.modes),
            strikes=sum(shelf.add_strike(strike, void=void) for strike, void in held.strikes),
            events=sum(self._events.take_in(event, SETTLED) for event in held.messages),
        )
        for decision in held.decisions:
            if shelf.add_decision(decision):
                shelf.remember_deeds(decision, [DO_OF[type(a)] for a in decision.actions])
                added["decisions"] += 1
        return +added

    async def erase(self, community: str, person: str) -> Mapping[str, int]:
        """Erase a person from every table; returns rows touched by table."""
        shelf = self._shelves.communities[community]
        eraser = Eraser(person)
        eraser = eraser.knowing(_names(shelf, eraser))
        about = {id for id, d in shelf.decisions.items() if subject_of(d) == person}
        subjects = {number for number, c in shelf.cases.items() if c.subject == person}
        banned, until = erasing.ban_in_force((shelf.decisions[id] for id in about), person)
        touched = Counter(
            tombstones=int(banned),
            events=self._erase_events(shelf, eraser),
            orders=self._erase_orders(shelf, eraser, about),
            decisions=_each(shelf.decisions, lambda d: erasing.left_of_decision(d, eraser)),
            cases=_each(shelf.cases, lambda c: erasing.left_of_case(c, eraser)),
            notes=_erase_notes(shelf, eraser, subjects),
            timers=_each(shelf.timers, lambda t: erasing.left_of_timer(t, eraser)),
            answers=_each(shelf.answers, lambda a: erasing.left_of_answer(a, eraser)),
            strikes=_erase_strikes(shelf, person),
        )
        if banned:
            shelf.tombstones[erasing.tombstone(self._secret, community, person)] = until
        shelf.index_decisions()
        return +touched

    async def banned_before(self, community: str, person: str, now: datetime) -> bool:
        """Return whether somebody who was erased had a ban that is still in force."""
        tombstones = self._shelves.communities[community].tombstones
        digest = erasing.tombstone(self._secret, community, person)
        until = tombstones.get(digest)
        return digest in tombstones and (until is None or until > now)

    def _erase_events(self, shelf: Community, eraser: Eraser) -> int:
        touched = 0
        for key, kept in list(shelf.events.items()):
            if not eraser.touches(event_to_json(kept.event)):
                continue
            touched += 1
            left = erasing.left_of_event(kept.event, eraser, waits=kept.state == WAITING)
            if left is None:
                _take_off(shelf, key, kept.event)
            else:
                kept.worded = kept.worded and person_of(kept.event) != eraser.person
                kept.event = left
        return touched

    def _erase_orders(self, shelf: Community, eraser: Eraser, about: set[str]) -> int:
        touched = 0
        for orders in shelf.by_decision.values():
            for kept in list(orders):
                if not erasing.is_linked(kept.order, eraser, about):
                    continue
                touched += 1
                left = erasing.left_of_order(kept.order, eraser, about)
                if left is None:
                    orders.remove(kept)
                    del self._shelves.orders[kept.order.key]
                    del shelf.unfinished[kept.order.key]
                else:
                    kept.order = left
                    _blank_outcome(kept)
        return touched


def _holdings(shelf: Community, person: str | None) -> Holdings:
    if person is None:
        return Holdings(
            cases=[case for _, case in sorted(shelf.cases.items())],
            decisions=list(shelf.decisions.values()),
            strikes=_strikes(shelf, list(shelf.strikes)),
            notes=sorted(shelf.notes, key=lambda note: note.at),
            answers=sorted(shelf.answers.values(), key=lambda a: (a.at, a.id)),
            modes=dict(shelf.modes),
        )
    cases = [case for _, case in sorted(shelf.cases.items()) if case.subject == person]
    numbers = {case.number for case in cases}
    return Holdings(
        cases=cases,
        decisions=[d for d in shelf.decisions.values() if subject_of(d) == person],
        strikes=_strikes(shelf, [key for key in shelf.strikes if key[0] == person]),
        notes=sorted(
            (n for n in shelf.notes if n.person == person or n.case in numbers),
            key=lambda note: note.at,
        ),
        messages=[
            kept.event
            for kept in shelf.events.values()
            if isinstance(kept.event, WORDED) and kept.worded and person_of(kept.event) == person
        ],
    )


def _strikes(shelf: Community, keys: Sequence[tuple[str, str]]) -> list[tuple[Strike, bool]]:
    found = [(held.strike, held.void) for key in keys for held in shelf.strikes[key].values()]
    return sorted(found, key=lambda pair: (pair[0].at, pair[0].decision))


def _names(shelf: Community, eraser: Eraser) -> set[str]:
    """Return how the person is called in everything that is linked to them."""
    found: set[str] = set()
    for kept in shelf.events.values():
        found |= eraser.names_in(event_to_json(kept.event))
    for decision in shelf.decisions.values():
        found |= eraser.names_in(decision_to_json(decision))
    for case in shelf.cases.values():
        found |= erasing.names_in_case(case, eraser)
    for note in shelf.notes:
        found |= erasing.names_in_note(note, eraser)
    return found


def _add(held: dict[K, V], new: Mapping[K, V]) -> int:
    """Add what is not there yet; returns how many that were."""
    missing = {key: value for key, value in new.items() if key not in held}
    held.update(missing)
    return len(missing)


def _each(held: dict[K, V], left: Callable[[V], V | None]) -> int:
    """Replace each value by what is left of it; returns how many changed."""
    touched = 0
    for key, value in list(held.items()):
        after = left(value)
        if after is None:
            del held[key]
        elif after != value:
            held[key] = after
        touched += after != value
    return touched


def _erase_notes(shelf: Community, eraser: Eraser, cases: set[int]) -> int:
    before = list(shelf.notes)
    left = [erasing.left_of_note(note, eraser, cases) for note in before]
    shelf.notes = dict.fromkeys(note for note in left if note is not None)
    return sum(old != new for old, new in zip(before, left, strict=True))


def _erase_strikes(shelf: Community, person: str) -> int:
    gone = [key for key in shelf.strikes if key[0] == person]
    return sum(len(shelf.strikes.pop(key)) for key in gone)


def _take_off(shelf: Community, key: str, event: Event) -> None:
    kept = shelf.events.pop(key)
    shelf.waiting.pop(key, None)
    if (message := message_of(event)) is not None:
        shelf.messages[message].remove(kept)


def _blank_outcome(kept: KeptOrder) -> None:
    if kept.outcome is not None:
        kept.outcome = replace(kept.outcome, detail="")
