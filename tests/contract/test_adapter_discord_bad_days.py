"""Bad days on Discord that each end in a sentence: what is gone, what is refused, what hangs."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import OutcomeState, Reply, SendDirect, Timeout
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import Json, Trouble
from tests.fakes.discord.gateway import Session
from tests.support.patience import PATIENCE


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


async def test_a_discord_that_hangs_at_the_start_is_given_up_and_tried_anew(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.stop()
    bench._adapter = None
    bench.fake.troubles.add(Trouble(method="GET", path="/gateway/bot", hang=True))
    monkeypatch.setattr("adapters.discord.rest.CALL_LIMIT", 1.0)
    with pytest.raises(ConnectionError, match="Discord did not answer within 1 s"):
        await bench.adapter.listen(bench.house)
    bench.fake.troubles.let_go.set()
    monkeypatch.undo()
    await bench.start()
    await bench.say(await bench.join("Ann"), "heard all the same")


async def test_a_server_that_is_unavailable_from_the_start_keeps_no_other_waiting(
    bench: DiscordBench,
) -> None:
    away = bench.fake.world.guild("Pans & Sons")
    bench.house.places = {**bench.house.places, away["id"]: "pans-sons"}
    tell, room = bench.fake.gateway._to, next(iter(away["channels"].values()))
    outage = True

    def without_it(session: Session, event: str, data: Json) -> None:
        if not (outage and event == "GUILD_CREATE" and data["id"] == away["id"]):
            tell(session, event, data)

    bench.fake.gateway._to = without_it  # type: ignore[method-assign]  # Discord's outage
    await bench.stop()
    bench._adapter = None
    bench.task = asyncio.create_task(bench.adapter.listen(bench.house))
    ann = bench.user(await bench.join("Ann"))
    async with asyncio.timeout(PATIENCE):
        await bench.fake.gateway.connected()
        said = bench.fake.people.say(bench.guild, bench.room, ann, "heard here")
        await bench.house.until_id(said["id"])
        outage = False
        bench.fake.world.tell(away["id"], "GUILD_CREATE", bench.fake.world.full(away))
        there = bench.fake.people.join(away, "Ben")
        await bench.house.until_id(bench.fake.people.say(away, room, there, "and there")["id"])
