"""What the house hears of who comes, who goes, and what administrators do by hand."""

from typing import Any

import pytest

from bot.clock import HandClock
from bot.domain import MemberJoined, MemberLeft, MemberModerated, MessagePosted
from tests.contract.telegram_bench import TelegramBench


async def test_somebody_is_known_by_when_they_came_in(
    bench: TelegramBench, clock: HandClock
) -> None:
    ann = await bench.join("Ann")
    came = clock.now()
    clock.tick(3600)
    await bench.restart()
    await bench.say(ann, "hello")
    assert bench.house.of(MessagePosted)[-1].member.joined_at == came


async def test_comings_and_goings_are_told_once_though_telegram_tells_twice(
    bench: TelegramBench,
) -> None:
    ann = bench.person(await bench.join("Ann"))
    await bench.heard(bench.people.leave(bench.group, ann))
    assert [event.member.id for event in bench.house.of(MemberJoined)] == [str(ann.id)]
    assert [event.member.id for event in bench.house.of(MemberLeft)] == [str(ann.id)]


async def test_who_comes_and_goes_twice_within_a_second_is_heard_each_time(
    bench: TelegramBench,
) -> None:
    ann = bench.cloud.person("Ann")
    for _ in range(2):
        bench.people.join(bench.group, ann, service=False)
        await bench.heard(bench.people.leave(bench.group, ann))
    assert len(bench.house.of(MemberJoined)) == len(bench.house.of(MemberLeft)) == 2


async def test_comings_are_read_from_messages_where_the_bot_is_no_administrator(
    quiet: TelegramBench,
) -> None:
    quiet.group.seats[quiet.cloud.bot.id].status = "member"
    await quiet.start()
    ann = quiet.person(await quiet.join("Ann"))
    await quiet.heard(quiet.people.leave(quiet.group, ann))
    assert [event.member.name for event in quiet.house.of(MemberJoined)] == ["Ann"]
    assert [event.member.name for event in quiet.house.of(MemberLeft)] == ["Ann"]


@pytest.mark.parametrize(
    ("seat", "did"),
    [
        ({"status": "kicked"}, "ban"),
        ({"status": "left"}, "kick"),
        ({"status": "restricted", "allowed": frozenset[str]()}, "timeout"),
    ],
    ids=["ban", "kick", "timeout"],
)
async def test_what_an_administrator_does_by_hand_is_told(
    bench: TelegramBench, seat: dict[str, Any], did: str
) -> None:
    ann = bench.person(await bench.join("Ann"))
    await bench.heard(bench.people.change(bench.group, bench.owner, ann, **seat))
    (event,) = bench.house.of(MemberModerated)
    assert (event.did, event.member.id, event.by.id) == (did, str(ann.id), str(bench.owner.id))
