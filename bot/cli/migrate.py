"""`evenhand migrate`: bring the database's tables up to date."""

import argparse
import asyncio
import os

from bot.cli import FINE, MISTAKES
from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_database(parser)
    parser.add_argument(
        "--check",
        action="store_true",
        help="change nothing; exit with 1 when there is something to do",
    )


def add_database(parser: argparse.ArgumentParser) -> None:
    """Declare `--database`, as every command that needs one takes it."""
    parser.add_argument(
        "--database",
        metavar="URL",
        help="the database, such as sqlite:///evenhand-data/evenhand.db or "
        "postgresql://user:password@host/name; default EVENHAND_DATABASE",
    )


def database_of(args: argparse.Namespace) -> str:
    """Return the database's address, from the arguments or else from the environment."""
    url: str = args.database or Settings.from_environ(os.environ).database
    return url


def run(args: argparse.Namespace) -> int:
    """Bring the tables up to date, or only look, and say what was found and done."""
    return asyncio.run(_run(database_of(args), look_only=args.check))


async def _run(url: str, *, look_only: bool) -> int:
    from bot.storage.migrate import copy_of, state, upgrade
    from bot.storage.revision import refuse_newer

    name, before = _name(url), await state(url)
    if before.is_up_to_date:
        print(f"The tables in {name} are up to date (version {before.wanted}).")
        return FINE
    if look_only:
        refuse_newer(name, before.current)
        have = f"are of version {before.current}" if before.current else "are not there yet"
        print(f"The tables in {name} {have}; `evenhand migrate` brings version {before.wanted}.")
        return MISTAKES
    print(f"The tables in {name} are of version {await upgrade(url)} now.")
    copy = copy_of(url)
    if copy is not None and await asyncio.to_thread(copy.exists):
        print(f"What was there before is in {copy}; delete it when all is well.")
    return FINE


def _name(url: str) -> str:
    from bot.storage.engines import database_url, name_of

    return name_of(database_url(url))
