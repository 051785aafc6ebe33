"""Files named on the command line: those that are not there are told in one way."""

from collections.abc import Iterator
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
