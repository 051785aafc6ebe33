"""The environment variables of Discord, and what is taken where they say nothing."""

from collections.abc import Mapping

API = "https://discord.com/api/v10"
VARIABLES: Mapping[str, str] = {
    "EVENHAND_DISCORD_TOKEN": (
        "the bot's token from discord.com/developers, page Bot; without it there is no Discord"
    ),
    "EVENHAND_DISCORD_API": f"another address of the API, for a proxy or a fake; default {API}",
}
