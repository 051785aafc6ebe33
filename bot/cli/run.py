"""`evenhand run`: start Evenhand and work until it is stopped."""

import argparse
import asyncio
import os
import shutil
import sys
import textwrap

from bot.logs import set_up_logging
from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "Settings come from the environment; none is needed.\n\n" + _settings()


def _settings() -> str:
    """Return every environment variable with its meaning, in lines as wide as the terminal."""
    from bot.environment import all_variables

    groups = all_variables()
    longest = max(len(name) for variables in groups.values() for name in variables)
    width = max(60, shutil.get_terminal_size().columns)
    lines = []
    for title, variables in groups.items():
        lines += [f"{title}:", *(_line(*each, longest, width) for each in variables.items()), ""]
    return "\n".join(lines).rstrip()


def _line(name: str, meaning: str, longest: int, width: int) -> str:
    return textwrap.fill(
        meaning,
        width,
        initial_indent=f"  {name:<{longest}}  ",
        subsequent_indent=" " * (longest + 4),
        break_on_hyphens=False,
    )


def run(_args: argparse.Namespace) -> int:
    """Run until Ctrl-C or SIGTERM; what is under way is finished first."""
    settings = Settings.from_environ(os.environ)
    set_up_logging(settings.log_level)
    asyncio.run(_run(settings))
    return 0


async def _run(settings: Settings) -> None:
    from bot.bootstrap import build
    from bot.process import stop_on_signals

    stop = asyncio.Event()
    stop_on_signals(stop)
    process = await build(settings, os.environ, _say)
    await process.run(stop)
    _say("Evenhand has stopped. Nothing is lost; start it again whenever you like.")


def _say(line: str) -> None:
    print(line, file=sys.stdout, flush=True)
