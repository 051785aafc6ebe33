"""Turns what databases complain of into errors of ours: what happened, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import NotMigrated, StoreBusy, StoreError

#: What to do about a trouble that may pass: for somebody who has to try again, and where the
#: process is at work and does so by itself.
_Advice = tuple[str, str]
_WAIT: _Advice = ("try again in a moment", "Evenhand tries again by itself")
_FREE: _Advice = ("free some space and try again", "free some space, Evenhand goes on by itself")
_AWAY = (
    "cannot be reached",
    (
        "start it, or correct EVENHAND_DATABASE, and try again",
        "Evenhand goes on by itself once it answers",
    ),
)


def _both(advice: str) -> _Advice:
    return advice, advice


#: Parts of SQLite's complaints that pass by themselves or once somebody makes room.
_SQLITE_BUSY = {
    "locked": (
        "is locked by another program",
        _both("stop that program or wait until it is done"),
    ),
    "disk is full": ("has no room left to grow", _FREE),
    "disk i/o error": (
        "could not be read or written",
        _both("check the disk and that the file is there"),
    ),
    "unable to open": (
        "cannot be opened",
        _both("check that the folder is there and may be written to"),
    ),
}
_SQLITE_BROKEN = {
    "readonly": "cannot be written to; check who owns the file and its folder",
    "not a database": "is not an Evenhand database; point EVENHAND_DATABASE to another file",
    "malformed": "is damaged; stop Evenhand and put a backup in its place",
}
#: PostgreSQL's codes (classes or whole): the server is away, full or has too much to do.
_POSTGRES_BUSY = {
    "53100": ("has no room left on its disk", _FREE),
    "53300": (
        "has no connection left for us",
        _both("raise max_connections or stop other programs"),
    ),
    "53": ("has too much to do", _WAIT),
    "08": _AWAY,
    "57": ("is stopping or starting", _WAIT),
    "40": ("had two writers in each other's way", _WAIT),
    "55P03": ("is locked by another program", _WAIT),
}
_POSTGRES_BROKEN = {
    "28": "refuses our name or password; check EVENHAND_DATABASE",
    "3D000": "does not exist on its server; create it, or check EVENHAND_DATABASE",
    "42501": "does not let us do this; give our user the rights to its tables",
    "25006": "is read-only; point EVENHAND_DATABASE to the primary server",
}
_NO_TABLES = ("no such table", "no such column", "does not exist")


@contextmanager
def told_plainly(name: str, *, insisting: bool = False) -> Iterator[None]:
    """Raise what the database `name` complains of as StoreBusy, NotMigrated or StoreError.

    `insisting` is whether it will be tried again until it works, without anybody's doing.
    """
    try:
        yield
    except (DBAPIError, PoolTimeout, OSError, TimeoutError, SQLAlchemyError) as error:
        raise plainly(name, error, insisting=insisting) from error


def plainly(name: str, error: Exception, *, insisting: bool = False) -> StoreError:
    """Return the error of ours for one from below; never with anybody's text in it."""
    if not isinstance(error, DBAPIError):
        if isinstance(error, OSError | TimeoutError | PoolTimeout):
            return _busy(name, _AWAY, insisting)
        return StoreError(f"the database {name} could not be used: {type(error).__name__}")
    words = str(error.orig)
    code = getattr(error.orig, "sqlstate", None)
    if code is not None:
        return _postgres(name, str(code), words, insisting)
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return _busy(name, _AWAY, insisting)
    return _sqlite(name, words, insisting)


def _busy(name: str, trouble: tuple[str, _Advice], insisting: bool) -> StoreBusy:
    what, advice = trouble
    return StoreBusy(f"the database {name} {what}; {advice[insisting]}")


def _postgres(name: str, code: str, words: str, insisting: bool) -> StoreError:
    if code in ("42P01", "42703"):
        return _not_migrated(name)
    for part, sentence in _POSTGRES_BROKEN.items():
        if code.startswith(part):
            return StoreError(f"the database {name} {sentence}")
    for part, trouble in _POSTGRES_BUSY.items():
        if code.startswith(part):
            return _busy(name, trouble, insisting)
    return _unknown(name, words)


def _sqlite(name: str, words: str, insisting: bool) -> StoreError:
    said = words.lower()
    if any(part in said for part in _NO_TABLES):
        return _not_migrated(name)
    for part, trouble in _SQLITE_BUSY.items():
        if part in said:
            return _busy(name, trouble, insisting)
    for part, sentence in _SQLITE_BROKEN.items():
        if part in said:
            return StoreError(f"the database {name} {sentence}")
    return _unknown(name, words)


def _not_migrated(name: str) -> NotMigrated:
    return NotMigrated(f"the database {name} lacks tables; run `evenhand migrate`")


def _unknown(name: str, words: str) -> StoreError:
    first = words.splitlines()[0] if words else "no reason given"
    return StoreError(f"the database {name} refused: {first[:200]}")
