"""What people do on Discord arrives at the house as it was."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain import (
    Attachment,
    MemberChanged,
    MemberJoined,
    MemberLeft,
    Mention,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
    Reply,
)
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import Json
from tests.support.running import until as so


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


async def heard(bench: DiscordBench, message: Json) -> MessagePosted:
    event = await bench.house.until_id(str(message["id"]))
    assert isinstance(event, MessagePosted)
    return event


async def test_an_edit_of_a_message_that_nobody_remembers_is_heard(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    long_ago = datetime.now(UTC) - timedelta(days=3)
    message = bench.fake.people.say(bench.guild, bench.room, ann, "hello", at=long_ago, heard=False)
    bench.fake.people.edit(bench.guild, message, "goodbye")
    edit = await bench.house.until(MessageEdited)
    assert (edit.message, edit.text, edit.member.name) == (message["id"], "goodbye", "Ann")


async def test_a_preview_that_discord_adds_is_no_edit(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    id = await bench.say(ann, "https://example.org")
    message = bench.fake.world.messages[bench.channel][id]
    bench.fake.people.tell_of(bench.guild, message, "MESSAGE_UPDATE")
    await bench.say(ann, "more")
    assert bench.house.of(MessageEdited) == []


async def test_deletes_are_heard_one_by_one_also_of_many_at_once(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    first = await bench.say(ann, "one")
    second = await bench.say(ann, "two")
    bench.fake.people.delete(bench.guild, bench.fake.world.messages[bench.channel][first])
    told = {"ids": [second, "1"], "channel_id": bench.channel, "guild_id": bench.place}
    bench.fake.world.tell(bench.place, "MESSAGE_DELETE_BULK", told)
    await bench.say(ann, "three")
    assert [one.message for one in bench.house.of(MessageDeleted)] == [first, "1", second]


async def test_coming_and_going_is_heard(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    await bench.house.until(MemberJoined)
    bench.fake.people.leave(bench.guild, bench.user(ann))
    assert (await bench.house.until(MemberLeft)).member.id == ann


async def test_a_reaction_is_heard_with_who_gave_it(bench: DiscordBench) -> None:
    ann, ben = await bench.join("Ann"), await bench.join("Ben")
    id = await bench.say(ann, "hello")
    message = bench.fake.world.messages[bench.channel][id]
    bench.fake.people.react(bench.guild, message, bench.user(ben), "👍")
    event = await bench.house.until(ReactionAdded)
    assert (event.message, event.emoji, event.member.name) == (id, "👍", "Ben")


async def test_roles_height_and_ages_of_an_author_are_known(bench: DiscordBench) -> None:
    helper = next(r for r in bench.guild["roles"].values() if r["name"] == "Helper")
    ann = bench.fake.people.join(bench.guild, "Ann", roles=[helper["id"]])
    member = (await heard(bench, bench.fake.people.say(bench.guild, bench.room, ann, "hi"))).member
    assert (member.roles, member.rank) == (("Helper",), 1)
    assert member.joined_at is not None
    assert member.account_created_at is not None
    assert member.account_created_at < member.joined_at


async def test_a_name_in_the_server_goes_before_the_account_s(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    bench.fake.people.become(bench.guild, ann, nick="Annie")
    event = await heard(bench, bench.fake.people.say(bench.guild, bench.room, ann, "hi"))
    assert event.member.name == "Annie"


async def test_an_answer_names_what_it_answers(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    first = await bench.say(ann, "a question")
    answer = bench.fake.people.say(
        bench.guild,
        bench.room,
        bench.user(ann),
        "an answer",
        type=19,
        message_reference={"message_id": first, "channel_id": bench.channel},
    )
    assert (await heard(bench, answer)).reply_to == first


async def test_mentions_are_told_by_kind(bench: DiscordBench) -> None:
    ann, ben = await bench.join("Ann"), bench.user(await bench.join("Ben"))
    helper = next(r for r in bench.guild["roles"].values() if r["name"] == "Helper")
    message = bench.fake.people.say(
        bench.guild,
        bench.room,
        bench.user(ann),
        f"<@{ben['id']}> <@&{helper['id']}> <#{bench.channel}> @everyone",
        mentions=[ben],
        mention_roles=[helper["id"]],
        mention_everyone=True,
    )
    assert (await heard(bench, message)).mentions == (
        Mention(id=ben["id"], name="Ben"),
        Mention(id=helper["id"], kind="role", name="Helper"),
        Mention(id=bench.channel, kind="channel"),
        Mention(id="everyone", kind="everyone"),
    )


async def test_files_and_stickers_are_told(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    message = bench.fake.people.say(
        bench.guild,
        bench.room,
        ann,
        "look",
        attachments=[
            {
                "id": "1",
                "filename": "a.png",
                "content_type": "image/png",
                "size": 123,
                "url": "https://cdn.example/a.png",
                "proxy_url": "https://cdn.example/a.png",
            }
        ],
        sticker_items=[{"id": "2", "name": "Wave", "format_type": 1}],
    )
    assert (await heard(bench, message)).attachments == (
        Attachment(name="a.png", type="image/png", size=123),
        Attachment(name="Wave", type="sticker"),
    )


async def test_what_is_forwarded_is_read_too(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    snapshot = {
        "message": {
            "type": 0,
            "content": "words from elsewhere",
            "timestamp": datetime.now(UTC).isoformat(),
            "edited_timestamp": None,
            "flags": 0,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
        }
    }
    message = bench.fake.people.say(
        bench.guild,
        bench.room,
        ann,
        "",
        message_reference={"type": 1, "message_id": "1", "channel_id": bench.channel},
        message_snapshots=[snapshot],
    )
    event = await heard(bench, message)
    assert (event.text, event.reply_to) == ("words from elsewhere", None)


async def test_a_poll_is_read_with_its_answers(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    poll = {
        "question": {"text": "Who is worst"},
        "answers": [
            {"answer_id": 1, "poll_media": {"text": "you"}},
            {"answer_id": 2, "poll_media": {"text": "me"}},
        ],
        "expiry": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
        "allow_multiselect": False,
        "layout_type": 1,
    }
    message = bench.fake.people.say(bench.guild, bench.room, ann, "", poll=poll)
    assert (await heard(bench, message)).text == "Who is worst\nyou\nme"


async def test_a_webhook_is_no_person(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    posing = {**ann, "id": "900000000000000001", "bot": True}
    message = bench.fake.people.say(
        bench.guild, bench.room, posing, "I am Ann", webhook_id="900000000000000001"
    )
    member = (await heard(bench, message)).member
    assert (member.bot, member.roles) == (True, ())


async def test_a_voice_channel_s_text_is_heard(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    voice = bench.fake.world.channel(bench.guild, "Lounge", type=2)
    event = await heard(bench, bench.fake.people.say(bench.guild, voice, ann, "can you hear me"))
    assert (event.channel, event.channel_name) == (voice["id"], "Lounge")


@pytest.mark.parametrize("kind", [0, 15])  # a text channel's thread, a forum's post
async def test_threads_go_by_the_name_of_the_room_they_hang_on(
    bench: DiscordBench, kind: int
) -> None:
    ann = bench.user(await bench.join("Ann"))
    room = bench.fake.world.channel(bench.guild, "help", type=kind)
    thread = bench.fake.world.thread(bench.guild, room, "My printer", ann["id"])
    event = await heard(bench, bench.fake.people.say(bench.guild, thread, ann, "it smokes"))
    assert (event.channel, event.channel_name) == (thread["id"], "help")


async def test_what_a_forum_s_post_is_called_is_said_with_its_first_message(
    bench: DiscordBench,
) -> None:
    ann = bench.user(await bench.join("Ann"))
    forum = bench.fake.world.channel(bench.guild, "help", type=15)
    post = bench.fake.world.thread(bench.guild, forum, "My printer", ann["id"])
    people = bench.fake.people
    first = await heard(bench, people.say(bench.guild, post, ann, "it smokes", id=post["id"]))
    assert (first.id, first.text) == (post["id"], "My printer\nit smokes")
    assert (await heard(bench, people.say(bench.guild, post, ann, "a lot"))).text == "a lot"


async def test_our_own_words_and_discord_s_are_not_heard(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    await bench.perform(Reply(channel=bench.channel, text="hello"))
    bench.fake.people.say(bench.guild, bench.room, ann, "", type=7)  # Ann joined the server
    await bench.say(ann["id"], "hi")
    assert [event.text for event in bench.house.of(MessagePosted)] == ["hi"]


async def test_a_server_that_no_policy_file_names_is_not_heard(bench: DiscordBench) -> None:
    other = bench.fake.world.guild("Elsewhere")
    bench.fake.world.tell(other["id"], "GUILD_CREATE", bench.fake.world.full(other))
    room = next(iter(other["channels"].values()))
    bench.fake.people.say(other, room, bench.fake.people.join(other, "Zoe"), "hello")
    await bench.say(await bench.join("Ann"), "hi")
    assert [event.text for event in bench.house.of(MessagePosted)] == ["hi"]


async def test_names_and_roles_that_change_are_heard_with_how_they_were(
    bench: DiscordBench,
) -> None:
    ann = bench.user(await bench.join("Ann"))
    people, gateway = bench.fake.people, bench.fake.gateway
    for nick in ("Ann of Kettle", None):
        people.become(bench.guild, ann, nick=nick)
        await gateway.flushed()
    people.rename(bench.guild, ann, "Anna")
    await gateway.flushed()
    helper = next(one for one in bench.guild["roles"].values() if one["name"] == "Helper")
    bench.guild["members"][ann["id"]]["roles"] = [helper["id"]]
    # The second time, nothing that anybody sees has changed.
    for _ in range(2):
        people.become(bench.guild, ann, nick=None)
        await gateway.flushed()
    await bench.say(ann["id"], "until here the gateway has told it")
    await so(lambda: len(bench.house.of(MemberChanged)) == 4)
    told = [(one.was, one.member) for one in bench.house.of(MemberChanged)]
    assert [(was.name, now.name, now.roles) for was, now in told] == [
        ("Ann", "Ann of Kettle", ()),
        ("Ann of Kettle", "Ann", ()),
        ("Ann", "Anna", ()),
        ("Anna", "Anna", ("Helper",)),
    ]


async def test_a_new_name_behind_a_nickname_is_nobody_s_business(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    bench.fake.people.become(bench.guild, ann, nick="Queen")
    await bench.fake.gateway.flushed()
    bench.fake.people.rename(bench.guild, ann, "Anna")
    await bench.say(ann["id"], "until here the gateway has told it")
    await so(lambda: bench.house.of(MemberChanged))
    assert [one.member.name for one in bench.house.of(MemberChanged)] == ["Queen"]
