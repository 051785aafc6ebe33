"""Whether the database can be reached, is of the right version, and can be written to."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.errors import EvenhandError, NotMigrated, StoreBusy, StoreTooNew, UsageError
from bot.ports import Finding, Store

_START = datetime(1970, 1, 1, tzinfo=UTC)


async def look_at_database(
    name: str, current: Callable[[], Awaitable[str | None]], store: Callable[[], Store]
) -> tuple[Finding, ...]:
    """Return whether the tables are there and can be written to, and who works with them.

    `current` gives the version of the tables, None where there are none; `store` opens none.
    """
    try:
        if await current() is None:
            return (_empty(name),)
        opened = store()
        try:
            await opened.open()
            return await _look_inside(name, opened)
        finally:
            await opened.close()
    except EvenhandError as error:
        return (Finding(ok=False, what=str(error), mend=_mend(error)),)


def _empty(name: str) -> Finding:
    return Finding(
        ok=True,
        what=f"{name} has no tables yet",
        mend="`evenhand run` makes them at its first start; so does `evenhand migrate`.",
    )


async def _look_inside(name: str, store: Store) -> tuple[Finding, ...]:
    # Nothing is as old as this: it takes the write lock, and changes nothing.
    await store.events.forget(_START)
    found = [Finding(ok=True, what=f"{name} can be read and written, its tables are up to date")]
    for community in await store.archive.communities():
        if holder := await store.leases.holder(community):
            found.append(Finding(ok=True, what=f"{community} was last looked after by {holder}"))
    return tuple(found)


def _mend(error: EvenhandError) -> str:
    if isinstance(error, StoreTooNew):
        return "Install the newer Evenhand again, or go back to a copy of the database."
    if isinstance(error, NotMigrated):
        return "Run `evenhand migrate`."
    if isinstance(error, StoreBusy):
        return "Look whether it runs, whether its disk is full, and who else holds it; try again."
    if isinstance(error, UsageError):
        return "Correct EVENHAND_DATABASE."
    return "Mend that and look again."
