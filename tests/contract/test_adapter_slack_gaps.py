"""What was written while Evenhand was away for longer than Slack insists is read back, once."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack import gaps
from adapters.slack.gaps import Heard
from bot.domain import Event, MessagePosted
from tests.contract.slack_bench import SlackBench
from tests.fakes.slack import Message
from tests.support.patience import PATIENCE


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    bench = SlackBench(tmp_path)
    await bench.open()
    yield bench
    await bench.close()


def missed(bench: SlackBench, text: str, thread: str = "") -> Message:
    """Let somebody write while nobody brings it."""
    owner = bench.space.owner.id
    message = Message(bench.slack.new_ts(), owner, text, thread_ts=thread)
    bench.room.messages[message.ts] = message
    return message


async def until(bench: SlackBench, count: int) -> list[str]:
    """Start, and return what was heard once it is so much."""
    enough = asyncio.Event()

    async def counted(_: Event) -> None:
        if len(bench.house.of(MessagePosted)) >= count:
            enough.set()

    bench.house.then = counted
    bench.new_adapter()
    await bench.start()
    async with asyncio.timeout(PATIENCE):
        await enough.wait()
    return [event.text for event in bench.house.of(MessagePosted)]


async def test_a_gap_is_read_back_oldest_first_and_nothing_is_heard_twice(
    bench: SlackBench,
) -> None:
    await bench.start()
    await bench.say(bench.space.owner.id, "before")
    await bench.stop()
    first = missed(bench, "one")
    missed(bench, "two")
    missed(bench, "in a thread", first.ts)
    assert await until(bench, 4) == ["before", "one", "two", "in a thread"]
    assert bench.house.of(MessagePosted)[-1].reply_to == f"{bench.channel}-{first.ts}"


async def test_long_gaps_are_read_page_by_page(bench: SlackBench) -> None:
    await bench.start()
    await bench.say(bench.space.owner.id, "before")
    await bench.stop()
    for number in range(450):
        missed(bench, f"line {number}")
    heard = await until(bench, 451)
    assert heard == ["before", *(f"line {number}" for number in range(450))]


async def test_a_channel_that_was_never_heard_is_not_read_back(bench: SlackBench) -> None:
    missed(bench, "long ago")
    await bench.start()
    await bench.say(bench.space.owner.id, "now")
    assert [event.text for event in bench.house.of(MessagePosted)] == ["now"]


async def test_a_channel_that_cannot_be_read_does_not_keep_us_from_listening(
    bench: SlackBench,
) -> None:
    await bench.start()
    await bench.say(bench.space.owner.id, "before")
    await bench.stop()
    bench.slack.fail("conversations.history", {"ok": False, "error": "missing_scope"})
    bench.new_adapter()
    await bench.start()
    await bench.say(bench.space.owner.id, "now")
    assert [event.text for event in bench.house.of(MessagePosted)] == ["before", "now"]


async def test_a_broken_note_of_what_was_heard_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "heard.json"
    path.write_text("{")
    heard = Heard(path)
    assert heard.upto("T1", "C1") is None
    heard.note("T1", "C1", "1700000000.000100")
    heard.note("T1", "C1", "1600000000.000100")
    heard.note("T1", "C1", "nonsense")
    await heard.write()
    assert Heard(path).upto("T1", "C1") == 1700000000.0001


async def test_what_was_being_written_down_is_there_once_listening_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, begun, go_on = Heard(tmp_path / "heard.json"), threading.Event(), threading.Event()
    replace = heard._replace

    def slowly(text: str) -> None:
        begun.set()
        go_on.wait(PATIENCE)
        replace(text)

    monkeypatch.setattr(heard, "_replace", slowly)
    monkeypatch.setattr(gaps, "EVERY", 0.0)
    heard.note("T1", "C1", "5.0")
    keeping = asyncio.create_task(heard.keep(lambda: None))
    await asyncio.to_thread(begun.wait, PATIENCE)
    heard.note("T1", "C1", "6.0")
    keeping.cancel()
    asyncio.get_running_loop().call_later(0.01, go_on.set)
    with pytest.raises(asyncio.CancelledError):
        await keeping
    assert Heard(tmp_path / "heard.json").upto("T1", "C1") == 6.0
