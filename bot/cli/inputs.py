"""What is named on the command line: what is not there, or makes no sense, is told in one way."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.errors import EvenhandError, UsageError


def there(path: Path) -> Path:
    """Return a path at which there is something; raises UsageError where there is nothing."""
    if not path.exists():
        raise UsageError(f"there is no file or folder {path}")
    return path


def file_there(path: Path) -> Path:
    """Return the path of a file that is there; raises UsageError for none, and for a folder."""
    if there(path).is_dir():
        raise UsageError(f"{path} is a folder; name one file")
    return path


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Say in one sentence where a file cannot be read although it is there."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise EvenhandError(f"{name} cannot be read: {error.strerror or error}") from None


def person_named(typed: str) -> tuple[str, str]:
    """Return the network and the id of a person; raises UsageError where it is not both."""
    network, _, member = typed.partition(":")
    if not network or not member:
        raise UsageError(f"a person is NETWORK:ID, such as discord:8151234, not {typed!r}")
    return network, member


def known_community(typed: str, known: Sequence[str]) -> str:
    """Return a community about which something is kept; raises UsageError for another."""
    if typed not in known:
        names = ", ".join(known) or "none yet"
        raise UsageError(f"nothing is kept about a community {typed!r}; there is {names}")
    return typed
