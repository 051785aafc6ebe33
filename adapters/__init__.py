"""The chat networks that Evenhand speaks; each is loaded only when it is used."""

#: Name in policy files to module and class.
ADAPTERS: dict[str, str] = {
    "lobby": "adapters.lobby.adapter:LobbyAdapter",
}
#: Name to the environment variables that it reads; they are told without loading the network.
VARIABLES: dict[str, str] = {
    "lobby": "adapters.lobby.variables:VARIABLES",
}
