"""What moderators do by hand on Discord is told to the house."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import Ban, Member, MemberModerated, Timeout
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import rights
from tests.support.patience import PATIENCE


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


def told(bench: DiscordBench) -> list[tuple[str, str, str, str]]:
    return [
        (one.by.name, one.did, one.member.name, one.reason)
        for one in bench.house.of(MemberModerated)
    ]


async def test_what_a_moderator_does_by_hand_is_heard(bench: DiscordBench) -> None:
    owner = bench.user(bench.guild["owner_id"])
    ann, ben = bench.user(await bench.join("Ann")), bench.user(await bench.join("Ben"))
    people = bench.fake.people
    entries = [people.time_out(bench.guild, owner, ann, timedelta(hours=1), "calm down")]
    entries += [people.time_out(bench.guild, owner, ann, timedelta(0))]
    entries += [people.kick(bench.guild, owner, ben, "spam")]
    entries += [people.ban(bench.guild, owner, ann, "again")]
    entries += [people.unban(bench.guild, owner, ann)]
    for entry in entries:
        await bench.house.until_id(entry["id"])
    name = "Kettle & Co. owner"
    assert told(bench) == [
        (name, "timeout", "Ann", "calm down"),
        (name, "untimeout", "Ann", ""),
        (name, "kick", "Ben", "spam"),
        (name, "ban", "Ann", "again"),
        (name, "unban", "Ann", ""),
    ]
    first = bench.house.of(MemberModerated)[0]
    assert first.until is not None
    assert first.until - first.at < timedelta(hours=1, minutes=1)


async def test_what_evenhand_does_itself_is_not_told_again(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    await bench.perform(Timeout(member=ann, seconds=60))
    await bench.perform(Ban(member=ann))
    await bench.say(await bench.join("Ben"), "until here the gateway has told it")
    assert told(bench) == []


async def test_what_was_done_while_nobody_listened_is_read_back_once(bench: DiscordBench) -> None:
    owner = bench.user(bench.guild["owner_id"])
    ann, ben = bench.user(await bench.join("Ann")), bench.user(await bench.join("Ben"))
    first = bench.fake.people.kick(bench.guild, owner, ann, "one")
    await bench.house.until_id(first["id"])
    await bench.stop()
    second = bench.fake.people.ban(bench.guild, owner, ben, "two")
    await bench.restart()
    await bench.house.until_id(second["id"])
    assert [reason for *_, reason in told(bench)] == ["one", "two"]


async def test_without_the_right_to_the_audit_log_the_rest_is_read_back(
    bench: DiscordBench,
) -> None:
    await bench.stop()
    own = bench.guild["roles"][bench.evenhand]
    own["permissions"] = str(int(own["permissions"]) & ~rights.VIEW_AUDIT_LOG)
    await bench.restart()
    await bench.say(await bench.join("Ann"), "hello")
    assert bench.fake.asked("GET", "/audit-logs") == []


async def test_what_discord_s_own_automod_does_is_heard(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    bench.fake.people.automod(bench.guild, bench.room, ann, "pills")
    first = await bench.house.until(MemberModerated)
    bench.fake.people.automod(bench.guild, bench.room, ann, "pills", seconds=60)
    await bench.say(ann["id"], "until here the gateway has told it")
    bench.house.received.remove(first)
    second = await bench.house.until(MemberModerated)
    assert (first.did, second.did) == ("delete_message", "timeout")
    assert first.by == Member(id="automod", name="AutoMod", bot=True)
    assert (first.member.name, first.reason) == ("Ann", "pills")
    assert second.until is not None
    assert second.until - second.at == timedelta(seconds=60)


@pytest.mark.parametrize("may_look", [True, False])
async def test_whoever_invites_evenhand_is_told_what_to_do_next(
    bench: DiscordBench, may_look: bool
) -> None:
    few = rights.EVERYBODY | (rights.VIEW_AUDIT_LOG if may_look else 0)
    guild = bench.fake.world.guild("Elsewhere", bot_permissions=few)
    kim = bench.fake.people.join(guild, "Kim")
    bench.fake.people.invite(guild, kim)
    told = kim if may_look else bench.user(guild["owner_id"])
    async with asyncio.timeout(PATIENCE):
        while not bench.fake.world.direct:
            await bench.fake.server.asked_again()
        (way,) = bench.fake.world.direct.values()
        while not bench.fake.world.messages[way["id"]]:
            await bench.fake.server.asked_again()
    assert way["recipients"][0]["id"] == told["id"]
    (message,) = bench.fake.world.messages[way["id"]].values()
    assert f'discord: "{guild["id"]}"' in message["content"]
    assert "evenhand doctor" in message["content"]
