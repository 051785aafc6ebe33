"""What happens when PostgreSQL goes away: nothing half-written, and it goes on by itself."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.domain import event_key
from bot.errors import LeaseLost, NotMigrated, StoreBusy, StoreError, StoreTooNew
from bot.ports import Settlement
from bot.storage import Database
from bot.storage.migrate import State, state, upgrade
from tests.contract.store_things import KETTLE, NOON, decision, hold, order, posted, write
from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
def store(on_postgres: Database) -> Database:
    return on_postgres


async def test_a_server_that_restarted_is_found_again(
    store: Database, postgres: PostgresServer
) -> None:
    await store.events.admit([posted("m1")])
    postgres.stop()
    postgres.start()
    assert list(await store.events.admit([posted("m2")])) == [True]
    assert list(await store.events.waiting(KETTLE)) == [posted("m1"), posted("m2")]


async def test_a_server_that_crashed_has_what_was_acknowledged(
    store: Database, postgres: PostgresServer
) -> None:
    await store.events.admit([posted("m1")])
    await write(store, {"event": event_key(posted("m1")), "decision": decision()})
    postgres.stop(at_once=True)
    with pytest.raises(StoreBusy, match="Evenhand goes on by itself once it answers"):
        await store.events.admit([posted("m2")])
    with pytest.raises(StoreBusy):
        await store.ledger.decision(KETTLE, "d1")
    assert "Evenhand goes on by itself once it answers" in store.trouble()
    postgres.start()
    assert await store.ledger.decision(KETTLE, "d1") == decision()
    assert list(await store.events.admit([posted("m1"), posted("m2")])) == [False, True]
    assert store.trouble() == ""


async def test_at_the_start_nobody_is_told_that_it_goes_on_by_itself(
    postgres: PostgresServer, postgres_url: str
) -> None:
    await upgrade(postgres_url)
    postgres.stop()
    wanted = r"cannot be reached; start it, or correct EVENHAND_DATABASE, and try again$"
    try:
        for use in (Database(postgres_url, insisting=True).open, lambda: upgrade(postgres_url)):
            with pytest.raises(StoreBusy, match=wanted):
                await use()
    finally:
        postgres.start()


T = TypeVar("T")


async def while_connections_break(
    postgres: PostgresServer, url: str, steps: Iterable[Callable[[], Awaitable[T]]]
) -> list[T]:
    """Take each step until it succeeds; meanwhile the server throws everybody out, at any moment.

    Returns what the steps returned.
    """
    name, results, cutting = url.rpartition("/")[2], [], None
    throw_out = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    )
    for number, step in enumerate(steps):
        if number % 5 == 0:
            cutting = asyncio.ensure_future(asyncio.to_thread(postgres.sql, throw_out))
        while True:
            try:
                results.append(await step())
            except StoreBusy:
                continue
            break
        if cutting is not None and number % 5 == 4:
            await cutting
    return results


async def test_nothing_acknowledged_is_lost_while_connections_break(
    store: Database, postgres: PostgresServer, postgres_url: str
) -> None:
    events = [posted(f"m{number}") for number in range(100)]
    steps = [partial(store.events.admit, [event]) for event in events]
    admitted = await while_connections_break(postgres, postgres_url, steps)
    # None was acknowledged before, so each is news, however often it was tried.
    assert [list(new) for new in admitted] == [[True]] * len(events)
    assert list(await store.events.waiting(KETTLE)) == events


async def test_a_settlement_cut_off_is_whole_or_not_there(
    store: Database, postgres: PostgresServer, postgres_url: str
) -> None:
    events = [posted(f"m{number}") for number in range(60)]
    await store.events.admit(events)
    fence = await hold(store)
    settlements = [
        Settlement(
            community=KETTLE,
            fence=fence,
            event=event_key(event),
            decision=decision(f"d{number}", cause=event_key(event)),
            orders=(order(f"o{number}", decision=f"d{number}"),),
        )
        for number, event in enumerate(events)
    ]
    steps = [partial(store.ledger.settle, [settlement]) for settlement in settlements]
    await while_connections_break(postgres, postgres_url, steps)
    assert list(await store.events.waiting(KETTLE)) == []
    assert len(await store.ledger.counts(KETTLE, NOON)) == 2 * len(events)
    assert len(await store.orders.waiting(KETTLE, NOON, limit=100)) == len(events)


async def test_a_lock_is_not_waited_for_without_end(store: Database, postgres_url: str) -> None:
    await hold(store)
    other = create_async_engine(postgres_url)
    try:
        async with other.begin() as connection:
            await connection.execute(text("LOCK TABLE events IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(StoreBusy, match="is locked by another program"):
                await store.events.admit([posted()])
    finally:
        await other.dispose()
    assert list(await store.events.admit([posted()])) == [True]


async def test_a_lease_cannot_be_taken_in_the_middle_of_a_settlement(
    store: Database, postgres_url: str
) -> None:
    fence = await hold(store)
    other = create_async_engine(postgres_url)
    try:
        async with other.begin() as connection:
            await connection.execute(text("UPDATE leases SET fence = fence + 1, holder = 'other'"))
            settling = asyncio.ensure_future(
                store.ledger.settle(
                    [Settlement(community=KETTLE, fence=fence, decision=decision())]
                )
            )
            await asyncio.wait([settling], timeout=0.02)
    finally:
        await other.dispose()
    with pytest.raises((LeaseLost, StoreBusy)):
        await settling
    assert await store.ledger.decision(KETTLE, "d1") is None


async def test_a_database_without_tables_is_asked_for(postgres_url: str) -> None:
    assert await state(postgres_url) == State(current=None)
    store = Database(postgres_url)
    with pytest.raises(NotMigrated, match="has no tables of ours; run `evenhand migrate`"):
        await store.open()
    with pytest.raises(NotMigrated, match="lacks tables"):
        await store.events.admit([posted()])
    await store.close()


async def test_a_database_that_does_not_exist_is_named(postgres_url: str) -> None:
    for use in (Database(f"{postgres_url}x").open, lambda: upgrade(f"{postgres_url}x")):
        with pytest.raises(StoreError, match="does not exist on its server; create it") as caught:
            await use()
        assert not isinstance(caught.value, StoreBusy)


async def test_a_newer_database_is_refused(
    store: Database, postgres: PostgresServer, postgres_url: str
) -> None:
    postgres.sql("UPDATE alembic_version SET version_num = '9999'", database=postgres_url)
    for use in (Database(postgres_url).open, lambda: upgrade(postgres_url)):
        with pytest.raises(StoreTooNew, match=r"newer Evenhand .* nothing was changed"):
            await use()


async def test_copies_that_start_together_migrate_once(postgres_url: str) -> None:
    assert set(await asyncio.gather(*(upgrade(postgres_url) for _ in range(4)))) == {"0001"}
    assert (await state(postgres_url)).is_up_to_date
