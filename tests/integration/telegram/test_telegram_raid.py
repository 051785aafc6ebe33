"""Newcomers and raids in an open group, through the whole of Evenhand and over restarts."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.telegram.chats import Person
from tests.integration.telegram.whole import RULES, Whole

Opens = Callable[..., Coroutine[Any, Any, Whole]]


@pytest.fixture
async def opens(tmp_path: Path) -> AsyncIterator[Opens]:
    """Start Evenhand with a door that has these keys."""
    async with AsyncExitStack() as stack:

        async def start(*lines: str) -> Whole:
            keys = "".join(f"    {line}\n" for line in lines)
            whole = Whole(tmp_path, f"{RULES}{keys}")
            await whole.start()
            stack.push_async_callback(whole.close)
            return whole

        yield start


def status(whole: Whole, person: Person) -> str:
    return whole.group.seats[person.id].status


async def test_a_newcomer_reads_the_rules_before_writing_though_the_bot_restarts(
    opens: Opens,
) -> None:
    whole = await opens("inside: {patience: 10 minutes}")
    zoe = whole.comes("Zoe")
    await whole.until(lambda: whole.lines(whole.group))
    assert status(whole, zoe) == "restricted"
    assert "https://kettle.example/rules" in whole.lines(whole.group)[0]
    await whole.sleep()
    await whole.wake()
    query = whole.press(whole.group, zoe, "I'll keep to the rules")
    await whole.until(lambda: status(whole, zoe) == "member")
    await whole.until(lambda: query in whole.cloud.answered)
    await whole.until(lambda: not whole.lines(whole.group))
    # over the screen, or in the chat where that came too late
    await whole.until(
        lambda: "You can write now" in str([whole.lines(whole.private(zoe)), whole.cloud.answered])
    )


async def test_a_wrong_answer_shows_out_and_says_that_they_may_come_back(opens: Opens) -> None:
    question = "question: {ask: What do we brew?, answers: [tea, trouble], right: tea}"
    whole = await opens(question, "inside: {patience: 10 minutes}")
    zoe = whole.comes("Zoe")
    await whole.until(lambda: whole.lines(whole.group))
    assert "What do we brew?" in whole.lines(whole.group)[0]
    await whole.sleep()
    await whole.wake()
    whole.press(whole.group, zoe, "trouble")
    await whole.until(lambda: status(whole, zoe) == "left")
    await whole.until(
        lambda: "come back" in str([whole.lines(whole.private(zoe)), whole.cloud.answered])
    )
    whole.people.join(whole.group, zoe, service=False)
    await whole.until(lambda: status(whole, zoe) == "restricted")
    await whole.until(lambda: whole.lines(whole.group))
    whole.press(whole.group, zoe, "tea")
    await whole.until(lambda: status(whole, zoe) == "member")


async def test_nobody_answers_for_somebody_else(opens: Opens) -> None:
    whole = await opens("inside: {patience: 10 minutes}")
    zoe, kim = whole.comes("Zoe"), whole.comes("Kim")
    await whole.until(lambda: any("Kim" in line for line in whole.lines(whole.group)))
    whole.press(whole.group, kim, "I'll keep to the rules")
    await whole.until(lambda: status(whole, kim) == "member")
    assert status(whole, zoe) == "restricted"


async def test_who_does_not_answer_in_time_is_shown_out(opens: Opens) -> None:
    whole = await opens("inside: {patience: 1 second}")
    zoe = whole.comes("Zoe")
    await whole.until(lambda: status(whole, zoe) == "left")
    await whole.until(lambda: not whole.lines(whole.group))


async def test_the_team_and_whom_it_lets_in_are_not_asked(opens: Opens) -> None:
    whole = await opens("inside: {patience: 10 minutes}")
    kim = whole.cloud.person("Kim")
    whole.people.bring(whole.group, whole.owner(whole.group), kim)
    zoe = whole.comes("Zoe")
    await whole.until(lambda: status(whole, zoe) == "restricted")
    assert status(whole, kim) == "member"


async def test_a_raid_is_shown_out_and_the_door_stays_closed_over_a_restart(opens: Opens) -> None:
    whole = await opens(
        "inside: {patience: 10 minutes}",
        "wave: {joins_above: 5, within: 1 minute, closed_for: 1 hour}",
    )
    old = whole.mara
    crowd = [whole.comes(f"Raider {number}") for number in range(8)]
    await whole.until(lambda: all(status(whole, one) == "left" for one in crowd))
    await whole.until(lambda: any("closed the door" in line for line in whole.lines(whole.office)))
    await whole.until(lambda: not whole.lines(whole.group))
    await whole.sleep()
    await whole.wake()
    late = whole.comes("Late")
    await whole.until(lambda: status(whole, late) == "left")
    assert status(whole, old) == "administrator"
    assert sum("closed the door" in line for line in whole.lines(whole.office)) == 1
    assert not any("I can't" in line for line in whole.lines(whole.office))


async def test_after_a_raid_the_door_opens_by_itself(opens: Opens) -> None:
    whole = await opens("wave: {joins_above: 3, within: 2 seconds, closed_for: 3 seconds}")
    crowd = [whole.comes(f"Raider {number}") for number in range(4)]
    await whole.until(lambda: all(status(whole, one) == "left" for one in crowd))
    await whole.until(lambda: any("open again" in line for line in whole.lines(whole.office)))
    zoe = whole.comes("Zoe")
    message = whole.says(zoe, "have a pebble")
    await whole.until(lambda: message not in whole.group.messages)
    # by the rule on words, not by the door
    await whole.until(lambda: status(whole, zoe) == "restricted")
