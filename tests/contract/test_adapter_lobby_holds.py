"""What holds in the lobby: time-outs, slow mode, closed channels, kicks and bans."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import HandClock
from bot.domain import (
    Ban,
    Button,
    Kick,
    LockChannel,
    MemberLeft,
    SlowMode,
    Timeout,
    Unban,
    UnlockChannel,
    Untimeout,
)
from tests.contract.lobby_bench import LobbyBench

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
YES = Button(id="yes:1", label="Yes")


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOON)


@pytest.fixture
async def lobby(tmp_path: Path, clock: HandClock) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path, clock)
    await bench.start()
    yield bench
    await bench.stop()


async def test_a_time_out_holds_until_its_end_and_no_longer(
    lobby: LobbyBench, clock: HandClock
) -> None:
    ann = await lobby.enter("Ann")
    until = datetime(2026, 1, 5, 12, 10, tzinfo=UTC)
    await lobby.perform(Timeout(member=ann.me, seconds=600, until=until, reason="rule 2"))
    told = (await ann.until("me"))["me"]
    assert (told["timeout_until"], told["timeout_reason"]) == (until.isoformat(), "rule 2")
    refused = await ann.say("hello")
    assert (refused["error"], refused["until"]) == ("timeout", until.isoformat())
    clock.tick(601)
    assert (await ann.say("hello"))["ok"]


async def test_a_time_out_can_be_lifted(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    await lobby.perform(Timeout(member=ann.me, seconds=600))
    await lobby.perform(Untimeout(member=ann.me))
    assert (await ann.say("hello"))["ok"]


async def test_commands_work_in_a_time_out(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    await lobby.perform(Timeout(member=ann.me, seconds=600))
    assert (await ann.ask("command", text="/rules"))["ok"]


async def test_slow_mode_holds_everybody_but_the_team(lobby: LobbyBench, clock: HandClock) -> None:
    ann, mara = await lobby.enter("Ann"), await lobby.enter("Mara", seat=True)
    await lobby.perform(SlowMode(channel="general", seconds=30))
    assert (await ann.say("one"))["ok"]
    clock.tick(10)
    refused = await ann.say("two")
    assert (refused["error"], refused["wait"]) == ("slow", 21)
    assert (await mara.say("one"))["ok"]
    assert (await mara.say("two"))["ok"]
    clock.tick(21)
    assert (await ann.say("two"))["ok"]


async def test_a_locked_channel_is_for_the_team_until_it_is_opened(lobby: LobbyBench) -> None:
    ann, mara = await lobby.enter("Ann"), await lobby.enter("Mara", seat=True)
    await lobby.perform(LockChannel(channel="#general", reason="a raid"))
    hall = (await ann.until("hall"))["hall"]
    assert (hall["locked"], hall["reason"]) == (True, "a raid")
    assert (await ann.say("hello"))["error"] == "locked"
    assert (await ann.say("hello", channel="help"))["ok"]
    assert (await mara.say("hello"))["ok"]
    await lobby.perform(UnlockChannel(channel="general"))
    assert (await ann.say("hello"))["ok"]


async def test_somebody_kicked_is_told_why_and_may_come_back(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    await lobby.perform(Kick(member=ann.me, reason="rule 2"))
    out = await ann.until("out")
    assert (out["banned"], out["shown_out"], out["reason"]) == (False, True, "rule 2")
    assert (await ann.say("hello"))["error"] == "stranger"
    assert (await lobby.house.until(MemberLeft)).member.id == ann.me
    before = ann.me
    assert (await ann.ask("join", token=ann.token, name="Ann"))["ok"]
    assert ann.me == before
    assert (await ann.say("hello"))["ok"]


async def test_somebody_banned_stays_out_until_the_ban_is_lifted(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    await lobby.perform(Ban(member=ann.me, reason="rule 2"))
    assert (await ann.until("out"))["banned"]
    assert (await ann.ask("join", token=ann.token, name="Ann"))["error"] == "banned"
    later = await lobby.page(ann.token)
    assert (await later.ask("hello", token=ann.token))["out"]["reason"] == "rule 2"
    await lobby.perform(Unban(member=ann.me))
    assert (await later.ask("join", token=ann.token, name="Ann"))["ok"]


async def test_a_ban_with_an_end_ends(lobby: LobbyBench, clock: HandClock) -> None:
    ann = await lobby.enter("Ann")
    await lobby.perform(Ban(member=ann.me, until=datetime(2026, 1, 5, 13, 0, tzinfo=UTC)))
    assert (await ann.ask("join", token=ann.token, name="Ann"))["error"] == "banned"
    clock.tick(3601)
    assert (await ann.ask("join", token=ann.token, name="Ann"))["ok"]
