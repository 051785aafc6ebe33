"""Shared bans: each group goes by its own file, nothing goes further, and all can be taken back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.appointments import CASEWORK
from bot.casework import Casework
from bot.domain import AlertTeam, Ban, Decision, Member, OpenCase, SendDirect, TimePassed
from bot.rulebook.book import Rulebook
from bot.sharing import neighbours, one_sided, shared_id
from bot.taking_over import Sharing
from tests.unit.core.sharing_town import KIM, NOON, Town, banned, group, orders


def by_id(*books: Rulebook) -> dict[str, Rulebook]:
    return {book.id: book for book in books}


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
