"""While the database stands still nothing is acknowledged; what Slack brings again is one message.

An event counts as heard when it is committed, so a stall longer than Slack's three seconds leads to
repeats, and they must be known as such.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.slack import Message
from tests.integration.slack.test_house import House
from tests.support.patience import PATIENCE


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    # Slack's three seconds, and its minutes between tries, in little.
    house.slack.socket.patience = 0.3
    house.slack.pauses = (0.2,) * 1000
    await house.open()
    yield house
    await house.close()


async def test_a_stall_longer_than_slack_waits_loses_and_doubles_nothing(house: House) -> None:
    with closing(sqlite3.connect(house.folder / "data" / "evenhand.db")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        brought: list[tuple[Message, asyncio.Task[bool]]] = [
            house.slack.say(house.space, house.help, house.ann.id, f"pebble {number}")
            for number in range(5)
        ]
        # Slack gives up waiting and brings all of them again, while nothing can be committed.
        tries = house.slack.socket.tries
        await house.until(lambda: sum(often > 2 for often in tries.values()) == len(brought))
        assert not any(told.done() for _, told in brought)
        other.execute("ROLLBACK")
    house.slack.socket.patience = PATIENCE
    for _, told in brought:
        assert await told
    await house.until(lambda: not _left(house, brought))
    ids = [f"{house.help.id}-{message.ts}" for message, _ in brought]
    causes = house.ask("SELECT cause FROM decisions WHERE cause LIKE '%:message_posted:%'")
    assert sorted(cause.rpartition(":")[2] for (cause,) in causes) == sorted(ids)
    posted = house.ask("SELECT key FROM events WHERE key LIKE '%:message_posted:%'")
    assert len(posted) == 5
    done = [said for said in house.space.im(house.ann.id).messages.values() if said.metadata]
    keys = [said.metadata["event_payload"]["order"] for said in done if said.metadata]
    assert len(keys) == len(set(keys))


def _left(house: House, brought: list[tuple[Message, "asyncio.Task[bool]"]]) -> list[str]:
    return [message.text for message, _ in brought if message.ts in house.help.messages]


async def test_the_home_tab_shows_a_case_and_its_button_takes_it(house: House) -> None:
    owner = house.space.owner.id
    await house.say("Why is the handle of mine green today?")
    await house.until(lambda: house.alerts.messages)
    assert await house.slack.open_home(house.space, owner)
    assert "question · @Ann · #help" in str(house.space.homes[owner])
    await house.slack.press_home(house.space, owner, "Claim")
    await house.until(lambda: "claimed" in str(house.space.homes[owner]))
    assert house.ask("SELECT status FROM cases") == [("claimed",)]
    assert await house.slack.open_home(house.space, house.ann.id)
    mine = str(house.space.homes[house.ann.id])
    assert "Your open questions" in mine
    assert "Be kind." in mine
