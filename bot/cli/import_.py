"""`evenhand import`: read what `evenhand export` wrote."""

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.cli import FINE, MISTAKES
from bot.cli.export import FORM, say_counts, show_progress
from bot.cli.inputs import file_there, reading
from bot.cli.migrate import add_database, database_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="what `evenhand export` wrote")
    parser.add_argument("--community", metavar="ID", help="this community alone; default all")
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Add what the file holds, each community whole or not at all; what is there stays."""
    file_there(args.file)
    try:
        with reading(args.file):
            found = _read(args.file, args.community)
        asyncio.run(_take_in(database_of(args), found))
    except ValueError as error:
        print(f"{args.file}: {error}.", file=sys.stderr)
        return MISTAKES
    if not found:
        print(f"{args.file}: there is nothing in it.")
    return FINE


def _read(file: Path, community: str | None) -> dict[str, Mapping[str, Any]]:
    """Return the communities in the file; raises ValueError in one sentence."""
    document = _parsed(file)
    form = document.get("evenhand_export") if isinstance(document, dict) else None
    if not isinstance(form, int):
        raise ValueError("this is not what `evenhand export` writes")
    if form > FORM:
        raise ValueError("it was written by a newer Evenhand; update Evenhand first")
    found = document.get("communities")
    if not isinstance(found, dict) or not all(isinstance(data, dict) for data in found.values()):
        raise ValueError("'communities' must hold one object for each community")
    if community is None:
        return found
    if community not in found:
        raise ValueError(f"there is no community {community!r} in it, but {', '.join(found)}")
    return {community: found[community]}


def _parsed(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except UnicodeDecodeError:
        raise ValueError("it is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(
            f"line {error.lineno}, column {error.colno}: {error.msg.lower()}"
        ) from None
    except RecursionError:
        raise ValueError("its parts are nested too deep") from None


async def _take_in(url: str, found: Mapping[str, Mapping[str, Any]]) -> None:
    from bot.storage import Database
    from bot.storage.holdings import holdings_from_json

    for community, data in found.items():
        holdings_from_json(community, data)
    database = Database(url)
    await database.open()
    try:
        for number, (community, data) in enumerate(found.items(), 1):
            show_progress(f"adding community {number} of {len(found)}")
            added = await database.archive.take_in(community, data)
            show_progress("")
            print(f"{community}: added {say_counts(added) or 'nothing; all of it was there'}.")
    finally:
        await database.close()
