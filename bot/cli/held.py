"""`evenhand held`: what stands still because the database may be an older copy, and what of it."""

import argparse
import asyncio
from datetime import UTC, datetime

from bot.cli import FINE
from bot.cli.migrate import add_database, database_of
from bot.ports import Standstill, Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "do",
        nargs="?",
        choices=("show", "let-go", "carry-on"),
        default="show",
        help="show it (default), let it go so that it is never done, or have it done",
    )
    parser.add_argument("--community", metavar="ID", help="of this community alone; default all")
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Show or decide; an Evenhand that runs on the database follows within a few seconds."""
    lines = asyncio.run(_go(database_of(args), args.do, args.community))
    print("\n".join(lines or ["Nothing stands still."]))
    return FINE


async def _go(url: str, do: str, community: str | None) -> list[str]:
    from bot.storage import Database

    database = Database(url)
    await database.open()
    try:
        known = await database.standstills.all()
        wanted = [one for one in known if community in (None, one.community)]
        return [await _one(database, one, do) for one in wanted]
    finally:
        await database.close()


async def _one(store: Store, standstill: Standstill, do: str) -> str:
    from bot.locale import Phrasebook
    from bot.standstill import told, what_waits

    community, book = standstill.community, Phrasebook("en")
    left = await store.standstills.leftover(community, standstill.since)
    what = what_waits(left, book)
    if do == "let-go":
        await store.standstills.let_go(community, datetime.now(UTC))
        return f"{community}: let go, it is never done ({what})."
    if do == "carry-on":
        await store.standstills.carry_on(community, datetime.now(UTC))
        return f"{community}: it is done now, or as soon as Evenhand runs ({what})."
    choices = "Choose: evenhand held let-go, or evenhand held carry-on."
    return f"{community}: {told(standstill, left, book)} {choices}"
