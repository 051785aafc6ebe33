"""What the adapter says about orders, in the language of the community that reads it."""

import re
from functools import cache

from adapters.discord.german import GERMAN

_HOLE = re.compile(r"\\\{(\w+)\\\}")


def in_language(sentence: str, language: str) -> str:
    """Return one of the adapter's own sentences in a language, as it is where there is no other."""
    if language.partition("-")[0].lower() != "de":
        return sentence
    for pattern, german in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return german.format(**found.groupdict())
    return sentence


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what is recognised, sentences without holes first."""
    ordered = sorted(GERMAN.items(), key=lambda pair: pair[0].count("{"))
    return tuple((_pattern(english), german) for english, german in ordered)


def _pattern(english: str) -> re.Pattern[str]:
    # What fills a hole is names and the like, cut by Discord; the last hole takes what is left.
    return re.compile(_HOLE.sub(r"(?P<\1>.{1,400}?)", re.escape(english)), re.DOTALL)
