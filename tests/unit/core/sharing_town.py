"""Two groups of one town that share bans, on a network in memory."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.casework import Casework
from bot.domain import Ban, Decision, Effect, EffectClass, Member, Order, Outcome, TimePassed
from bot.errors import NetworkError
from bot.ports import Adapter, House, Settlement, Timer
from bot.rulebook.book import Rulebook, SharedBans, Team
from bot.sharing import SHARE, Passing
from bot.storage import MemoryStore
from bot.taking_over import Sharing

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


KIM = Member(id="u1", name="Kim")


def group(name: str, *others: str, place: str = "", **more: Any) -> Rulebook:
    """Return a rulebook that shares bans with these others."""
    shared = SharedBans(groups=others, **more)
    team = Team(moderators=("Moderator",), leave_alone=("Partner",), alerts_to="mods")
    return Rulebook(
        id=name.lower(),
        name=name,
        version="v",
        places={"net": place or f"-{name}"},
        team=team,
        shared_bans=shared,
    )


def banned(**more: Any) -> Decision:
    """Return Kettle's ban of Kim."""
    decision = Decision(
        id="d1",
        at=NOON,
        community="kettle",
        network="net",
        cause="c",
        actor="net:m1",
        subject=KIM,
        actions=(Ban(member="u1"),),
        facts="spam",
        case=214,
    )
    return replace(decision, **more)


class Net(Adapter):
    """A network that knows who is in a group."""

    network = "net"

    def __init__(self, *people: Member, silent: bool = False) -> None:
        self.people = people
        self.silent = silent

    @property
    def can(self) -> dict[type[Effect], EffectClass]:
        return {}

    async def listen(self, house: House) -> None:
        raise AssertionError(house)

    async def perform(self, order: Order) -> Outcome:
        raise AssertionError(order)

    async def look_up(self, order: Order) -> Outcome | None:
        raise AssertionError(order)

    async def find_member(self, place: str, member: str) -> Member | None:
        if self.silent:
            raise NetworkError("it does not say")
        return next((one for one in self.people if one.id == member), None)


class Town:
    """Kettle, where bans are decided, and Mug, to which they are passed on."""

    def __init__(self, *people: Member, then: str = "ban", **more: Any) -> None:
        self.kettle = group("Kettle", "Mug")
        self.mug = group("Mug", "Kettle", at_once=then == "ban", **more)
        self.store = MemoryStore()
        self.net = Net(*people)
        casework = Casework(self.mug, last_case=0, fence=lambda: self.fence)
        self.fence = 0
        self.sharing = Sharing(casework, self.store, {"net": self.net})
        self.now = NOON

    async def comes(self, timer: Timer) -> Settlement:
        """Let a timer come due in Mug, and write down what it comes to."""
        taken = await self.store.leases.take("mug", "test", NOON, 1e9)
        self.fence = taken or self.fence
        event = TimePassed(
            id=f"{timer.key}@{self.now}",
            at=self.now,
            network=timer.network,
            community=timer.community,
            place=timer.place,
            owner=timer.owner,
            payload=timer.payload,
        )
        do = self.sharing.take_over if timer.payload["do"] == SHARE else self.sharing.lift
        settled = await do(event, self.now)
        await self.store.ledger.settle([settled])
        return settled

    def passing(self, decision: Decision | None = None) -> Passing:
        return Passing(own=self.kettle, decision=decision or banned(), by="Mara", now=self.now)

    async def share(self, decision: Decision | None = None) -> Settlement:
        (timer,) = self.passing(decision).share([self.mug])
        return await self.comes(timer)

    async def lift(self) -> Settlement:
        (timer,) = self.passing().lift([self.mug])
        return await self.comes(timer)


def orders(settled: Settlement) -> list[str]:
    return [type(order.action).__name__ for order in settled.orders]
