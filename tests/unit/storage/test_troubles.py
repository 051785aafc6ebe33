"""What a database complains of becomes a sentence that is true for whoever hears it."""

import pytest
from sqlalchemy.exc import DBAPIError, InterfaceError, NoSuchTableError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import NotMigrated, StoreBusy, StoreError
from bot.storage.troubles import plainly


class Complaint(Exception):
    """What a driver raises; PostgreSQL's say a code."""

    def __init__(self, words: str, code: str | None = None) -> None:
        super().__init__(words)
        self.sqlstate = code


def complaint(words: str, code: str | None = None) -> DBAPIError:
    return DBAPIError("SELECT 'a secret'", None, Complaint(words, code))


PASSING = [
    # what is said, its code; what somebody at the start hears, what stands in health meanwhile
    ("database is locked", None, "stop that program or wait until it is done", None),
    ("disk is full", None, "free some space and try again", "free some space, Evenhand goes on"),
    ("disk I/O error", None, "check the disk", None),
    ("unable to open database file", None, "check that the folder is there", None),
    ("no room", "53100", "free some space and try again", "free some space, Evenhand goes on"),
    ("too many", "53300", "raise max_connections", None),
    ("out of memory", "53200", "try again in a moment", "Evenhand tries again by itself"),
    (
        "gone",
        "08006",
        "start it, or correct EVENHAND_DATABASE",
        "goes on by itself once it answers",
    ),
    ("starting up", "57P03", "try again in a moment", "Evenhand tries again by itself"),
    ("deadlock", "40P01", "try again in a moment", "Evenhand tries again by itself"),
    ("lock timeout", "55P03", "try again in a moment", "Evenhand tries again by itself"),
]


@pytest.mark.parametrize(("words", "code", "at_the_start", "at_work"), PASSING)
def test_a_trouble_that_passes_says_who_has_to_try_again(
    words: str, code: str | None, at_the_start: str, at_work: str | None
) -> None:
    first, later = (
        plainly("kettle.db", complaint(words, code), insisting=insisting)
        for insisting in (False, True)
    )
    assert type(first) is type(later) is StoreBusy
    assert at_the_start in str(first)
    assert "by itself" not in str(first)
    assert (at_work or at_the_start) in str(later)
    assert str(first).startswith("the database kettle.db ")


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),  # nobody listens
        TimeoutError(),  # nobody answers
        PoolTimeout(),  # all connections hang
        InterfaceError("SELECT 1", None, Complaint("connection is closed")),
    ],
)
def test_a_server_that_is_away_may_come_back(error: Exception) -> None:
    told = plainly("kettle", error)
    assert isinstance(told, StoreBusy)
    assert "cannot be reached" in str(told)


LASTING = [
    ("attempt to write a readonly database", None, "check who owns the file"),
    ("file is not a database", None, "point EVENHAND_DATABASE to another file"),
    ("database disk image is malformed", None, "put a backup in its place"),
    ("no password", "28P01", "refuses our name or password"),
    ("no such database", "3D000", "create it"),
    ("permission denied", "42501", "give our user the rights"),
    ("read-only transaction", "25006", "point EVENHAND_DATABASE to the primary server"),
    ("odd\nDETAIL: a secret", "22000", "refused: odd"),
    ("", None, "no reason given"),
]


@pytest.mark.parametrize(("words", "code", "advice"), LASTING)
def test_a_trouble_that_stays_is_none_to_wait_for(
    words: str, code: str | None, advice: str
) -> None:
    told = plainly("kettle", complaint(words, code), insisting=True)
    assert type(told) is StoreError
    assert advice in str(told)
    assert "secret" not in str(told)


@pytest.mark.parametrize(
    ("words", "code"), [("no such table: events", None), ("relation", "42P01")]
)
def test_missing_tables_ask_for_a_migration(words: str, code: str | None) -> None:
    told = plainly("kettle", complaint(words, code))
    assert isinstance(told, NotMigrated)
    assert "run `evenhand migrate`" in str(told)


def test_a_fault_in_between_names_only_its_kind() -> None:
    told = plainly("kettle", NoSuchTableError("a secret"))
    assert str(told) == "the database kettle could not be used: NoSuchTableError"
