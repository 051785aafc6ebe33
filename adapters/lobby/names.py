"""Names in the room: cleaned, one word, one person each, and none that passes for the team."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bot.domain import Mention

LONGEST_NAME = 24
#: Names that only Evenhand and the team may carry.
_RESERVED = (
    "evenhand",
    "moderator",
    "admin",
    "administrator",
    "team",
    "staff",
    "system",
    "host",
    "mod",
)
_ENDINGS = ("", "s", "in", "en", "innen", "bot")
_DIGITS = ("01i|!34578$@", "olllleastbsa")
_CYRILLIC = (
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442"
    "\u0443\u0445\u0456\u0458\u0455\u0501",
    "abekmhopctyxljsd",
)
_OTHERS = (
    "\u0578\u03bd\u03b1\u03bf\u03c1\u03c4\u03b9\u03ba\u03bc\u03b5\u03b7\u03b6\u03b2\u03c7\u0131",
    "nvaoptlkmenzbxl",
)
_LOOK_ALIKES = str.maketrans(
    _DIGITS[0] + _CYRILLIC[0] + _OTHERS[0], _DIGITS[1] + _CYRILLIC[1] + _OTHERS[1], "_-.'"
)
_MENTION = re.compile(r"(?<![\w@#])([@#])([\w.'-]{1,32})")


def clean_name(typed: str) -> str:
    """Return a name as one visible word of at most 24 characters; empty where nothing is left."""
    text = unicodedata.normalize("NFKC", typed[:200])
    kept = "".join(c if c.isalnum() or c in "_.'-" else " " for c in text if _visible(c))
    return "_".join(kept.split())[:LONGEST_NAME].strip("_.'-")


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me")


def skeleton(name: str) -> str:
    """Return a form that is alike for names that look alike."""
    parts = unicodedata.normalize("NFD", name.casefold())
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return bare.translate(_LOOK_ALIKES).replace("rn", "m").replace("vv", "w")


def trouble_with(name: str, taken: Iterable[str], staff: Iterable[str]) -> str:
    """Return what speaks against a name: empty, `name_empty`, `name_team` or `name_taken`."""
    if not name:
        return "name_empty"
    mine = skeleton(name)
    if mine in {skeleton(each) for each in staff} or _claims_office(name):
        return "name_team"
    return "name_taken" if mine in {skeleton(each) for each in taken} else ""


def _claims_office(name: str) -> bool:
    """Return whether a part of a name is an office of the team, also with an ending."""
    offices = {skeleton(office + ending) for office in _RESERVED for ending in _ENDINGS}
    parts = {skeleton(part) for part in re.split(r"[_.'-]+", name)}
    return not offices.isdisjoint({skeleton(name), *parts})


def mentions_in(
    text: str, people: dict[str, tuple[str, str]], channels: Sequence[str]
) -> tuple[Mention, ...]:
    """Return whom and what a text names; `people` maps a folded name to id and name."""
    found: dict[tuple[str, str], Mention] = {}
    for match in _MENTION.finditer(text[:4000]):
        sign, word = match.groups()
        mention = _member(word, people) if sign == "@" else _channel(word, channels)
        if mention is not None:
            found.setdefault((mention.kind, mention.id), mention)
    return tuple(found.values())


def _member(word: str, people: dict[str, tuple[str, str]]) -> Mention | None:
    for name in (word, word.rstrip(".'-")):
        if name.casefold() in people:
            id, shown = people[name.casefold()]
            return Mention(id=id, kind="member", name=shown)
    return None


def _channel(word: str, channels: Sequence[str]) -> Mention | None:
    return Mention(id=word, kind="channel", name=word) if word in channels else None
