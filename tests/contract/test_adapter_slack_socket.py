"""Slack over Socket Mode: links come and go, tokens end, and nothing is lost or doubled by it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import Kick, MessagePosted, OutcomeState, Reply
from bot.errors import NetworkError
from tests.contract.slack_bench import SlackBench, slack_at
from tests.fakes.slack import Message


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    async with slack_at(SlackBench(tmp_path)) as bench:
        yield bench


async def test_a_refresh_in_the_middle_of_an_event_loses_and_doubles_nothing(
    bench: SlackBench,
) -> None:
    ann = await bench.join("Ann")
    bench.house.gate.clear()
    saying = asyncio.create_task(bench.say(ann, "hello"))
    await bench.house.knocked.wait()
    await bench.slack.socket.refresh()
    await bench.slack.socket.relinked.wait()
    bench.house.gate.set()
    await saying
    assert [event.text for event in bench.house.of(MessagePosted)] == ["hello"]


async def test_a_link_that_breaks_comes_back(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    await bench.slack.socket.cut()
    await bench.say(ann, "after the break")
    assert bench.slack.socket.connections == 2
    assert [event.text for event in bench.house.of(MessagePosted)] == ["after the break"]


async def test_an_app_token_that_slack_does_not_take_ends_the_listening(tmp_path: Path) -> None:
    bench = SlackBench(tmp_path)
    bench.slack.tokens[f"xapp-{bench.place}-app"].revoked = True
    with pytest.raises(NetworkError, match="EVENHAND_SLACK_APP_TOKEN"):
        async with slack_at(bench):
            pass


async def test_a_bot_token_that_slack_does_not_take_ends_the_listening(tmp_path: Path) -> None:
    bench = SlackBench(tmp_path)
    bench.slack.tokens[f"xoxb-{bench.place}-bot"].revoked = True
    with pytest.raises(NetworkError, match="install the app again"):
        async with slack_at(bench):
            pass


async def test_a_slack_that_is_away_at_first_is_waited_for(tmp_path: Path) -> None:
    bench = SlackBench(tmp_path)
    bench.slack.fail("auth.test", 503)
    async with slack_at(bench):
        await bench.say(bench.space.owner.id, "hello")
    assert len(bench.house.of(MessagePosted)) == 1


async def test_an_app_token_revoked_later_ends_the_listening(bench: SlackBench) -> None:
    bench.slack.tokens[f"xapp-{bench.place}-app"].revoked = True
    await bench.slack.socket.refresh()
    assert isinstance(await bench.ended(), NetworkError)


async def test_a_bot_token_that_ends_unsaid_ends_the_listening_at_the_next_order(
    bench: SlackBench,
) -> None:
    bench.slack.tokens[f"xoxb-{bench.place}-bot"].revoked = True
    no = await bench.perform(Reply(channel=bench.channel, text="hello"))
    assert no.state is OutcomeState.REFUSED
    assert "install the app again and set the new token" in no.detail
    assert "no longer installed in T0KETTLE01 (token_revoked)" in str(await bench.ended())


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
async def test_an_app_that_is_uninstalled_stops_with_the_reason(
    bench: SlackBench, kind: str
) -> None:
    await bench.slack.emit(bench.space, {"type": kind})
    assert "no longer installed" in str(await bench.ended())


async def test_a_foreigner_in_a_shared_channel_is_heard_in_our_workspace(
    bench: SlackBench,
) -> None:
    foreign = bench.space.add_user("Kim Elsewhere", stranger=True)
    foreign.team = "T0FOREIGN1"
    envelope = bench.slack.envelope(
        bench.space,
        {
            "type": "message",
            "user": foreign.id,
            "user_team": foreign.team,
            "text": "hello",
            "channel": bench.room.id,
            "channel_type": "channel",
            "ts": bench.slack.new_ts(),
        },
    )
    shared = {"team_id": foreign.team, "context_team_id": foreign.team}
    assert await bench.slack.deliver({**envelope, **shared, "is_ext_shared_channel": True})
    (event,) = bench.house.of(MessagePosted)
    assert (event.place, event.member.name) == (bench.place, "Kim Elsewhere")


async def test_who_owns_another_workspace_is_no_owner_here(bench: SlackBench) -> None:
    foreign = bench.space.add_user("Kim Elsewhere", owner=True, stranger=True)
    foreign.team = "T0FOREIGN1"
    await bench.say(foreign.id, "hello")
    (event,) = bench.house.of(MessagePosted)
    assert (event.member.roles, event.member.rank) == (("External",), 0)


async def test_blocks_that_say_something_else_are_read_too(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    text = {"type": "mrkdwn", "text": "you are all idiots"}
    message = Message(bench.slack.new_ts(), owner, "hello")
    bench.room.messages[message.ts] = message
    event = message.as_json() | {
        "type": "message",
        "channel": bench.room.id,
        "channel_type": "channel",
        "blocks": [{"type": "section", "text": text}],
    }
    assert await bench.slack.emit(bench.space, event)
    assert bench.house.of(MessagePosted)[-1].text == "hello\nyou are all idiots"


async def test_a_member_of_an_enterprise_is_known_by_their_id_there(bench: SlackBench) -> None:
    member = bench.space.add_user("Ann")
    del bench.space.users[member.id]
    member.id = "W012A3CDE"
    bench.space.users[member.id] = member
    await bench.say(member.id, "hello")
    assert bench.house.of(MessagePosted)[0].member.id == "W012A3CDE"


async def test_a_channel_that_is_archived_is_no_place_to_take_people_out_of(
    bench: SlackBench,
) -> None:
    await bench.perform(Reply(channel="help", text="hello"))
    bench.room.archived = True
    told = bench.slack.emit(bench.space, {"type": "channel_archive", "channel": bench.room.id})
    assert await told
    ann = await bench.join("Ann")
    assert "#help" not in (await bench.perform(Kick(member=ann))).detail


async def test_a_channel_with_a_new_name_is_found_by_it(bench: SlackBench) -> None:
    await bench.perform(Reply(channel="help", text="hello"))
    bench.room.name = "questions"
    new = {"id": bench.room.id, "name": "questions"}
    await bench.slack.emit(bench.space, {"type": "channel_rename", "channel": new})
    calls = len(bench.slack.calls)
    assert (await bench.perform(Reply(channel="#questions", text="hello"))).made
    assert [name for name, _ in bench.slack.calls[calls:]] == ["chat.postMessage"]


async def test_a_workspace_without_a_rulebook_is_said_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bench = SlackBench(tmp_path)
    bench.house.places = {"T0ELSE0001": "kettle-co"}
    async with slack_at(bench):
        assert "name it under places: slack: T0KETTLE01" in caplog.text


async def test_events_of_a_workspace_without_a_rulebook_are_acknowledged_and_left(
    bench: SlackBench,
) -> None:
    other = bench.slack.workspace("T0OTHER001", "Other")
    told = bench.slack.say(other, other.general, other.owner.id, "hello")[1]
    assert await told
    assert bench.house.received == []


async def test_a_single_workspace_needs_no_name_in_the_policy_file(tmp_path: Path) -> None:
    bench = SlackBench(tmp_path)
    bench.house.places = {"slack": "kettle-co"}
    async with slack_at(bench):
        await bench.say(bench.space.owner.id, "hello")
        (event,) = bench.house.of(MessagePosted)
        assert (event.place, event.community) == ("slack", "kettle-co")
        assert await bench.adapter.find_member("slack", bench.space.owner.id)
