"""While Slack is not heard somebody can see it, and what was missed is read back and told."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack import catching_up, gaps
from adapters.slack import socket as link
from bot.domain import Event, MessagePosted
from bot.errors import StoreBusy
from tests.contract.slack_bench import SetClock, SlackBench
from tests.fakes.slack import Message
from tests.support.patience import PATIENCE


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackBench]:
    monkeypatch.setattr(link, "LOOK", 0.01)
    monkeypatch.setattr(link, "PING", 0.2)
    monkeypatch.setattr(gaps, "AGAIN", 0.01)
    bench = SlackBench(tmp_path, clock=SetClock())
    await bench.open()
    yield bench
    await bench.close()


def clock_of(bench: SlackBench) -> SetClock:
    assert isinstance(bench.clock, SetClock)
    return bench.clock


def missed(bench: SlackBench, text: str, thread: str = "") -> Message:
    """Let somebody write while nobody brings it."""
    message = Message(bench.slack.new_ts(), bench.space.owner.id, text, thread_ts=thread)
    bench.room.messages[message.ts] = message
    return message


def expect(bench: SlackBench, text: str) -> asyncio.Event:
    """Return what is set once a message with this text was heard."""
    heard = asyncio.Event()

    async def look(event: Event) -> None:
        if isinstance(event, MessagePosted) and event.text == text:
            heard.set()

    bench.house.then = look
    return heard


async def wait(event: asyncio.Event) -> None:
    async with asyncio.timeout(PATIENCE):
        await event.wait()


async def until_told(bench: SlackBench) -> None:
    async with asyncio.timeout(PATIENCE):
        while not bench.house.gaps:  # noqa: ASYNC110  # the house under test has nothing to wait on
            await asyncio.sleep(0.01)


async def until_trouble(bench: SlackBench) -> str:
    async with asyncio.timeout(PATIENCE):
        while not bench.adapter.trouble():  # the library tells nobody of it
            await asyncio.sleep(0.01)
            clock_of(bench).at += timedelta(seconds=10)
    return bench.adapter.trouble()


async def test_a_link_broken_for_long_is_a_trouble_and_then_a_gap_that_is_told(
    bench: SlackBench,
) -> None:
    await bench.start()
    assert bench.adapter.trouble() == ""
    await bench.say(bench.space.owner.id, "before")
    bench.slack.fail("apps.connections.open", 503, times=3)
    await bench.slack.socket.cut()
    assert "the link is broken" in await until_trouble(bench)
    clock_of(bench).at += timedelta(minutes=10)
    heard = expect(bench, "in between")
    missed(bench, "in between")
    await wait(heard)
    await until_told(bench)
    (gap,) = bench.house.gaps
    assert gap.until - gap.since >= timedelta(minutes=10)
    assert (gap.read_back, gap.lost) == (1, False)
    assert bench.adapter.trouble() == ""


async def test_a_link_that_is_back_at_once_is_nobody_s_concern(bench: SlackBench) -> None:
    await bench.start()
    await bench.say(bench.space.owner.id, "before")
    asked = len(bench.slack.called("conversations.history"))
    await bench.slack.socket.cut()
    await bench.say(bench.space.owner.id, "after")
    assert len(bench.slack.called("conversations.history")) == asked
    assert bench.house.gaps == []


async def test_a_stop_of_the_whole_process_is_a_gap_too(
    bench: SlackBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gaps, "EVERY", 0.01)
    monkeypatch.setattr(gaps, "NOTED_EVERY", 0.0)
    await bench.start()
    await bench.say(bench.space.owner.id, "before")
    async with asyncio.timeout(PATIENCE):
        while gaps.Heard(bench.folder / "heard.json").alive() is None:  # noqa: ASYNC110  # a file
            await asyncio.sleep(0.01)
    await bench.stop()
    missed(bench, "one")
    clock_of(bench).at += timedelta(minutes=30)
    bench.house.broken = StoreBusy()
    bench.new_adapter()
    heard = expect(bench, "one")
    await bench.start()
    bench.house.broken = None
    await wait(heard)
    await until_told(bench)
    (gap,) = bench.house.gaps
    assert timedelta(minutes=29) < gap.until - gap.since < timedelta(minutes=31)
    assert gap.read_back == 1


async def test_threads_that_went_on_below_older_messages_are_read_back(bench: SlackBench) -> None:
    await bench.start()
    root = await bench.say(bench.space.owner.id, "a question")
    for number in range(3):
        await bench.say(bench.space.owner.id, f"line {number}")
    await bench.stop()
    ts = root.rpartition("-")[2]
    # Heard so far that the seconds which are always read twice do not cover the question.
    heard_upto = gaps.Heard(bench.folder / "heard.json")
    heard_upto.note(bench.space.team, bench.room.id, str(float(bench.slack.new_ts()) + 120))
    await heard_upto.write()
    late = Message(
        f"{float(bench.slack.new_ts()) + 200:.6f}", bench.space.owner.id, "an answer", thread_ts=ts
    )
    bench.room.messages[late.ts] = late
    heard = expect(bench, "an answer")
    bench.new_adapter()
    await bench.start()
    await wait(heard)
    answer = next(e for e in bench.house.of(MessagePosted) if e.text == "an answer")
    assert answer.reply_to == root


async def test_what_slack_holds_back_is_read_later(
    bench: SlackBench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(catching_up, "HELD_BACK", 0.0)
    await bench.start()
    await bench.say(bench.space.owner.id, "before")
    missed(bench, "too much at once")
    heard = expect(bench, "too much at once")
    limited = {"type": "app_rate_limited", "team_id": bench.space.team, "minute_rate_limited": 1}
    assert await bench.slack.deliver(limited)
    await wait(heard)
    assert "Slack holds events" in caplog.text


async def test_a_message_that_cannot_be_taken_in_does_not_end_the_reading_back(
    bench: SlackBench, caplog: pytest.LogCaptureFixture
) -> None:
    await bench.start()
    await bench.say(bench.space.owner.id, "before")
    await bench.stop()
    missed(bench, "one")
    missed(bench, "two")
    heard = expect(bench, "two")
    taken = bench.house.receive

    async def stumble(event: Event) -> bool:
        if isinstance(event, MessagePosted) and event.text == "one":
            raise RuntimeError("odd")
        return await taken(event)

    bench.house.receive = stumble  # type: ignore[method-assign]  # a house with a fault
    bench.new_adapter()
    await bench.start()
    await wait(heard)
    assert "could not be taken in" in caplog.text
