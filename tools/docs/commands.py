"""docs/reference/commands.md: the slash commands and the command line."""

import argparse
import importlib
import importlib.util
from collections.abc import Iterator

from bot.cli import COMMANDS as PROGRAMS
from bot.commands import COMMANDS
from bot.domain import CommandSpec, Parameter, Standing
from tools.docs.markdown import NOTE, code, table

_WHO = {
    Standing.NEWCOMER: "everybody",
    Standing.REGULAR: "members who have been here for a while",
    Standing.TRUSTED: "members who are trusted",
    Standing.MODERATOR: "moderators",
    Standing.ADMIN: "admins",
}
_IN_CHAT = """\
# Commands

## In chat

Written in brackets: what may be left out. Rights are checked at the moment of acting, and nobody
can act on somebody above them. Times are words: `30 minutes`, `1 day`, `2 Stunden`.

"""
_PROGRAM = """\
## On the command line

`evenhand COMMAND` (or `python -m bot COMMAND`). Exit codes: 0 fine, 1 the input has mistakes, 2
wrong usage (such as a file that is not there), 3 the world failed (database, network, disk).

"""


def commands_page() -> str:
    """Return the page."""
    rows = [
        [code(_usage(spec)), spec.help["en"], _WHO[spec.right]]
        for spec in sorted(COMMANDS, key=lambda spec: spec.name)
    ]
    parts = [
        NOTE,
        _IN_CHAT + table(["command", "what it does", "who may"], rows),
        *(_command(spec) for spec in sorted(COMMANDS, key=lambda spec: spec.name)),
        _PROGRAM.strip("\n"),
        *_programs(),
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _usage(spec: CommandSpec) -> str:
    words = [f"/{spec.name}"]
    words += [p.name if p.required else f"[{p.name}]" for p in spec.parameters]
    return " ".join(words)


def _command(spec: CommandSpec) -> str:
    text = f"### /{spec.name}\n\n{spec.help['en']}\n\n{spec.help['de']}\n"
    if spec.parameters:
        rows = [[code(p.name), _takes(p), p.help["en"]] for p in spec.parameters]
        text += "\n" + table(["argument", "takes", "what it is"], rows)
    if spec.examples:
        text += "\nFor example: " + ", ".join(code(example) for example in spec.examples) + "\n"
    return text


def _takes(parameter: Parameter) -> str:
    words = " or ".join(code(choice) for choice in parameter.choices) or parameter.type.value
    return words if parameter.required else f"{words}, may be left out"


def _programs() -> Iterator[str]:
    for name, (module, summary) in PROGRAMS.items():
        if importlib.util.find_spec(f"bot.cli.{module}") is None:
            continue
        parser = argparse.ArgumentParser(prog=f"evenhand {name}")
        importlib.import_module(f"bot.cli.{module}").arguments(parser)
        yield f"### evenhand {name}\n\n{summary[0].upper()}{summary[1:]}.\n\n{_arguments(parser)}"


def _arguments(parser: argparse.ArgumentParser) -> str:
    rows = [row for action in parser._actions for row in _argument(action)]
    return table(["argument", "what it is"], rows) if rows else "It takes no arguments.\n"


def _argument(action: argparse.Action) -> Iterator[list[str]]:
    if isinstance(action, argparse._SubParsersAction):
        for name, parser in action.choices.items():
            for inner in parser._actions:
                yield from ([f"{code(name)} {words}", help] for words, help in _argument(inner))
        return
    if action.help is argparse.SUPPRESS or "--help" in action.option_strings:
        return
    value = str(action.metavar or (action.dest.upper() if action.nargs != 0 else ""))
    names = [f"{option} {value}".strip() for option in action.option_strings] or [value]
    yield [", ".join(code(name) for name in names), action.help or ""]
