"""However the process dies: no event is lost, and nothing is done twice."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.faults import POINTS
from tests.acceptance.crowd import Crowd, check, evening
from tests.acceptance.running_house import House

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]
#: Times that the process is killed at random, and the seconds that this may take.
KILLS, LONGEST = 10, 30.0


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path / "data")
    yield house
    await house.kill()


MOMENTS = [
    ("heard", 3),  # before anything is known of a message
    ("admitted", 2),  # it is kept, and nobody was told
    ("judged", 4),  # the policies spoke
    ("written", 3),  # the decision stands, and nothing was done
    ("written", 5),
    ("begun", 1),  # about to be done
    ("acted", 1),  # done, and nobody wrote it down
    ("acted", 3),
    ("recorded", 2),  # all but the next order
]


def test_every_point_has_a_test() -> None:
    assert {point for point, _ in MOMENTS} | {"fired"} == set(POINTS)


@pytest.mark.parametrize(("point", "turn"), MOMENTS)
async def test_killed_at_a_point_nothing_is_lost_and_nothing_is_done_twice(
    house: House, point: str, turn: int
) -> None:
    crowd = Crowd(house)
    crowd.will_say(evening(1))
    crowd.will_say(evening(2))
    await house.open(f"{point}:{turn}")
    await crowd.talk()
    assert await house.ended() == -9
    await house.open()
    assert await crowd.talk()
    await house.quiet()
    check(crowd)


async def test_killed_when_a_timer_fires_the_team_is_still_reminded_once(house: House) -> None:
    crowd = Crowd(house)
    crowd.will_say(evening(1, question=True))
    await house.open("fired:1")
    await crowd.talk()
    assert await house.ended() == -9
    await house.open()
    assert await crowd.talk()
    await house.quiet()
    check(crowd)
    fired = house.ask("SELECT state FROM events WHERE key LIKE '%:time_passed:%'")
    told = house.ask("SELECT state FROM orders WHERE actor = 'casework'")
    assert len(fired) == len(told) == 3
    assert {state for (state,) in fired} == {1}


async def test_what_is_said_again_after_it_was_acknowledged_changes_nothing(house: House) -> None:
    crowd = Crowd(house)
    crowd.will_say(evening(1))
    await house.open()
    assert await crowd.talk()
    await house.quiet()
    await house.kill()
    await house.open()
    again = Crowd(house, people=crowd.people)
    again.will_say(line for line in crowd.said if "pebble" not in line.text)
    assert await again.talk()
    await house.quiet()
    check(crowd)


async def test_killed_at_random_again_and_again(house: House) -> None:
    chance = random.Random(7)
    crowd = Crowd(house)
    began = time.monotonic()
    for number in range(KILLS):
        if time.monotonic() - began > LONGEST:
            break
        await house.open()
        crowd.will_say(evening(number))
        talking = asyncio.create_task(crowd.talk())
        await asyncio.sleep(chance.uniform(0, 0.6))
        await house.kill()
        await talking
    await house.open()
    assert await crowd.talk()
    await house.quiet()
    check(crowd)


async def test_the_second_of_two_says_who_has_it_and_waits(house: House, tmp_path: Path) -> None:
    await house.open()
    second = House(house.data)
    await second.start()
    line = await second.says("is looked after by another Evenhand")
    assert f"process {house.process.pid} " in line
    assert not any("Open http" in said for said in second.lines)
    house.process.terminate()
    assert await house.ended() == 0
    await second.says("Open http")
    second.process.terminate()
    assert await second.ended() == 0


async def test_asked_to_stop_it_ends_in_time_and_says_so(house: House) -> None:
    crowd = Crowd(house)
    crowd.will_say(evening(1))
    await house.open()
    assert await crowd.talk()
    house.process.terminate()
    assert await house.ended() == 0
    assert house.lines[-1].startswith("Evenhand has stopped.")
    assert house.ask("SELECT holder FROM leases") == [("",)]
    assert house.ask("SELECT count(*) FROM events WHERE state = 0") == [(0,)]
    assert house.errors == b""
