"""Slack over Socket Mode: links come and go, tokens end, and nothing is lost or doubled by it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import (
    Kick,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
    Reply,
)
from bot.errors import NetworkError
from tests.contract.slack_bench import SlackBench, slack_at
from tests.fakes.slack import Message
from tests.support.patience import PATIENCE


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


# ------------------------------------------------------------------------- what happens there


async def test_a_reply_in_a_thread_says_what_it_answers(bench: SlackBench) -> None:
    first = await bench.say(bench.space.owner.id, "question")
    root = first.rpartition("-")[2]
    await bench.slack.say(bench.space, bench.room, bench.space.owner.id, "yes", thread_ts=root)[1]
    assert bench.house.of(MessagePosted)[-1].reply_to == first


async def test_a_change_of_words_is_heard_once_and_an_unfolded_link_is_none(
    bench: SlackBench,
) -> None:
    id = await bench.say(bench.space.owner.id, "before")
    message = bench.room.messages[id.rpartition("-")[2]]
    await bench.slack.edit(bench.space, bench.room, message, "after &amp; all")
    unfolded = message.as_json()
    await bench.slack.changed(bench.space, bench.room, message, unfolded)
    (event,) = bench.house.of(MessageEdited)
    assert (event.message, event.text) == (id, "after & all")


async def test_a_message_taken_down_by_its_author_is_told(bench: SlackBench) -> None:
    id = await bench.say(bench.space.owner.id, "oops")
    await bench.slack.remove(bench.space, bench.room, bench.room.messages[id.rpartition("-")[2]])
    (event,) = bench.house.of(MessageDeleted)
    assert event.message == id
    assert event.member is not None
    assert event.member.id == bench.space.owner.id


async def test_a_reaction_is_heard_as_people_see_it(bench: SlackBench) -> None:
    id = await bench.say(bench.space.owner.id, "solved?")
    message = bench.room.messages[id.rpartition("-")[2]]
    owner = bench.space.owner.id
    await bench.slack.reacted(bench.space, bench.room, message, owner, "white_check_mark")
    (event,) = bench.house.of(ReactionAdded)
    assert (event.emoji, event.message, event.member.id) == ("✅", id, owner)


async def test_a_closed_account_is_somebody_who_left(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    await bench.slack.deactivate(bench.space, bench.space.users[ann])
    assert bench.house.of(MemberLeft)[0].member.id == ann
    assert await bench.adapter.find_member(bench.place, ann) is None


async def test_our_own_words_are_not_heard(bench: SlackBench) -> None:
    await bench.slack.say(bench.space, bench.room, bench.space.bot.id, "mine")[1]
    assert bench.house.received == []


async def test_another_bot_is_heard_as_a_bot(bench: SlackBench) -> None:
    said = bench.slack.say(
        bench.space, bench.room, "", "beep", subtype="bot_message", bot_id="B0OTHER"
    )
    await said[1]
    (event,) = bench.house.of(MessagePosted)
    assert (event.member.id, event.member.bot) == ("B0OTHER", True)


async def test_owners_and_user_groups_are_roles(bench: SlackBench) -> None:
    bench.helpers.users = [bench.space.owner.id]
    found = await bench.adapter.find_member(bench.place, bench.space.owner.id)
    assert found is not None
    assert found.roles == ("Primary Owner", "Owner", "Admin", "Helper")


async def test_who_is_who_is_asked_once_and_put_right_by_slacks_news(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    for number in range(5):
        await bench.say(ann, f"line {number}")
    assert [call["user"] for call in bench.slack.called("users.info")].count(ann) == 0
    user = bench.space.users[ann]
    user.display, user.admin = "Ann K.", True
    await bench.slack.emit(bench.space, {"type": "user_change", "user": user.as_json()})
    await bench.say(ann, "it is me")
    member = bench.house.of(MessagePosted)[-1].member
    assert (member.name, member.roles) == ("Ann K.", ("Admin",))


async def test_a_message_is_not_lost_while_nobody_can_say_who_wrote_it(bench: SlackBench) -> None:
    ann = bench.space.add_user("Ann")
    bench.slack.fail("users.info", 500, times=1)
    await bench.say(ann.id, "hello")
    (event,) = bench.house.of(MessagePosted)
    assert (event.member.id, event.member.roles) == (ann.id, ())


async def test_messages_do_not_wait_for_the_pace_at_which_people_can_be_asked_about(
    bench: SlackBench,
) -> None:
    crowd = [bench.space.add_user(f"Guest {number}").id for number in range(60)]
    # At that pace the last of them would wait for half a minute, and Slack for three seconds.
    async with asyncio.timeout(PATIENCE):
        for guest in crowd:
            await bench.say(guest, "hello")
    assert {event.member.id for event in bench.house.of(MessagePosted)} == set(crowd)
    assert len(bench.slack.called("users.info")) <= 30


async def test_who_is_in_a_workspace_is_learnt_in_a_few_large_pages(bench: SlackBench) -> None:
    for number in range(300):
        bench.space.add_user(f"Guest {number}")
    await bench.restart()
    for guest in list(bench.space.users)[-40:]:
        await bench.say(guest, "hello")
    assert bench.house.of(MessagePosted)[-1].member.name == "Guest 299"
    # Who writes before the first page is there is asked about by themselves.
    assert len(bench.slack.called("users.info")) < 5


async def test_members_and_channels_named_in_a_message_are_known(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    wire = f"<@{ann}> see <#{bench.room.id}|help>, <!here> and <https://x.example/a|x.example/a>"
    await bench.slack.say(bench.space, bench.room, bench.space.owner.id, wire)[1]
    event = bench.house.of(MessagePosted)[-1]
    assert event.text == "@Ann see #help, @here and https://x.example/a"
    assert [mention.kind for mention in event.mentions] == ["member", "channel", "everyone"]
