"""What the operator sets: environment variables, read and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.telegram.variables import API
from bot.errors import UsageError

_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,50}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to reach Telegram; the token never shows in a repr."""

    token: str = field(repr=False)
    api: str = API

    @property
    def base_url(self) -> str:
        """The address that a method's name is put behind, without the token."""
        return f"{self.api}/bot"


def read_settings(environ: Mapping[str, str]) -> Settings | None:
    """Return the settings, None without a token; raises UsageError and never names a secret."""
    token = environ.get("EVENHAND_TELEGRAM_TOKEN", "").strip()
    if not token:
        return None
    if not _TOKEN.fullmatch(token):
        raise UsageError(
            "EVENHAND_TELEGRAM_TOKEN is no bot token; copy it from @BotFather, it looks like "
            "123456789:AA followed by letters."
        )
    api = environ.get("EVENHAND_TELEGRAM_API", "").strip().rstrip("/") or API
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", api):
        raise UsageError(
            "EVENHAND_TELEGRAM_API is no web address; write it with https:// and without a "
            "name or password."
        )
    return Settings(token=token, api=api)
