"""Commands, buttons, forms and shortcuts: what somebody asks for, taken in and answered in time.

Slack does not bring these again. Where the house is busy it is asked a few times within the three
seconds that Slack waits, and whoever asked is told if that was not enough.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from adapters.slack import reading
from adapters.slack.api import SlackError
from adapters.slack.forms import FORM, Origin, choices, form, origin_in
from adapters.slack.home import FORMS, HOME, asked_by
from adapters.slack.shortcuts import EVERYWHERE, FAQ, SHORTCUTS, WHY
from adapters.slack.where import Where
from bot.domain import ButtonPressed, CommandGiven, CommandSpec
from bot.errors import NetworkError, StoreError
from bot.ports import House

Json = dict[str, Any]
Event = CommandGiven | ButtonPressed
Tell = Callable[[str, str], Awaitable[None]]
log = logging.getLogger(__name__)
#: Seconds within which the house must have something that Slack does not bring again.
IN_TIME = 2.5
_AGAIN = 0.25
_BUSY = {
    "en": "I can't take this in just now. Nothing was changed; please try again in a moment.",
    "de": "Das kann ich gerade nicht aufnehmen. Geändert wurde nichts; versuch es gleich noch mal.",
}


class Asking:
    """Passes what people ask for on to a house; `tell` says words at an address of Slack's."""

    def __init__(self, house: House, tell: Tell) -> None:
        self._house = house
        self._tell = tell

    async def take(self, where: Where, body: Json) -> Json | None:
        """Take something in; returns what Slack shows at once, None for a mere acknowledgement."""
        try:
            return await self._taken(where, body)
        except StoreError as error:
            log.warning("something asked for was not taken in: %s", error)
        if "command" in body:
            return {"response_type": "ephemeral", "text": _busy("")}
        await self._tell(str(body.get("response_url") or ""), _busy(""))
        return None

    async def _taken(self, where: Where, body: Json) -> Json | None:
        if "command" in body:
            return await self._command(where, body)
        match body.get("type"):
            case "block_actions":
                return await self._button(where, body)
            case "message_action":
                return await self._shortcut(where, body)
            case "shortcut":
                return await self._anywhere(where, body)
            case "view_submission":
                return await self._submitted(where, body)
            case "block_suggestion":
                return await self._suggest(where, body)
        return None

    async def _command(self, where: Where, body: Json) -> Json | None:
        event = await reading.command(where, body)
        spec = self._spec(event.name)
        if spec is not None and not event.raw and self._wants_form(where, event, spec):
            origin = Origin(
                command=spec.name,
                channel=event.channel,
                channel_name=event.channel_name,
                answer_at=event.interaction,
            )
            rules = self._house.rules(where.community)
            if await _open(where, body, form(spec, origin, event.language, rules=rules)):
                return None
        if await self._in_time(event):
            return None
        return {"response_type": "ephemeral", "text": _busy(event.language)}

    def _wants_form(self, where: Where, event: CommandGiven, spec: CommandSpec) -> bool:
        """Return whether somebody who typed nothing more must fill something in, and may."""
        needed = any(parameter.required for parameter in spec.parameters)
        return needed and self._house.standing(where.community, event.member) >= spec.right

    async def _button(self, where: Where, body: Json) -> Json | None:
        action: Json = next(iter(body.get("actions") or []), {})
        if action.get("type") != "button" or not action.get("value"):
            return None
        if str(action.get("action_id", "")).startswith(HOME):
            return await self._from_home(where, body, action)
        pressed = await reading.button(where, body, action)
        if not pressed.channel:
            # On the home tab: what comes of it is told where the app talks with that person alone.
            direct = await reading.direct_channel(where, pressed.member.id)
            pressed = replace(pressed, channel=direct)
        await self._or_tell(pressed)
        return None

    async def _from_home(self, where: Where, body: Json, action: Json) -> Json | None:
        name, raw = asked_by(str(action["value"]))
        asker = await reading.asker(where, reading.user_in(body))
        channel = await reading.direct_channel(where, asker.member.id)
        if name in FORMS and await self._open_private(where, body, name, asker, channel):
            return None
        await self._or_tell(reading.from_home(where, body, asker, (name, raw), channel))
        return None

    async def _open_private(
        self, where: Where, body: Json, name: str, asker: reading.Asker, channel: str
    ) -> bool:
        """Open a command's form that is answered in private; False where that cannot be."""
        spec = self._spec(name)
        if spec is None:
            return False
        fixed = {"do": "ask", "answer": ""} if name == FAQ.command else {}
        origin = Origin(command=name, channel=channel, fixed=fixed)
        return await _open(where, body, form(spec, origin, asker.language))

    async def _anywhere(self, where: Where, body: Json) -> Json | None:
        """Open the form of a shortcut that belongs to no message."""
        known = {one.id: one.command for one in EVERYWHERE}
        name = known.get(str(body.get("callback_id", "")), "")
        if self._spec(name) is not None:
            asker = await reading.asker(where, reading.user_in(body))
            channel = await reading.direct_channel(where, asker.member.id)
            await self._open_private(where, body, name, asker, channel)
        return None

    async def _shortcut(self, where: Where, body: Json) -> Json | None:
        known = {one.id: one for one in SHORTCUTS}
        shortcut = known.get(str(body.get("callback_id", "")))
        spec = self._spec(shortcut.command) if shortcut else None
        if shortcut is None or spec is None:
            return None
        asker = await reading.asker(where, reading.user_in(body))
        if shortcut is WHY:
            await self._or_tell(reading.why(where, body, asker))
            return None
        fixed, begun = reading.about_message(shortcut, body)
        origin = reading.origin_at(where, body, spec.name, fixed)
        await _open(where, body, form(spec, origin, asker.language, begun))
        return None

    async def _submitted(self, where: Where, body: Json) -> Json | None:
        view = body.get("view") or {}
        if view.get("callback_id") != FORM:
            return None
        origin = origin_in(str(view.get("private_metadata", "")))
        spec = self._spec(origin.command)
        if spec is None:
            return None
        asker = await reading.asker(where, reading.user_in(body))
        if await self._in_time(reading.submitted(where, view, spec, origin, asker)):
            return None
        first = next(iter(view["state"]["values"]), "")
        return {"response_action": "errors", "errors": {first: _busy(asker.language)}}

    async def _suggest(self, where: Where, body: Json) -> Json:
        origin = origin_in(str((body.get("view") or {}).get("private_metadata", "")))
        found = await self._house.complete(
            where.community,
            origin.command,
            str(body.get("block_id", "")),
            str(body.get("value") or ""),
        )
        return {"options": choices(found)}

    async def direct(self, where: Where, message: Json) -> None:
        """Take a private message to the app in as a command; raises StoreError."""
        names = {spec.name for spec in self._house.commands}
        event = await reading.direct(where, message, names)
        if event is not None:
            await self._house.receive(event)

    def _spec(self, name: str) -> CommandSpec | None:
        return next((spec for spec in self._house.commands if spec.name == name), None)

    async def _or_tell(self, event: Event) -> None:
        if not await self._in_time(event):
            await self._tell(event.interaction, _busy(event.language))

    async def _in_time(self, event: Event) -> bool:
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


def _busy(language: str) -> str:
    return _BUSY.get(language, _BUSY["en"])


async def _open(where: Where, body: Json, view: Json) -> bool:
    """Open a window for whoever asked; False where that is too late or not allowed."""
    try:
        trigger = str(body.get("trigger_id", ""))
        await where.workspace.api.call("views.open", trigger_id=trigger, view=view)
    except (SlackError, NetworkError) as error:
        log.warning("a form could not be opened: %s", error)
        return False
    return True
