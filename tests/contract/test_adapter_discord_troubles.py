"""Bad days on Discord: what is refused, unclear, limited or gone, and what comes of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.buckets import Buckets
from bot.domain import (
    Ban,
    DeleteMessage,
    EffectClass,
    Kick,
    OutcomeState,
    Reply,
    SendDirect,
    Timeout,
)
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import Trouble


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


def said(bench: DiscordBench) -> list[str]:
    return [one["content"] for one in bench.fake.world.messages[bench.channel].values()]


UNCLEAR = [
    # out of order before anything was done, in all the ways that servers say so
    *(Trouble(method="POST", path="/messages$", status=status) for status in (500, 502, 503, 504)),
    # out of order after it was done
    Trouble(method="POST", path="/messages$", status=502, after=True),
    # the connection breaks before, and after
    Trouble(method="POST", path="/messages$", reset=True),
    Trouble(method="POST", path="/messages$", reset=True, after=True),
]


@pytest.mark.parametrize("trouble", UNCLEAR)
async def test_what_is_unclear_is_said_so_and_done_once_when_it_is_tried_again(
    bench: DiscordBench, trouble: Trouble
) -> None:
    bench.fake.troubles.add(trouble)
    say = Reply(channel=bench.channel, text="hello")
    first = await bench.perform(say, key="d1:0")
    assert (first.state, first.retry_after) == (OutcomeState.IN_DOUBT, 1.0)
    assert len(bench.fake.asked("POST", "/messages")) == 1  # nothing is repeated blindly
    assert (await bench.perform(say, key="d1:0")).state is OutcomeState.DONE
    assert said(bench) == ["hello"]


async def test_a_discord_that_hangs_is_given_up_in_time(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.rest.CALL_LIMIT", 1.0)
    bench.fake.troubles.add(Trouble(method="POST", path="/messages$", hang=True, after=True))
    outcome = await bench.perform(Reply(channel=bench.channel, text="hello"))
    assert outcome.state is OutcomeState.IN_DOUBT
    assert "did not answer" in outcome.detail


@pytest.mark.parametrize("done", [True, False])
async def test_a_kick_that_is_unclear_is_looked_up(bench: DiscordBench, done: bool) -> None:
    ann = await bench.join("Ann")
    kick = bench.order(Kick(member=ann, reason="spam"))
    assert bench.adapter.can[Kick] is EffectClass.LOOKUP
    bench.fake.troubles.add(Trouble(method="DELETE", path="/members/", status=502, after=done))
    assert (await bench.adapter.perform(kick)).state is OutcomeState.IN_DOUBT
    found = await bench.adapter.look_up(kick)
    assert (found is not None) is done


async def test_somebody_else_s_kick_is_not_taken_for_ours(bench: DiscordBench) -> None:
    ann, owner = await bench.join("Ann"), bench.user(bench.guild["owner_id"])
    bench.fake.people.kick(bench.guild, owner, bench.user(ann), "by hand")
    assert await bench.adapter.look_up(bench.order(Kick(member=ann))) is None


def only_waiting_takes_time(bench: DiscordBench) -> None:
    """Let limits go by the seconds that were slept, however long a request takes."""

    def seconds() -> float:
        return sum(bench.slept)

    bench.fake.limits._seconds = seconds
    bench.adapter._rest._buckets = Buckets(seconds)


async def test_a_short_limit_is_waited_for(bench: DiscordBench) -> None:
    only_waiting_takes_time(bench)
    bench.fake.limits.set("POST", "/channels/{channel_id}/messages", 1, 0.5)
    for text in ("one", "two"):
        outcome = await bench.perform(Reply(channel=bench.channel, text=text))
        assert outcome.state is OutcomeState.DONE
    assert [one.status for one in bench.fake.asked("POST", "/messages")] == [200, 200]
    assert bench.slept


async def test_a_long_limit_lets_others_go_first(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    message = await bench.say(ann, "buy my pills")
    only_waiting_takes_time(bench)
    bench.fake.limits.set("POST", "/channels/{channel_id}/messages", 1, 30)
    await bench.perform(Reply(channel=bench.channel, text="one"))
    outcome = await bench.perform(Reply(channel=bench.channel, text="two"))
    assert outcome.state is OutcomeState.FAILED
    assert outcome.retry_after == 30
    for urgent in (DeleteMessage(channel=bench.channel, message=message), Ban(member=ann)):
        assert (await bench.perform(urgent)).state is OutcomeState.DONE
    assert [one.status for one in bench.fake.asked("POST", "/messages")] == [200]


async def test_the_global_limit_holds_everything_back(bench: DiscordBench) -> None:
    bench.fake.limits.close(30)
    first = await bench.perform(Reply(channel=bench.channel, text="one"))
    assert first.state is OutcomeState.FAILED
    asked = len(bench.fake.requests)
    ann = bench.fake.world.user("Ann")
    second = await bench.perform(Ban(member=ann["id"]))
    assert second.state is OutcomeState.FAILED
    assert len(bench.fake.requests) == asked


async def test_a_block_at_the_edge_is_no_answer_and_silences_us(bench: DiscordBench) -> None:
    bench.fake.troubles.add(Trouble(method="POST", path="/messages$", html=True))
    outcome = await bench.perform(Reply(channel=bench.channel, text="one"))
    assert (outcome.state, outcome.retry_after) == (OutcomeState.FAILED, 60.0)
    asked = len(bench.fake.requests)
    await bench.perform(Reply(channel=bench.channel, text="two"))
    assert len(bench.fake.requests) == asked


async def test_what_is_refused_again_and_again_is_asked_three_times_an_hour(
    bench: DiscordBench,
) -> None:
    bench.fake.troubles.add(
        Trouble(method="PATCH", path="/members/", status=403, code=50013), times=20
    )
    ann = await bench.join("Ann")
    for _ in range(20):
        outcome = await bench.perform(Timeout(member=ann, seconds=60))
        assert outcome.state is OutcomeState.REFUSED
    assert len(bench.fake.asked("PATCH", "/members/")) == 3
    bench.fake.troubles.waiting.clear()
    role = bench.fake.world.role(bench.guild, "New", at=1)
    await bench.say(ann, "until here the gateway has told it")
    assert role["name"] == "New"
    assert (await bench.perform(Timeout(member=ann, seconds=60))).state is OutcomeState.DONE


async def test_people_who_take_no_messages_keep_no_word_from_others(bench: DiscordBench) -> None:
    shut = [await bench.join(f"Shut {number}") for number in range(5)]
    bench.fake.world.closed_to_words.update(shut)
    for _ in range(2):
        for member in shut:
            outcome = await bench.perform(SendDirect(member=member, text="a word"))
            assert outcome.state is OutcomeState.REFUSED
            assert outcome.detail == "They take no direct messages from me."
    # Each of them is asked once.
    assert len([one for one in bench.fake.asked("POST", "/messages") if one.status == 403]) == 5
    ann = await bench.join("Ann")
    outcome = await bench.perform(SendDirect(member=ann, text="a word"))
    assert outcome.state is OutcomeState.DONE


async def test_an_answer_that_is_not_discord_s_is_no_success(bench: DiscordBench) -> None:
    bench.fake.troubles.add(Trouble(method="POST", path="/messages$", status=200, html=True))
    outcome = await bench.perform(Reply(channel=bench.channel, text="hello"))
    assert outcome.state is OutcomeState.IN_DOUBT
    assert outcome.detail == "What answered is not Discord; look for a proxy in between."


async def test_what_breaks_in_us_does_not_end_the_line(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr("adapters.discord.client._guild_of", broken)
    bench.fake.world.role(bench.guild, "New", at=1)
    await bench.say(await bench.join("Ann"), "still heard")
    assert "what Discord told could not be read (guild_role_create)" in caplog.text


async def test_a_server_that_evenhand_left_is_named(bench: DiscordBench) -> None:
    del bench.guild["members"][bench.fake.world.me["id"]]
    bench.fake.world.tell(bench.place, "GUILD_DELETE", {"id": bench.place})
    await bench.fake.gateway.flushed()
    await bench.stop()
    asked = len(bench.fake.requests)
    for number in range(20):
        outcome = await bench.perform(Reply(channel=bench.channel, text=f"hi {number}"))
        assert outcome.state is OutcomeState.REFUSED
        assert "I am not in this server" in outcome.detail
        assert await bench.adapter.find_member(bench.place, bench.guild["owner_id"]) is None
    # All that still waits for it must not become a storm of refused requests.
    assert len(bench.fake.requests) - asked <= 4


async def test_a_place_that_is_no_server_s_id_is_named(bench: DiscordBench) -> None:
    bench.place = "discord"
    outcome = await bench.perform(Reply(channel="general", text="hi"))
    assert "'discord' is no id of a Discord server" in outcome.detail
