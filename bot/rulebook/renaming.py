"""A policy file that is read again must be for the same community."""

from bot.errors import Mistake
from bot.rulebook.book import Rulebook


def renamed(rulebook: Rulebook, name: str) -> Mistake:
    """Return the mistake of a file that is for another community than before."""
    return Mistake(
        file=rulebook.path,
        line=1,
        column=1,
        what=f"the file is now for {rulebook.name!r}, and it was for {name!r}",
        hint="Cases and strikes belong to the name. Put it back, or restart with the new one.",
    )
