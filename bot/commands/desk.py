"""What a command may ask of the house, and nothing that it could do there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.domain import Action, Effect, EffectClass, Member, Mode, Standing
from bot.ports import Answerer, Store
from bot.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyInForce:
    """A policy as it stands now: its mode is what the team set by command, else the file's."""

    name: str
    kind: str
    mode: Mode
    line: int = 0


class Desk(Protocol):
    """One community's desk, as the people behind the commands find it."""

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook in force."""
        ...

    @property
    def rulebooks(self) -> Mapping[str, Rulebook]:
        """The rulebooks of all communities in this process, by id."""
        ...

    @property
    def store(self) -> Store:
        """Storage, for reading; what a command changes goes into its Reaction."""
        ...

    @property
    def policies(self) -> Sequence[PolicyInForce]:
        """The policies in the order of the file."""
        ...

    @property
    def answerers(self) -> Sequence[tuple[str, Answerer]]:
        """The policies that know answers, by name, as they are in force."""
        ...

    def standing(self, member: Member) -> Standing:
        """Return how far the rulebook trusts a member at this moment."""
        ...

    def can(self, network: str) -> Mapping[type[Effect], EffectClass]:
        """Return what can be done on a network."""
        ...

    def takes_out(self, network: str) -> bool:
        """Return whether a time-out there takes people out of the channels."""
        ...

    def instead(self, network: str, action: Action, name: str, language: str) -> str:
        """Return what people can do where the network gives no way, empty where it says nothing."""
        ...

    async def find_member(self, network: str, place: str, member: str) -> Member | None:
        """Return the member as they are now, None where nobody with this id is here."""
        ...

    async def kept_about(
        self, network: str, place: str, member: str
    ) -> Mapping[str, Sequence[Any]]:
        """Return what a network's adapter itself keeps about somebody, by kind.

        Raises NetworkError where it cannot be read.
        """
        ...

    async def is_so(self, network: str, place: str, effect: Effect) -> bool | None:
        """Return whether an effect would change nothing, None where the network does not say."""
        ...

    async def reload(self) -> str:
        """Put the policy file as it is now in force and return its version.

        Raises RulebookError; what was in force before stays.
        """
        ...
