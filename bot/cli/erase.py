"""`evenhand erase`: have all that is kept about a person erased, for good."""

import argparse
import asyncio
from datetime import UTC, datetime

from bot.cli import FINE
from bot.cli.inputs import known_community, person_named
from bot.cli.migrate import add_database, database_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "person", metavar="NETWORK:ID", help="whom, such as discord:815123456789012345"
    )
    parser.add_argument("--community", metavar="ID", help="in this community alone; default all")
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Set a timer in each community; whoever runs it erases the person, now or when it starts."""
    network, member = person_named(args.person)
    count = asyncio.run(_ask(database_of(args), network, member, args.community))
    where = "in one community" if count == 1 else f"in {count} communities"
    print(
        f"{args.person} is erased {where} within a few seconds where Evenhand runs on this "
        "database, else as soon as it starts. A ban in force goes on, without a name."
    )
    return FINE


async def _ask(url: str, network: str, member: str, community: str | None) -> int:
    from bot.erasing import erase_timer
    from bot.storage import Database

    database = Database(url)
    await database.open()
    try:
        known = await database.archive.communities()
        wanted = known if community is None else [known_community(community, known)]
        now = datetime.now(UTC)
        await database.timers.set([erase_timer(one, network, member, now) for one in wanted])
        return len(wanted)
    finally:
        await database.close()
