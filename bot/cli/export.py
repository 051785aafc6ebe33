"""`evenhand export`: write cases, decisions and what is kept about people to a file."""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cli import FINE
from bot.cli.inputs import known_community, person_named
from bot.cli.kept import kept_by_network
from bot.cli.migrate import add_database, database_of
from bot.errors import EvenhandError

#: The version of the form; it grows when an older `evenhand import` could no longer read it.
FORM = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", help="the file to write; - for standard output")
    parser.add_argument("--community", metavar="ID", help="this community alone; default all")
    parser.add_argument(
        "--person",
        metavar="NETWORK:ID",
        help="what is kept about one person, such as discord:815123456789012345",
    )
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file whole or not at all, and say what is in it."""
    person = person_named(args.person) if args.person is not None else None
    found = asyncio.run(_read(database_of(args), args.community, args.person))
    document = {
        "evenhand_export": FORM,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **({"person": args.person} if person else {}),
        "communities": found,
    }
    if person is not None:
        # Only to be read: what networks' adapters keep is not taken in by `evenhand import`.
        kept = asyncio.run(kept_by_network(*person, args.community))
        document["kept_by_network"] = kept
        found = {**found, **{f"{id} on the network": data for id, data in kept.items()}}
    if args.file == "-":
        sys.stdout.buffer.write(_to_bytes(document))
        return FINE
    write_whole(Path(args.file), _to_bytes(document))
    print(f"{args.file}: {_summary(found)}.")
    return FINE


async def _read(
    url: str, community: str | None, person: str | None
) -> dict[str, Mapping[str, Any]]:
    from bot.storage import Database

    database = Database(url)
    await database.open()
    try:
        known = await database.archive.communities()
        wanted = known if community is None else [known_community(community, known)]
        found = {}
        for number, id in enumerate(wanted, 1):
            show_progress(f"reading community {number} of {len(known)}")
            found[id] = await database.archive.export(id, person)
        return {id: data for id, data in found.items() if data}
    finally:
        show_progress("")
        await database.close()


def _to_bytes(document: Mapping[str, Any]) -> bytes:
    # What UTF-8 cannot say becomes the escape that JSON has for it.
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def write_whole(file: Path, data: bytes) -> None:
    """Write a file for our eyes only: all of it is there afterwards, or what was there before.

    Raises EvenhandError when it cannot be written.
    """
    part = ""
    try:
        handle, part = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, file)
    except OSError as error:
        with suppress(OSError):
            os.unlink(part)
        raise EvenhandError(
            f"{file} cannot be written: {error.strerror or error}; name another place"
        ) from None


def show_progress(line: str) -> None:
    """Show one line that the next one replaces, where somebody watches; empty clears it."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)


def _summary(found: Mapping[str, Mapping[str, Any]]) -> str:
    counts: dict[str, int] = {}
    for data in found.values():
        for part, entries in data.items():
            counts[part] = counts.get(part, 0) + len(entries)
    return say_counts(counts) or "nothing is kept"


def say_counts(counts: Mapping[str, int]) -> str:
    """Return counts in words: `2 cases, 1 note`."""
    return ", ".join(
        f"{count} {part.removesuffix('s') if count == 1 else part}"
        for part, count in counts.items()
        if count
    )
