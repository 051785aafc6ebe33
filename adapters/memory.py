"""A scripted network, for tests and for trying a rulebook: nothing leaves the process.

Feed it events and it passes them to the house as a network would, again and again until they are
taken in. It keeps every order that it was given and what it did, and it can be told to misbehave.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from bot.domain import (
    Action,
    AddReaction,
    AddRole,
    ArchiveChannel,
    Ban,
    Effect,
    EffectClass,
    Event,
    Kick,
    LockChannel,
    Member,
    Order,
    Outcome,
    OutcomeState,
    PinMessage,
    RemoveReaction,
    RemoveRole,
    SlowMode,
    Timeout,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)
from bot.errors import NetworkError, StoreBusy
from bot.ports import House

#: Seconds between two tries to hand an event to a house that is busy.
_AGAIN = 0.01
_EVERYTHING: tuple[type[Effect], ...] = get_args(Effect)


_LIFTS: Mapping[type[Action], type[Effect]] = MappingProxyType(
    {
        Untimeout: Timeout,
        Unban: Ban,
        UnlockChannel: LockChannel,
        UnarchiveChannel: ArchiveChannel,
        UnpinMessage: PinMessage,
        RemoveReaction: AddReaction,
    }
)


class MemoryAdapter:
    """One network in memory.

    `members` are the people here by id; `performed` holds the orders that were carried out, each
    key once, oldest first; `tried` every call of `perform`. `can` may be given to stand for a
    network that can do less.
    """

    abilities: Mapping[type[Effect], EffectClass] = MappingProxyType(
        dict.fromkeys(_EVERYTHING, EffectClass.KEYED)
    )
    variables: Mapping[str, str] = MappingProxyType(
        {"EVENHAND_MEMORY": "on or off: a network in memory, for tests; default off"}
    )

    def __init__(
        self, *, can: Mapping[type[Effect], EffectClass] | None = None, network: str = "memory"
    ) -> None:
        self._network = network
        self._can = can if can is not None else self.abilities
        self.members: dict[str, Member] = {}
        self.performed: list[Order] = []
        self.tried: list[Order] = []
        self.listening = asyncio.Event()
        self._stands: set[tuple[type[Action], str]] = set()
        self._pace: dict[str, int] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._fed: asyncio.Queue[Event] = asyncio.Queue()
        self._trouble: deque[Outcome | BaseException | None] = deque()

    @classmethod
    def configure(cls, environ: Mapping[str, str], data: Path) -> "MemoryAdapter | None":
        """Build one where EVENHAND_MEMORY is `on`; otherwise there is none."""
        return cls() if environ.get("EVENHAND_MEMORY", "off").strip().lower() == "on" else None

    @property
    def network(self) -> str:
        """The network's name, as in policy files."""
        return self._network

    @property
    def can(self) -> Mapping[type[Effect], EffectClass]:
        """What this network can do."""
        return self._can

    def feed(self, events: Iterable[Event]) -> None:
        """Let events happen, in this order; also before anybody listens."""
        for event in events:
            self._fed.put_nowait(event)

    async def drained(self) -> None:
        """Return when everything that was fed has been taken in."""
        await self._fed.join()

    def fail(self, times: int = 1, *, retry_after: float | None = 1.0, detail: str = "") -> None:
        """Let the next orders fail, as a network does that is down; seconds in `retry_after`."""
        failed = Outcome(
            state=OutcomeState.FAILED,
            detail=detail or "The network in memory was told to fail.",
            retry_after=retry_after,
        )
        self._trouble.extend([failed] * times)

    def refuse(self, times: int = 1, *, detail: str = "The network in memory says no.") -> None:
        """Let the next orders be refused."""
        self._trouble.extend([Outcome(state=OutcomeState.REFUSED, detail=detail)] * times)

    def raise_error(self, times: int = 1, error: BaseException | None = None) -> None:
        """Let the next orders raise, which an adapter should never do."""
        broken = error or NetworkError("The network in memory broke.")
        self._trouble.extend([broken] * times)

    def hang(self, times: int = 1) -> None:
        """Let the next orders never come to an end, until they are cancelled."""
        self._trouble.extend([None] * times)

    async def listen(self, house: House) -> None:
        """Pass what is fed to the house until cancelled; what it is too busy for comes again."""
        self.listening.set()
        try:
            while True:
                event = await self._fed.get()
                await self._deliver(house, event)
                self._fed.task_done()
        finally:
            self.listening.clear()

    async def _deliver(self, house: House, event: Event) -> None:
        while True:
            try:
                await house.receive(event)
                return
            except StoreBusy:
                await asyncio.sleep(_AGAIN)

    async def perform(self, order: Order) -> Outcome:
        """Carry out one effect; a repeat of its key changes nothing."""
        self.tried.append(order)
        if order.key in self._outcomes:
            return self._outcomes[order.key]
        if self._trouble:
            return await self._misbehave(self._trouble.popleft())
        if type(order.action) not in self._can:
            return Outcome(state=OutcomeState.REFUSED, detail="This network cannot do that.")
        outcome = self._carry_out(order)
        if outcome.state is OutcomeState.DONE:
            self.performed.append(order)
            self._remember(order.action)
            self._outcomes[order.key] = outcome
        return outcome

    async def _misbehave(self, trouble: Outcome | BaseException | None) -> Outcome:
        if trouble is None:
            await asyncio.Event().wait()
        if isinstance(trouble, BaseException):
            raise trouble
        return trouble or Outcome(state=OutcomeState.IN_DOUBT)

    def _carry_out(self, order: Order) -> Outcome:
        match order.action:
            case Timeout(member=id) | Untimeout(member=id) | Kick(member=id) | Ban(member=id):
                return self._to_member(order, id)
            case AddRole(member=id) | RemoveRole(member=id):
                return self._to_member(order, id)
            case Unban():
                return Outcome(state=OutcomeState.DONE)
            case _:
                made = f"memory-{len(self.performed) + 1}"
                return Outcome(state=OutcomeState.DONE, made=made)

    def _to_member(self, order: Order, id: str) -> Outcome:
        member = self.members.get(id)
        if member is None:
            return Outcome(state=OutcomeState.REFUSED, detail="Nobody with this id is here.")
        match order.action:
            case Kick() | Ban():
                del self.members[id]
            case AddRole(role=role):
                self.members[id] = _with_roles(member, {*member.roles, role})
            case RemoveRole(role=role):
                self.members[id] = _with_roles(member, {*member.roles} - {role})
        return Outcome(state=OutcomeState.DONE)

    async def find_member(self, place: str, member: str) -> Member | None:
        """Return a member as they are now, None where nobody with this id is here."""
        return self.members.get(member)

    async def is_so(self, place: str, effect: Effect) -> bool | None:
        """Return whether an effect would change nothing; a time-out lasts until it is lifted."""
        match effect:
            case SlowMode(channel=channel, seconds=seconds):
                return self._pace.get(channel, 0) == seconds
            case LockChannel() | ArchiveChannel() | PinMessage() | AddReaction():
                return (type(effect), _target(effect)) in self._stands
        lifted = _LIFTS.get(type(effect))
        return None if lifted is None else (lifted, _target(effect)) not in self._stands

    def _remember(self, action: Action) -> None:
        match action:
            case SlowMode(channel=channel, seconds=seconds):
                self._pace[channel] = seconds
            case _ if type(action) in _LIFTS:
                self._stands.discard((_LIFTS[type(action)], _target(action)))
            case _ if type(action) in _LIFTS.values():
                self._stands.add((type(action), _target(action)))

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what came of an order, None where it was not carried out."""
        return self._outcomes.get(order.key)


def _target(action: Action) -> str:
    names = ("emoji", "message", "member", "channel")
    return "|".join(str(getattr(action, name)) for name in names if getattr(action, name, ""))


def _with_roles(member: Member, roles: set[str]) -> Member:
    return replace(member, roles=tuple(sorted(roles)))
