"""The adapter for Slack as the house knows adapters."""

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.slack.advice import instead
from adapters.slack.effects import ABILITIES
from adapters.slack.emoji import is_known
from adapters.slack.manifest import manifest
from adapters.slack.scopes import HEARS
from adapters.slack.settings import SlackSettings
from adapters.slack.slack import Slack
from adapters.slack.variables import VARIABLES
from bot.domain import CommandSpec, Effect, EffectClass, Event, Member, Order, Outcome
from bot.ports import Clock, Finding, House, Safe


class _WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SlackAdapter:
    """One Slack app and the workspaces that it is installed in; keeps its things in `data`."""

    abilities = ABILITIES
    takes_out = True
    variables: Mapping[str, str] = VARIABLES
    takes_sign = staticmethod(is_known)

    def __init__(self, settings: SlackSettings, data: Path, clock: Clock | None = None) -> None:
        self._slack = Slack(settings, data, clock or _WallClock(), time.monotonic)

    @classmethod
    def configure(cls, environ: Mapping[str, str], data: Path) -> "SlackAdapter | None":
        """Build the adapter where EVENHAND_SLACK_BOT_TOKEN is set; raises UsageError."""
        settings = SlackSettings.from_environ(environ)
        return cls(settings, data) if settings is not None else None

    @staticmethod
    def manifest(
        commands: Sequence[CommandSpec],
        needed: Collection[type[Effect]],
        *,
        url: str = "",
        without: Collection[str] = (),
        language: str = "en",
        hears: Collection[type[Event]] = HEARS,
    ) -> str:
        """Return the app's manifest as JSON, with no more rights than are needed."""
        return manifest(commands, needed, url=url, without=without, language=language, hears=hears)

    @property
    def network(self) -> str:
        """The network's name, as in policy files."""
        return "slack"

    @property
    def can(self) -> Mapping[type[Effect], EffectClass]:
        """What can be done with the tokens at hand."""
        return self._slack.can

    @property
    def opened(self) -> asyncio.Event:
        """Set while Slack is listened to."""
        return self._slack.opened

    @property
    def port(self) -> int:
        """Where Slack's requests are heard; known once opened."""
        return self._slack.port

    def entrust(self, safe: Safe) -> None:
        """Take the safe in which the tokens of many workspaces are kept."""
        self._slack.entrust(safe)

    async def examine(self) -> Sequence[Finding]:
        """Say whether tokens, rights and channels are as they must be; nothing is changed."""
        return await self._slack.examine()

    async def listen(self, house: House) -> None:
        """Connect and pass events to the house until cancelled; raises NetworkError."""
        await self._slack.listen(house)

    def trouble(self) -> str:
        """Return what stands in the way of hearing Slack, empty for nothing."""
        return self._slack.trouble()

    async def perform(self, order: Order) -> Outcome:
        """Carry out one effect; a repeat of its key changes nothing."""
        return await self._slack.perform(order)

    async def find_member(self, place: str, member: str) -> Member | None:
        """Return somebody of the workspace with the roles of now, None where nobody is."""
        return await self._slack.knowing.find_member(place, member)

    async def kept_about(self, place: str, member: str) -> Mapping[str, Sequence[Any]]:
        """Return what is kept about somebody, by kind; raises NetworkError."""
        return await self._slack.knowing.kept_about(place, member)

    async def forget(self, place: str, member: str) -> None:
        """Forget what is remembered of somebody."""
        await self._slack.forget(place, member)

    async def is_so(self, place: str, effect: Effect) -> bool | None:
        """Return whether carrying an effect out would change nothing, None where unknown."""
        return await self._slack.knowing.is_so(place, effect)

    def instead(self, effect: Effect, name: str, language: str) -> str:
        """Return what people can do where Slack gives an app no way."""
        return instead(effect, name, language, self._slack.knowing.owners())

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what came of an order, None where it was not carried out."""
        return await self._slack.look_up(order)

    async def close(self) -> None:
        """Let go of the links to Slack; the next order opens them again."""
        await self._slack.close()
