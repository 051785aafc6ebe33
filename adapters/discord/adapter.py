"""The adapter: what Discord can do, built from settings, listening and acting."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapters.discord import native
from adapters.discord.acknowledged import Acknowledged
from adapters.discord.automod import AutoMod
from adapters.discord.deed import Tools
from adapters.discord.deeds_marks import takes
from adapters.discord.directory import Directory
from adapters.discord.examining import examine
from adapters.discord.inviting import invitation
from adapters.discord.keeping import Keeping
from adapters.discord.lines import Lines
from adapters.discord.locks import Locks
from adapters.discord.notebook import Notebook
from adapters.discord.outbound import CAN, IN_BULK, Performer
from adapters.discord.paces import Paces
from adapters.discord.places import Place, Role
from adapters.discord.problems import Busy, No, Refusal, Unclear, sentence
from adapters.discord.rest import Rest
from adapters.discord.settings import NETWORK, DiscordSettings, read_settings
from adapters.discord.spoken import in_language
from adapters.discord.standing import Onlooker
from adapters.discord.variables import VARIABLES
from bot.domain import Effect, EffectClass, Member, Order, Outcome
from bot.errors import NetworkError
from bot.ports import Beyond, Finding, House, Invitation, NativeRule

__all__ = ["DiscordAdapter", "DiscordSettings"]


class DiscordAdapter:
    """All servers that policy files name; `data` keeps what must outlive the process."""

    abilities = CAN
    variables: Mapping[str, str] = VARIABLES
    takes_sign = staticmethod(takes)

    def __init__(
        self,
        settings: DiscordSettings,
        data: Path,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._sleep = sleep
        self._rest = Rest(settings, sleep=sleep)
        self._notebook = Notebook(data / "discord.json")
        self._tools = Tools(
            rest=self._rest, directory=Directory(self._rest), acknowledged=Acknowledged()
        )
        self._house: House | None = None
        locks = Locks(self._notebook, self._is_staff)
        self._performer = Performer(self._tools, locks, Paces(self._notebook), _seconds)
        self._automod = AutoMod(self._tools, self._notebook, _seconds, sleep)
        self._lines = Lines(_seconds)
        self.ready = asyncio.Event()

    @classmethod
    def configure(cls, environ: Mapping[str, str], data: Path) -> "DiscordAdapter | None":
        """Build the adapter from EVENHAND_DISCORD_TOKEN; None without it."""
        settings = read_settings(environ)
        return cls(settings, data) if settings is not None else None

    @property
    def network(self) -> str:
        """The network's name, as in policy files."""
        return NETWORK

    @property
    def can(self) -> Mapping[type[Effect], EffectClass]:
        """What can be done here."""
        return CAN

    async def listen(self, house: House) -> None:
        """Connect and pass everything on until cancelled; `ready` is set once nothing is missed."""
        # Here and not above: without a token the library is never loaded.
        from adapters.discord.listening import Listening

        self._house = house
        listening = Listening(
            self._settings,
            house,
            self._tools,
            self._performer,
            self._notebook,
            self._automod,
            self._lines,
            self._sleep,
        )
        listening.ready = self.ready
        try:
            await listening.run()
        finally:
            self.ready.clear()
            self._house = None
            await self.close()

    def trouble(self) -> str:
        """Return what keeps us from hearing Discord, in a sentence; empty for nothing."""
        return self._lines.trouble()

    async def close(self) -> None:
        """Let go of the connections; the next order opens new ones."""
        await self._rest.close()

    async def perform(self, order: Order) -> Outcome:
        """Carry out one effect; a repeat changes nothing."""
        return self._spoken(order.place, await self._performer.perform(order))

    @property
    def in_bulk(self) -> Mapping[type[Effect], int]:
        """What is done at once where several wait for it, and how many at most."""
        return IN_BULK

    async def perform_in_bulk(self, orders: Sequence[Order]) -> Mapping[str, Outcome]:
        """Carry out orders of one kind in one server; those left out are to go one by one."""
        outcomes = await self._performer.perform_in_bulk(orders)
        return {key: self._spoken(orders[0].place, one) for key, one in outcomes.items()}

    async def find_member(self, place: str, member: str) -> Member | None:
        """Return a member as they are now; raises NetworkError where Discord does not say."""
        try:
            return await self._tools.directory.member(place, member)
        except No:
            return None
        except Refusal as refusal:
            raise NetworkError(sentence(refusal)) from None
        except (Busy, Unclear) as error:
            raise NetworkError(str(error)) from None

    async def kept_about(self, place: str, member: str) -> Mapping[str, Sequence[Any]]:
        """Return what the notebook holds about somebody, by kind."""
        return Keeping(self._notebook).kept_about(member)

    async def forget(self, place: str, member: str) -> None:
        """Forget what the notebook holds about somebody; raises NetworkError."""
        await Keeping(self._notebook).forget(member)

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what is known of an order; raises NetworkError where Discord does not say."""
        try:
            return await self._performer.look_up(order)
        except (Busy, No, Refusal, Unclear) as error:
            raise NetworkError(str(error)) from None

    async def examine(self) -> Sequence[Finding]:
        """Return whether Discord will let Evenhand work, and how to mend what hinders it."""
        try:
            return await examine(self._rest, self._tools.directory)
        finally:
            await self.close()

    async def invitation(
        self, effects: Collection[type[Effect]], *, prevents: bool = False
    ) -> Invitation:
        """Return the address that invites Evenhand with the least rights these effects need."""
        try:
            me = await self._tools.directory.me()
            return invitation(me, effects, prevents=prevents)
        except Refusal as refusal:
            raise NetworkError(sentence(refusal)) from None
        except (Busy, Unclear) as error:
            raise NetworkError(str(error)) from None
        finally:
            await self.close()

    async def is_so(self, place: str, effect: Effect) -> bool | None:
        """Return whether an effect would change nothing here, None where that is unknown."""
        return await Onlooker(self._rest, self._tools.directory).is_so(place, effect)

    @staticmethod
    def beyond(rules: Sequence[NativeRule]) -> Sequence[Beyond]:
        """Return what of these rules Discord's AutoMod cannot do."""
        return native.beyond(rules)

    def prevent(self, place: str, rules: Sequence[NativeRule]) -> None:
        """Let AutoMod keep these rules in a server from now on, and none else of ours."""
        self._automod.want(place, rules)

    def hindrance(self) -> str:
        """Return what keeps AutoMod from being in step, in a sentence; empty for nothing."""
        return self._automod.hindrance()

    async def examine_rules(self, place: str, rules: Sequence[NativeRule]) -> Sequence[Finding]:
        """Return how far AutoMod keeps these rules; nothing is changed by looking."""
        try:
            return await self._automod.examine(place, rules)
        finally:
            await self.close()

    def _spoken(self, place: str, outcome: Outcome) -> Outcome:
        """Return an outcome in the words of whoever reads it: the team of its community."""
        community = self._house.places.get(place) if self._house else None
        if self._house is None or community is None or not outcome.detail:
            return outcome
        language = self._house.language(community)
        return replace(outcome, detail=in_language(outcome.detail, language))

    def _is_staff(self, place: Place, role: Role) -> bool:
        community = self._house.places.get(place.id) if self._house else None
        if self._house is None or community is None:
            return False
        holder = Member(id="", name="", roles=(role.name,))
        return self._house.standing(community, holder).is_staff


def _seconds() -> float:
    return asyncio.get_running_loop().time()
