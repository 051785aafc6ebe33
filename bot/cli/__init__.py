"""The command line: `evenhand COMMAND`, one file per command, each loaded only when it is used.

A command's module offers `arguments(parser)` and `run(args) -> int`. Exit codes: 0 fine, 1 the
input has mistakes, 2 wrong usage (such as a file that is not there), 3 the world failed (database,
network, disk).
"""

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence

from bot import __version__
from bot.errors import EvenhandError, RulebookError, UsageError
from bot.logs import without_secrets

#: Command to its module under bot.cli and one line of help.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("run", "start Evenhand"),
    "check": ("check", "find every mistake in a policy file and run its tests"),
    "replay": ("replay", "show what a policy file would have done on recorded chat"),
    "explain": ("explain", "show why something was done: a case, a decision or a message"),
    "learn": ("learn", "show how often the policies were right, and propose thresholds or a layer"),
    "score": ("score", "show the signals in texts, one text a line"),
    "faq": ("faq", "ask a FAQ file and see what it would answer"),
    "migrate": ("migrate", "bring the database's tables up to date"),
    "doctor": ("doctor", "show what is set up, what is missing and how to mend it"),
    "export": ("export", "write cases and members' data to a file"),
    "erase": ("erase", "have all that is kept about a person erased, for good"),
    "held": ("held", "show and decide what stands still after a backup was put back"),
    "import": ("import_", "read what export wrote"),
    "discord": ("discord", "print the address that invites Evenhand into a Discord server"),
    "slack": ("slack", "describe the Slack app, so that setting it up is one paste"),
    "schema": ("schema", "print the JSON Schema of policy files, for editors"),
}
FINE, MISTAKES, USAGE, WORLD = 0, 1, 2, 3
log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors become one clear sentence on stderr."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = _parser(words)
    args = parser.parse_args(words)
    if args.command is None:
        parser.print_help()
        return USAGE
    try:
        module = importlib.import_module(f"bot.cli.{COMMANDS[args.command][0]}")
        code: int = module.run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; what Python still holds of it must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _explain(args.command, error)
    return code


def _explain(command: str, error: Exception) -> int:
    match error:
        case RulebookError():
            return _fail(str(error), MISTAKES)
        case UsageError():
            return _fail(f"evenhand {command}: {error}", USAGE)
        case EvenhandError() | OSError():
            return _fail(f"evenhand {command}: {error}", WORLD)
    log.error("this is a fault of Evenhand's own", exc_info=error)
    return _fail(
        f"evenhand {command}: something unexpected went wrong ({type(error).__name__}: {error}); "
        "please report it together with the lines above",
        WORLD,
    )


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evenhand", description="Looks after chat communities: calm, explained, reversible."
    )
    parser.add_argument("--version", action="version", version=f"evenhand {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=_sentence(summary))
        if name in words:
            importlib.import_module(f"bot.cli.{module}").arguments(command)
    return parser


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _fail(message: str, code: int) -> int:
    print(without_secrets(message), file=sys.stderr)
    return code
