"""The word lists beside this module, as anybody can read and mend them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def lines(name: str) -> list[str]:
    """Return the lines of a list, without remarks and empty ones."""
    written = files("bot.detectors.links").joinpath(name).read_text(encoding="utf-8")
    return [line for line in written.splitlines() if line and not line.startswith("# ")]


@cache
def sections(name: str) -> Mapping[str, frozenset[str]]:
    """Return the words of a list by the `[section]` they stand in."""
    found: dict[str, set[str]] = {}
    section = ""
    for line in lines(name):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            found.setdefault(section, set()).update(line.split())
    return {section: frozenset(words) for section, words in found.items()}
