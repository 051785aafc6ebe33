"""Commands, buttons and forms: taken in first, then acknowledged, all within three seconds."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import discord

from adapters.discord.acknowledged import Acknowledged
from adapters.discord.inbound import Inbound
from adapters.discord.menus import ON_MESSAGE, Menu, concerning, filled_in, form, menu_named
from adapters.discord.problems import Busy, Refusal, Unclear
from adapters.discord.rendering import EPHEMERAL, words
from adapters.discord.rest import Rest
from adapters.discord.texts import text
from bot.domain import ButtonPressed, CommandGiven
from bot.errors import EvenhandError, StoreError
from bot.ports import House

log = logging.getLogger(__name__)
#: Seconds after which people see that an answer is on its way, whether it was taken in or not.
PATIENCE = 1.5
#: Seconds for which it is tried to take something in, and between two tries.
LONGEST, BETWEEN = 10.0, 0.1
_MOST_SUGGESTED, _LONGEST_SUGGESTION = 25, 100
_SAY, _LATER, _SUGGEST, _SHOW_FORM = 4, 5, 8, 9
_CHANNEL_OPTION = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Who:
    """Where an interaction happened, ready to be put into an event."""

    fields: Mapping[str, Any]
    language: str


class Interactions:
    """Passes interactions on; each has a task of its own, so that none waits for another."""

    def __init__(
        self, house: House, inbound: Inbound, rest: Rest, acknowledged: Acknowledged
    ) -> None:
        self._house = house
        self._inbound = inbound
        self._rest = rest
        self._acknowledged = acknowledged
        self._tasks: set[asyncio.Task[None]] = set()
        self._insisting: set[asyncio.Task[bool]] = set()

    def hear(self, interaction: discord.Interaction) -> None:
        """Begin to deal with one."""
        task = asyncio.create_task(self._deal_with(interaction))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Give up what is under way."""
        tasks = [*self._tasks, *self._insisting]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deal_with(self, interaction: discord.Interaction) -> None:
        try:
            await self._by_kind(interaction)
        except (Refusal, Busy, Unclear) as problem:
            log.warning("an interaction could not be answered: %s", problem)
        except Exception:
            log.exception("an interaction could not be dealt with")

    async def _by_kind(self, interaction: discord.Interaction) -> None:
        who = self._who(interaction)
        data: Mapping[str, Any] = interaction.data or {}
        if who is None:
            await self._respond(interaction, _SAY, _private(text("elsewhere", "en")))
            return
        match interaction.type:
            case discord.InteractionType.autocomplete:
                await self._suggest(interaction, data, who)
            case discord.InteractionType.component:
                await self._press(interaction, data, who)
            case discord.InteractionType.modal_submit:
                await self._submit(interaction, data, who)
            case discord.InteractionType.application_command if data["type"] == 1:
                await self._command(interaction, data, who)
            case discord.InteractionType.application_command:
                await self._menu(interaction, data, who)

    def _who(self, interaction: discord.Interaction) -> _Who | None:
        here = self._inbound.here(interaction.guild_id)
        if here is None:
            return None
        language = str(interaction.locale.value)
        channel = interaction.channel
        fields = {
            **here,
            "id": str(interaction.id),
            "at": interaction.created_at.astimezone(UTC),
            "channel": str(interaction.channel_id),
            "channel_name": getattr(channel, "name", None) or "",
            "member": self._inbound.person(interaction.user, interaction.guild_id),
            "interaction": f"{interaction.id}:{interaction.token}",
            "language": language,
        }
        return _Who(fields=fields, language=language)

    async def _command(
        self, interaction: discord.Interaction, data: Mapping[str, Any], who: _Who
    ) -> None:
        options = {
            one["name"]: f"#{one['value']}" if one["type"] == _CHANNEL_OPTION else str(one["value"])
            for one in data.get("options", ())
        }
        event = CommandGiven(name=data["name"], options=options, **who.fields)
        await self._take_in(interaction, event, who.language)

    async def _menu(
        self, interaction: discord.Interaction, data: Mapping[str, Any], who: _Who
    ) -> None:
        menu = menu_named(data["name"])
        if menu is None:
            return
        member, message, said = str(data["target_id"]), "", ""
        if data["type"] == ON_MESSAGE:
            message = member
            told = data["resolved"]["messages"][message]
            member, said = str(told["author"]["id"]), str(told.get("content") or "")
        if menu.fields:
            shown = form(menu, member, message, who.language, said)
            await self._respond(interaction, _SHOW_FORM, shown)
            return
        await self._give(interaction, menu, member, message, {}, who)

    async def _submit(
        self, interaction: discord.Interaction, data: Mapping[str, Any], who: _Who
    ) -> None:
        found = filled_in(data)
        if found is not None:
            menu, member, message, answers = found
            await self._give(interaction, menu, member, message, answers, who)

    async def _give(
        self,
        interaction: discord.Interaction,
        menu: Menu,
        member: str,
        message: str,
        answers: Mapping[str, str],
        who: _Who,
    ) -> None:
        """Give the command that a menu stands for."""
        event = CommandGiven(
            name=menu.command,
            options={**concerning(menu, member, message), **answers},
            reply_to=message or None,
            **who.fields,
        )
        await self._take_in(interaction, event, who.language)

    async def _press(
        self, interaction: discord.Interaction, data: Mapping[str, Any], who: _Who
    ) -> None:
        message = interaction.message
        event = ButtonPressed(
            button=str(data["custom_id"]),
            message=str(message.id) if message is not None else None,
            **who.fields,
        )
        await self._take_in(interaction, event, who.language)

    async def _suggest(
        self, interaction: discord.Interaction, data: Mapping[str, Any], who: _Who
    ) -> None:
        focused = next((one for one in data.get("options", ()) if one.get("focused")), None)
        found: list[str] = []
        if focused is not None:
            typed = str(focused["value"])[:_LONGEST_SUGGESTION]
            community = who.fields["community"]
            with suppress(EvenhandError):  # what cannot be suggested now can still be typed
                found += await self._house.complete(community, data["name"], focused["name"], typed)
        choices = [
            {"name": one[:_LONGEST_SUGGESTION], "value": one[:_LONGEST_SUGGESTION]}
            for one in found[:_MOST_SUGGESTED]
            if one
        ]
        await self._respond(interaction, _SUGGEST, {"choices": choices})

    async def _take_in(
        self, interaction: discord.Interaction, event: CommandGiven | ButtonPressed, language: str
    ) -> None:
        """Hand an event over and acknowledge it, or say in time that it was not taken in."""
        with self._acknowledged.pending(interaction.token):
            task = asyncio.create_task(self._insist(event))
            self._insisting.add(task)
            task.add_done_callback(self._insisting.discard)
            await asyncio.wait({task}, timeout=PATIENCE)
            if task.done() and not task.result():
                await self._respond(interaction, _SAY, _private(text("busy", language)))
                return
            await self._respond(interaction, _LATER, {"flags": EPHEMERAL})
        if not await task:
            application = interaction.application_id
            path = f"/webhooks/{application}/{interaction.token}/messages/@original"
            await self._rest.request(
                "PATCH", path, body=words(text("busy", language)), open_to_all=True
            )

    async def _insist(self, event: CommandGiven | ButtonPressed) -> bool:
        """Return whether the house took an event in, trying for a few seconds."""
        loop = asyncio.get_running_loop()
        until = loop.time() + LONGEST
        while True:
            try:
                await self._house.receive(event)
            except StoreError:
                if loop.time() > until:
                    return False
                await asyncio.sleep(BETWEEN)
            else:
                return True

    async def _respond(
        self, interaction: discord.Interaction, kind: int, data: Mapping[str, Any]
    ) -> None:
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        body = {"type": kind, "data": data}
        await self._rest.request("POST", path, body=body, urgent=True, open_to_all=True)


def _private(said: str) -> dict[str, Any]:
    body = words(said)
    return {**body, "flags": body["flags"] | EPHEMERAL}
