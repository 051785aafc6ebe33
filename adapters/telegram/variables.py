"""The environment variables of Telegram, and what is taken where they say nothing."""

from collections.abc import Mapping

API = "https://api.telegram.org"

HOST, PORT = "127.0.0.1", 8482

VARIABLES: Mapping[str, str] = {
    "EVENHAND_TELEGRAM_TOKEN": "the bot's token from @BotFather; turns Telegram on",
    "EVENHAND_TELEGRAM_API": f"address of the Bot API, for a server of your own; default {API}",
    "EVENHAND_TELEGRAM_WEBHOOK": "https address at which Telegram reaches this machine; left out, "
    "Evenhand asks Telegram for news, which needs no address",
    "EVENHAND_TELEGRAM_HOST": f"address on which the webhook is heard; default {HOST}",
    "EVENHAND_TELEGRAM_PORT": f"port on which the webhook is heard; default {PORT}",
}
