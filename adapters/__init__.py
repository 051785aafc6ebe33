"""The chat networks that Evenhand speaks; each is loaded only when it is used."""

#: Name in policy files to module and class.
ADAPTERS: dict[str, str] = {
    "lobby": "adapters.lobby.adapter:LobbyAdapter",
    "slack": "adapters.slack.adapter:SlackAdapter",
    "discord": "adapters.discord.adapter:DiscordAdapter",
    "telegram": "adapters.telegram.adapter:TelegramAdapter",
}
#: Name to the environment variables that it reads; they are told without loading the network.
VARIABLES: dict[str, str] = {
    "lobby": "adapters.lobby.variables:VARIABLES",
    "slack": "adapters.slack.variables:VARIABLES",
    "discord": "adapters.discord.variables:VARIABLES",
    "telegram": "adapters.telegram.variables:VARIABLES",
}
