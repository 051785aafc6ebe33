"""Commands as Telegram offers them while somebody types: for members, and for administrators."""

import hashlib
import json
from collections.abc import Sequence

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)

from adapters.telegram.line import Line
from adapters.telegram.notebook import Notebook
from bot.domain import CommandSpec, Standing

#: Kind of entry: a digest of the commands that were set, so that a restart sets none anew.
OFFERED = "offered"
#: Language as Telegram names it, empty for everybody else, to the language of our help texts.
_LANGUAGES = (("", "en"), ("de", "de"))
_LONGEST_HELP = 256
_MOST = 100


async def offer(line: Line, notebook: Notebook, specs: Sequence[CommandSpec]) -> None:
    """Set the commands where they differ from those set last; raises TelegramError."""
    digest = _digest(specs)
    if notebook.get(OFFERED, str(line.id)) == {"digest": digest}:
        return
    bot = await line.bot()
    for scope, offered in _scopes(specs):
        for code, language in _LANGUAGES:
            await bot.set_my_commands(
                [_command(spec, language) for spec in offered][:_MOST],
                scope=scope,
                language_code=code or None,
            )
    await notebook.put(OFFERED, str(line.id), {"digest": digest})


def _scopes(
    specs: Sequence[CommandSpec],
) -> Sequence[tuple[BotCommandScope, Sequence[CommandSpec]]]:
    """Return who is offered what: the team's commands are shown to administrators alone."""
    ours = [spec for spec in specs if spec.right < Standing.MODERATOR]
    return (
        (BotCommandScopeDefault(), ours),
        (BotCommandScopeAllPrivateChats(), ours),
        (BotCommandScopeAllGroupChats(), ours),
        (BotCommandScopeAllChatAdministrators(), specs),
    )


def _command(spec: CommandSpec, language: str) -> BotCommand:
    text = spec.help.get(language) or spec.help["en"]
    short = text if len(text) <= _LONGEST_HELP else text[: _LONGEST_HELP - 1] + "…"
    return BotCommand(spec.name, short)


def _digest(specs: Sequence[CommandSpec]) -> str:
    told = [[spec.name, int(spec.right), sorted(spec.help.items())] for spec in specs]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]
