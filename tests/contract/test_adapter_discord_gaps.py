"""Nothing said on Discord is lost: restarts, broken lines, refused resumes, repeats."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain import MessageEdited, MessagePosted
from bot.errors import StoreBusy
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import Json, rights
from tests.support.patience import PATIENCE


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    yield bench
    await bench.close()


def texts(bench: DiscordBench) -> list[str]:
    return [event.text for event in bench.house.of(MessagePosted)]


def unheard(bench: DiscordBench, user: Json, text: str, **more: object) -> Json:
    """Let somebody write while nobody listens."""
    room = more.pop("room", bench.room)
    assert isinstance(room, dict)
    return bench.fake.people.say(bench.guild, room, user, text, heard=False, **more)  # type: ignore[arg-type]  # what a test wants besides


async def test_what_was_said_before_the_first_start_is_not_read(bench: DiscordBench) -> None:
    ann = bench.fake.people.join(bench.guild, "Ann")
    unheard(bench, ann, "long ago")
    await bench.start()
    await bench.say(ann["id"], "now")
    assert texts(bench) == ["now"]


@pytest.mark.parametrize("count", [1, 20, 250])  # within a page, and over several
async def test_what_was_said_while_nobody_listened_is_read_back_in_order(
    bench: DiscordBench, count: int
) -> None:
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.say(ann["id"], "before")
    await bench.stop()
    for number in range(count):
        unheard(bench, ann, f"line {number}")
    await bench.restart()
    await bench.say(ann["id"], "after")
    lines = [f"line {number}" for number in range(count)]
    assert texts(bench) == ["before", *lines, "after"]


async def test_what_is_read_back_comes_with_its_author_s_roles(bench: DiscordBench) -> None:
    helper = next(r for r in bench.guild["roles"].values() if r["name"] == "Helper")
    await bench.start()
    ann = bench.fake.people.join(bench.guild, "Ann", roles=[helper["id"]])
    await bench.stop()
    unheard(bench, ann, "hello")
    await bench.restart()
    assert bench.house.of(MessagePosted)[0].member.roles == ("Helper",)


async def test_an_edit_that_nobody_heard_is_read_back(bench: DiscordBench) -> None:
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    first, second = await bench.say(ann["id"], "one"), await bench.say(ann["id"], "two")
    await bench.stop()
    bench.fake.people.edit(bench.guild, bench.fake.world.messages[bench.channel][first], "evil")
    unheard(bench, ann, "three")
    await bench.restart()
    assert [(one.message, one.text) for one in bench.house.of(MessageEdited)] == [(first, "evil")]
    assert second not in [one.message for one in bench.house.of(MessageEdited)]
    assert texts(bench) == ["one", "two", "three"]


async def test_new_rooms_and_threads_are_read_back_too(bench: DiscordBench) -> None:
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.stop()
    room = bench.fake.world.channel(bench.guild, "new")
    unheard(bench, ann, "in a new room", room=room)
    thread = bench.fake.world.thread(bench.guild, bench.room, "Help", ann["id"])
    unheard(bench, ann, "in a thread", room=thread)
    await bench.restart()
    assert sorted(texts(bench)) == ["in a new room", "in a thread"]


async def test_live_messages_wait_until_the_older_ones_are_in(bench: DiscordBench) -> None:
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.stop()
    for number in range(3):
        unheard(bench, ann, f"missed {number}")
    bench.house.gate.clear()
    starting = asyncio.create_task(bench.restart())
    await bench.house.knocked.wait()
    bench.fake.people.say(bench.guild, bench.room, ann, "live")
    await bench.fake.gateway.flushed()
    bench.house.gate.set()
    await starting
    await bench.say(ann["id"], "last")
    assert texts(bench) == ["missed 0", "missed 1", "missed 2", "live", "last"]


async def test_a_line_that_breaks_is_resumed_and_nothing_is_missed(bench: DiscordBench) -> None:
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.fake.gateway.drop()
    bench.fake.people.say(bench.guild, bench.room, ann, "while the line was cut")
    await bench.say(ann["id"], "after")
    assert bench.fake.gateway.resumed == 1
    assert texts(bench) == ["while the line was cut", "after"]


async def test_a_resume_that_is_refused_ends_in_reading_back(bench: DiscordBench) -> None:
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.say(ann["id"], "before")
    bench.fake.gateway.refuse_resume = True
    unheard(bench, ann, "in the gap")
    await bench.fake.gateway.drop(forget=True)
    async with asyncio.timeout(PATIENCE):
        await bench.fake.gateway.connected()
    await bench.say(ann["id"], "after")
    assert texts(bench) == ["before", "in the gap", "after"]


async def test_repeats_and_disorder_change_nothing(bench: DiscordBench) -> None:
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    messages = [unheard(bench, ann, f"line {number}") for number in range(5)]
    for message in [*messages[::-1], *messages * 20]:
        bench.fake.people.tell_of(bench.guild, message)
    await bench.say(ann["id"], "last")
    assert sorted(texts(bench)) == ["last", *(f"line {number}" for number in range(5))]


async def test_more_than_can_be_read_back_is_told(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.gaps.MOST_READ", 150)
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.stop()
    for number in range(200):
        unheard(bench, ann, f"line {number}")
    await bench.restart()
    assert len(texts(bench)) == 150
    assert (
        "More than 150 messages came in #general while I was away; what came after them was not "
        "read back." in bench.house.announced
    )


async def test_what_is_older_than_a_day_is_not_read_and_told(bench: DiscordBench) -> None:
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.stop()
    _set_clock_back(bench.folder / "discord.json", timedelta(days=3))
    unheard(bench, ann, "two days ago", at=datetime.now(UTC) - timedelta(days=2))
    unheard(bench, ann, "an hour ago", at=datetime.now(UTC) - timedelta(hours=1))
    await bench.restart()
    assert texts(bench) == ["an hour ago"]
    assert "more than 24 hours ago was not read back" in bench.house.announced[0]
    (gap,) = bench.house.gaps
    assert (gap.place, gap.read_back, gap.lost) == (bench.place, 1, True)


@pytest.mark.parametrize(("minutes", "told"), [(2, 0), (10, 1)])
async def test_a_team_is_told_of_a_silence_that_was_longer_than_a_moment(
    bench: DiscordBench, minutes: int, told: int
) -> None:
    await bench.start()
    await bench.stop()
    _set_clock_back(bench.folder / "discord.json", timedelta(minutes=minutes))
    await bench.restart()
    assert [(gap.place, gap.lost) for gap in bench.house.gaps] == [(bench.place, False)] * told


def _set_clock_back(file: Path, by: timedelta) -> None:
    kept = json.loads(file.read_text())
    kept["seen"] = {}
    for place in kept["awake"]:
        kept["awake"][place] = (datetime.now(UTC) - by).isoformat()
    file.write_text(json.dumps(kept))


async def test_a_room_that_may_not_be_read_is_told_of_and_holds_up_nothing(
    bench: DiscordBench,
) -> None:
    secret = bench.fake.world.channel(bench.guild, "secret")
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.stop()
    shut = {"id": bench.place, "type": 0, "allow": "0", "deny": str(rights.VIEW_CHANNEL)}
    secret["permission_overwrites"] = [shut]
    unheard(bench, ann, "hidden", room=secret)
    unheard(bench, ann, "open")
    await bench.restart()
    assert texts(bench) == ["open"]
    assert bench.house.announced == [
        "#secret could not be read back: give me 'View Channel' and 'Read Message History' there."
    ]


async def test_what_a_dead_process_had_not_taken_in_is_read_back(bench: DiscordBench) -> None:
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.say(ann["id"], "taken in")
    bench.house.broken = StoreBusy()
    bench.fake.people.say(bench.guild, bench.room, ann, "not taken in")
    await bench.fake.gateway.flushed()
    await bench.stop()
    bench.house.broken = None
    await bench.restart()
    assert texts(bench) == ["taken in", "not taken in"]


async def test_a_line_that_falls_silent_is_noticed(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.client.SILENCE", 1.0)
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.fake.gateway.flushed()
    bench.fake.gateway.silent = True
    bench.fake.people.say(bench.guild, bench.room, ann, "does anybody hear me")
    async with asyncio.timeout(PATIENCE):
        await bench.fake.gateway.came_back()
    bench.fake.gateway.silent = False
    await bench.say(ann["id"], "now")
    assert texts(bench) == ["does anybody hear me", "now"]


async def test_what_finds_no_room_to_wait_is_read_back_later(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.lanes.MOST", 5)
    monkeypatch.setattr("adapters.discord.listening.SAVING", 0.01)
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.say(ann["id"], "before")
    bench.house.gate.clear()
    for number in range(30):
        bench.fake.people.say(bench.guild, bench.room, ann, f"line {number}")
    await bench.fake.gateway.flushed()
    await bench.house.knocked.wait()
    bench.house.gate.set()
    last = bench.fake.world.messages[bench.channel].popitem()[1]
    bench.fake.world.messages[bench.channel][last["id"]] = last
    async with asyncio.timeout(PATIENCE):
        await bench.house.until_id(last["id"])
    assert texts(bench) == ["before", *(f"line {number}" for number in range(30))]
