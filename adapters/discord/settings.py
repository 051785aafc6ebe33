"""What the operator sets for Discord."""

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from adapters.discord.variables import API
from bot.errors import UsageError

NETWORK = "discord"
_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{6,}\.[\w-]{20,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordSettings:
    """How Discord is reached; the token is kept out of every representation."""

    token: str = field(repr=False)
    api: str = API

    @property
    def is_elsewhere(self) -> bool:
        """Whether the API is not at Discord's own address."""
        return self.api != API


def read_settings(environ: Mapping[str, str]) -> DiscordSettings | None:
    """Return the settings, None where no token is set.

    Raises UsageError, which never holds the token, for settings that make no sense and where the
    library is missing.
    """
    token = environ.get("EVENHAND_DISCORD_TOKEN", "").strip()
    if not token:
        return None
    if not _TOKEN.fullmatch(token):
        raise UsageError(
            "EVENHAND_DISCORD_TOKEN is not a bot's token (three parts with dots between); copy it "
            "from discord.com/developers, your application, page Bot, Reset Token."
        )
    if importlib.util.find_spec("discord") is None:
        raise UsageError("Discord needs a library: run pip install 'evenhand[discord]'.")
    return DiscordSettings(token=token, api=_address(environ))


def _address(environ: Mapping[str, str]) -> str:
    api = environ.get("EVENHAND_DISCORD_API", "").strip().rstrip("/") or API
    parts = urlsplit(api)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"EVENHAND_DISCORD_API is '{api}'; write an address such as {API}, or leave it out."
        )
    return api
