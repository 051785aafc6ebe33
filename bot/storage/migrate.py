"""Brings the tables up to date: everything in one transaction, with a copy of the file before."""

import asyncio
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

import bot
from bot.errors import StoreError
from bot.storage.engines import check_folder, database_url, engine_for, file_of, name_of
from bot.storage.revision import refuse_newer, revision_of
from bot.storage.tables import REVISION
from bot.storage.troubles import told_plainly

#: Any number, the same for all copies of Evenhand: one of them migrates, the others wait.
_LOCK = 734_025_113
_COPY = f".before-{REVISION}"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a database has come; `current` is None where there are no tables of ours."""

    current: str | None
    wanted: str = REVISION

    @property
    def is_up_to_date(self) -> bool:
        """Whether there is nothing to do."""
        return self.current == self.wanted


async def state(url: str) -> State:
    """Return how far the database has come; makes no file where there is none.

    Raises StoreBusy or StoreError when it cannot be read.
    """
    address = database_url(url)
    file = file_of(address)
    if file is not None:
        if not file.exists():
            return State(current=None)
        check_folder(file)
    engine = engine_for(address, size=1, reads_only=True)
    try:
        with told_plainly(name_of(address)):
            async with engine.connect() as connection:
                return State(current=await revision_of(connection))
    finally:
        await engine.dispose()


async def upgrade(url: str) -> str:
    """Bring the tables up to date and return their version; makes folder and file as needed.

    Raises StoreTooNew, StoreBusy or StoreError; then everything is as it was before.
    """
    address = database_url(url)
    before = await state(url)
    refuse_newer(name_of(address), before.current)
    if before.is_up_to_date:
        return before.wanted
    file = file_of(address)
    if file is not None:
        await asyncio.to_thread(_make, file)
    engine = engine_for(address, size=1, patient=True)
    try:
        with told_plainly(name_of(address)):
            async with engine.begin() as connection:
                await _change(connection, copy_of(url))
    finally:
        await engine.dispose()
    return before.wanted


async def _change(connection: AsyncConnection, copy: Path | None) -> None:
    """Change the tables in the transaction that is open, unless another copy of us just has."""
    await _hold_others_off(connection)
    if await revision_of(connection) == REVISION:
        return
    if copy is not None and await connection.run_sync(_has_tables):
        # Others can still read what is committed, which is all that the copy needs.
        await asyncio.to_thread(_copy, copy)
    await connection.run_sync(_run)


def _has_tables(connection: Connection) -> bool:
    return bool(inspect(connection).get_table_names())


def copy_of(url: str) -> Path | None:
    """Return where `upgrade` puts a copy of what was there before; None for a server's database."""
    file = file_of(database_url(url))
    return file.with_name(f"{file.name}{_COPY}") if file else None


async def _hold_others_off(connection: AsyncConnection) -> None:
    """Wait until no other copy migrates; on SQLite the transaction itself does that."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def configured(connection: Connection) -> Config:
    """Return what Alembic needs to know: where the steps are, and the connection to run them on."""
    steps = Path(bot.__file__).parents[1] / "migrations"
    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _run(connection: Connection) -> None:
    command.upgrade(configured(connection), "head")


def _make(file: Path) -> None:
    """Make the file where there is none, for our eyes only."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        check_folder(file)
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(
            f"the database {file} cannot be made: {error.strerror}; make its folder yourself, "
            "or point EVENHAND_DATABASE elsewhere"
        ) from None


def _copy(copy: Path) -> None:
    """Make the copy of a database: there in one piece or not at all."""
    file = copy.with_name(copy.name.removesuffix(_COPY))
    unfinished = copy.with_name(f"{copy.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY, 0o600))
        _copy_pages(file, unfinished)
        os.replace(unfinished, copy)
    except (OSError, sqlite3.Error) as error:
        unfinished.unlink(missing_ok=True)
        raise StoreError(
            f"no copy of {file} could be made before its tables change ({error}); free some "
            "space and try again, nothing was changed"
        ) from None


def _copy_pages(file: Path, to: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
