"""Spans of time as people write them: `30 minutes`, `1 day`, `2h`, `1 Stunde`."""

import re
from datetime import timedelta

_UNITS = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "sekunde": 1, "sekunden": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "minuten": 60,
    "h": 3600, "hour": 3600, "hours": 3600, "std": 3600, "stunde": 3600, "stunden": 3600,
    "d": 86400, "day": 86400, "days": 86400, "tag": 86400, "tage": 86400, "tagen": 86400,
    "w": 604800, "week": 604800, "weeks": 604800, "woche": 604800, "wochen": 604800,
}  # fmt: skip
_PART = re.compile(r"\s*(\d{1,6})\s*([a-zäöü]+)\.?\s*(?:,|and|und)?", re.IGNORECASE)
LONGEST = timedelta(days=3650)


def parse_duration(text: str) -> timedelta:
    """Return the span that `text` names.

    Raises ValueError, with a hint in words, when it names none, zero, or more than ten years.
    """
    seconds, position = 0, 0
    while position < len(text):
        part = _PART.match(text, position)
        unit = _UNITS.get(part.group(2).lower()) if part else None
        if part is None or unit is None:
            raise ValueError(f"'{text}' is no span of time; write '30 minutes', '2 hours', '1 day'")
        seconds += int(part.group(1)) * unit
        position = part.end()
    if not 0 < seconds <= LONGEST.total_seconds():
        raise ValueError(f"'{text}' is no span of time between 1 second and 10 years")
    return timedelta(seconds=seconds)


_NAMES = {
    "en": (("week", "weeks"), ("day", "days"), ("hour", "hours"), ("minute", "minutes"),
           ("second", "seconds")),
    "de": (("Woche", "Wochen"), ("Tag", "Tage"), ("Stunde", "Stunden"), ("Minute", "Minuten"),
           ("Sekunde", "Sekunden")),
}  # fmt: skip
_SIZES = (604800, 86400, 3600, 60, 1)


def say_duration(seconds: float, language: str = "en", *, dative: bool = False) -> str:
    """Return a span in words with its two largest units: `1 hour 30 minutes`, `2 Tage`.

    In German `dative` is for behind in, seit, von: `2 Tagen`.
    """
    rest, parts = max(0, round(seconds)), []
    for (one, many), size in zip(_NAMES.get(language, _NAMES["en"]), _SIZES, strict=True):
        count, rest = divmod(rest, size)
        if count and size == 604800 and rest:
            count, rest = 0, rest + count * size
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    if dative:
        parts = [f"{part}n" if part.endswith("Tage") else part for part in parts]
    return " ".join(parts[:2]) or ("0 " + _NAMES.get(language, _NAMES["en"])[-1][1])
