"""Everything that can go wrong, as sentences: what happened, where, and what to do.

EvenhandError
├── RulebookError          the policy file has mistakes; carries every one of them
├── UsageError             a command line or setting makes no sense
├── CommandError           a member's command cannot be done; the text is shown to them
│   └── NotAllowed         the member may not do this
├── StoreError             the database cannot be used
│   ├── StoreBusy          it is locked, full or away for now; try again later
│   ├── StoreTooNew        it was written by a newer Evenhand
│   └── NotMigrated        its tables are missing or older than this code
├── LeaseLost              another copy of Evenhand has taken over
├── DetectorError          a detector cannot be used
└── NetworkError           a chat network cannot be reached or refuses us
"""

from dataclasses import dataclass


class EvenhandError(Exception):
    """Something went wrong in Evenhand."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__ or type(self).__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake in a policy file: where (line and column count from 1), what, how to mend it."""

    file: str
    line: int
    column: int
    what: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: {self.what}"
        return f"{where}\n    {self.hint}" if self.hint else where


class RulebookError(EvenhandError):
    """The policy file has mistakes."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


class UsageError(EvenhandError):
    """A command line or a setting makes no sense."""


class CommandError(EvenhandError):
    """A command cannot be done."""


class NotAllowed(CommandError):
    """The member may not do this."""


class StoreError(EvenhandError):
    """The database cannot be used."""


class StoreBusy(StoreError):
    """The database is locked, full or away for now."""


class StoreTooNew(StoreError):
    """The database was written by a newer Evenhand; update Evenhand, nothing was changed."""


class NotMigrated(StoreError):
    """The database's tables are missing or old; run `evenhand migrate`."""


class LeaseLost(EvenhandError):
    """Another copy of Evenhand has taken over this community."""


class DetectorError(EvenhandError):
    """A detector cannot be used."""


class NetworkError(EvenhandError):
    """A chat network cannot be reached or refuses us."""
