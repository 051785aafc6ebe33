"""Who comes back has the roles again that a decision still in force gave them."""

from dataclasses import replace

from bot.appointments import CASEWORK
from bot.casework import Casework
from bot.clock import HandClock
from bot.domain import (
    Action,
    AddRole,
    Decision,
    MemberJoined,
    MemberModerated,
    RemoveRole,
    Timeout,
)
from bot.returning import Returning
from bot.storage import MemoryStore
from tests.support.making import HERE, NOON, after, person, settlement
from tests.support.policies import rulebook

MUTED, GUEST = AddRole(member="rude", role="Muted"), AddRole(member="rude", role="Guest")


def decided(id: str, seconds: float, *actions: Action, **more: object) -> Decision:
    made = Decision(
        id=id, at=after(seconds), cause=id, actor="Manners",
        subject=person("rude"), actions=actions, **HERE,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]  # what a test wants besides


async def returning(*decisions: Decision, undone: str = "") -> Returning:
    store = MemoryStore()
    fence = await store.leases.take("kettle", "test", NOON, 60) or 0
    for one in decisions:
        await store.ledger.settle([settlement(fence=fence, decision=one, at=one.at)])
    if undone:
        await store.ledger.settle(
            [settlement(fence=fence, undone={undone: "Mo"}, at=after(900), event=None)]
        )
    return Returning(Casework(rulebook(), last_case=0), store.ledger, HandClock(after(1000)))


def joined(*roles: str) -> MemberJoined:
    return MemberJoined(id="j1", at=after(999), member=person("rude", *roles), **HERE)


async def given(with_them: Returning, *roles: str) -> list[str]:
    found = await with_them.roles(joined(*roles))
    return (
        [one.action.role for one in found.orders if isinstance(one.action, AddRole)]
        if (found)
        else []
    )


async def test_roles_in_force_are_put_back_on() -> None:
    with_them = await returning(decided("d1", 0, GUEST), decided("d2", 5, MUTED))
    assert await given(with_them) == ["Muted", "Guest"]
    # What they have already, they are not given again.
    assert await given(with_them, "muted") == ["Guest"]


async def test_the_same_coming_back_leads_to_the_same_orders_in_the_house_s_name() -> None:
    with_them = await returning(decided("d1", 0, MUTED))
    first, again = await with_them.roles(joined()), await with_them.roles(joined())
    assert first is not None
    assert again is not None
    assert [one.key for one in first.orders] == [one.key for one in again.orders]
    assert (first.orders[0].actor, first.orders[0].decision) == (CASEWORK, "d1")
    assert first.event is None


async def test_what_was_taken_back_stays_off() -> None:
    undone = await returning(decided("d1", 0, MUTED), undone="d1")
    assert await given(undone) == []
    taken = await returning(
        decided("d1", 0, MUTED), decided("d2", 5, RemoveRole(member="rude", role="@muted"))
    )
    assert await given(taken) == []


async def test_other_decisions_and_other_places_are_no_matter() -> None:
    with_them = await returning(
        decided("d1", 0, Timeout(member="rude", seconds=60)),
        decided("d2", 5, MUTED, place="elsewhere"),
    )
    assert await with_them.roles(joined()) is None


async def test_a_role_that_a_moderator_took_counts_where_a_decision_gave_it() -> None:
    with_them = await returning(decided("d1", 0, MUTED))
    taken = MemberModerated(
        id="9", at=NOON, member=person("rude"), by=person("mo"), did="remove_role",
        role="Muted", **HERE,
    )  # fmt: skip
    assert await with_them.gave(taken)
    assert not await with_them.gave(replace(taken, role="Artist"))
