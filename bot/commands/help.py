"""Which commands there are, for whoever asks."""

from collections.abc import Sequence

from bot.commands.declared import Command, parameter, words
from bot.commands.desk import Desk
from bot.commands.parse import closest
from bot.commands.reaction import Call, Reaction
from bot.domain import CommandSpec, Parameter, ParameterType, Standing
from bot.errors import CommandError

HELP = CommandSpec(
    name="help",
    help={
        "en": "List the commands, or explain one.",
        "de": "Die Befehle auflisten oder einen erklären.",
    },
    parameters=(
        parameter(
            "command",
            ParameterType.TEXT,
            "which command",
            "welcher Befehl",
            required=False,
        ),
    ),
    examples=("/help appeal",),
)


def helper(others: Sequence[CommandSpec]) -> Command:
    """Return the command that lists these others and itself."""
    specs = (*others, HELP)

    async def show(call: Call, desk: Desk) -> Reaction:
        named = str(call.arguments.get("command", "")).strip().removeprefix("/").casefold()
        mine = [spec for spec in specs if call.standing >= spec.right]
        if not named:
            return Reaction(answer=_overview(mine, call, desk))
        spec = next((spec for spec in mine if spec.name == named), None)
        if spec is None:
            raise CommandError(unknown(named, mine, call, desk))
        return Reaction(answer=_detail(spec, call, desk))

    return Command(spec=HELP, run=show)


def unknown(typed: str, specs: Sequence[CommandSpec], call: Call, desk: Desk) -> str:
    """Return the sentence for a command that is not there, with the nearest one that is."""
    book = words(call, desk)
    near = closest(typed, [spec.name for spec in specs])
    if near:
        return book.say("error_unknown_command_near", typed=book.quote(typed, 40), near=near)
    return book.say("error_unknown_command", typed=book.quote(typed, 40))


def _overview(specs: Sequence[CommandSpec], call: Call, desk: Desk) -> str:
    book = words(call, desk)
    members = [spec for spec in specs if spec.right < Standing.MODERATOR]
    team = [spec for spec in specs if spec.right >= Standing.MODERATOR]
    lines = [book.say("help_head"), *(_line(spec, call) for spec in members)]
    if team:
        lines += [book.say("help_team"), *(_line(spec, call) for spec in team)]
    return "\n".join(lines)


def _line(spec: CommandSpec, call: Call) -> str:
    return f"/{spec.name}: {_in(spec.help, call)}"


def _detail(spec: CommandSpec, call: Call, desk: Desk) -> str:
    book = words(call, desk)
    usage = " ".join([f"/{spec.name}", *(_slot(one) for one in spec.parameters)])
    lines = [_in(spec.help, call), book.say("help_usage", usage=usage)]
    for one in spec.parameters:
        choices = f" ({', '.join(one.choices)})" if one.choices else ""
        lines.append(f"  {one.name}: {_in(one.help, call)}{choices}")
    lines += [book.say("help_example", example=example) for example in spec.examples]
    return "\n".join(lines)


def _slot(one: Parameter) -> str:
    return f"<{one.name}>" if one.required else f"[{one.name}]"


def _in(texts: dict[str, str], call: Call) -> str:
    return texts.get(call.language, texts["en"])
