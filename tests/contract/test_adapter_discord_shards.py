"""Several shards of one Discord, and several servers beside one another."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain import MessagePosted, Reply
from tests.contract.discord_bench import DiscordBench
from tests.contract.fake_house import FakeHouse
from tests.fakes.discord import Json
from tests.support.patience import PATIENCE


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    bench.fake.accounts.shards = 3
    await bench.open()
    yield bench
    await bench.close()


def servers(bench: DiscordBench, count: int) -> list[Json]:
    """Return servers that were made one millisecond after the other, so that shards share them."""
    made = datetime.now(UTC) - timedelta(days=30)
    guilds = [
        bench.fake.world.guild(f"Server {n}", at=made + timedelta(milliseconds=n))
        for n in range(count)
    ]
    bench.house = FakeHouse({guild["id"]: f"server-{n}" for n, guild in enumerate(guilds)})
    return guilds


def say(bench: DiscordBench, guild: Json, text: str, *, heard: bool = True) -> Json:
    room = next(iter(guild["channels"].values()))
    owner = bench.user(guild["owner_id"])
    return bench.fake.people.say(guild, room, owner, text, heard=heard)


async def test_every_shard_is_heard_for_its_own_servers(bench: DiscordBench) -> None:
    guilds = servers(bench, 6)
    await bench.start()
    assert bench.fake.gateway.identified == 3
    assert {(int(guild["id"]) >> 22) % 3 for guild in guilds} == {0, 1, 2}
    for number, guild in enumerate(guilds):
        await bench.house.until_id(say(bench, guild, f"from {number}")["id"])
    heard = {event.community: event.text for event in bench.house.of(MessagePosted)}
    assert heard == {f"server-{n}": f"from {n}" for n in range(6)}


async def test_one_shard_that_breaks_misses_nothing_and_disturbs_no_other(
    bench: DiscordBench,
) -> None:
    guilds = servers(bench, 3)
    await bench.start()
    shard = (int(guilds[0]["id"]) >> 22) % 3
    await bench.fake.gateway.drop(shard=shard)
    missed = say(bench, guilds[0], "in the gap")
    other = say(bench, guilds[1], "elsewhere")
    await bench.house.until_id(other["id"])
    await bench.house.until_id(missed["id"])
    assert bench.fake.gateway.resumed == 1


async def test_after_a_restart_every_shard_reads_back(bench: DiscordBench) -> None:
    guilds = servers(bench, 3)
    await bench.start()
    await bench.stop()
    missed = [say(bench, guild, "in the gap", heard=False) for guild in guilds]
    await bench.restart()
    for message in missed:
        await bench.house.until_id(message["id"])


async def test_a_server_that_is_away_for_a_while_is_read_back(bench: DiscordBench) -> None:
    (guild,) = servers(bench, 1)
    await bench.start()
    world = bench.fake.world
    world.tell(guild["id"], "GUILD_DELETE", {"id": guild["id"], "unavailable": True})
    missed = say(bench, guild, "during the outage", heard=False)
    world.tell(guild["id"], "GUILD_CREATE", world.full(guild))
    live = say(bench, guild, "after it")
    async with asyncio.timeout(PATIENCE):
        await bench.house.until_id(missed["id"])
        await bench.house.until_id(live["id"])
    heard = [event.text for event in bench.house.of(MessagePosted)]
    assert heard == ["during the outage", "after it"]


async def test_a_server_that_hangs_holds_up_no_other(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.rest.CALL_LIMIT", 2 * PATIENCE)
    slow, quick = servers(bench, 2)
    await bench.start()
    rooms = [next(iter(guild["channels"].values())) for guild in (slow, quick)]
    bench.fake.troubles.slow_down(f"/channels/{rooms[0]['id']}/", 4 * PATIENCE)
    bench.place = slow["id"]
    hanging = asyncio.create_task(bench.perform(Reply(channel=rooms[0]["id"], text="hi")))
    bench.place = quick["id"]
    async with asyncio.timeout(PATIENCE):
        for number in range(10):
            await bench.perform(Reply(channel=rooms[1]["id"], text=f"hi {number}"))
    assert not hanging.done()
    hanging.cancel()
    await asyncio.gather(hanging, return_exceptions=True)
