"""What Slack brings a second time is known, also a day and a restart later."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.slack.test_house import House

pytestmark = pytest.mark.slow
#: A little more than the day for which repeats must be known.
LONG = timedelta(hours=25)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    await house.open()
    yield house
    await house.close()


def grow_old(house: House) -> None:
    """Let everything that is written down have happened a day earlier, its words forgotten."""
    microseconds = LONG // timedelta(microseconds=1)
    with closing(sqlite3.connect(house.folder / "data" / "evenhand.db")) as database, database:
        database.execute("UPDATE events SET at = at - ?", (microseconds,))
        database.execute("UPDATE decisions SET at = at - ?", (microseconds,))
        database.execute("UPDATE orders SET at = at - ?", (microseconds,))


def counted(house: House) -> list[Any]:
    """Return how much is written down of each kind of thing, and how much Slack shows."""
    rows = [house.ask(f"SELECT count(*) FROM {table}") for table in ("decisions", "orders")]
    keys = house.ask("SELECT key FROM events WHERE key NOT LIKE '%time_passed%' ORDER BY key")
    shown = [len(room.messages) for room in house.space.channels.values()]
    return [*rows, keys, shown]


async def test_events_commands_and_presses_are_known_after_a_day_and_a_restart(
    house: House,
) -> None:
    slack, space, owner = house.slack, house.space, house.space.owner.id
    brought: list[tuple[str, dict[str, Any]]] = []
    bring = slack.carrier.bring

    async def noted(kind: str, payload: dict[str, Any], retry: int) -> dict[str, Any] | None:
        brought.append((kind, payload))
        return await bring(kind, payload, retry)

    slack.carrier.bring = noted  # type: ignore[method-assign]  # to bring the same again
    await house.say("what a pebble")
    await house.until(lambda: house.alerts.messages and space.im(house.ann.id).messages)
    alert = next(iter(house.alerts.messages.values()))
    await slack.command(space, house.help, owner, "/evenhand", f"warn <@{house.ann.id}> spam")
    await house.until(lambda: slack.responses)
    await slack.press(space, house.alerts, owner, alert, "Undo")
    await house.until(lambda: house.ann.id in house.help.members)
    assert await slack.reacted(space, house.alerts, alert, owner, "white_check_mark")
    await house.until(lambda: not house.ask("SELECT key FROM orders WHERE state = 'waiting'"))
    before = counted(house)
    kinds = {kind for kind, _ in brought}
    assert kinds == {"events_api", "slash_commands", "interactive"}

    await house.end()
    grow_old(house)
    slack.socket.linked.clear()
    await house.begin()
    again = list(brought)
    answers = await asyncio.gather(*(bring(kind, payload, 1) for kind, payload in again))
    assert None not in answers
    await house.until(lambda: not house.ask("SELECT key FROM events WHERE state = 0"))
    assert counted(house) == before
