"""The house as an adapter sees it: where events go in, and what may be asked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress

from bot.commands import COMMANDS
from bot.context import standing_of
from bot.domain import CommandSpec, Event, Member, Standing
from bot.errors import LeaseLost, UsageError
from bot.inbox import Inbox
from bot.ports import Clock, Gap, Overview
from bot.runtime import Runtime


class Doorway:
    """The House port of one adapter."""

    def __init__(
        self,
        *,
        network: str,
        places: Mapping[str, str],
        runtimes: Mapping[str, Runtime],
        inbox: Inbox,
        clock: Clock,
        announce: Callable[[str], None],
        health: Callable[[], Mapping[str, str]],
    ) -> None:
        self._network = network
        self._places = places
        self._runtimes = runtimes
        self._inbox = inbox
        self._clock = clock
        self._announce = announce
        self._health = health

    @property
    def commands(self) -> Sequence[CommandSpec]:
        """The commands to offer."""
        return COMMANDS

    @property
    def places(self) -> Mapping[str, str]:
        """The network's place id to the community's id."""
        return self._places

    async def receive(self, event: Event) -> bool:
        """Take an event in; returns when it is committed, False for a repeat."""
        await self._runtime(event.community).room()
        return await self._inbox.receive(event)

    async def complete(
        self, community: str, command: str, parameter: str, typed: str
    ) -> Sequence[str]:
        """Return at most 25 suggestions for what somebody is typing as a parameter."""
        return await self._runtime(community).complete(command, parameter, typed)

    def standing(self, community: str, member: Member) -> Standing:
        """Return how far the rulebook in force trusts this member."""
        return standing_of(self._runtime(community).rulebook, member, self._clock.now())

    def language(self, community: str) -> str:
        """Return the language in which a community's team reads, such as en or de."""
        return self._runtime(community).rulebook.language

    def rules(self, community: str) -> Sequence[str]:
        """Return the house rules as members read them, in their order."""
        return self._runtime(community).rulebook.rules

    def tidied(self, community: str) -> Collection[str]:
        """Return which sorts of the network's own lines are to be taken down."""
        return self._runtime(community).rulebook.tidy

    async def overview(self, community: str, member: Member, language: str) -> Overview:
        """Return how things stand for a member, in words that they read."""
        return await self._runtime(community).overview(self._network, member, language)

    async def report_gap(self, gap: Gap) -> None:
        """Tell every team concerned, once it is over, that nothing was heard for a while."""
        concerned = [c for place, c in self._places.items() if gap.place in ("", place)]
        for community in dict.fromkeys(concerned):
            # Whoever holds the lease now hears its network by itself.
            with suppress(LeaseLost):
                await self._runtime(community).report_gap(self._network, gap)

    def announce(self, line: str) -> None:
        """Say one line to whoever started Evenhand."""
        self._announce(line)

    def health(self) -> Mapping[str, str]:
        """Return the state of each part in words."""
        return self._health()

    def _runtime(self, community: str) -> Runtime:
        found = self._runtimes.get(community)
        if found is None:
            raise UsageError(f"no rulebook is in force for the community {community!r}")
        return found
