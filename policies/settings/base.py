"""The base of every policy's settings, and the types of value that they share."""

from collections.abc import Iterable
from datetime import timedelta
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from bot.domain import parse_duration


class PolicySettings(BaseModel):
    """Settings are strict: no unknown key, no text where a number belongs, nothing changes."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def closest(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the known word that is most like this one, else nothing."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{found[0]}'?" if found else ""


def _span(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no span of time; write '30 minutes', '2 hours', '1 day'")
    return parse_duration(value)


#: A span of time in words, such as `10 minutes`.
Duration = Annotated[
    timedelta,
    BeforeValidator(_span),
    WithJsonSchema({"type": "string", "examples": ["30 seconds", "10 minutes", "1 day"]}),
]


def _switch(value: Any) -> Any:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


#: On or off; `yes` and `no` are text in YAML 1.2, and what many people write.
Switch = Annotated[
    bool,
    BeforeValidator(_switch),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]}),
]

#: How long something is held against a member.
ForgetAfter = Annotated[
    Duration | None,
    Field(
        description="How long it is held against a member, which is what climbs the ladder. "
        "Left out, it is 30 days where `then` has several steps, and not held where it has one."
    ),
]

#: A part of a whole, from 0 to 1.
Share = Annotated[float, Field(ge=0.0, le=1.0)]

#: A whole number from 1 on.
Count = Annotated[int, Field(ge=1, le=100_000)]

#: Text that is not empty.
Phrase = Annotated[str, Field(min_length=1, max_length=500)]

#: A list of texts. Files hold lists, settings hold tuples: the one place that is not strict.
Names = Annotated[tuple[Phrase, ...], Field(strict=False)]
