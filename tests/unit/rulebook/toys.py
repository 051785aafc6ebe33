"""Kinds of policies for tests of the loader: small, and without any real policy."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.domain import (
    Action,
    DeleteMessage,
    Event,
    Kick,
    MessagePosted,
    Nudge,
    SetTimer,
    Verdict,
    parse_duration,
)
from bot.errors import RulebookError
from bot.ports import Context, Needs, Pattern, PolicyKind, Scene
from bot.rulebook.book import Rulebook
from bot.rulebook.loader import load_text

ACTIONS: dict[str, type[Action]] = {"delete": DeleteMessage, "nudge": Nudge, "kick": Kick}


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class PlacedError(ValueError):
    """A mistake that knows where below the value it lies."""

    def __init__(self, message: str, where: tuple[str | int, ...]) -> None:
        super().__init__(message)
        self.where = where


def _span(value: object) -> timedelta:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no span of time; write '30 minutes'")
    return parse_duration(value)


def _wishes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("write a list of actions such as [delete, nudge]")
    for place, word in enumerate(value):
        if word not in ACTIONS:
            raise PlacedError(f"'{word}' is nothing that can be done", (place,))
    return tuple(value)


def _faulty(value: object) -> object:
    raise TypeError("a fault of the settings")


class When(Strict):
    toxicity_above: Annotated[float, Field(ge=0.0, le=1.0)]
    within: Annotated[timedelta | None, BeforeValidator(_span)] = None


class Entry(Strict):
    question: Annotated[str, Field(min_length=1)]
    answer: str


class Answers(Strict):
    entries: Annotated[tuple[Entry, ...], Field(strict=False)]


class ToySettings(Strict):
    """A toy: it takes down what is said too loudly."""

    when: When | None = None
    then: Annotated[tuple[str, ...], BeforeValidator(_wishes)] = ()
    say: str | None = None
    patterns: Annotated[tuple[str, ...], Field(strict=False)] = ()
    level: int | Annotated[tuple[When, ...], Field(strict=False)] | None = None
    loud: bool = False
    answers: Answers | None = None
    refuse: str = ""
    fault: Annotated[str, BeforeValidator(_faulty)] = ""


class ToyPolicy:
    def __init__(self, name: str, settings: ToySettings) -> None:
        self.name = name
        self.needs = Needs(
            hears=frozenset({MessagePosted}),
            actions=frozenset(ACTIONS[word] for word in settings.then) | {SetTimer},
            signals=frozenset({"toxicity"} if settings.when else ()),
            patterns=tuple(Pattern(name=text, regex=text) for text in settings.patterns),
        )

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        return None

    async def why_silent(self, event: Event, context: Context) -> str:
        return "a toy never speaks"


class ToyKind:
    kind = "toy"
    Settings: type[Any] = ToySettings
    files: Mapping[str, type[Any]] = {"answers": Answers}

    def __call__(self, *, name: str, settings: ToySettings, scene: Scene) -> ToyPolicy:
        if settings.refuse == "value":
            raise PlacedError("this toy refuses; write 'refuse: no'", ("refuse",))
        if settings.refuse == "answer":
            raise PlacedError("this answer is refused", ("answers", "entries", 0, "answer"))
        if settings.refuse == "fault":
            raise KeyError("a fault of the kind")
        return ToyPolicy(name, settings)


KINDS: dict[str, PolicyKind] = {"toy": ToyKind()}


def read(text: str, **world: Any) -> Rulebook:
    return load_text(text, "c.yaml", **{"kinds": KINDS, **world})


def mistakes(text: str, **world: Any) -> list[str]:
    """Return each mistake as `line:column: what | hint`."""
    try:
        read(text, **world)
    except RulebookError as error:
        return [
            f"{m.line}:{m.column}: {m.what}" + (f" | {m.hint}" if m.hint else "")
            for m in error.mistakes
        ]
    return []
