"""Migrations: complete or not begun, whatever happens in between, on both databases."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreBusy, StoreError
from bot.storage import Database
from bot.storage.connections import Connections
from bot.storage.engines import database_url
from bot.storage.migrate import State, configured, copy_of, state, upgrade
from bot.storage.tables import REVISION, metadata
from tests.contract.store_things import KETTLE, posted
from tests.support.postgres import PostgresServer

ROOT = Path(__file__).parents[3]


def shape(file: Path) -> list[tuple[str, str]]:
    """Return everything that a database is made of, by name."""
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def killed_at_each_statement(address: str) -> int:
    """Migrate and be killed, one statement later each time; returns how many kills there were."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.storage.migrate_and_die", address],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=500,
    )
    return int(done.stdout)


@pytest.mark.slow
async def test_a_migration_killed_at_any_statement_is_complete_or_not_begun_on_sqlite(
    tmp_path: Path,
) -> None:
    kills = await asyncio.to_thread(killed_at_each_statement, f"sqlite:///{tmp_path}/{{n}}/e.db")
    assert kills > 30
    whole = shape(tmp_path / str(kills + 1) / "e.db")
    for number in range(1, kills + 1):
        file = tmp_path / str(number) / "e.db"
        assert shape(file) == [], f"half done after statement {number}"
        assert await state(f"sqlite:///{file}") == State(current=None)
        assert await upgrade(f"sqlite:///{file}") == REVISION
        assert shape(file) == whole


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_migration_killed_at_any_statement_is_complete_or_not_begun_on_postgres(
    postgres: PostgresServer, postgres_url: str
) -> None:
    # All tries are on one database, so each would stumble over what an earlier one left behind.
    kills = await asyncio.to_thread(killed_at_each_statement, postgres_url)
    assert kills > 30
    assert (await state(postgres_url)).is_up_to_date


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def differences(url: str) -> list[object]:
    """Return how the tables that migrations make differ from those that the code expects."""
    connections = Connections(database_url(url))

    async def compare(connection: AsyncConnection) -> list[object]:
        return await connection.run_sync(_differences)

    try:
        return await connections.read(compare)
    finally:
        await connections.close()


async def test_migrations_make_the_tables_that_the_code_expects_on_sqlite(file: Path) -> None:
    await upgrade(f"sqlite:///{file}")
    assert await differences(f"sqlite:///{file}") == []


@pytest.mark.postgres
async def test_migrations_make_the_tables_that_the_code_expects_on_postgres(
    postgres_url: str,
) -> None:
    await upgrade(postgres_url)
    assert await differences(postgres_url) == []


async def test_partial_indexes_are_those_that_the_code_expects(tmp_path: Path) -> None:
    # Comparing leaves out conditions, so the very statements are compared here.
    migrated, made = tmp_path / "migrated.db", tmp_path / "made.db"
    await upgrade(f"sqlite:///{migrated}")
    connections = Connections(database_url(f"sqlite:///{made}"))

    async def make(connection: AsyncConnection) -> None:
        await connection.run_sync(metadata.create_all)

    await connections.write(make)
    await connections.close()
    indexes = [{name: sql for name, sql in shape(file) if "INDEX" in (sql or "")}
               for file in (migrated, made)]  # fmt: skip
    assert len(indexes[1]) > 20
    assert indexes[0] == indexes[1]


async def test_the_code_knows_its_newest_migration(sqlite: Database) -> None:
    def head(connection: Connection) -> str | None:
        return ScriptDirectory.from_config(configured(connection)).get_current_head()

    async def ask(connection: AsyncConnection) -> str | None:
        return await connection.run_sync(head)

    assert await sqlite._connections.read(ask) == REVISION


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_a_migration_can_be_taken_back(kind: str, request: pytest.FixtureRequest) -> None:
    if kind == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('file')}"
    else:
        url = request.getfixturevalue("postgres_url")
    await upgrade(url)
    connections = Connections(database_url(url))

    async def back(connection: AsyncConnection) -> list[str]:
        await connection.run_sync(lambda c: command.downgrade(configured(c), "base"))
        return await connection.run_sync(lambda c: inspect(c).get_table_names())

    assert await connections.write(back) == ["alembic_version"]
    await connections.close()
    assert await upgrade(url) == REVISION
    assert await differences(url) == []


async def test_migrating_again_changes_nothing(sqlite: Database, file: Path) -> None:
    await sqlite.events.admit([posted()])
    assert await upgrade(f"sqlite:///{file}") == REVISION
    assert list(await sqlite.events.waiting(KETTLE)) == [posted()]
    assert [path.name for path in file.parent.glob("*before*")] == []


async def test_copies_that_start_together_on_sqlite_migrate_once(file: Path) -> None:
    url = f"sqlite:///{file}"
    assert set(await asyncio.gather(*(upgrade(url) for _ in range(4)))) == {REVISION}


async def test_what_was_there_before_is_copied_first(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE birds (name)")
        other.execute("INSERT INTO birds VALUES ('wren')")
        other.commit()
        copy = copy_of(f"sqlite:///{file}")
        assert copy is not None
        assert copy == file.with_name("evenhand.db.before-0001")
        copy.with_name(f"{copy.name}.part").write_text("left by a copy that was killed")
        assert await upgrade(f"sqlite:///{file}") == REVISION
    with closing(sqlite3.connect(copy)) as before:
        assert before.execute("SELECT name FROM birds").fetchall() == [("wren",)]
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in file.parent.glob("*before*")) == [copy.name]


async def test_without_a_copy_nothing_is_migrated(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE birds (name)")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.storage.migrate.os.replace", full)
    with pytest.raises(StoreError, match=r"no copy of .* No space left on device"):
        await upgrade(f"sqlite:///{file}")
    assert [name for name, _ in shape(file)] == ["birds"]
    assert [path.name for path in file.parent.iterdir()] == [file.name]


async def test_a_migration_waits_for_no_other_program_without_end(
    file: Path, impatient: None
) -> None:
    file.touch()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusy, match="is locked by another program"):
            await upgrade(f"sqlite:///{file}")
    assert await upgrade(f"sqlite:///{file}") == REVISION
