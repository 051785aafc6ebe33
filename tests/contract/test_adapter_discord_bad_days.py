"""Bad days on Discord that each end in a sentence: what is gone, what is refused, what hangs."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import OutcomeState, Reply, SendDirect, Timeout
from tests.contract.discord_bench import DiscordBench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


async def test_a_deleted_channel_is_named_and_asked_for_once(bench: DiscordBench) -> None:
    room = bench.fake.world.channel(bench.guild, "old")
    await bench.say(await bench.join("Ann"), "until here the gateway has told of it")
    del bench.guild["channels"][room["id"]]
    # What Discord has not told of yet is refused by it, in words.
    outcome = await bench.perform(Reply(channel=room["id"], text="one"))
    assert (outcome.state, outcome.detail) == (
        OutcomeState.REFUSED,
        "This channel is no longer there.",
    )
    bench.fake.world.tell(bench.place, "CHANNEL_DELETE", {**room, "guild_id": bench.place})
    await bench.say(await bench.join("Ben"), "until here the gateway has told of that")
    asked = len(bench.fake.requests)
    for number in range(20):
        outcome = await bench.perform(Reply(channel=room["id"], text=f"hi {number}"))
        assert outcome.state is OutcomeState.REFUSED
        assert outcome.detail.startswith("There is no channel")
    assert [one.status for one in bench.fake.requests[asked:]] == [404]


async def test_a_german_team_reads_why_in_german(bench: DiscordBench) -> None:
    bench.house.languages = {"kettle-co": "de"}
    shut = await bench.join("Shut")
    bench.fake.world.closed_to_words.add(shut)
    outcome = await bench.perform(SendDirect(member=shut, text="ein Wort"))
    assert outcome.detail == "Die Person nimmt keine Direktnachrichten von mir an."
    owner = bench.guild["owner_id"]
    outcome = await bench.perform(Timeout(member=owner, seconds=60))
    assert outcome.detail.endswith("gehört dieser Server; bei dieser Person geht das nicht.")
