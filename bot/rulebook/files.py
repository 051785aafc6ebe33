"""Reading policy files and the files they name, never outside their folder."""

import hashlib
import re
from pathlib import Path

from bot.errors import RulebookError
from bot.rulebook.telling import tell
from bot.rulebook.yaml_nodes import Spot
from bot.rulebook.yaml_text import LARGEST_FILE

_NAMED = re.compile(r"[\w./-]+\.(?:ya?ml|json)\b")


class Unreadable(ValueError):
    """A file cannot be read; the message says why, `hint` what to do."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.hint = hint


def read_file(path: Path) -> bytes:
    """Return at most a little more than the largest size that is read; raises Unreadable."""
    try:
        if path.is_dir():
            raise Unreadable("this is a folder", "Name one of the files in it.")
        if path.exists() and not path.is_file():
            raise Unreadable("this is no ordinary file", "Name a YAML file.")
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise Unreadable("there is no such file", "Check its name and folder.") from None
    except PermissionError:
        raise Unreadable("this file may not be read", "Give Evenhand the right to.") from None
    except (OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise Unreadable(f"this file cannot be read: {reason}") from None


def read_main(path: Path) -> bytes:
    """Return a policy file's bytes; raises RulebookError where it cannot be read."""
    try:
        return read_file(path)
    except Unreadable as error:
        spot = Spot(line=1, column=1)
        raise RulebookError((tell(str(path), spot, str(error), error.hint),)) from None


def read_beside(folder: Path, name: str) -> bytes:
    """Return the bytes of a file in `folder`; raises Unreadable, also for names that lead out."""
    return read_file(_inside(folder, name))


def _inside(folder: Path, name: str) -> Path:
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "~")) or ".." in parts or "\\" in name or ":" in name:
        raise Unreadable(
            f"'{name[:60]}' leads out of the policy file's folder",
            "Put the file beside the policy file and write its name alone.",
        )
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise Unreadable(f"'{name[:60]}' is a link that leads out of the policy file's folder")
    except (OSError, RuntimeError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"'{name[:60]}' cannot be used as a file's name") from None
    return path


def version_of(name: str, raw: bytes, others: dict[str, bytes]) -> str:
    """Return the hash of a policy file, as `sha256sum FILE` prints it.

    With other files it is the hash of what `sha256sum FILE OTHER ...` prints.
    """
    if not others:
        return hashlib.sha256(raw).hexdigest()
    lines = (
        f"{hashlib.sha256(content).hexdigest()}  {each}\n"
        for each, content in [(name, raw), *sorted(others.items())]
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def fingerprint(path: Path) -> str:
    """Return a hash that changes when the file, or a YAML or JSON file it seems to name, changes.

    Never raises: a file that is missing or broken has a fingerprint too.
    """
    total = hashlib.sha256()
    try:
        raw = read_file(path)
    except Unreadable as error:
        return hashlib.sha256(str(error).encode()).hexdigest()
    total.update(raw)
    for name in sorted(set(_NAMED.findall(raw.decode("utf-8", "replace")))):
        try:
            total.update(name.encode() + b"\0" + read_beside(path.parent, name))
        except Unreadable as error:
            total.update(f"{name}\0{error}".encode())
    return total.hexdigest()
