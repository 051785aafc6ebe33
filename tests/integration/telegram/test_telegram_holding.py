"""Who comes into an open Telegram group is held back until they answer, by us and nobody else."""

from datetime import timedelta

import pytest

from bot.clock import HandClock
from bot.domain import (
    Effect,
    HoldBack,
    LetIn,
    MemberJoined,
    OutcomeState,
    Timeout,
    TurnAway,
)
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.chats import Person, Seat

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED
#: Minutes of a mute that a moderator puts on.
HOUR = timedelta(hours=1)


async def zoe_comes(bench: TelegramBench) -> Person:
    return bench.person(await bench.join("Zoe"))


def seat_of(bench: TelegramBench, person: Person) -> Seat:
    return bench.group.seats[person.id]


async def done(bench: TelegramBench, effect: Effect) -> None:
    outcome = await bench.perform(effect)
    assert outcome.state is DONE, outcome.detail


async def held(bench: TelegramBench) -> Person:
    """Let Zoe come in and be held back."""
    zoe = await zoe_comes(bench)
    await done(bench, HoldBack(member=str(zoe.id)))
    assert seat_of(bench, zoe).status == "restricted"
    assert not seat_of(bench, zoe).allowed
    return zoe


async def test_who_is_held_back_writes_once_let_in_also_after_a_restart(
    bench: TelegramBench,
) -> None:
    zoe = await held(bench)
    await bench.restart()
    await done(bench, LetIn(member=str(zoe.id)))
    assert seat_of(bench, zoe).status == "member"


async def test_nobody_stays_mute_for_good_whom_nobody_lets_in(
    bench: TelegramBench, clock: HandClock
) -> None:
    zoe = await held(bench)
    assert seat_of(bench, zoe).until == clock.now() + HOUR
    clock.tick(3601)
    assert bench.cloud.allowed_now(bench.group, seat_of(bench, zoe))


async def test_holding_back_twice_is_holding_back_once(bench: TelegramBench) -> None:
    zoe = await held(bench)
    await done(bench, HoldBack(member=str(zoe.id)))
    await done(bench, LetIn(member=str(zoe.id)))
    assert seat_of(bench, zoe).status == "member"


async def test_who_does_not_answer_is_shown_out_and_may_come_back(bench: TelegramBench) -> None:
    zoe = await held(bench)
    await bench.restart()
    await done(bench, TurnAway(member=str(zoe.id)))
    assert seat_of(bench, zoe).status == "left"
    await bench.heard(bench.people.join(bench.group, zoe))
    assert seat_of(bench, zoe).status == "member"


async def test_what_a_moderator_puts_on_is_not_lifted_by_a_button(bench: TelegramBench) -> None:
    zoe = await zoe_comes(bench)
    muted = bench.people.change(
        bench.group, bench.owner, zoe, status="restricted", allowed=frozenset()
    )
    await bench.heard(muted)
    await done(bench, LetIn(member=str(zoe.id)))
    assert seat_of(bench, zoe).status == "restricted"
    # neither by coming in anew
    await bench.heard(bench.people.leave(bench.group, zoe))
    await bench.heard(bench.people.join(bench.group, zoe))
    await done(bench, HoldBack(member=str(zoe.id)))
    await done(bench, LetIn(member=str(zoe.id)))
    assert seat_of(bench, zoe).status == "restricted"


async def test_a_time_out_outlasts_the_door(bench: TelegramBench, clock: HandClock) -> None:
    zoe = await held(bench)
    await done(bench, Timeout(member=str(zoe.id), seconds=3600, until=clock.now() + HOUR))
    for effect in (LetIn(member=str(zoe.id)), TurnAway(member=str(zoe.id))):
        await done(bench, effect)
    assert seat_of(bench, zoe).until == clock.now() + HOUR


async def test_somebody_freed_or_banned_by_hand_is_the_doors_no_more(bench: TelegramBench) -> None:
    zoe = await held(bench)
    await bench.heard(bench.people.change(bench.group, bench.owner, zoe, status="member"))
    await done(bench, TurnAway(member=str(zoe.id)))
    assert seat_of(bench, zoe).status == "member"
    kim = bench.person(await bench.join("Kim"))
    await done(bench, HoldBack(member=str(kim.id)))
    await bench.heard(bench.people.change(bench.group, bench.owner, kim, status="kicked"))
    for effect in (TurnAway(member=str(kim.id)), LetIn(member=str(kim.id))):
        await done(bench, effect)
    assert seat_of(bench, kim).status == "kicked"


async def test_who_left_before_is_not_held_back(bench: TelegramBench) -> None:
    zoe = await zoe_comes(bench)
    await bench.heard(bench.people.leave(bench.group, zoe))
    await done(bench, HoldBack(member=str(zoe.id)))
    assert seat_of(bench, zoe).status == "left"


async def test_who_comes_back_while_held_can_still_answer(bench: TelegramBench) -> None:
    zoe = await held(bench)
    await bench.heard(bench.people.leave(bench.group, zoe))
    await bench.heard(bench.people.join(bench.group, zoe))
    await done(bench, HoldBack(member=str(zoe.id)))
    await done(bench, LetIn(member=str(zoe.id)))
    assert seat_of(bench, zoe).status == "member"


async def test_a_basic_group_is_told_what_it_takes(bench: TelegramBench) -> None:
    zoe = await zoe_comes(bench)
    bench.group.type = "group"
    outcome = await bench.perform(HoldBack(member=str(zoe.id)))
    assert (outcome.state, "supergroup" in outcome.detail) == (REFUSED, True)


# ----------------------------------------------------------------------------------- crowds


@pytest.mark.parametrize(
    ("minutes", "status"),
    [
        # came in with the crowd
        (1, "left"),
        # has been here for longer
        (61, "member"),
    ],
)
async def test_of_a_crowd_goes_who_just_came_in(
    bench: TelegramBench, clock: HandClock, minutes: int, status: str
) -> None:
    zoe = await zoe_comes(bench)
    clock.tick(minutes * 60)
    await done(bench, TurnAway(member=str(zoe.id), anyway=True))
    assert seat_of(bench, zoe).status == status


async def test_nobody_goes_with_a_crowd_who_became_an_administrator(bench: TelegramBench) -> None:
    zoe = await zoe_comes(bench)
    made = bench.people.change(bench.group, bench.owner, zoe, status="administrator")
    await bench.heard(made)
    await done(bench, TurnAway(member=str(zoe.id), anyway=True))
    assert seat_of(bench, zoe).status == "administrator"


# ------------------------------------------------------------------------------ whom nobody met


async def test_the_house_hears_whether_anybody_let_them_in(bench: TelegramBench) -> None:
    one, two, three, four = (bench.cloud.person(name) for name in ("A", "B", "C", "D"))
    await bench.heard(bench.people.join(bench.group, one))
    await bench.heard(bench.people.bring(bench.group, one, two))
    await bench.heard(bench.people.bring(bench.group, bench.owner, three))
    bench.people.ask_to_join(bench.group, four)
    await bench.heard(bench.people.approve(bench.group, bench.owner, four))
    told = {event.member.id: event.unmet for event in bench.house.of(MemberJoined)}
    assert [told[str(person.id)] for person in (one, two, three, four)] == [
        True,
        True,
        False,
        False,
    ]


async def test_who_is_let_in_by_the_bot_is_not_asked_again(bench: TelegramBench) -> None:
    zoe = bench.cloud.person("Zoe")
    await bench.heard(bench.people.ask_to_join(bench.group, zoe))
    await done(bench, LetIn(member=str(zoe.id)))
    assert not (await bench.house.until(MemberJoined)).unmet


async def test_whom_the_team_brings_back_is_held_back_no_longer(bench: TelegramBench) -> None:
    zoe = await held(bench)
    await bench.heard(bench.people.leave(bench.group, zoe))
    seat = seat_of(bench, zoe)
    await bench.heard(bench.people.change(bench.group, bench.owner, zoe, is_member=True))
    await bench.cloud.until(lambda: seat.status == "member")
