"""Passing a ban on: a preview first, then a person's word; by the team, and only one's own bans."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import Member
from bot.rulebook.book import Rulebook, SharedBans, Team
from tests.unit.commands.world import BOOK, KIM, MARA, NOON, World

HOME = replace(BOOK, places={"lobby": "home"}, shared_bans=SharedBans(groups=("Mug", "Pot", "Cup")))


def group(name: str, *others: str, at_once: bool = False, never: tuple[str, ...] = ()) -> Rulebook:
    return Rulebook(
        id=name.lower(),
        name=name,
        version="v",
        places={"lobby": f"at-{name}"},
        team=Team(moderators=("Moderator",)),
        shared_bans=SharedBans(groups=others, at_once=at_once, never=never),
    )


class Street(World):
    """A world with other groups; everybody is in all of them."""

    async def find_member(self, network: str, place: str, member: str) -> Member | None:
        if place == "at-Cup":
            return None
        return await super().find_member(network, place, member)


def street(*more: Rulebook) -> Street:
    own = (HOME, group("Mug", HOME.name, at_once=True), group("Cup", HOME.name), group("Pot"))
    return Street(rulebook=HOME, rulebooks={book.id: book for book in (*own, *more)})


async def ban(world: World, who: str = "@Kim") -> str:
    """Ban somebody and return the id of the decision."""
    await world.give(MARA, f"/ban {who} spam")
    decision = world.settled[-1].decision
    assert decision is not None
    return decision.id


async def pressed(world: World, button: str, who: Member = MARA) -> str:
    """Press a button of the house and return what its presser reads."""
    told = await world.press(who, button)
    assert told is not None
    return told


async def test_under_a_ban_stands_a_button_for_the_other_groups() -> None:
    world = street()
    id = await ban(world)
    assert [button.id for button in world.reactions[-1].buttons] == [f"undo:{id}", f"share:{id}"]
    alone = World()
    await ban(alone)
    assert len(alone.reactions[-1].buttons) == 1


async def test_the_preview_says_what_would_happen_where_and_does_nothing() -> None:
    world = street()
    id = await ban(world)
    told = await pressed(world, f"share:{id}")
    assert "Mug: they are there; banned at once" in told
    assert "Cup: they are not there; the team there decides" in told
    assert "Pot: its file does not name us" in told
    assert [button.id for button in world.reactions[-1].buttons] == [f"shareall:{id}"]
    assert world.settled[-1].timers == ()


async def test_the_word_sends_it_to_those_who_share() -> None:
    world = street()
    id = await ban(world)
    told = await pressed(world, f"shareall:{id}")
    assert "Mug, Cup" in told
    assert [timer.community for timer in world.settled[-1].timers] == ["mug", "cup"]


async def test_a_group_whose_team_they_belong_to_or_that_spares_them_is_told_apart() -> None:
    world = street(group("Jar", HOME.name, never=("u1",)))
    world.rulebook = replace(HOME, shared_bans=SharedBans(groups=("Mug", "Jar")))
    id = await ban(world)
    world.people = [replace(KIM, roles=("Moderator",)), MARA]
    told = await pressed(world, f"share:{id}")
    assert "Mug: they belong to the team there" in told
    assert "Jar: its rulebook leaves them alone" in told


async def test_taking_the_ban_back_takes_it_back_elsewhere() -> None:
    world = street()
    id = await ban(world)
    await world.press(MARA, f"undo:{id}")
    timers = world.settled[-1].timers
    assert [(timer.community, timer.payload["do"]) for timer in timers] == [
        ("mug", "lift"),
        ("cup", "lift"),
    ]


async def test_unban_lifts_it_elsewhere_too() -> None:
    world = street()
    id = await ban(world)
    await world.give(MARA, "/unban @Kim")
    timers = world.settled[-1].timers
    assert [(timer.community, timer.payload["decision"]) for timer in timers] == [
        ("mug", id),
        ("cup", id),
    ]


async def test_a_members_press_does_nothing() -> None:
    world = street()
    id = await ban(world)
    assert "team" in await pressed(world, f"shareall:{id}", KIM)
    assert world.settled[-1].timers == ()


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        # what is no ban
        ("/warn @Kim rude", "is no ban"),
        ("/timeout @Kim 1h rude", "is no ban"),
    ],
)
async def test_only_bans_are_passed_on(command: str, answer: str) -> None:
    world = street()
    await world.give(MARA, command)
    decision = world.settled[-1].decision
    assert decision is not None
    assert answer in await world.give(MARA, f"/share {decision.id}")


async def test_a_ban_that_is_over_or_taken_back_stays_here() -> None:
    world = street()
    await world.give(MARA, "/ban @Kim 1h spam")
    decision = world.settled[-1].decision
    assert decision is not None
    world.clock.set(NOON + timedelta(hours=2))
    assert "is over" in await world.give(MARA, f"/share {decision.id}")
    id = await ban(world)
    await world.press(MARA, f"undo:{id}")
    assert "taken back" in await world.give(MARA, f"/share {id}")


async def test_without_other_groups_the_file_is_named() -> None:
    world = World()
    id = await ban(world)
    assert "shared_bans" in await world.give(MARA, f"/share {id}")
