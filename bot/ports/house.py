"""What an adapter may ask of the house."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain import Button, CommandSpec, Event, Member, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a list, with what can be done about it."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How things stand for one person, for a page of theirs alone; newest first, and bounded.

    `questions` are theirs and open, `matters` what was decided about them and their objections;
    `queue` is there for the team alone, and `more` says how many cases it leaves out.
    """

    rules: tuple[str, ...] = ()
    rules_url: str = ""
    questions: tuple[Listed, ...] = ()
    matters: tuple[Listed, ...] = ()
    queue: tuple[Listed, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """For how long nothing was heard of a network, and what was read back after it.

    `lost` says that it lasted longer than can be read back. `place` is where it was, empty for all
    places of the network.
    """

    since: datetime
    until: datetime
    read_back: int
    lost: bool = False
    place: str = ""


class House(Protocol):
    """What an adapter may ask of the core; it is handed over when listening starts."""

    @property
    def commands(self) -> Sequence[CommandSpec]:
        """The commands to offer."""
        ...

    @property
    def places(self) -> Mapping[str, str]:
        """The communities served here: the network's place id to the community's id."""
        ...

    async def receive(self, event: Event) -> bool:
        """Take an event in; returns when it is committed, False for a repeat.

        The network is acknowledged after that and never before. Raises StoreError when it was not
        taken in, StoreBusy where waiting may help: do not acknowledge, let the network deliver it
        again.
        """
        ...

    async def complete(
        self, community: str, command: str, parameter: str, typed: str
    ) -> Sequence[str]:
        """Return at most 25 suggestions for what somebody is typing as a parameter."""
        ...

    def standing(self, community: str, member: Member) -> Standing:
        """Return how far the rulebook in force trusts this member."""
        ...

    def language(self, community: str) -> str:
        """Return the language in which a community's team reads, such as en or de."""
        ...

    def rules(self, community: str) -> Sequence[str]:
        """Return the house rules as members read them, in their order."""
        ...

    def tidied(self, community: str) -> Collection[str]:
        """Return which sorts of the network's own lines are to be taken down."""
        ...

    async def overview(self, community: str, member: Member, language: str) -> Overview:
        """Return how things stand for a member, in words that they read.

        Raises StoreError where that cannot be read for now.
        """
        ...

    async def report_gap(self, gap: Gap) -> None:
        """Tell every team here, once it is over, that nothing was heard for a while.

        Raises StoreError where that cannot be written down for now.
        """
        ...

    def announce(self, line: str) -> None:
        """Say one line to whoever started Evenhand, such as the address to open."""
        ...

    def health(self) -> Mapping[str, str]:
        """Return the state of each part in words; `status` is ok or says what is wrong."""
        ...
