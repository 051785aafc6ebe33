"""The chat networks that Evenhand speaks; each is loaded only when it is used."""

#: Name in policy files to module and class.
ADAPTERS: dict[str, str] = {
    "lobby": "adapters.lobby:LobbyAdapter",
}
