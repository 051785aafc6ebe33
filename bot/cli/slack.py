"""`evenhand slack`: the app's description for one paste, keys for its tokens, and their end."""

import argparse
import asyncio
import base64
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from bot.cli import FINE
from bot.cli.migrate import add_database, database_of
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.domain import Effect
    from bot.rulebook.book import Rulebook


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    manifest = what.add_parser(
        "manifest", help="print the app's manifest, with no more rights than the rules need"
    )
    what.add_parser("key", help="print a new key for the tokens of many workspaces")
    forget = what.add_parser(
        "forget", help="forget the tokens of workspaces, where the key to them is lost"
    )
    forget.add_argument("teams", metavar="TEAM", nargs="+", help="id, such as T0123456789")
    add_database(forget)
    manifest.add_argument(
        "file", metavar="FILE", nargs="?", type=Path, help="policy file; default: the starter"
    )
    manifest.add_argument(
        "--url",
        default="",
        help="https address at which Slack reaches Evenhand; left out for Socket Mode",
    )
    manifest.add_argument(
        "--without",
        default="",
        metavar="COMMANDS",
        help="commands to leave out, with the rights that only they need, such as timeout,purge",
    )


def run(args: argparse.Namespace) -> int:
    """Print what was asked for; raises RulebookError, and UsageError for odd addresses or names."""
    if args.what == "key":
        print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        return FINE
    if args.what == "forget":
        return asyncio.run(_forget(database_of(args), args.teams))
    return print_manifest(args)


async def _forget(url: str, teams: Sequence[str]) -> int:
    """Forget what is kept of workspaces; raises UsageError where one of them is unknown."""
    from bot.storage import Database

    database = Database(url)
    await database.open()
    try:
        safe = database.safe("slack")
        kept = await safe.all()
        unknown = [team for team in teams if team not in kept]
        if unknown:
            known = ", ".join(kept) or "none"
            raise UsageError(f"nothing is kept of the workspace {unknown[0]}; known are: {known}")
        for team in teams:
            await safe.drop(team)
    finally:
        await database.close()
    print(f"Forgotten: {', '.join(teams)}. Install the app there again to be heard.")
    return FINE


def print_manifest(args: argparse.Namespace) -> int:
    """Print the app's manifest for a policy file."""
    from bot.bootstrap import STARTER, adapter_kinds, read_rulebook
    from bot.commands import COMMANDS
    from bot.ports.networks import AppKind

    if args.url and not re.fullmatch(r"https://[^\s?#]+", args.url):
        raise UsageError("--url must be an address that begins with https://")
    without = frozenset(name.strip().lstrip("/") for name in args.without.split(",")) - {""}
    unknown = without - {spec.name for spec in COMMANDS}
    if unknown:
        raise UsageError(f"--without names {min(unknown)!r}, and there is no such command")
    rulebook = read_rulebook(args.file or STARTER)
    kind = adapter_kinds()["slack"]
    if not isinstance(kind, AppKind):
        raise UsageError("Slack has no manifest in this Evenhand")
    print(
        kind.manifest(
            COMMANDS,
            effects_of(rulebook),
            url=args.url,
            without=without,
            language=rulebook.language,
            hears=frozenset(event for one in rulebook.policies for event in one.policy.needs.hears),
        )
    )
    return FINE


def effects_of(rulebook: "Rulebook") -> "set[type[Effect]]":
    """Return what the rulebook's policies may lead to on a network."""
    from bot.domain import LEADS_TO, Effect

    wished = {action for entry in rulebook.policies for action in entry.policy.needs.actions}
    led = {effect for action in wished for effect in LEADS_TO.get(action, ())}
    return led | {effect for effect in get_args(Effect) if effect in wished}
