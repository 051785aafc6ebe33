"""`evenhand discord invite`: the address that brings Evenhand into a server."""

import argparse
import asyncio
import os
from typing import TYPE_CHECKING

from bot.cli import FINE
from bot.errors import UsageError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.domain import Effect


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    invite = what.add_parser(
        "invite", help="print the address to open, with no more rights than are needed"
    )
    invite.add_argument(
        "--policies-only",
        action="store_true",
        help="ask only for what the policy files need, and not for what moderators' commands do",
    )


def run(args: argparse.Namespace) -> int:
    """Print the address and its rights; raises UsageError without a token, and NetworkError."""
    from bot.bootstrap import adapter_kinds
    from bot.ports import Inviter

    settings = Settings.from_environ(os.environ)
    kind = adapter_kinds()["discord"]
    adapter = kind.configure(os.environ, settings.data / "discord")
    if adapter is None:
        raise UsageError("set EVENHAND_DISCORD_TOKEN first: the address holds the bot's own id")
    if not isinstance(adapter, Inviter):
        raise UsageError("Discord has no invitation in this Evenhand")
    effects, prevents = _needed(settings)
    wanted = effects if args.policies_only else set(kind.abilities)
    invitation = asyncio.run(adapter.invitation(wanted, prevents=prevents))
    print(f"Open {invitation.address}")
    print(f"It asks for: {', '.join(invitation.rights)}.")
    return FINE


def _needed(settings: Settings) -> "tuple[set[type[Effect]], bool]":
    """Return what the policy files lead to, and whether AutoMod is to do a part of it."""
    from bot.bootstrap import load_rulebooks
    from bot.cli.slack import effects_of
    from bot.rulebook.native import native_rules

    books = [rulebook for rulebook, _ in load_rulebooks(settings).values()]
    effects = {effect for rulebook in books for effect in effects_of(rulebook)}
    return effects, any(native_rules(rulebook, {}) for rulebook in books)
