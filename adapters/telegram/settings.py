"""What the operator sets: environment variables, read and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.telegram.variables import API, HOST, PORT
from bot.errors import UsageError

_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,50}")
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to reach Telegram, and where Telegram reaches us; the token never shows in a repr.

    Without a `webhook` we ask for news; port 0 takes any that is free.
    """

    token: str = field(repr=False)
    api: str = API
    webhook: str = ""
    host: str = HOST
    port: int = PORT

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
    return Settings(
        token=token,
        api=_address(environ, "EVENHAND_TELEGRAM_API") or API,
        webhook=_webhook(environ),
        host=environ.get("EVENHAND_TELEGRAM_HOST", "").strip() or HOST,
        port=_port(environ),
    )


def _address(environ: Mapping[str, str], name: str) -> str:
    address = environ.get(name, "").strip().rstrip("/")
    if address and not _ADDRESS.fullmatch(address):
        raise UsageError(
            f"{name} is no web address; write it with https:// and without a name or password."
        )
    return address


def _webhook(environ: Mapping[str, str]) -> str:
    address = _address(environ, "EVENHAND_TELEGRAM_WEBHOOK")
    if address and not address.startswith("https://"):
        raise UsageError(
            "EVENHAND_TELEGRAM_WEBHOOK has to begin with https://; Telegram calls no other address."
        )
    return address


def _port(environ: Mapping[str, str]) -> int:
    typed = environ.get("EVENHAND_TELEGRAM_PORT", "").strip() or str(PORT)
    if not typed.isdecimal() or int(typed) > 65535:
        raise UsageError(f"EVENHAND_TELEGRAM_PORT is '{typed}'; write a number from 0 to 65535.")
    return int(typed)
