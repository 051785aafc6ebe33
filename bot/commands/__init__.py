"""Slash commands: declared once, rendered by each adapter, answered here.

Handlers read and return a Reaction; they never act. What they want done passes the same gate as
everything else.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.commands import (
    cases,
    channels,
    decisions,
    faq,
    feedback,
    marking,
    members,
    own,
    people,
    rules,
    sharing,
)
from bot.commands.buttons import BUTTONS
from bot.commands.declared import Command, words
from bot.commands.desk import Desk
from bot.commands.help import helper, unknown
from bot.commands.names import named
from bot.commands.parse import parse
from bot.commands.reaction import Call, Reaction
from bot.domain import (
    ButtonPressed,
    CommandGiven,
    CommandSpec,
    Member,
    ParameterType,
    Standing,
)
from bot.errors import CommandError, NotAllowed

_DECLARED: tuple[Command, ...] = (
    *members.COMMANDS,
    *channels.COMMANDS,
    *marking.COMMANDS,
    *decisions.COMMANDS,
    *cases.COMMANDS,
    *rules.COMMANDS,
    *faq.COMMANDS,
    *people.COMMANDS,
    *sharing.COMMANDS,
    *feedback.COMMANDS,
    *own.COMMANDS,
)
_ALL = (*_DECLARED, helper([command.spec for command in _DECLARED]))
_BY_NAME = {command.spec.name: command for command in _ALL}

#: The commands to offer on every network.
COMMANDS: tuple[CommandSpec, ...] = tuple(named(command.spec) for command in _ALL)

MOST_SUGGESTED = 25

__all__ = ["COMMANDS", "Reaction", "complete", "respond"]


async def respond(
    event: CommandGiven | ButtonPressed,
    desk: Desk,
    *,
    actor: Member,
    standing: Standing,
    language: str,
    now: datetime,
) -> Reaction | None:
    """Return what a command or button comes to, None for a button that belongs to a policy.

    Bots are not answered, so that two of them never talk to each other. Raises CommandError, and
    NotAllowed of that kind, with a sentence for whoever asked.
    """
    if actor.bot:
        return Reaction()
    language = language.partition("-")[0].lower()
    call = Call(event=event, actor=actor, standing=standing, language=language, now=now)
    if isinstance(event, ButtonPressed):
        return await _press(call, event, desk)
    return await _command(call, event, desk)


async def _command(call: Call, event: CommandGiven, desk: Desk) -> Reaction:
    name = event.name.removeprefix("/").casefold()
    command = _BY_NAME.get(name)
    if command is None:
        offered = [spec for spec in COMMANDS if call.standing >= spec.right]
        raise CommandError(unknown(name, offered, call, desk))
    book = words(call, desk)
    if call.standing < command.spec.right:
        raise NotAllowed(book.say("team_only", command=name))
    parsed = await parse(command, event, desk, book)
    full = Call(
        event=event,
        actor=call.actor,
        standing=call.standing,
        language=call.language,
        now=call.now,
        spec=command.spec,
        arguments=parsed.arguments,
        strangers=parsed.strangers,
    )
    return await command.run(full, desk)


async def _press(call: Call, event: ButtonPressed, desk: Desk) -> Reaction | None:
    verb, _, target = event.button.partition(":")
    press = BUTTONS.get(verb)
    if press is None or not target:
        return None
    if call.standing < press.right:
        raise NotAllowed(words(call, desk).say("team_only_button"))
    full = Call(
        event=event,
        actor=call.actor,
        standing=call.standing,
        language=call.language,
        now=call.now,
        target=target,
    )
    return await press.run(full, desk)


async def complete(desk: Desk, command: str, parameter: str, typed: str) -> Sequence[str]:
    """Return at most 25 suggestions for what somebody is typing; people are the network's."""
    declared = _BY_NAME.get(command.removeprefix("/").casefold())
    known = declared.spec.parameters if declared else ()
    wanted = next((one for one in known if one.name == parameter), None)
    if wanted is None:
        return ()
    found: list[str]
    match wanted.type:
        case ParameterType.CHOICE:
            found = list(wanted.choices)
        case ParameterType.POLICY:
            found = [policy.name for policy in desk.policies]
        case ParameterType.DURATION:
            found = [*wanted.choices[:1], *DURATIONS[desk.rulebook.language == "de"]]
        case ParameterType.CASE:
            cases = await desk.store.casebook.cases(desk.rulebook.id, limit=MOST_SUGGESTED)
            found = [str(case.number) for case in cases]
        case ParameterType.TEXT if parameter == "command":
            found = [spec.name for spec in COMMANDS]
        case _:
            return ()
    return _fitting(found, typed)


#: Spans of time to offer, in English and in German.
DURATIONS = (
    ("10 minutes", "1 hour", "6 hours", "1 day", "7 days"),
    ("10 Minuten", "1 Stunde", "6 Stunden", "1 Tag", "7 Tage"),
)


def _fitting(found: Sequence[str], typed: str) -> Sequence[str]:
    wanted = typed.strip().removeprefix("#").casefold()
    begins = [one for one in found if one.casefold().startswith(wanted)]
    holds = [one for one in found if wanted in one.casefold() and one not in begins]
    return [*begins, *holds][:MOST_SUGGESTED]
