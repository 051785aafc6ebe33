"""Rooms on Discord: slow mode, and locks that leave no trace."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import (
    LockChannel,
    Member,
    OutcomeState,
    SlowMode,
    Standing,
    UnlockChannel,
)
from tests.contract.discord_bench import DiscordBench
from tests.contract.fake_house import FakeHouse
from tests.fakes.discord import Json, rights


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


async def test_slow_mode_is_set_and_lifted(bench: DiscordBench) -> None:
    await bench.perform(SlowMode(channel="#general", seconds=30))
    assert bench.room["rate_limit_per_user"] == 30
    outcome = await bench.perform(SlowMode(channel="#general", seconds=50_000))
    assert outcome.detail == "Discord allows six hours at most"
    await bench.perform(SlowMode(channel="#general", seconds=0), actor=MOD)
    assert bench.room["rate_limit_per_user"] == 0


MOD = "discord:123456789012345678"


async def test_a_policy_s_slow_mode_ends_in_the_pace_from_before(bench: DiscordBench) -> None:
    bench.room["rate_limit_per_user"] = 15
    await bench.perform(SlowMode(channel="#general", seconds=30))
    await bench.perform(SlowMode(channel="#general", seconds=120))  # a second wave
    await bench.restart()
    assert bench.room["rate_limit_per_user"] == 120
    await bench.perform(SlowMode(channel="#general", seconds=0))
    assert bench.room["rate_limit_per_user"] == 15
    # The next time begins anew.
    await bench.perform(SlowMode(channel="#general", seconds=0))
    assert bench.room["rate_limit_per_user"] == 0


async def test_taking_back_a_moderator_s_slow_mode_sets_back_what_was(bench: DiscordBench) -> None:
    bench.room["rate_limit_per_user"] = 15
    await bench.perform(SlowMode(channel="#general", seconds=30), actor=MOD)
    await bench.perform(SlowMode(channel="#general", seconds=0, back=True), actor=MOD)
    assert bench.room["rate_limit_per_user"] == 15
    # Who switches it off means off.
    await bench.perform(SlowMode(channel="#general", seconds=30), actor=MOD)
    await bench.perform(SlowMode(channel="#general", seconds=0), actor=MOD)
    assert bench.room["rate_limit_per_user"] == 0


async def test_a_pace_that_people_set_meanwhile_stays(bench: DiscordBench) -> None:
    await bench.perform(SlowMode(channel="#general", seconds=30))
    bench.room["rate_limit_per_user"] = 60  # by hand
    outcome = await bench.perform(SlowMode(channel="#general", seconds=0))
    assert outcome.detail == "somebody changed it meanwhile"
    assert bench.room["rate_limit_per_user"] == 60


class HouseWithTeam(FakeHouse):
    def standing(self, community: str, member: Member) -> Standing:
        return Standing.MODERATOR if "Moderator" in member.roles else Standing.REGULAR


def writers(bench: DiscordBench, people: dict[str, Json]) -> set[str]:
    """Return who may write in #general, by Discord's own reckoning."""
    return {
        name
        for name, user in people.items()
        if rights.permissions(bench.guild, user["id"], bench.room) & rights.SEND_MESSAGES
    }


async def test_a_lock_lets_only_the_team_write_and_leaves_no_trace(tmp_path: Path) -> None:
    bench = DiscordBench(tmp_path)
    await bench.open()
    bench.house = HouseWithTeam({bench.place: "kettle-co"})
    world, guild = bench.fake.world, bench.guild
    moderator = world.role(guild, "Moderator", at=1)
    partner = world.role(guild, "Partner", at=1)
    before = [
        {"id": guild["id"], "type": 0, "allow": str(rights.EMBED_LINKS), "deny": "0"},
        {"id": partner["id"], "type": 0, "allow": str(rights.SEND_MESSAGES), "deny": "64"},
    ]
    bench.room["permission_overwrites"] = [dict(one) for one in before]
    await bench.start()
    people = {
        "Ann": bench.fake.people.join(guild, "Ann"),
        "Mod": bench.fake.people.join(guild, "Mod", roles=[moderator["id"]]),
        "Pat": bench.fake.people.join(guild, "Pat", roles=[partner["id"]]),
        "Evenhand": world.me,
    }
    everybody = set(people)
    assert writers(bench, people) == everybody
    lock = LockChannel(channel="#general", reason="a raid")
    assert (await bench.perform(lock)).state is OutcomeState.DONE
    assert writers(bench, people) == {"Mod", "Evenhand"}
    assert (await bench.perform(lock)).state is OutcomeState.DONE
    await bench.restart()
    assert (await bench.perform(UnlockChannel(channel="#general"))).state is OutcomeState.DONE
    assert writers(bench, people) == everybody

    def in_order(overwrites: list[Json]) -> list[Json]:
        return sorted(overwrites, key=lambda one: str(one["id"]))

    assert in_order(bench.room["permission_overwrites"]) == in_order(before)
    await bench.close()


async def test_what_people_change_in_a_locked_room_stays(bench: DiscordBench) -> None:
    await bench.perform(LockChannel(channel="#general"))
    overwrites = {one["id"]: one for one in bench.room["permission_overwrites"]}
    everybody = overwrites[bench.place]
    everybody["deny"] = str(int(everybody["deny"]) | rights.ADD_REACTIONS)
    await bench.perform(UnlockChannel(channel="#general"))
    assert bench.room["permission_overwrites"] == [
        {"id": bench.place, "type": 0, "allow": "0", "deny": str(rights.ADD_REACTIONS)}
    ]


async def test_a_role_that_is_gone_meanwhile_keeps_no_room_locked(tmp_path: Path) -> None:
    bench = DiscordBench(tmp_path)
    await bench.open()
    partner = bench.fake.world.role(bench.guild, "Partner", at=1)
    allowed = {
        "id": partner["id"], "type": 0, "allow": str(rights.SEND_MESSAGES), "deny": "0"
    }  # fmt: skip
    bench.room["permission_overwrites"] = [allowed]
    await bench.start()
    await bench.perform(LockChannel(channel="#general"))
    del bench.guild["roles"][partner["id"]]
    bench.room["permission_overwrites"] = [
        one for one in bench.room["permission_overwrites"] if one["id"] != partner["id"]
    ]
    assert (await bench.perform(UnlockChannel(channel="#general"))).state is OutcomeState.DONE
    assert bench.room["permission_overwrites"] == []
    await bench.close()


async def test_a_room_is_not_locked_that_could_not_be_opened_again(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("adapters.discord.notebook.Notebook._write", full)
    for _ in range(3):
        outcome = await bench.perform(LockChannel(channel="#general"))
        assert outcome.state is OutcomeState.REFUSED
        assert "make room on the disk" in outcome.detail
    assert bench.room["permission_overwrites"] == []
    assert caplog.text.count("cannot be written") == 1
    monkeypatch.undo()
    assert (await bench.perform(LockChannel(channel="#general"))).state is OutcomeState.DONE


async def test_a_thread_is_locked_and_opened(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    thread = bench.fake.world.thread(bench.guild, bench.room, "Help", ann)
    await bench.say(ann, "until here the gateway has told it")
    await bench.perform(LockChannel(channel=thread["id"]))
    assert thread["thread_metadata"]["locked"] is True
    await bench.perform(UnlockChannel(channel=thread["id"]))
    assert thread["thread_metadata"]["locked"] is False
