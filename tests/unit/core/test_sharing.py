"""Shared bans: each group goes by its own file, nothing goes further, and all can be taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.appointments import CASEWORK
from bot.casework import Casework
from bot.domain import (
    AlertTeam,
    Ban,
    CaseStatus,
    Decision,
    Effect,
    EffectClass,
    Member,
    OpenCase,
    Order,
    Outcome,
    SendDirect,
    TimePassed,
    Unban,
)
from bot.errors import NetworkError
from bot.ports import Adapter, House, Settlement, Timer
from bot.rulebook.book import Rulebook, SharedBans, Team
from bot.sharing import LIFT, SHARE, Passing, neighbours, one_sided, shared_id
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


def by_id(*books: Rulebook) -> dict[str, Rulebook]:
    return {book.id: book for book in books}


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


# --------------------------------------------------------------------------- who is asked


@pytest.mark.parametrize(
    ("ours", "theirs", "shares"),
    [
        # each names the other, capitals or not
        (("Mug",), ("KETTLE",), True),
        # only one of them does
        (("Mug",), (), False),
        ((), ("Kettle",), False),
        # a third one is no help
        (("Mug",), ("Pot",), False),
    ],
)
def test_groups_share_where_each_names_the_other(
    ours: tuple[str, ...], theirs: tuple[str, ...], *, shares: bool
) -> None:
    own, other = group("Kettle", *ours), group("Mug", *theirs)
    books = by_id(own, other)
    assert (neighbours(own, books, "net") == [other]) is shares
    assert neighbours(own, books, "elsewhere") == []


def test_a_name_that_nobody_answers_to_is_told() -> None:
    own = group("Kettle", "Mug", "Pot")
    books = by_id(own, group("Mug", "Kettle"), group("Pot"))
    assert one_sided(own, books) == ["Pot"]


def test_a_ban_travels_as_a_timer_of_the_other_community() -> None:
    (timer,) = Town().passing().share([group("Mug", "Kettle")])
    assert (timer.community, timer.place, timer.owner) == ("mug", "-Mug", CASEWORK)
    assert timer.payload["by"] == "Mara"


# -------------------------------------------------------------------------- what it comes to


async def test_a_group_that_wants_it_bans_tells_why_and_can_be_appealed_to() -> None:
    town = Town(KIM)
    settled = await town.share()
    assert orders(settled) == ["SendDirect", "Ban", "Reply"]
    told = settled.orders[0].action
    assert isinstance(told, SendDirect)
    assert "spam (banned in Kettle, #214)" in told.text
    assert any(button.id.startswith("appeal:") for button in told.buttons)
    decision = settled.decision
    assert decision is not None
    assert decision.id == shared_id("kettle", "d1")
    assert decision.details["by"] == "Mara (Kettle)"


async def test_the_same_ban_is_taken_over_once() -> None:
    town = Town(KIM)
    await town.share()
    town.now += timedelta(minutes=1)
    assert orders(await town.share()) == []


async def test_a_group_that_wants_to_be_asked_gets_a_case() -> None:
    settled = await Town(KIM, then="ask").share()
    decision = settled.decision
    assert decision is not None
    assert [type(action) for action in decision.actions] == [OpenCase, AlertTeam]
    assert [held.action for held in decision.withheld] == [
        Ban(member="u1", reason="spam (banned in Kettle, #214)")
    ]
    (alert,) = [order.action for order in settled.orders]
    labels = [button.id.partition(":")[0] for button in alert.buttons]  # type: ignore[union-attr]  # a Reply
    assert {"do", "close", "why"} <= set(labels)


async def test_who_is_not_there_is_kept_out_all_the_same() -> None:
    assert "Ban" in orders(await Town().share())


@pytest.mark.parametrize(
    "person",
    [
        # of the team there, to be left alone there, a bot
        replace(KIM, roles=("Moderator",)),
        replace(KIM, roles=("Partner",)),
        replace(KIM, bot=True),
    ],
)
async def test_nobodys_own_people_are_banned_from_elsewhere(person: Member) -> None:
    settled = await Town(person).share()
    assert orders(settled) == ["Reply"]
    assert settled.cases == ()


@pytest.mark.parametrize(
    ("settings", "decision"),
    [
        # the file says to leave this person alone
        ({"never": ("u1",)}, banned()),
        # it was over on arrival
        ({}, banned(actions=(Ban(member="u1", seconds=60, until=NOON),))),
    ],
)
async def test_what_is_not_wanted_comes_to_nothing(
    settings: dict[str, Any], decision: Decision
) -> None:
    settled = await Town(KIM, **settings).share(decision)
    assert (settled.decision, settled.orders) == (None, ())


async def test_a_group_that_has_left_meanwhile_takes_nothing_over() -> None:
    town = Town(KIM)
    (timer,) = town.passing().share([town.mug])
    town.sharing = Sharing(Casework(group("Mug"), last_case=0), town.store, {"net": town.net})
    event = TimePassed(
        id="t", at=NOON, network="net", community="mug", owner=CASEWORK, payload=timer.payload
    )
    assert (await town.sharing.take_over(event, NOON)).decision is None


async def test_a_ban_with_an_end_ends_there_as_well() -> None:
    until = NOON + timedelta(days=7)
    town = Town(KIM)
    settled = await town.share(banned(actions=(Ban(member="u1", seconds=1, until=until),)))
    assert [timer.due_at for timer in settled.timers] == [until]


async def test_a_network_that_does_not_say_is_asked_again() -> None:
    town = Town(KIM)
    town.net.silent = True
    settled = await town.share()
    (again,) = settled.timers
    assert (settled.decision, again.due_at) == (None, NOON + timedelta(minutes=1))
    town.net.silent = False
    assert "Ban" in orders(await town.comes(again))


# -------------------------------------------------------------------------------- taken back


async def test_a_ban_that_is_taken_back_is_lifted_there() -> None:
    town = Town(KIM)
    first = await town.share()
    town.now += timedelta(minutes=1)
    settled = await town.lift()
    assert orders(settled) == ["Unban", "SendDirect", "Reply"]
    assert first.decision is not None
    taken = await town.store.ledger.decision("mug", first.decision.id)
    assert taken is not None
    assert taken.undone_by == "Mara"
    assert orders(await town.lift()) == []


async def test_a_question_that_is_taken_back_is_closed() -> None:
    town = Town(KIM, then="ask")
    await town.share()
    settled = await town.lift()
    assert not any(isinstance(order.action, Unban) for order in settled.orders)
    assert [case.status for case in settled.cases] == [CaseStatus.CLOSED]


async def test_whom_a_group_let_back_in_is_not_banned_there_again_without_asking() -> None:
    town = Town(KIM)
    await town.share()
    await town.lift()
    town.now += timedelta(days=1)
    settled = await town.share(banned(id="d2"))
    assert not any(isinstance(order.action, Ban) for order in settled.orders)
    assert settled.decision is not None
    assert settled.decision.withheld


def test_what_came_from_elsewhere_is_not_lifted_elsewhere() -> None:
    town = Town()
    taken_over = banned(details={"shared_from": "Pot"})
    assert town.passing(taken_over).lift([town.mug]) == ()
    assert town.passing(banned(actions=(Unban(member="u1"),))).share([town.mug]) == ()
    assert [timer.payload["do"] for timer in town.passing().lift([town.mug])] == [LIFT]
