"""Reading back on Discord's bad days: it hangs, asks to wait, and the notebook is spoilt."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.discord.lanes import Lanes
from bot.domain import Event, MessagePosted
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import Trouble


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    yield bench
    await bench.close()


async def test_a_discord_that_hangs_while_it_is_read_holds_up_nothing_for_long(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.say(ann["id"], "before")
    await bench.stop()
    bench.fake.people.say(bench.guild, bench.room, ann, "missed", heard=False)
    bench.fake.troubles.add(Trouble(method="GET", path="/messages", hang=True))
    monkeypatch.setattr("adapters.discord.paging.PAGE_LIMIT", 1.0)
    bench._adapter = None
    bench.task = asyncio.create_task(bench.adapter.listen(bench.house))
    line = await bench.house.until_announced()
    assert line.endswith("was not read back: Discord did not answer in time")
    await bench.say(ann["id"], "after")
    assert [one.text for one in bench.house.of(MessagePosted)] == ["before", "after"]


async def test_an_author_is_looked_up_again_where_discord_asks_to_wait(
    bench: DiscordBench,
) -> None:
    """Without their roles somebody of the team would be taken for anybody."""
    await bench.start()
    helper = next(id for id, one in bench.guild["roles"].items() if one["name"] == "Helper")
    hal = bench.fake.people.join(bench.guild, "Hal", roles=[helper])
    await bench.say(hal["id"], "before")
    await bench.stop()
    bench.fake.people.say(bench.guild, bench.room, hal, "missed", heard=False)
    path = f"/members/{hal['id']}"
    bench.fake.troubles.add(Trouble(method="GET", path=path, status=429, code=0), times=2)
    bench.fake.troubles.add(Trouble(method="GET", path=path, status=503))
    await bench.restart()
    await bench.house.until(MessagePosted)
    assert [one.member.roles for one in bench.house.of(MessagePosted)] == [("Helper",)] * 2


async def test_what_was_taken_in_early_does_not_hide_what_was_not(bench: DiscordBench) -> None:
    """Events are handed over together; what comes after one that waits does not count yet."""
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.say(ann["id"], "before")
    (known,) = bench.house.of(MessagePosted)
    taken: list[str] = []
    busy, free = asyncio.Event(), asyncio.Event()

    async def receive(event: Event) -> bool:
        if event.id == "1":
            busy.set()
            await free.wait()
        return True

    lanes = Lanes(receive, taken=lambda event: taken.append(event.id))
    both = [replace(known, id="1"), replace(known, id="2")]
    work = asyncio.create_task(lanes.deliver(both))
    await busy.wait()
    assert taken == []
    free.set()
    await work
    assert taken == ["1", "2"]


async def test_a_notebook_that_cannot_be_read_is_kept_aside(bench: DiscordBench) -> None:
    broken = bench.folder / "discord.json"
    broken.write_text("{ not json", encoding="utf-8")
    await bench.start()
    assert (bench.folder / "discord.broken").read_text(encoding="utf-8") == "{ not json"


async def test_a_line_that_is_down_is_told_until_it_is_up_again(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.lines.PATIENCE", 0.0)
    await bench.start()
    assert bench.adapter.trouble() == ""
    bench.adapter._lines.follow("shard_disconnect", (0,))
    assert "nothing was heard from Discord" in bench.adapter.trouble()
    await bench.fake.gateway.drop()
    await bench.say(await bench.join("Ann"), "heard again")
    assert bench.adapter.trouble() == ""
