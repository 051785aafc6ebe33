"""Words worth recognising in disguise: the lexicon's and the small words of each language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from bot.detectors.lexicon import templates, words

_FILES = ("en", "de", "languages", "masked")
_OPTION = re.compile(r"\(\?:([^()]*)\)(\??)")
_OPTIONAL = re.compile(r"([a-zäöüß'])\?")
_RULES = ("en", "de", "spam")
#: A word of a rule's template with nothing optional about it.
_WHOLE_WORD = re.compile(r"(?<![\\\w{}\[])[a-zäöüß]{4,}(?![\w{}\]?*+\\(])")
_ONE_LETTER_WORDS = "aiu"
_LONGEST = 16
_WORD = re.compile(r"[a-zäöüß']{2,}")


@cache
def vocabulary() -> frozenset[str]:
    """Return all known words, in lower case."""
    entries = (entry for name in _FILES for each in words(name).values() for entry in each)
    return frozenset(_in_templates()) | frozenset(
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


def _in_templates() -> Iterator[str]:
    for name in _RULES:
        for template in templates(name):
            yield from _WHOLE_WORD.findall(template)


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


def parted(letters: str) -> list[str]:
    """Return letters without gaps as words: known ones where they fit best, the rest as it is."""
    best = [0] * (len(letters) + 1)
    begins = list(range(-1, len(letters)))
    for end in range(1, len(letters) + 1):
        best[end] = best[end - 1] - (1 if letters[end - 1] in _ONE_LETTER_WORDS else 4)
        for start in range(max(0, end - _LONGEST), end - 1):
            if letters[start:end] in vocabulary():
                worth = best[start] + (end - start) ** 2
                if worth > best[end]:
                    best[end], begins[end] = worth, start
    return _pieces(letters, begins)


def _pieces(letters: str, begins: Sequence[int]) -> list[str]:
    pieces: list[str] = []
    end, unknown = len(letters), ""
    while end:
        start = begins[end]
        if end - start > 1:
            pieces += [unknown, letters[start:end]]
            unknown = ""
        else:
            unknown = letters[start] + unknown
        end = start
    return [piece for piece in reversed([*pieces, unknown]) if piece]
