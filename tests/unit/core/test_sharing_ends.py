"""A ban that several groups share ends in all of them, and only where it came from there."""

from datetime import timedelta

from bot.domain import Ban, CaseStatus, Unban
from bot.sharing import LIFT
from tests.unit.core.sharing_town import KIM, Town, banned, orders


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
