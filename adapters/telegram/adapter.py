"""The adapter: what the house sees of Telegram; the library is loaded when it is first needed."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.telegram.abilities import CAN
from adapters.telegram.settings import Settings, read_settings
from adapters.telegram.signs import is_taken
from adapters.telegram.tidying import SORTS
from adapters.telegram.variables import VARIABLES
from bot.domain import Effect, EffectClass, Member, Order, Outcome
from bot.errors import UsageError
from bot.ports import Clock, Finding, House

if TYPE_CHECKING:
    from adapters.telegram.station import Station


class _WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class TelegramAdapter:
    """One bot in as many groups as policy files name; what must last is kept in `data`."""

    abilities = CAN
    variables = VARIABLES
    tidies = frozenset(SORTS)
    takes_sign = staticmethod(is_taken)

    def __init__(self, settings: Settings, data: Path, clock: Clock | None = None) -> None:
        self.listening = asyncio.Event()
        self._settings = settings
        self._data = data
        self._clock = clock or _WallClock()
        self._made: Station | None = None

    @classmethod
    def configure(cls, environ: Mapping[str, str], data: Path) -> "TelegramAdapter | None":
        """Build it where EVENHAND_TELEGRAM_TOKEN is set."""
        settings = read_settings(environ)
        if settings is None:
            return None
        if find_spec("telegram") is None:
            raise UsageError(
                "EVENHAND_TELEGRAM_TOKEN is set, but the library for Telegram is not installed; "
                "run: pip install 'evenhand[telegram]'"
            )
        return cls(settings, data)

    @property
    def network(self) -> str:
        """The network's name, as in policy files."""
        return "telegram"

    @property
    def can(self) -> Mapping[type[Effect], EffectClass]:
        """What can be done here."""
        return CAN

    @property
    def webhook(self) -> int | None:
        """The port on which the webhook is heard, None where none is open."""
        hook = self._made.webhook if self._made is not None else None
        return hook.port if hook is not None else None

    @property
    def _station(self) -> "Station":
        if self._made is None:
            from adapters.telegram.station import Station

            self._made = Station(self._settings, self._data, self._clock)
        return self._made

    async def listen(self, house: House) -> None:
        """Pass what happens to the house until cancelled; raises NetworkError for a bad token."""
        await self._station.listen(house, self.listening)

    async def perform(self, order: Order) -> Outcome:
        """Carry out one effect; a repeat gets the first one's outcome."""
        return await self._station.perform(order)

    async def find_member(self, place: str, member: str) -> Member | None:
        """Return somebody who is in a group, with the roles that they have now."""
        return await self._station.find_member(place, member)

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what came of an order, None where it was not done as far as can be seen."""
        return await self._station.look_up(order)

    async def is_so(self, place: str, effect: Effect) -> bool | None:
        """Return whether carrying an effect out would change nothing, None where unknown."""
        return await self._station.looking.is_so(place, effect)

    async def kept_about(self, place: str, member: str) -> Mapping[str, Sequence[Any]]:
        """Return what the notebook holds about somebody, by kind."""
        return self._station.keeping.kept_about(place, member)

    async def forget(self, place: str, member: str) -> None:
        """Forget what the notebook holds about somebody; raises NetworkError."""
        await self._station.keeping.forget(place, member)

    def trouble(self) -> str:
        """Return why Telegram is not heard at this moment, empty while it is."""
        return self._made.watch.trouble() if self._made is not None else ""

    async def examine(self) -> Sequence[Finding]:
        """Say whether the token is good, who else uses it, and which rights are missing where."""
        return await self._station.examine()

    async def close(self) -> None:
        """Let go of the connections; the next order or listening opens them again."""
        if self._made is not None:
            await self._made.close()
