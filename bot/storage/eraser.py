"""Taking a person out of JSON values.

An id is taken out wherever it stands alone, and within longer text where it is long enough to
mean nobody else. Names are taken out of texts only, and only of what is linked to the person:
otherwise whoever calls themselves "insult" could rewrite everybody's record.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

ERASED = "erased"
LONG_ENOUGH = 6
#: Fields that say what a value is and never who.
_STRUCTURE = frozenset({"kind", "do", "network", "community", "mode", "style", "state", "at"})
#: Fields that hold what somebody wrote or how somebody is called.
_TEXTS = frozenset(
    {
        "text",
        "title",
        "reason",
        "told_reason",
        "facts",
        "evidence",
        "detail",
        "resolution",
        "closed_by",
        "name",
        "member_name",
        "subject_name",
        "by_name",
        "assignee_name",
        "raw",
        "options",
        "payload",
        "say",
        "redress",
        "details",
        "question",
        "answer",
        "because",
    }
)
#: What is left of a person inside another value; all else in there was about them.
_OUTLINE = ("id", "name", "kind")


@dataclass(frozen=True, slots=True)
class Eraser:
    """Takes one person out; `person` is their key, `network:id`, `names` how they are called."""

    person: str
    names: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The person's id on their network."""
        return self.person.partition(":")[2]

    def knowing(self, names: Iterable[str]) -> "Eraser":
        """Return one that takes these names out too."""
        return replace(self, names=self.names | {name for name in names if name.strip()})

    def touches(self, value: Any, key: str = "") -> bool:
        """Return whether JSON values hold the person's id."""
        if isinstance(value, str):
            return key not in _STRUCTURE and _id_of(self.person).search(value) is not None
        if isinstance(value, dict):
            return any(self.touches(v, k) or self.touches(k) for k, v in value.items())
        return isinstance(value, list) and any(self.touches(part, key) for part in value)

    def names_in(self, value: Any) -> set[str]:
        """Return how the person is called in JSON values, wherever their id stands beside it."""
        found: set[str] = set()
        if isinstance(value, dict):
            for id, name in (("id", "name"), ("member", "member_name")):
                if value.get(id) == self.id and isinstance(value.get(name), str):
                    found.add(value[name])
            value = list(value.values())
        if isinstance(value, list):
            for part in value:
                found |= self.names_in(part)
        return found

    def of(self, value: Any, key: str = "", *, texts: bool = False) -> Any:
        """Return JSON values without the person."""
        texts = texts or key in _TEXTS
        if isinstance(value, str):
            return value if key in _STRUCTURE else self.text(value, names=texts)
        if isinstance(value, dict):
            about = value.get("id") == self.id
            kept = {k: v for k, v in value.items() if not about or k in _OUTLINE}
            return {self.text(k): self.of(v, k, texts=texts) for k, v in kept.items()}
        if isinstance(value, list):
            return [self.of(part, key, texts=texts) for part in value]
        return value

    def text(self, text: str, *, names: bool = False) -> str:
        """Return a text without the person's id, and without their names where asked to."""
        without = _id_of(self.person).sub(ERASED, text)
        for name in sorted(self.names, key=len, reverse=True) if names else ():
            without = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", ERASED, without)
        return without


@cache
def _id_of(person: str) -> re.Pattern[str]:
    id = person.partition(":")[2]
    # Six small letters could be any word, such as the name of a network.
    means_nobody_else = len(id) >= LONG_ENOUGH and not (id.isalpha() and id.islower())
    inside = [re.escape(person)] + ([re.escape(id)] if means_nobody_else else [])
    return re.compile(rf"(?<!\w)(?:{'|'.join(inside)})(?!\w)|\A{re.escape(id)}\Z")
