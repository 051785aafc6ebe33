"""What people ask of a bot on the fake Discord: commands, menus, buttons, forms."""

import secrets

from tests.fakes.discord.routes.interactions import Interaction, Interactions
from tests.fakes.discord.routes.messages import SELECT
from tests.fakes.discord.wire import Json
from tests.fakes.discord.world import World


class Asking:
    """People who use what a bot offers."""

    def __init__(self, world: World, interactions: Interactions) -> None:
        self._world = world
        self._interactions = interactions

    def command(
        self,
        guild: Json,
        channel: Json,
        user: Json,
        name: str,
        *,
        options: dict[str, object] | None = None,
        language: str = "en-US",
    ) -> Interaction:
        """Let somebody give a slash command; options by name."""
        spec = self._spec(guild, name, 1)
        known = {option["name"]: option for option in spec["options"]}
        given = [
            {"name": key, "type": known[key]["type"], "value": value}
            for key, value in (options or {}).items()
        ]
        data = {
            "id": spec["id"],
            "name": name,
            "type": 1,
            "options": given,
            "resolved": self._resolved(guild, given),
        }
        return self._interact(guild, channel, user, 2, data, language)

    def type(
        self, guild: Json, channel: Json, user: Json, name: str, parameter: str, typed: str
    ) -> Interaction:
        """Let somebody type a parameter, so that Discord asks what could be meant."""
        spec = self._spec(guild, name, 1)
        option = {"name": parameter, "type": 3, "value": typed, "focused": True}
        data = {"id": spec["id"], "name": name, "type": 1, "options": [option]}
        return self._interact(guild, channel, user, 4, data, "en-US")

    def menu(
        self,
        guild: Json,
        channel: Json,
        user: Json,
        name: str,
        *,
        message: Json | None = None,
        member: Json | None = None,
    ) -> Interaction:
        """Let somebody choose a context menu on a message or on a member."""
        target = message or member
        assert target is not None
        kind = 3 if message else 2
        spec = self._spec(guild, name, kind)
        resolved: Json = {"messages": {target["id"]: message}} if message else {}
        if member:
            resolved = self._resolved(guild, [{"type": 6, "value": member["id"]}])
        data = {
            "id": spec["id"],
            "name": name,
            "type": kind,
            "target_id": target["id"],
            "resolved": resolved,
        }
        return self._interact(guild, channel, user, 2, data, "en-US")

    def press(
        self,
        guild: Json,
        channel: Json,
        user: Json,
        button: str,
        message: Json,
        *,
        language: str = "en-US",
    ) -> Interaction:
        """Let somebody press a button under a message."""
        data = {"custom_id": button, "component_type": 2}
        return self._interact(guild, channel, user, 3, data, language, message=message)

    def choose(
        self, guild: Json, channel: Json, user: Json, menu: str, values: list[str], message: Json
    ) -> Interaction:
        """Let somebody choose from a select menu under a message; fails for what it lacks."""
        found = next(
            one
            for row in message["components"]
            for one in row["components"]
            if one.get("custom_id") == menu and one["type"] == SELECT
        )
        offered = {one["value"] for one in found["options"]}
        assert set(values) <= offered, f"{menu} offers {sorted(offered)}"
        assert found.get("min_values", 1) <= len(values) <= found.get("max_values", 1)
        data = {"custom_id": menu, "component_type": SELECT, "values": values}
        return self._interact(guild, channel, user, 3, data, "en-US", message=message)

    def submit(
        self, guild: Json, channel: Json, user: Json, modal: Interaction, answers: dict[str, str]
    ) -> Interaction:
        """Let somebody send off the form that an interaction showed them."""
        assert modal.callback is not None
        form = modal.callback["data"]
        rows = [
            {"type": 1, "components": [{"type": 4, "custom_id": key, "value": value}]}
            for key, value in answers.items()
        ]
        data = {"custom_id": form["custom_id"], "components": rows}
        return self._interact(guild, channel, user, 5, data, "en-US")

    def _spec(self, guild: Json, name: str, kind: int) -> Json:
        for command in self._world.commands.get(guild["id"], {}).values():
            if (command["name"], command["type"]) == (name, kind):
                return command
        raise AssertionError(f"no command {name!r} is offered in {guild['name']}")

    def _resolved(self, guild: Json, options: list[Json]) -> Json:
        users = [str(one["value"]) for one in options if one["type"] == 6]
        here = [id for id in users if id in guild["members"]]
        channels = [str(one["value"]) for one in options if one["type"] == 7]
        return {
            "users": {id: self._world.users[id] for id in users if id in self._world.users},
            "members": {
                id: {k: v for k, v in guild["members"][id].items() if k != "user"}
                | {"permissions": "0"}
                for id in here
            },
            "channels": {
                id: {**guild["channels"][id], "permissions": "0"}
                for id in channels
                if id in guild["channels"]
            },
        }

    def _interact(
        self,
        guild: Json,
        channel: Json,
        user: Json,
        kind: int,
        data: Json,
        language: str,
        **more: object,
    ) -> Interaction:
        interaction = Interaction(
            id=self._world.ids.new(),
            token="aW50ZXJhY3Rpb246" + secrets.token_urlsafe(60),
            at=self._world.now(),
            kind=kind,
            channel=channel["id"],
        )
        self._interactions.by_token[interaction.token] = interaction
        told = {
            "id": interaction.id,
            "application_id": self._world.me["id"],
            "type": kind,
            "data": data,
            "guild_id": guild["id"],
            "channel_id": channel["id"],
            "channel": channel,
            "member": {**guild["members"][user["id"]], "permissions": "0"},
            "token": interaction.token,
            "version": 1,
            "locale": language,
            "guild_locale": "en-US",
            "app_permissions": "0",
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 0,
            "attachment_size_limit": 10_000_000,
            **more,
        }
        self._world.tell(guild["id"], "INTERACTION_CREATE", told)
        return interaction
