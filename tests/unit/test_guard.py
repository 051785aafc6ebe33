"""The gate at the outbox: who somebody is, is looked up when it is done, not when it was asked."""

from dataclasses import dataclass, field, replace

import pytest

from bot.clock import HandClock
from bot.domain import (
    Ban,
    Effect,
    EffectClass,
    Kick,
    Member,
    Order,
    Outcome,
    Reply,
    Timeout,
    Unban,
    Untimeout,
)
from bot.guard import Guard
from bot.ports import Adapter, House
from tests.support.policies import Scripted, entry
from tests.unit.commands.world import ADA, ALL_EFFECTS, BOOK, HAL, KIM, MARA, NOON, PAL, TOM


@dataclass
class Network:
    """Knows the people who are there now, and nothing else."""

    people: tuple[Member, ...] = ()
    network: str = "lobby"
    can: dict[type[Effect], EffectClass] = field(default_factory=lambda: dict(ALL_EFFECTS))

    async def listen(self, house: House) -> None:
        raise NotImplementedError

    async def perform(self, order: Order) -> Outcome:
        raise NotImplementedError

    async def look_up(self, order: Order) -> Outcome | None:
        raise NotImplementedError

    async def find_member(self, place: str, member: str) -> Member | None:
        return next((one for one in self.people if one.id == member), None)


_BOOK = replace(BOOK, policies=(entry(Scripted("rule:insults")),))


def _order(action: Effect, actor: str) -> Order:
    return Order(
        key="k",
        community="kettle",
        network="lobby",
        place="",
        action=action,
        actor=actor,
        decision="d",
        at=NOON,
    )


async def _refusal(action: Effect, actor: str, *people: Member) -> str | None:
    adapter: Adapter = Network(people)
    return await Guard(lambda: _BOOK, HandClock(NOON)).check(_order(action, actor), adapter)


@pytest.mark.parametrize(
    ("action", "actor", "people", "because"),
    [
        # all is well
        (Kick(member="u1"), "lobby:m1", (MARA, KIM), None),
        (Timeout(member="u1", seconds=60), "Keep insults out", (KIM,), None),
        # the role was lost, or the person left, since the command was given
        (Kick(member="u1"), "lobby:m1", (Member(id="m1", name="Mara"), KIM), "moderator's rights"),
        (Kick(member="u1"), "lobby:m1", (KIM,), "moderator's rights"),
        # the target has become one of the team
        (Kick(member="m2"), "lobby:m1", (MARA, TOM), "at your height or above"),
        (Kick(member="m2"), "Keep insults out", (TOM,), "leave the team alone"),
        (Kick(member="p1"), "Keep insults out", (PAL,), "to be left alone"),
        # the target has gone
        (Kick(member="u1"), "lobby:m1", (MARA,), "not here any more"),
        (Ban(member="u1"), "lobby:m1", (MARA,), None),
        (Ban(member="u1"), "Keep insults out", (), "can't tell who that is"),
        # a person of another network is nobody here, whoever has the same id
        (Kick(member="u1"), "discord:m1", (MARA, KIM), "is known on discord alone"),
        (Timeout(member="u1", seconds=60), "discord:m1", (KIM,), "has no rights here"),
        (Unban(member="u1"), "discord:u1", (MARA,), "has no rights here"),
        (Reply(channel="general", text="hi"), "discord:m1", (), None),
        # a policy may be called like anything
        (Timeout(member="u1", seconds=60), "Rule 2: insults", (KIM,), None),
        (Timeout(member="u1", seconds=60), "rule:insults", (KIM,), None),
        (Timeout(member="u1", seconds=60), "lobby: no insults", (KIM,), None),
        # rank in the network, oneself, a bot
        (
            Kick(member="u9"),
            "lobby:m1",
            (
                Member(id="m1", name="Mara", roles=("Moderator",), rank=3),
                Member(id="u9", name="High", rank=7),
            ),
            "at your height or above",
        ),
        (Untimeout(member="a1"), "lobby:a1", (ADA,), "about themselves"),
        (Kick(member="b1"), "lobby:m1", (MARA, HAL), "That is a bot"),
    ],
)
async def test_rights_are_looked_up_when_it_is_done(
    action: Effect, actor: str, people: tuple[Member, ...], because: str | None
) -> None:
    refusal = await _refusal(action, actor, *people)
    assert (refusal is None) if because is None else (because in str(refusal))


@pytest.mark.parametrize(
    ("actor", "people", "may"),
    [
        # passed on by another community: also somebody who is not here, and nobody of the team
        ("shared bans", (), True),
        ("shared bans", (KIM,), True),
        ("shared bans", (replace(KIM, roles=("Moderator",)),), False),
        # a policy keeps nobody out whom it does not know
        ("No insults", (), False),
    ],
)
async def test_a_ban_that_was_passed_on_reaches_who_is_not_here(
    actor: str, people: tuple[Member, ...], *, may: bool
) -> None:
    guard = Guard(lambda: BOOK, HandClock(NOON))
    found = await guard.check(_order(Ban(member=KIM.id), actor), Network(people=people))
    assert (found is None) is may


async def test_a_policy_called_like_shared_bans_is_a_policy_all_the_same() -> None:
    book = replace(BOOK, policies=(entry(Scripted("shared bans")),))
    guard = Guard(lambda: book, HandClock(NOON))
    assert await guard.check(_order(Ban(member=KIM.id), "shared bans"), Network()) is not None
