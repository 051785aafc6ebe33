"""A house for adapters under test: it keeps what it is given and can be told to be busy."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from bot.domain import (
    CommandSpec,
    Effect,
    Event,
    Member,
    Order,
    Parameter,
    ParameterType,
    Standing,
    event_key,
)
from bot.errors import StoreBusy, StoreError
from bot.ports import Gap, Overview

E = TypeVar("E", bound=Event)

COMMANDS = (
    CommandSpec(name="rules", help={"en": "Read the rules", "de": "Lies die Regeln"}),
    CommandSpec(
        name="warn",
        help={"en": "Warn a member", "de": "Verwarne jemanden"},
        parameters=(
            Parameter(
                name="member",
                type=ParameterType.MEMBER,
                help={"en": "Whom to warn", "de": "Wen du verwarnst"},
            ),
            Parameter(
                name="reason",
                type=ParameterType.TEXT,
                help={"en": "What they are told", "de": "Was sie erfahren"},
            ),
        ),
        right=Standing.MODERATOR,
    ),
    CommandSpec(
        name="policy",
        help={"en": "Set a policy", "de": "Stell eine Regel um"},
        parameters=(
            Parameter(
                name="action",
                type=ParameterType.CHOICE,
                help={"en": "What to do", "de": "Was geschehen soll"},
                choices=("list", "pause", "observe"),
            ),
            Parameter(
                name="policy",
                type=ParameterType.POLICY,
                help={"en": "Which one", "de": "Welche"},
                required=False,
            ),
        ),
        right=Standing.MODERATOR,
    ),
)


class FakeHouse:
    """Implements the House port; `then` is called with each new event after it was kept."""

    def __init__(self, places: Mapping[str, str] | None = None) -> None:
        self.places: Mapping[str, str] = places or {"lobby": "kettle-co"}
        self.commands: Sequence[CommandSpec] = COMMANDS
        self.received: list[Event] = []
        self.announced: list[str] = []
        self.gaps: list[Gap] = []
        self._announced = asyncio.Event()
        self.busy = 0
        self.broken: StoreError | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.knocked = asyncio.Event()
        self.then: Callable[[Event], Awaitable[None]] | None = None
        self.house_rules: tuple[str, ...] = ()
        self.languages: dict[str, str] = {}
        self.tidy: dict[str, Sequence[str]] = {}
        self.overviews: dict[str, Overview] = {}
        self.state: dict[str, str] = {"status": "ok"}
        self._keys: set[str] = set()
        self._arrived = asyncio.Condition()

    async def receive(self, event: Event) -> bool:
        """Keep an event once, once `gate` is open.

        Raises StoreBusy as often as `busy` says, and what is `broken`.
        """
        if not self.gate.is_set():
            self.knocked.set()
        await self.gate.wait()
        if self.broken is not None:
            raise self.broken
        if self.busy > 0:
            self.busy -= 1
            raise StoreBusy
        if event_key(event) in self._keys:
            return False
        self._keys.add(event_key(event))
        self.received.append(event)
        async with self._arrived:
            self._arrived.notify_all()
        if self.then is not None:
            await self.then(event)
        return True

    async def until(self, kind: type[E]) -> E:
        """Return the newest event of this kind, waiting for the first."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: bool(self.of(kind)))
        return self.of(kind)[-1]

    async def until_id(self, id: str) -> Event:
        """Return the first event with this id, waiting for it."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: any(one.id == id for one in self.received))
        return next(one for one in self.received if one.id == id)

    def of(self, kind: type[E]) -> list[E]:
        """Return events of one kind, oldest first."""
        return [event for event in self.received if isinstance(event, kind)]

    async def complete(
        self, community: str, command: str, parameter: str, typed: str
    ) -> Sequence[str]:
        """Suggest two policies."""
        known = ("Keep insults out", "Stop floods")
        return [name for name in known if name.lower().startswith(typed.lower())]

    def standing(self, community: str, member: Member) -> Standing:
        """Trust whoever has the moderator's role."""
        return Standing.MODERATOR if "Moderator" in member.roles else Standing.REGULAR

    def language(self, community: str) -> str:
        """Say what a test wants said."""
        return self.languages.get(community, "en")

    def rules(self, community: str) -> Sequence[str]:
        """Say what a test wants said."""
        return self.house_rules

    def tidied(self, community: str) -> Sequence[str]:
        """Say what a test wants said."""
        return self.tidy.get(community, ())

    async def overview(self, community: str, member: Member, language: str) -> Overview:
        """Say what a test wants said."""
        if self.broken is not None:
            raise self.broken
        return self.overviews.get(member.id, Overview())

    async def report_gap(self, gap: Gap) -> None:
        """Keep the gap."""
        if self.broken is not None:
            raise self.broken
        self.gaps.append(gap)

    def announce(self, line: str) -> None:
        """Keep the line."""
        self.announced.append(line)
        self._announced.set()

    async def until_announced(self) -> str:
        """Return the newest line that was announced, waiting for the first."""
        await self._announced.wait()
        return self.announced[-1]

    def health(self) -> Mapping[str, str]:
        """Say what a test wants said."""
        return self.state


def order(action: Effect, key: str = "d1:0", actor: str = "Keep insults out") -> Order:
    """Return an order to the lobby."""
    return Order(
        key=key,
        community="kettle-co",
        network="lobby",
        place="lobby",
        action=action,
        actor=actor,
        decision="d1",
        at=datetime.now(UTC),
    )
