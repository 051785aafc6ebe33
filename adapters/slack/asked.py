"""Commands and buttons: what somebody asks for, made into events and answered in time.

Slack does not bring these again. Where the house is busy it is asked a few times within the three
seconds that Slack waits, and whoever asked is told if that was not enough.
"""

import asyncio
import logging
from typing import Any

from adapters.slack.api import SlackError
from adapters.slack.ids import message_id, moment
from adapters.slack.text import named_in, plain
from adapters.slack.where import Where
from adapters.slack.workspace import Workspace
from bot.domain import ButtonPressed, CommandGiven, Member
from bot.errors import NetworkError, StoreError
from bot.ports import House

Json = dict[str, Any]
log = logging.getLogger(__name__)
#: Seconds within which the house must have something that Slack does not bring again.
IN_TIME = 2.5
_AGAIN = 0.25
UMBRELLA = "evenhand"
_BUSY = {
    "en": "I can't take this in just now. Nothing was changed; please try again in a moment.",
    "de": "Das kann ich gerade nicht aufnehmen. Geändert wurde nichts; versuch es gleich noch mal.",
}


class Asking:
    """Passes commands and buttons on to a house."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def take(self, where: Where, body: Json) -> Json | None:
        """Take a command or a button in; returns words for Slack to show at once, or None."""
        event = await self._event(where, body)
        if event is None or await self._in_time(event):
            return None
        language = event.language.partition("-")[0]
        return {"response_type": "ephemeral", "text": _BUSY.get(language, _BUSY["en"])}

    async def _event(self, where: Where, body: Json) -> CommandGiven | ButtonPressed | None:
        if "command" in body:
            return await self._command(where, body)
        if body.get("type") == "block_actions":
            return await self._button(where, body)
        return None

    async def _in_time(self, event: CommandGiven | ButtonPressed) -> bool:
        try:
            async with asyncio.timeout(IN_TIME):
                while True:
                    try:
                        await self._house.receive(event)
                        return True
                    except StoreError as error:
                        log.warning("a command waits for the database: %s", error)
                        await asyncio.sleep(_AGAIN)
        except TimeoutError:
            return False

    async def _command(self, where: Where, body: Json) -> CommandGiven:
        name, raw = _named(str(body.get("command", "")), str(body.get("text") or ""))
        people = where.workspace.people
        await people.names(named_in(raw))
        said = plain(raw, people.name)
        user = str(body["user_id"])
        return CommandGiven(
            id=str(body.get("trigger_id") or ""),
            at=moment(""),
            channel=str(body["channel_id"]),
            channel_name=str(body.get("channel_name") or ""),
            member=await _asker(where.workspace, user),
            name=name,
            raw=said.text,
            mentions=said.mentions,
            interaction=str(body.get("response_url") or ""),
            language=await _language(where.workspace, user),
            **where.place,
        )

    async def _button(self, where: Where, body: Json) -> ButtonPressed | None:
        action: Json = next(iter(body.get("actions") or []), {})
        value = action.get("value")
        if action.get("type") != "button" or not value:
            return None
        container, channel = body.get("container") or {}, body.get("channel") or {}
        id = str(channel.get("id") or container.get("channel_id") or "")
        ts = container.get("message_ts")
        user = str((body.get("user") or {})["id"])
        return ButtonPressed(
            id=str(body.get("trigger_id") or f"{user}-{action.get('action_ts')}"),
            at=moment(action.get("action_ts")),
            channel=id,
            channel_name=where.workspace.rooms.name(id),
            member=await _asker(where.workspace, user),
            button=str(value),
            message=message_id(id, str(ts)) if ts else None,
            interaction=str(body.get("response_url") or ""),
            language=await _language(where.workspace, user),
            **where.place,
        )


def _named(command: str, text: str) -> tuple[str, str]:
    """Return a command's name and the rest: `/evenhand ban @x 2h` is `/ban @x 2h`."""
    name = command.lstrip("/").casefold()
    if name != UMBRELLA:
        return name, text
    first, _, rest = text.strip().partition(" ")
    return first.lstrip("/").casefold() or "help", rest.strip()


async def _asker(workspace: Workspace, user: str) -> Member:
    """Return whoever asks, with the roles on which their rights depend."""
    try:
        found = await workspace.find_member(user)
    except (SlackError, NetworkError) as error:
        raise StoreError(f"Nobody can tell who asked: {error}") from None
    return found or Member(id=user, name=user)


async def _language(workspace: Workspace, user: str) -> str:
    try:
        profile = await workspace.people.profile(user)
    except (SlackError, NetworkError):
        return ""
    return profile.locale.partition("-")[0].lower() if profile else ""
