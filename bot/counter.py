"""The desk of one community, as the people behind the commands find it; see bot.commands.desk."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.commands.desk import PolicyInForce
from bot.context import standing_of
from bot.domain import Action, Effect, EffectClass, Member, Standing
from bot.erasing import kept_by
from bot.ports import Adapter, Adviser, Answerer, Clock, Onlooker, Remover, Store
from bot.rulebook.book import Rulebook
from bot.workshop import Workshop


class Counter:
    """Implements Desk on what is in force at the moment of asking."""

    def __init__(
        self,
        *,
        store: Store,
        adapters: Mapping[str, Adapter],
        clock: Clock,
        shop: Callable[[], Workshop],
        reload: Callable[[], Awaitable[str]],
        rulebooks: Callable[[], Mapping[str, Rulebook]] = dict,
    ) -> None:
        self._store = store
        self._adapters = adapters
        self._clock = clock
        self._shop = shop
        self._reload = reload
        self._rulebooks = rulebooks

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook in force."""
        return self._shop().rulebook

    @property
    def rulebooks(self) -> Mapping[str, Rulebook]:
        """The rulebooks of all communities in this process, by id."""
        return self._rulebooks()

    @property
    def store(self) -> Store:
        """Storage, for reading."""
        return self._store

    @property
    def policies(self) -> Sequence[PolicyInForce]:
        """The policies in the order of the file."""
        shop = self._shop()
        return [
            PolicyInForce(
                name=entry.name, kind=entry.kind, mode=shop.engine.mode_of(entry), line=entry.line
            )
            for entry in shop.rulebook.policies
        ]

    @property
    def answerers(self) -> Sequence[tuple[str, Answerer]]:
        """The policies that know answers, by name."""
        return [
            (entry.name, entry.policy)
            for entry in self._shop().rulebook.policies
            if isinstance(entry.policy, Answerer)
        ]

    def standing(self, member: Member) -> Standing:
        """Return how far the rulebook trusts a member at this moment."""
        return standing_of(self.rulebook, member, self._clock.now())

    def can(self, network: str) -> Mapping[type[Effect], EffectClass]:
        """Return what can be done on a network; nothing on one that is not set up."""
        adapter = self._adapters.get(network)
        return adapter.can if adapter else {}

    def takes_out(self, network: str) -> bool:
        """Return whether a time-out there takes people out of the channels."""
        adapter: object = self._adapters.get(network)
        return isinstance(adapter, Remover) and adapter.takes_out

    def instead(self, network: str, action: Action, name: str, language: str) -> str:
        """Return what people can do where the network gives no way, empty where it says nothing."""
        adapter: object = self._adapters.get(network)
        if not isinstance(adapter, Adviser) or type(action) in self.can(network):
            return ""
        return adapter.instead(action, name, language) if isinstance(action, Effect) else ""

    async def find_member(self, network: str, place: str, member: str) -> Member | None:
        """Return the member as they are now, None where nobody with this id is here."""
        adapter = self._adapters.get(network)
        return await adapter.find_member(place, member) if adapter else None

    async def kept_about(
        self, network: str, place: str, member: str
    ) -> Mapping[str, Sequence[Any]]:
        """Return what a network's adapter itself keeps about somebody, by kind."""
        return await kept_by(self._adapters.get(network), place, member)

    async def is_so(self, network: str, place: str, effect: Effect) -> bool | None:
        """Return whether an effect would change nothing, None where the network does not say."""
        adapter: object = self._adapters.get(network)
        return await adapter.is_so(place, effect) if isinstance(adapter, Onlooker) else None

    async def reload(self) -> str:
        """Put the policy file as it is now in force and return its version."""
        return await self._reload()
