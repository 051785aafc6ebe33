"""What a command is, declared once so that every network can render it."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.people import Standing


class ParameterType(StrEnum):
    """What a parameter takes."""

    MEMBER = "member"
    CHANNEL = "channel"
    DURATION = "duration"
    INTEGER = "integer"
    TEXT = "text"
    CHOICE = "choice"
    CASE = "case"
    POLICY = "policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One argument of a command; help texts are by language (de, en).

    A TEXT parameter that comes last takes the rest of the line. `names` is what it is called in
    other languages than English, `choice_names` the same for each choice that has such names.
    """

    name: str
    type: ParameterType
    help: dict[str, str]
    required: bool = True
    choices: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    choice_names: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """A command as members see it: name, words of help by language, arguments, and who may.

    `names` is what it is called in other languages than English.
    """

    name: str
    help: dict[str, str]
    parameters: tuple[Parameter, ...] = ()
    right: Standing = Standing.NEWCOMER
    examples: tuple[str, ...] = field(default=())
    names: dict[str, str] = field(default_factory=dict)
