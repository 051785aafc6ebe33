"""`evenhand run`: start Evenhand and work until it is stopped."""

import argparse
import asyncio
import os
import sys

from bot.logs import set_up_logging
from bot.settings import VARIABLES, Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    lines = "\n".join(f"  {name}  {meaning}" for name, meaning in VARIABLES.items())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"Settings come from the environment:\n{lines}"


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
