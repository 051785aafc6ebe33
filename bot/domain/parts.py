"""What messages carry besides their text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody or something named in a text; `kind` is member, role, channel or everyone."""

    id: str
    kind: str = "member"
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file sent with a message; `size` is in bytes."""

    name: str
    type: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press under a message; `id` comes back in ButtonPressed."""

    id: str
    label: str
    style: str = "plain"
