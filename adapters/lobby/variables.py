"""The environment variables of the lobby, and what is taken where they say nothing."""

from collections.abc import Mapping

HOST, PORT = "127.0.0.1", 8480
VARIABLES: Mapping[str, str] = {
    "EVENHAND_LOBBY": "on or off: whether the chat room in the browser opens; default on",
    "EVENHAND_HOST": f"address on which it listens; default {HOST}",
    "EVENHAND_PORT": f"port on which it listens, 0 for any that is free; default {PORT}",
}
