"""The environment variables of Telegram, and what is taken where they say nothing."""

from collections.abc import Mapping

API = "https://api.telegram.org"

VARIABLES: Mapping[str, str] = {
    "EVENHAND_TELEGRAM_TOKEN": "the bot's token from @BotFather; turns Telegram on",
    "EVENHAND_TELEGRAM_API": f"address of the Bot API, for a server of your own; default {API}",
}
