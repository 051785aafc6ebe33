"""Interactions: answered within three seconds, talked on for fifteen minutes; and the commands."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.fakes.discord.routes.messages import check_content
from tests.fakes.discord.server import Asked, Server
from tests.fakes.discord.wire import Json, Problem, bad_form, unknown
from tests.fakes.discord.world import World
from tests.support.patience import PATIENCE

FIRST_ANSWER = timedelta(seconds=3)
TALK = timedelta(minutes=15)
EPHEMERAL = 1 << 6
_NAME = re.compile(r"[-_'\w]{1,32}")
MOST_COMMANDS = {1: 100, 2: 5, 3: 5}


@dataclass(slots=True, kw_only=True)
class Interaction:
    """What somebody did with a command or a button, and what they saw of an answer."""

    id: str
    token: str
    at: datetime
    kind: int
    channel: str
    callback: Json | None = None
    shown: Json | None = None
    followups: list[Json] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def changed(self) -> None:
        """Tell whoever waits for an answer that there is something to see."""
        async with self._news:
            self._news.notify_all()

    async def until(self, fits: Callable[["Interaction"], bool]) -> None:
        """Return once the answer is as it should be."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: fits(self))

    async def answered(self) -> str:
        """Return what is shown once it is no longer on its way."""
        await self.until(lambda one: one.callback is not None and not one.thinking)
        return self.text

    @property
    def text(self) -> str:
        """What is shown to them now."""
        if self.shown is None:
            return ""
        framed = "".join(one["description"] for one in self.shown.get("embeds") or [])
        return str(self.shown["content"]) or framed

    @property
    def thinking(self) -> bool:
        """Whether they see only that an answer is on its way."""
        return self.shown is not None and bool(self.shown.get("loading"))

    @property
    def private(self) -> bool:
        """Whether they alone see it."""
        return self.shown is not None and bool(self.shown.get("flags", 0) & EPHEMERAL)


class Interactions:
    """Routes about interactions and commands."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.by_token: dict[str, Interaction] = {}

    def serve(self, server: Server) -> None:
        """Add the routes."""
        server.add("POST", "/interactions/{interaction_id}/{token}/callback", self.callback)
        talk = "/webhooks/{application_id}/{token}"
        server.add("POST", talk, self.follow_up)
        server.add("GET", talk + "/messages/@original", self.original)
        server.add("PATCH", talk + "/messages/@original", self.edit)
        server.add("DELETE", talk + "/messages/@original", self.delete)
        commands = "/applications/{application_id}/guilds/{guild_id}/commands"
        server.add("GET", commands, self.commands)
        server.add("POST", commands, self.put_command)
        server.add("PUT", commands, self.put_all)
        server.add("PATCH", commands + "/{command_id}", self.put_command)
        server.add("DELETE", commands + "/{command_id}", self.delete_command)

    def _known(self, asked: Asked) -> Interaction:
        found = self.by_token.get(asked["token"])
        if found is None:
            raise unknown("Webhook", 10015)
        return found

    async def callback(self, asked: Asked) -> None:
        found = self._known(asked)
        if found.id != asked["interaction_id"] or self._world.now() - found.at > FIRST_ANSWER:
            raise unknown("interaction", 10062)
        if found.callback is not None:
            raise Problem(400, 40060, "Interaction has already been acknowledged.")
        data = asked.body.get("data") or {}
        match asked.body["type"]:
            case 4:
                check_content(data)
                found.shown = _shown(data)
            case 5:
                found.shown = {"content": "", "flags": data.get("flags", 0), "loading": True}
            case 6 | 7 if found.kind == 3:
                found.shown = None
            case 8 if found.kind == 4:
                _check_choices(data["choices"])
            case 9 if found.kind in (2, 3):
                _check_modal(data)
            case _:
                raise bad_form("type")
        found.callback = asked.body
        await found.changed()

    def _open(self, asked: Asked) -> Interaction:
        found = self._known(asked)
        if self._world.now() - found.at > TALK:
            raise Problem(401, 50027, "Invalid Webhook Token")
        if found.callback is None:
            raise unknown("Webhook", 10015)
        return found

    async def follow_up(self, asked: Asked) -> Json:
        found = self._open(asked)
        check_content(asked.body)
        found.followups.append(_shown(asked.body))
        await found.changed()
        return {"id": self._world.ids.new(), "channel_id": found.channel, **found.followups[-1]}

    async def original(self, asked: Asked) -> Json:
        found = self._open(asked)
        if found.shown is None:
            raise unknown("Message", 10008)
        return {"id": found.id, "channel_id": found.channel, **found.shown}

    async def edit(self, asked: Asked) -> Json:
        found = self._open(asked)
        if found.shown is None:
            raise unknown("Message", 10008)
        check_content(asked.body)
        found.shown = _shown({**asked.body, "flags": found.shown.get("flags", 0)})
        await found.changed()
        return {"id": found.id, "channel_id": found.channel, **found.shown}

    async def delete(self, asked: Asked) -> None:
        found = self._open(asked)
        if found.shown is None:
            raise unknown("Message", 10008)
        found.shown = None
        await found.changed()

    def _of(self, asked: Asked) -> dict[str, Json]:
        guild = self._world.guild_of(asked["guild_id"])
        return self._world.commands.setdefault(guild["id"], {})

    async def commands(self, asked: Asked) -> list[Json]:
        with_words = asked.query.get("with_localizations") == "true"
        return [one if with_words else _without_words(one) for one in self._of(asked).values()]

    async def put_all(self, asked: Asked) -> list[Json]:
        self._of(asked).clear()
        return [await self.put_command(replace(asked, body=body)) for body in asked.body["list"]]

    async def put_command(self, asked: Asked) -> Json:
        known = self._of(asked)
        check_command(asked.body)
        same = [
            one["id"]
            for one in known.values()
            if (one["name"], one["type"]) == (asked.body["name"], asked.body.get("type", 1))
        ]
        kind = asked.body.get("type", 1)
        if not same and sum(one["type"] == kind for one in known.values()) >= MOST_COMMANDS[kind]:
            raise Problem(400, 30032, "Maximum number of application commands reached")
        id = same[0] if same else self._world.ids.new()
        command = {
            "description": "",
            "default_member_permissions": None,
            "nsfw": False,
            "contexts": None,
            "integration_types": [0],
            **asked.body,
            "options": [_as_told(option) for option in asked.body.get("options", [])],
            "id": id,
            "type": kind,
            "application_id": asked["application_id"],
            "guild_id": asked["guild_id"],
            "version": self._world.ids.new(),
        }
        known[id] = command
        return command

    async def delete_command(self, asked: Asked) -> None:
        if self._of(asked).pop(asked["command_id"], None) is None:
            raise unknown("application command", 10063)


def _as_told(option: Json) -> Json:
    """Return an option with what Discord fills in when it tells of it."""
    told = {"name_localizations": None, "description_localizations": None, **option}
    if "choices" in option:
        told["choices"] = [{"name_localizations": None, **one} for one in option["choices"]]
    return {key: value for key, value in told.items() if (key, value) != ("required", False)}


def _shown(data: Json) -> Json:
    return {
        "content": data.get("content", ""),
        "embeds": data.get("embeds", []),
        "components": data.get("components", []),
        "flags": data.get("flags", 0),
        "allowed_mentions": data.get("allowed_mentions"),
    }


def _check_choices(choices: list[Json]) -> None:
    if len(choices) > 25 or any(not 1 <= len(str(one["name"])) <= 100 for one in choices):
        raise bad_form("choices")


def _check_modal(data: Json) -> None:
    fits = 1 <= len(data["title"]) <= 45 and 1 <= len(data["custom_id"]) <= 100
    if not fits or not 1 <= len(data["components"]) <= 5:
        raise bad_form("modal")


def check_command(body: Json) -> None:
    """Refuse a command that Discord would not take."""
    name, kind = body.get("name", ""), body.get("type", 1)
    if not 1 <= len(name) <= 32:
        raise bad_form("name: length")
    if kind != 1:
        if body.get("description") or body.get("options"):
            raise bad_form("a context menu has no description")
        return
    _check_names(body)
    _check_described(body)
    options = body.get("options", [])
    if len(options) > 25:
        raise bad_form("options: too many")
    required = [one.get("required", False) for one in options]
    if required != sorted(required, reverse=True):
        raise bad_form("options: Required options must be placed before non-required options")
    for option in options:
        _check_described(option)
        if option.get("choices") and option.get("autocomplete"):
            raise bad_form("options: choices and autocomplete")
        if len(option.get("choices", [])) > 25:
            raise bad_form("choices: too many")


def _check_names(thing: Json) -> None:
    """Refuse names of commands and options, in any language, that Discord would not show."""
    for name in (thing["name"], *(thing.get("name_localizations") or {}).values()):
        if not _NAME.fullmatch(name) or name != name.lower():
            raise bad_form("name: APPLICATION_COMMAND_INVALID_NAME")


def _check_described(thing: Json) -> None:
    words = [thing.get("description", ""), *(thing.get("description_localizations") or {}).values()]
    if any(not 1 <= len(text) <= 100 for text in words):
        raise bad_form("description: Must be between 1 and 100 in length.")


def _without_words(command: Json) -> Json:
    hidden = ("name_localizations", "description_localizations")
    options = [
        {key: value for key, value in option.items() if key not in hidden}
        for option in command["options"]
    ]
    plain = {key: value for key, value in command.items() if key not in hidden}
    return {**plain, "options": options}
