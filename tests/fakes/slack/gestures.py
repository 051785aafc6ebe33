"""What people do with an app: commands, buttons, shortcuts, forms and its home tab."""

from tests.fakes.slack.happenings import Happenings, Told
from tests.fakes.slack.state import Channel, Json, Message, Workspace

Values = dict[str, dict[str, str]]


class Gestures(Happenings):
    """Lets people use the app; each returns what the app answered at once."""

    def response_url(self, space: Workspace, channel: str, user: str) -> str:
        """Return where a command or a button may be answered."""
        raise NotImplementedError

    def trigger(self) -> str:
        """Return what lets an app open one view."""
        raise NotImplementedError

    async def ask(self, kind: str, payload: Json) -> Json | None:
        """Bring a command or an interaction."""
        raise NotImplementedError

    async def command(
        self, space: Workspace, channel: Channel, user: str, command: str, text: str = ""
    ) -> Json | None:
        """Let somebody give a slash command; returns what Slack shows them at once."""
        return await self.ask(
            "slash_commands",
            {
                "token": "legacy",
                "team_id": space.team,
                "team_domain": space.name.lower(),
                "channel_id": channel.id,
                "channel_name": channel.name or "directmessage",
                "user_id": user,
                "user_name": "somebody",
                "command": command,
                "text": text,
                "api_app_id": "A0EVENHAND",
                "is_enterprise_install": "false",
                "response_url": self.response_url(space, channel.id, user),
                "trigger_id": self.trigger(),
            },
        )

    async def press(
        self, space: Workspace, channel: Channel, user: str, message: Message, label: str
    ) -> Json | None:
        """Let somebody press a button under a message, by what stands on it."""
        return await self.ask("interactive", self.pressed(space, channel, user, message, label))

    def pressed(
        self, space: Workspace, channel: Channel, user: str, message: Message, label: str
    ) -> Json:
        """Return what is told of a press."""
        button = next(
            element
            for block in message.blocks
            if block["type"] == "actions"
            for element in block["elements"]
            if element["text"]["text"] == label
        )
        at = self.new_ts()
        container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
        return {
            "type": "block_actions",
            "team": {"id": space.team, "domain": space.name.lower()},
            "user": {"id": user, "username": "somebody", "team_id": space.team},
            "api_app_id": "A0EVENHAND",
            "container": container,
            "channel": {"id": channel.id, "name": channel.name},
            "message": message.as_json(),
            "response_url": self.response_url(space, channel.id, user),
            "trigger_id": self.trigger(),
            "actions": [{**button, "action_ts": at, "type": "button"}],
        }

    def _about(self, space: Workspace, user: str) -> Json:
        return {
            "team": {"id": space.team, "domain": space.name.lower()},
            "user": {"id": user, "username": "somebody", "team_id": space.team},
            "api_app_id": "A0EVENHAND",
            "trigger_id": self.trigger(),
        }

    async def shortcut(
        self, space: Workspace, channel: Channel, user: str, message: Message, id: str
    ) -> Json | None:
        """Let somebody choose an entry of a message's menu."""
        payload = self._about(space, user) | {
            "type": "message_action",
            "callback_id": id,
            "channel": {"id": channel.id, "name": channel.name},
            "message": message.as_json(),
            "message_ts": message.ts,
            "response_url": self.response_url(space, channel.id, user),
        }
        return await self.ask("interactive", payload)

    async def shortcut_anywhere(self, space: Workspace, user: str, id: str) -> Json | None:
        """Let somebody choose a shortcut that belongs to no message."""
        payload = self._about(space, user) | {"type": "shortcut", "callback_id": id}
        return await self.ask("interactive", payload)

    async def submit(self, space: Workspace, user: str, view: Json, **typed: str) -> Json | None:
        """Let somebody fill in a form by its fields' names, and send it."""
        values: dict[str, Json] = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                element = block["element"]
                field = _field(element, typed.get(block["block_id"], ""))
                values[block["block_id"]] = {element["action_id"]: field}
        filled = {**view, "state": {"values": values}}
        payload = self._about(space, user) | {"type": "view_submission", "view": filled}
        return await self.ask("interactive", payload)

    async def suggest(
        self, space: Workspace, user: str, view: Json, block: str, typed: str
    ) -> Json | None:
        """Let somebody type into a field that offers what the app knows."""
        payload = self._about(space, user) | {
            "type": "block_suggestion",
            "action_id": "value",
            "block_id": block,
            "value": typed,
            "view": view,
        }
        return await self.ask("interactive", payload)

    def open_home(self, space: Workspace, user: str) -> Told:
        """Let somebody look at the app's home tab."""
        return self.emit(space, {"type": "app_home_opened", "user": user, "tab": "home"})

    async def press_home(self, space: Workspace, user: str, label: str) -> Json | None:
        """Let somebody press a button of their home tab, by what stands on it."""
        button = next(
            element
            for block in space.homes[user]["blocks"]
            if block["type"] == "actions"
            for element in block["elements"]
            if element["text"]["text"] == label
        )
        payload = self._about(space, user) | {
            "type": "block_actions",
            "container": {"type": "view"},
            "view": {"type": "home"},
            "actions": [{**button, "action_ts": self.new_ts()}],
        }
        return await self.ask("interactive", payload)


def _field(element: Json, typed: str) -> Json:
    match element["type"]:
        case "users_select":
            return {"type": "users_select", "selected_user": typed or None}
        case "conversations_select":
            return {"type": "conversations_select", "selected_conversation": typed or None}
        case "static_select" | "external_select":
            chosen = {"value": typed} if typed else None
            return {"type": element["type"], "selected_option": chosen}
    return {"type": element["type"], "value": typed or element.get("initial_value")}
