"""The store in memory and SQLite say the same after the same things happened, whatever they are."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import CaseStatus, Kick, Mode, Note, Outcome, OutcomeState, Warn, event_key
from bot.errors import StoreBusy
from bot.ports import Settlement, Store
from bot.storage import Database, MemoryStore
from bot.storage.migrate import upgrade
from tests.contract.store_things import (
    ANN,
    KETTLE,
    MOS_KEY,
    NOON,
    RUDE,
    RUDES_KEY,
    after,
    answer,
    by_a_person,
    case,
    decision,
    edited,
    order,
    posted,
    strike,
    timer,
)

POLICIES = ("Manners", "Flood")
# Few values of each kind, so that things meet: repeats, conflicts, changes of the same row.
ids = st.sampled_from(["1", "2", "3"])
moments = st.integers(0, 9).map(lambda n: after(n * 10))
people = st.sampled_from([RUDE, ANN])

messages = st.builds(lambda id, at, who: posted(f"m{id}", at=at, who=who), ids, moments, people)
edits = st.builds(
    lambda id, of, at: edited(f"e{id}", f"m{of}", says="new", at=at), ids, ids, moments
)
events = st.one_of(messages, edits)
keys = ids.map(lambda id: event_key(posted(f"m{id}")))
actions = st.lists(st.sampled_from([Kick(member="u1"), Warn(member="u1")]), max_size=2).map(tuple)
decisions = st.builds(
    lambda make, id, at, cause, who, mode, acts: make(
        f"d{id}", at=at, cause=cause, subject=who, mode=mode, actions=acts
    ),
    st.sampled_from([decision, by_a_person]),
    ids, moments, keys, st.one_of(st.none(), people), st.sampled_from(Mode), actions,
)  # fmt: skip
strikes = st.builds(
    lambda id, at, days, policy: strike(f"d{id}", at=at, days=days, policy=policy),
    ids, moments, st.sampled_from([0.0005, 30]), st.sampled_from(POLICIES),
)  # fmt: skip
cases = st.builds(
    lambda number, status, kind, assignee: case(
        number, status=status, kind=kind, assignee=assignee
    ),
    st.integers(1, 3), st.sampled_from(CaseStatus), st.sampled_from(["conduct", "question"]),
    st.sampled_from(["", MOS_KEY]),
)  # fmt: skip
notes = st.builds(
    lambda at, number, text: Note(
        community=KETTLE, at=at, by=MOS_KEY, by_name="Mo", text=text, case=number, person=RUDES_KEY
    ),
    moments, st.one_of(st.none(), st.integers(1, 2)), st.sampled_from(["calm", "again"]),
)  # fmt: skip
orders = st.builds(
    lambda id, of, urgent: order(f"o{id}", decision=f"d{of}", urgent=urgent),
    ids, ids, st.booleans(),
)  # fmt: skip
timers = st.builds(
    lambda id, due: timer(f"t{id}", due=due), ids, st.integers(0, 9).map(lambda n: n * 10)
)
answers = st.builds(lambda id, at, says: answer(f"a{id}", at=at, says=says), ids, moments, ids)


def few(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=2).map(tuple)


settlements = st.fixed_dictionaries(
    {},
    optional={
        "event": keys,
        "decision": decisions,
        "strikes": few(strikes),
        "cases": few(cases),
        "notes": few(notes),
        "orders": few(orders),
        "timers": few(timers),
        "cancel_timers": few(ids.map(lambda id: f"t{id}")),
        "undone": st.dictionaries(ids.map(lambda id: f"d{id}"), st.just(MOS_KEY), max_size=2),
        "modes": st.dictionaries(st.sampled_from(POLICIES), st.sampled_from(Mode), max_size=2),
        "answers": few(answers),
        "at": moments,
    },
)
outcomes = st.sampled_from(list(OutcomeState)).map(lambda state: Outcome(state=state, detail="x"))
steps = st.one_of(
    st.tuples(st.just("admit"), st.lists(events, max_size=4)),
    st.tuples(st.just("settle"), st.lists(settlements, min_size=1, max_size=4)),
    st.tuples(st.just("begin"), ids),
    st.tuples(st.just("finish"), st.tuples(ids, outcomes, st.one_of(st.none(), moments))),
    st.tuples(st.just("fire"), moments),
    st.tuples(st.just("quarantine"), keys),
    st.tuples(st.just("forget"), moments),
    st.tuples(st.just("erase"), st.sampled_from([RUDES_KEY, MOS_KEY])),
)


class Player:
    """Lets things happen to one store and tells what it answered."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def take(self, step: tuple[str, Any]) -> object:
        """Let one thing happen."""
        answered: object = await getattr(self, f"_{step[0]}")(step[1])
        return answered

    async def _admit(self, some: list[Any]) -> object:
        return list(await self.store.events.admit(some))

    async def _settle(self, some: list[dict[str, Any]]) -> None:
        fence = await self._fence()
        made = [Settlement(community=KETTLE, fence=fence, **{"at": NOON, **f}) for f in some]
        await self.store.ledger.settle(made)

    async def _fence(self) -> int:
        return await self.store.leases.take(KETTLE, "test", NOON, 1e6) or 0

    async def _begin(self, id: str) -> object:
        try:
            await self.store.orders.begin(f"o{id}", KETTLE, await self._fence())
        except StoreBusy as error:
            return str(error)
        return "begun"

    async def _finish(self, what: tuple[str, Outcome, Any]) -> None:
        id, outcome, retry_at = what
        await self.store.orders.finish(f"o{id}", outcome, now=NOON, retry_at=retry_at)

    async def _fire(self, now: Any) -> object:
        due = await self.store.timers.due(KETTLE, now)
        return due, await self.store.timers.fire(due, now)

    async def _quarantine(self, key: str) -> None:
        await self.store.events.quarantine(KETTLE, key, "why")

    async def _forget(self, before: Any) -> object:
        return await self.store.events.forget(before)

    async def _erase(self, person: str) -> object:
        return dict(await self.store.archive.erase(KETTLE, person))

    async def everything(self) -> list[object]:
        """Return what the store says to all that it can be asked."""
        s = self.store
        decided = [await s.ledger.decision(KETTLE, f"d{id}") for id in "123"]
        by_cause = [await s.ledger.decision(KETTLE, f"m{id}") for id in "123"]
        struck = [
            await s.ledger.strikes(KETTLE, RUDES_KEY, policy, after(n * 50))
            for policy in POLICIES
            for n in range(3)
        ]
        return [
            decided,
            by_cause,
            struck,
            await s.events.waiting(KETTLE),
            await s.events.since(KETTLE, after(20)),
            [await s.events.message(KETTLE, f"m{id}") for id in "123"],
            await s.ledger.decisions_about(KETTLE, RUDES_KEY),
            sorted(await s.ledger.counts(KETTLE, after(30))),
            await s.ledger.modes(KETTLE),
            await s.ledger.answers(KETTLE),
            await s.casebook.cases(KETTLE),
            await s.casebook.cases(KETTLE, status=CaseStatus.OPEN, assignee=MOS_KEY),
            await s.casebook.notes(KETTLE),
            await s.orders.waiting(KETTLE, after(40)),
            await s.orders.unfinished(KETTLE),
            [await s.orders.orders_of(KETTLE, f"d{id}") for id in "123"],
            await s.timers.due(KETTLE, after(1000)),
            json.dumps(await s.archive.export(KETTLE), sort_keys=True),
            json.dumps(await s.archive.export(KETTLE, RUDES_KEY), sort_keys=True),
            await s.archive.banned_before(KETTLE, RUDES_KEY, after(0)),
        ]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and nothing in them."""
    file = tmp_path_factory.mktemp("twins") / "empty.db"
    asyncio.run(upgrade(f"sqlite:///{file}"))
    return file


async def _play(empty: Path, happened: list[tuple[str, Any]]) -> None:
    file = Path(shutil.copy(empty, empty.with_name("evenhand.db")))
    database = Database(f"sqlite:///{file}")
    await database.open()
    twins = Player(MemoryStore()), Player(database)
    try:
        for step in happened:
            said = [await twin.take(step) for twin in twins]
            assert said[0] == said[1], step
        told = [await twin.everything() for twin in twins]
        for in_memory, in_database in zip(*told, strict=True):
            assert in_memory == in_database
    finally:
        await database.close()


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(happened=st.lists(steps, max_size=12))
def test_memory_and_sqlite_are_twins(empty: Path, happened: list[tuple[str, Any]]) -> None:
    asyncio.run(_play(empty, happened))
