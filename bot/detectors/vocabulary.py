"""Words worth recognising in disguise: the lexicon's and the small words of each language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from bot.detectors.lexicon import words

_FILES = ("en", "de", "languages", "masked")
_OPTION = re.compile(r"\(\?:([^()]*)\)(\??)")
_OPTIONAL = re.compile(r"([a-zäöüß'])\?")
_WORD = re.compile(r"[a-zäöüß']{2,}")


@cache
def vocabulary() -> frozenset[str]:
    """Return all known words, in lower case."""
    entries = (entry for name in _FILES for each in words(name).values() for entry in each)
    return frozenset(
        word
        for entry in entries
        for spelled in _spelled(entry.replace("_?", "_"))
        for word in spelled.split("_")
        if _WORD.fullmatch(word)
    )


@cache
def by_length() -> Mapping[tuple[str, int], Sequence[str]]:
    """Return all known words by their first letter and length, the often starred ones first."""
    first = words("masked")["words"]
    found: dict[tuple[str, int], list[str]] = {}
    for word in [*first, *sorted(vocabulary() - set(first))]:
        found.setdefault((word[0], len(word)), []).append(word)
    return found


def _spelled(entry: str) -> Iterator[str]:
    """Give the words that a small regular expression stands for: options and letters left out."""
    if option := _OPTION.search(entry):
        chosen = option[1].split("|") + [""] * bool(option[2])
        rests = [entry[: option.start()] + each + entry[option.end() :] for each in chosen]
    elif optional := _OPTIONAL.search(entry):
        before, after = entry[: optional.start()], entry[optional.end() :]
        rests = [before + optional[1] + after, before + after]
    else:
        yield entry
        return
    for rest in rests:
        yield from _spelled(rest)
