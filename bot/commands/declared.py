"""How a command is declared: what people see of it, and the handler that answers it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.commands.desk import Desk
from bot.commands.reaction import Call, Reaction
from bot.domain import CommandSpec, Decision, Parameter, ParameterType
from bot.locale import Phrasebook

Handler = Callable[[Call, Desk], Awaitable[Reaction]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A declared command and its handler; `strangers` says that it may name non-members."""

    spec: CommandSpec
    run: Handler
    strangers: bool = False


def words(call: Call, desk: Desk) -> Phrasebook:
    """Return the words in which this call is answered."""
    book = desk.rulebook
    return Phrasebook(call.language, book.address, book.texts)


def subject_words(decision: Decision, desk: Desk) -> Phrasebook:
    """Return the words in which a decision was told to whom it is about."""
    book = desk.rulebook
    language = decision.details.get("language") or book.language
    return Phrasebook(language, book.address, book.texts)


def team_words(desk: Desk) -> Phrasebook:
    """Return the words for the team's channel."""
    book = desk.rulebook
    return Phrasebook(book.language, book.address, book.texts)


def parameter(
    name: str,
    type: ParameterType,
    en: str,
    de: str,
    *,
    required: bool = True,
    choices: Sequence[str] = (),
) -> Parameter:
    """Return a parameter with its help in both languages."""
    return Parameter(
        name=name,
        type=type,
        help={"en": en, "de": de},
        required=required,
        choices=tuple(choices),
    )


def member(en: str, de: str, *, required: bool = True) -> Parameter:
    """Return the parameter that names a person."""
    return parameter("member", ParameterType.MEMBER, en, de, required=required)


def reason(*, required: bool = False) -> Parameter:
    """Return the parameter that says why; it comes last and takes the rest of the line."""
    return parameter(
        "reason",
        ParameterType.TEXT,
        "why, in words the member may read",
        "warum, in Worten, die das Mitglied lesen darf",
        required=required,
    )
