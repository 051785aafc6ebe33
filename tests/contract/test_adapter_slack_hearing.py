"""What happens in a Slack workspace is heard as people see it, and who is who is known."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import (
    Attachment,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
)
from tests.contract.slack_bench import SlackBench, slack_at
from tests.support.patience import PATIENCE


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    async with slack_at(SlackBench(tmp_path)) as bench:
        yield bench


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


@pytest.mark.parametrize(
    ("subtype", "heard"),
    [
        ("file_share", True),  # words with a file
        ("thread_broadcast", True),  # an answer that is shown in the channel as well
        ("me_message", True),  # what /me says
        ("channel_join", False),  # Slack's own lines
        ("channel_topic", False),
        ("pinned_item", False),
        ("message_replied", False),
        ("something_new", False),  # what Slack may bring one day
    ],
)
async def test_what_people_write_is_heard_and_slacks_own_lines_are_not(
    bench: SlackBench, subtype: str, heard: bool
) -> None:
    file = {"id": "F1", "name": "map.png", "mimetype": "image/png", "size": 123}
    ann = await bench.join("Ann")
    told = bench.slack.say(
        bench.space, bench.room, ann, "look", subtype=subtype, files=[file, {"mode": "tombstone"}]
    )[1]
    assert await told
    found = [(event.text, event.attachments) for event in bench.house.of(MessagePosted)]
    attached = (
        Attachment(name="map.png", type="image/png", size=123),
        Attachment(name="file", type="", size=0),
    )
    assert found == ([("look", attached)] if heard else [])


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
