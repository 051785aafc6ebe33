"""The house's commands as Discord shows them, kept in step without touching what is right."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord.menus import menu_bodies, permissions_for
from adapters.discord.rest import Rest
from bot.domain import CommandSpec, Parameter, ParameterType

log = logging.getLogger(__name__)
Json = dict[str, Any]
_LONGEST_HELP, _MOST_OPTIONS, _MOST_CHOICES = 100, 25, 25
_TEXT, _INTEGER, _USER, _CHANNEL = 3, 4, 6, 7
_TYPES: Mapping[ParameterType, int] = {
    ParameterType.MEMBER: _USER,
    ParameterType.CHANNEL: _CHANNEL,
    ParameterType.INTEGER: _INTEGER,
}
#: What the house can suggest while it is typed.
_SUGGESTED = frozenset({ParameterType.DURATION, ParameterType.CASE, ParameterType.POLICY})
#: Rooms that a command can be about: all that carry messages.
_ROOMS = [0, 2, 5, 10, 11, 12, 13, 15]
_COMPARED = (
    "name", "name_localizations", "description", "description_localizations", "options",
    "default_member_permissions", "type",
)  # fmt: skip


def bodies(commands: Sequence[CommandSpec]) -> list[Json]:
    """Return everything that is offered: slash commands and context menus."""
    offered = {spec.name for spec in commands}
    return [*(command_body(spec) for spec in commands), *menu_bodies(offered)]


def command_body(spec: CommandSpec) -> Json:
    """Return a slash command; what must be given comes first, as Discord wants it."""
    ordered = sorted(spec.parameters, key=lambda one: not one.required)[:_MOST_OPTIONS]
    return {
        "name": spec.name,
        "name_localizations": spec.names or None,
        "type": 1,
        **_described(spec.help),
        "options": [_option(one) for one in ordered],
        "default_member_permissions": permissions_for(spec.right),
    }


def _described(help: Mapping[str, str]) -> Json:
    others = {language: _cut(words) for language, words in help.items() if language != "en"}
    return {"description": _cut(help["en"]), "description_localizations": others or None}


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_HELP else words[: _LONGEST_HELP - 1] + "…"


def _option(parameter: Parameter) -> Json:
    option: Json = {
        "name": parameter.name,
        "name_localizations": parameter.names or None,
        "type": _TYPES.get(parameter.type, _TEXT),
        **_described(parameter.help),
        "required": parameter.required,
    }
    if parameter.type is ParameterType.CHOICE:
        option["choices"] = [_choice(parameter, name) for name in parameter.choices]
        option["choices"] = option["choices"][:_MOST_CHOICES]
    if parameter.type is ParameterType.CHANNEL:
        option["channel_types"] = _ROOMS
    if parameter.type in _SUGGESTED or _names_a_command(parameter):
        option["autocomplete"] = True
    return option


def _choice(parameter: Parameter, name: str) -> Json:
    names = parameter.choice_names.get(name)
    return {"name": name, "name_localizations": names or None, "value": name}


def _names_a_command(parameter: Parameter) -> bool:
    return parameter.type is ParameterType.TEXT and parameter.name == "command"


async def sync(rest: Rest, application: str, place: str, wanted: Sequence[Json]) -> int:
    """Let a server offer exactly these commands; returns how many had to be changed."""
    path = f"/applications/{application}/guilds/{place}/commands"
    present = await rest.get(path, with_localizations="true")
    known = {(one["name"], one["type"]): one for one in present}
    if not known:
        await rest.request("PUT", path, body=list(wanted), in_no_hurry=True)
        return len(wanted)
    changed = 0
    for name in set(known) - {(body["name"], body["type"]) for body in wanted}:
        await rest.request("DELETE", f"{path}/{known[name]['id']}", in_no_hurry=True)
        changed += 1
    for body in wanted:
        there = known.get((body["name"], body["type"]))
        if there is None or _compared(there) != _compared(body):
            await rest.request("POST", path, body=body, in_no_hurry=True)
            changed += 1
    if changed:
        log.info("%d commands were brought up to date in %s", changed, place)
    return changed


def _compared(body: Mapping[str, Any]) -> Any:
    """Return what of a command is compared; what Discord fills in by itself is left out."""
    return _filled({key: body.get(key) for key in _COMPARED})


def _filled(value: Any) -> Any:
    """Return a value without its parts that say nothing."""
    if isinstance(value, Mapping):
        return {key: _filled(part) for key, part in value.items() if part}
    if isinstance(value, list):
        return [_filled(part) for part in value]
    return value
