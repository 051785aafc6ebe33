"""A raid is told in one line, which grows, and everything else is told as before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.casework import Casework
from bot.chores import Chores
from bot.decide import Ruling, decision_id
from bot.domain import (
    AlertTeam,
    Decision,
    DeleteMessage,
    EditReply,
    HoldForReview,
    Nudge,
    Reply,
)
from bot.ports import Settlement
from bot.storage import MemoryStore
from bot.waves import FROM, LULL, REFRESHED, TELL, WAVE, line_key
from tests.support.making import HERE, NOON, passed, person
from tests.support.policies import rulebook


def offence(who: str, at: datetime, actor: str = "Bait", place: str = "p1") -> Decision:
    cause = f"memory:{place}:message_posted:{who}{at.timestamp()}"
    return Decision(
        **{**HERE, "place": place},
        id=decision_id(cause),
        at=at,
        channel="general",
        cause=cause,
        actor=actor,
        subject=person(who),
        message=f"of {who}",
        rule="rule 3",
        facts="the same from many accounts",
        actions=(
            DeleteMessage(channel="general", message=f"of {who}", member=who),
            Nudge(member=who),
        ),
    )


def raid(
    desk: Casework, count: int, every: timedelta = timedelta(seconds=1), first: datetime = NOON
) -> list[Settlement]:
    decisions = [offence(f"kx{n}", first + n * every) for n in range(count)]
    return [desk.settle(Ruling(decision=one), language="en") for one in decisions]


def alerts(settled: Settlement) -> list[Reply]:
    team = rulebook().team.alerts_to
    return [
        one.action
        for one in settled.orders
        if isinstance(one.action, Reply) and one.action.channel == team
    ]


def desk() -> Casework:
    return Casework(rulebook(), last_case=7, fence=lambda: 1)


def test_three_accounts_are_told_each_and_the_fourth_makes_a_wave() -> None:
    told = [alerts(one) for one in raid(desk(), 8)]
    assert [len(each) for each in told] == [1, 1, 1, 1, 0, 0, 0, 0]
    first, line = told[0][0], told[FROM - 1][0]
    assert first.text.startswith("#8 · message removed, private word · @Kx0")
    assert line.text.splitlines() == [
        "#8 to #11 · 4 accounts within minutes · @Kx0, @Kx1, @Kx2 and 1 more · #general · "
        "message removed, private word · rule 3",
        "What still comes of it is added here.",
    ]
    assert [button.label for button in line.buttons] == ["Undo all", "Why?"]


def test_everybody_in_a_wave_is_still_told_in_private() -> None:
    for settled in raid(desk(), 8):
        kinds = [type(order.action).__name__ for order in settled.orders]
        assert kinds[:2] == ["DeleteMessage", "SendDirect"]


def test_every_decision_names_its_wave() -> None:
    found = [one.decision for one in raid(desk(), 6)]
    assert [one.details[WAVE] for one in found if one] == ["8"] * 6


def test_the_line_is_written_anew_now_and_then_and_not_each_time() -> None:
    timers = [timer for settled in raid(desk(), 60) for timer in settled.timers]
    assert len(timers) == 3
    assert timers[0].due_at == NOON + timedelta(seconds=4) + REFRESHED
    assert timers[0].payload["do"] == TELL


def test_few_accounts_are_no_wave_however_often_they_offend() -> None:
    house = desk()
    for n in range(12):
        decision = offence(f"kx{n % 3}", NOON + timedelta(seconds=20 * n))
        assert len(alerts(house.settle(Ruling(decision=decision), language="en"))) == 1


def test_what_comes_slowly_is_no_wave() -> None:
    slowly = raid(desk(), 8, every=LULL + timedelta(seconds=1))
    assert all(len(alerts(one)) == 1 for one in slowly)


def test_after_a_lull_each_is_told_again() -> None:
    house = desk()
    raid(house, 6)
    later = raid(house, 2, first=NOON + timedelta(minutes=10))
    assert all(len(alerts(one)) == 1 for one in later)
    assert [one.decision.details[WAVE] for one in later if one.decision] == ["14", "14"]


def test_each_policy_and_each_place_has_its_own_wave() -> None:
    house = desk()
    raid(house, 6)
    at = NOON + timedelta(seconds=7)
    for other in (offence("a", at, actor="Flood"), offence("b", at, place="p2")):
        assert len(alerts(house.settle(Ruling(decision=other), language="en"))) == 1


def test_what_waits_for_a_person_is_told_alone() -> None:
    house = desk()
    raid(house, 6)
    at = NOON + timedelta(seconds=7)
    held = replace(offence("c", at), actions=(HoldForReview(reason="look"),))
    own = replace(offence("d", at), actions=(*offence("d", at).actions, AlertTeam(text="look")))
    for one in (held, own):
        assert len(alerts(house.settle(Ruling(decision=one), language="en"))) == 1


async def stored(settlements: Sequence[Settlement]) -> tuple[MemoryStore, int]:
    store = MemoryStore()
    fence = await store.leases.take("kettle", "test", NOON, 60) or 0
    await store.ledger.settle([replace(one, fence=fence) for one in settlements])
    return store, fence


async def test_the_line_written_anew_tells_of_all_also_after_a_restart() -> None:
    settlements = raid(desk(), 12)
    line = settlements[FROM - 1].decision
    assert line is not None
    store, _ = await stored(settlements)
    timer = next(timer for one in settlements for timer in one.timers)
    event = passed(owner=timer.owner, **timer.payload)
    fresh = Chores(desk(), store.casebook, store.ledger)
    (order,) = (await fresh.do(event, timer.due_at)).orders
    assert isinstance(order.action, EditReply)
    assert order.action.of == line_key(line.id)
    assert order.action.of in {one.key for one in settlements[FROM - 1].orders}
    assert order.action.text.startswith("#8 to #19 · 12 accounts within minutes · @Kx0, @Kx1, ")


def test_what_is_decided_as_the_line_is_written_anew_has_the_next_one() -> None:
    house = desk()
    first = next(timer for one in raid(house, 5) for timer in one.timers)
    at = first.due_at - timedelta(seconds=1)
    settled = house.settle(Ruling(decision=offence("late", at)), language="en")
    (second,) = settled.timers
    assert second.key != first.key
    assert second.due_at == at + REFRESHED
