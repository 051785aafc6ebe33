"""Which version the tables are of, and whether this code may work with them."""

from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NotMigrated, StoreTooNew
from bot.storage.tables import REVISION


async def revision_of(connection: AsyncConnection) -> str | None:
    """Return the last migration that was done, None where there never was one."""
    if not await connection.run_sync(lambda ours: inspect(ours).has_table("alembic_version")):
        return None
    found: str | None = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def refuse_newer(name: str, revision: str | None) -> None:
    """Raise StoreTooNew where this code does not know the tables."""
    if revision not in (None, REVISION) and not _is_older(revision):
        raise StoreTooNew(
            f"the database {name} was written by a newer Evenhand (tables {revision}, this code "
            f"knows {REVISION}); update Evenhand, nothing was changed"
        )


def check_revision(name: str, revision: str | None) -> None:
    """Raise NotMigrated or StoreTooNew unless the tables are those of this code."""
    refuse_newer(name, revision)
    if revision is None:
        raise NotMigrated(f"the database {name} has no tables of ours; run `evenhand migrate`")
    if revision != REVISION:
        raise NotMigrated(
            f"the tables in {name} are of version {revision}, this code needs {REVISION}; "
            "run `evenhand migrate`"
        )


def _is_older(revision: str | None) -> bool:
    return revision is not None and revision.isdigit() and revision < REVISION
