"""What an operator hears whose address or file is no place for our database."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import NotMigrated, StoreError, StoreTooNew, UsageError
from bot.storage import Database
from bot.storage.migrate import State, state, upgrade
from tests.contract.store_things import posted


async def test_a_file_that_is_no_database_is_left_alone(file: Path) -> None:
    file.write_bytes(b"shopping list: tea, sugar\n" * 200)
    before = file.read_bytes()
    for use in (Database(f"sqlite:///{file}").open, lambda: upgrade(f"sqlite:///{file}")):
        with pytest.raises(StoreError, match="is not an Evenhand database; point"):
            await use()
    assert file.read_bytes() == before


async def test_a_database_that_is_not_there_yet_is_asked_for(file: Path) -> None:
    with pytest.raises(NotMigrated, match=r"there is no database at .* run `evenhand migrate`"):
        await Database(f"sqlite:///{file}").open()
    assert not file.exists()
    assert await state(f"sqlite:///{file}") == State(current=None)
    assert not file.exists()


async def test_a_database_without_our_tables_is_asked_for(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE birds (name)")
    store = Database(f"sqlite:///{file}")
    with pytest.raises(NotMigrated, match="has no tables of ours; run `evenhand migrate`"):
        await store.open()
    with pytest.raises(NotMigrated, match="lacks tables"):
        await store.events.admit([posted()])
    await store.close()


async def test_a_newer_database_is_refused_and_untouched(sqlite: Database, file: Path) -> None:
    await sqlite.close()
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    before = file.read_bytes()
    for use in (Database(f"sqlite:///{file}").open, lambda: upgrade(f"sqlite:///{file}")):
        with pytest.raises(StoreTooNew, match=r"newer Evenhand .* nothing was changed"):
            await use()
    assert file.read_bytes() == before


async def test_an_older_database_is_asked_to_be_migrated(sqlite: Database, file: Path) -> None:
    await sqlite.close()
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE alembic_version SET version_num = '0000'")
        other.commit()
    with pytest.raises(NotMigrated, match="are of version 0000, this code needs 0001"):
        await Database(f"sqlite:///{file}").open()


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "evenhand.db"
    with pytest.raises(StoreError, match=r"the folder .*nowhere of the database is not there"):
        await Database(f"sqlite:///{file}").open()
    assert await upgrade(f"sqlite:///{file}") == "0001"
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_folder_in_the_databases_place_is_named(tmp_path: Path) -> None:
    for use in (Database(f"sqlite:///{tmp_path}").open, lambda: upgrade(f"sqlite:///{tmp_path}")):
        with pytest.raises(StoreError, match="is a folder; give the database a file"):
            await use()


async def test_a_folder_that_is_closed_to_us_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # To root nothing is closed, and tests may run as root; so the system's answer is put in.
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    for use in (
        Database(f"sqlite:///{tmp_path}/evenhand.db").open,
        lambda: upgrade(f"sqlite:///{tmp_path}/evenhand.db"),
    ):
        with pytest.raises(StoreError, match="cannot be written to; give our user the right"):
            await use()


async def test_a_place_where_no_file_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("no folder")
    with pytest.raises(StoreError, match="cannot be made: File exists"):
        await upgrade(f"sqlite:///{tmp_path}/note/evenhand.db")


@pytest.mark.parametrize(
    "address",
    [
        "evenhand.db",  # a path alone
        "mysql://host/name",  # another kind of database
        "sqlite+pysqlite:///x.db",  # a driver that would block
        "sqlite://",  # no file
        "sqlite:///:memory:",  # gone at once, and each connection would have its own
    ],
)
async def test_an_address_that_names_no_database_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"evenhand\.db"):
        Database(address)
    with pytest.raises(UsageError):
        await upgrade(address)
