"""What the house hears of a group: who wrote what where, also where Telegram hides it."""

from typing import Any

import pytest

from bot.domain import (
    Attachment,
    Mention,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
)
from tests.contract.telegram_bench import TelegramBench

LINK = {"type": "text_link", "offset": 0, "length": 5, "url": "https://bad.example/x"}


async def posted(bench: TelegramBench, update: int) -> MessagePosted:
    await bench.heard(update)
    return bench.house.of(MessagePosted)[-1]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        # a link behind a word
        ({"text": "click here", "entities": [LINK]}, "click here\nhttps://bad.example/x"),
        # the same below a picture
        ({"caption": "click here", "caption_entities": [LINK], "photo": []},
         "click here\nhttps://bad.example/x"),
        # a quote from another chat
        ({"text": "look", "external_reply": {"origin": {"type": "hidden_user",
          "sender_user_name": "X", "date": 0}}, "quote": {"text": "buy now", "position": 0}},
         "look\nbuy now"),
        # words and an address on a button, as other bots send them
        ({"text": "hi", "reply_markup": {"inline_keyboard": [[{"text": "Win",
          "url": "https://bad.example"}]]}}, "hi\nWin https://bad.example"),
        # a poll
        ({"poll": {"id": "1", "question": "Who buys?", "options": [
            {"text": "me", "voter_count": 0, "persistent_id": "1"},
            {"text": "you", "voter_count": 0, "persistent_id": "2"}],
          "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
          "allows_multiple_answers": False, "allows_revoting": False, "members_only": False}},
         "Who buys?\nme\nyou"),
        # a checklist
        ({"checklist": {"title": "Get rich", "tasks": [{"id": 1, "text": "write to me"}]}},
         "Get rich\nwrite to me"),
        # an invoice
        ({"invoice": {"title": "Coins", "description": "half price", "start_parameter": "x",
          "currency": "EUR", "total_amount": 100}}, "Coins: half price"),
        # a contact
        ({"contact": {"phone_number": "+4917012345", "first_name": "Call", "last_name": "Me"}},
         "Call Me +4917012345"),
        # a place
        ({"venue": {"location": {"latitude": 1.0, "longitude": 1.0}, "title": "Casino",
          "address": "High St"}, "location": {"latitude": 1.0, "longitude": 1.0}},
         "Casino, High St"),
        # an address that is shown as a preview alone
        ({"text": "hm", "link_preview_options": {"url": "https://bad.example/p"}},
         "hm\nhttps://bad.example/p"),
    ],
    ids=["link", "caption", "quote", "button", "poll", "checklist", "invoice", "contact", "venue",
         "preview"],
)  # fmt: skip
async def test_policies_read_what_a_reader_sees(
    bench: TelegramBench, content: dict[str, Any], read: str
) -> None:
    ann = bench.person(await bench.join("Ann"))
    _, update = bench.people.send(bench.group, ann, **content)
    assert (await posted(bench, update)).text == read


FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 7}
SIZE = {**FILE, "width": 1, "height": 1}


@pytest.mark.parametrize(
    ("content", "attachment"),
    [
        ({"photo": [SIZE]}, Attachment(name="photo.jpg", type="image/jpeg", size=7)),
        ({"document": {**FILE, "file_name": "a.apk", "mime_type": "application/x"}},
         Attachment(name="a.apk", type="application/x", size=7)),
        ({"sticker": {**SIZE, "type": "regular", "is_animated": False, "is_video": False}},
         Attachment(name="sticker", type="image/webp", size=7)),
        ({"video_note": {**FILE, "length": 1, "duration": 1}},
         Attachment(name="video_note", type="video/mp4", size=7)),
        ({"voice": {**FILE, "duration": 1}}, Attachment(name="voice", type="audio/ogg", size=7)),
        ({"story": {"id": 1, "chat": {"id": 5, "type": "private"}}},
         Attachment(name="story", type="telegram/story")),
        ({"dice": {"emoji": "🎲", "value": 1}}, Attachment(name="dice", type="telegram/dice")),
        # whose words are passed on: a channel's, a person's, somebody's who hides
        ({"text": "x", "forward_origin": {"type": "channel", "date": 1, "message_id": 1,
          "chat": {"id": -1005, "type": "channel", "title": "Coins"}}},
         Attachment(name="Coins", type="telegram/forward")),
        ({"text": "x", "forward_origin": {"type": "user", "date": 1, "sender_user":
          {"id": 5, "is_bot": False, "first_name": "Kim"}}},
         Attachment(name="Kim", type="telegram/forward")),
        ({"text": "x", "external_reply": {"origin": {"type": "hidden_user", "date": 1,
          "sender_user_name": "Lee"}}}, Attachment(name="Lee", type="telegram/quote")),
    ],
    ids=lambda value: value.name if isinstance(value, Attachment) else "",
)  # fmt: skip
async def test_what_is_no_text_is_heard_too(
    bench: TelegramBench, content: dict[str, Any], attachment: Attachment
) -> None:
    ann = bench.person(await bench.join("Ann"))
    _, update = bench.people.send(bench.group, ann, **content)
    assert (await posted(bench, update)).attachments == (attachment,)


async def test_a_name_without_a_username_is_a_mention(bench: TelegramBench) -> None:
    ann, kim = [bench.person(await bench.join(name)) for name in ("Ann", "Kim")]
    entity = {"type": "text_mention", "offset": 6, "length": 3, "user": kim.json()}
    _, update = bench.people.say(bench.group, ann, "hello Kim", entities=[entity])
    assert (await posted(bench, update)).mentions == (Mention(id=str(kim.id), name="Kim"),)


async def test_a_username_is_known_once_its_owner_was_seen(bench: TelegramBench) -> None:
    ann, kim = [bench.person(await bench.join(name)) for name in ("Ann", "Kim")]
    text = f"@{kim.username} and @nobody_here"
    _, update = bench.people.say(bench.group, ann, text)
    assert (await posted(bench, update)).mentions == (
        Mention(id=str(kim.id), name=kim.username),
        Mention(id="@nobody_here", name="nobody_here"),
    )


async def test_a_reply_names_what_it_answers(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    first = await bench.say(ann, "one")
    _, update = bench.people.say(bench.group, bench.person(ann), "two", reply_to=int(first))
    assert (await posted(bench, update)).reply_to == first


async def test_two_edits_of_one_second_are_two_events(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    message = await bench.say(ann, "one")
    for text in ("two", "three"):
        await bench.heard(bench.people.edit(bench.group, int(message), text))
    edits = bench.house.of(MessageEdited)
    assert [(edit.message, edit.text) for edit in edits] == [(message, "two"), (message, "three")]


async def test_a_topic_is_a_channel_with_its_name(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    thread = bench.people.open_topic(bench.group, ann, "Help")
    _, update = bench.people.say(bench.group, ann, "how do I", topic=thread)
    event = await posted(bench, update)
    assert (event.channel, event.channel_name) == (f"{bench.place}/{thread}", "Help")


async def test_a_topic_is_known_by_name_after_a_restart(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    thread = bench.people.open_topic(bench.group, ann, "Help")
    await bench.heard(bench.people.say(bench.group, ann, "one", topic=thread)[1])
    await bench.restart()
    event = await posted(bench, bench.people.say(bench.group, ann, "two", topic=thread)[1])
    assert event.channel_name == "Help"


async def test_a_reply_thread_of_an_ordinary_group_is_no_topic(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    _, update = bench.people.say(bench.group, ann, "hm", message_thread_id=3)
    assert (await posted(bench, update)).channel == bench.place


async def test_a_channel_that_writes_in_its_own_name_is_the_author(bench: TelegramBench) -> None:
    spam = bench.cloud.channel(-1_009_999, "Free coins")
    _, update = bench.people.say_as_channel(bench.group, spam, "hello")
    member = (await posted(bench, update)).member
    assert (member.id, member.name, member.roles) == ("-1009999", "Free coins", ())


async def test_posts_of_the_linked_channel_and_anonymous_administrators_are_left_alone(
    bench: TelegramBench,
) -> None:
    news = bench.cloud.channel(-1_008_888, "News")
    bench.people.forward_post(bench.group, news, "our own post")
    await bench.heard(bench.people.say_anonymously(bench.group, "as the group")[1])
    assert bench.house.of(MessagePosted) == []


async def test_an_administrator_has_roles_and_a_rank(bench: TelegramBench) -> None:
    kim = bench.person(await bench.join("Kim"))
    rights = frozenset({"can_restrict_members"})
    bench.people.change(
        bench.group, bench.owner, kim, status="administrator", rights=rights, title="Night shift"
    )
    await bench.say(str(kim.id), "hello")
    member = bench.house.of(MessagePosted)[-1].member
    assert (member.roles, member.rank) == (("Administrator", "Moderator", "Night shift"), 1)


async def test_who_may_not_ban_is_no_moderator(bench: TelegramBench) -> None:
    kim = bench.person(await bench.join("Kim"))
    bench.people.change(bench.group, bench.owner, kim, status="administrator")
    await bench.say(str(kim.id), "hello")
    assert bench.house.of(MessagePosted)[-1].member.roles == ("Administrator",)


async def test_a_reaction_is_heard(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    message = await bench.say(ann, "hello")
    await bench.heard(bench.people.react(bench.group, bench.person(ann), int(message), "👍"))
    (event,) = bench.house.of(ReactionAdded)
    assert (event.message, event.emoji, event.member.id) == (message, "👍", ann)


async def test_groups_that_no_policy_file_names_are_not_heard(bench: TelegramBench) -> None:
    other = bench.cloud.group(-1_005_555, "Elsewhere")
    ann = bench.cloud.person("Ann")
    await bench.heard(bench.people.say(other, ann, "hello")[1])
    assert bench.house.received == []


async def test_words_are_heard_though_the_library_cannot_read_what_comes_with_them(
    bench: TelegramBench,
) -> None:
    ann = bench.person(await bench.join("Ann"))
    # a poll of a shape that is newer or older than the library
    _, update = bench.people.send(bench.group, ann, caption="buy now", poll={"id": "1"})
    assert (await posted(bench, update)).text == "buy now"


@pytest.mark.parametrize(
    "body",
    [
        # a kind that nobody knows yet
        {"hologram": {"id": 1}},
        # no kind at all
        {},
        # a message without what every message has
        {"message": {"text": "hello"}},
        # of a wrong form
        {"message": "hello"},
        {"chat_member": {"chat": 7}},
        {"callback_query": None},
    ],
    ids=["unknown", "empty", "bare", "text", "broken", "null"],
)
async def test_an_update_that_cannot_be_read_holds_nothing_up(
    bench: TelegramBench, body: dict[str, Any]
) -> None:
    ann = await bench.join("Ann")
    bench.cloud.push_raw(body)
    await bench.say(ann, "hello")
    assert [event.text for event in bench.house.of(MessagePosted)] == ["hello"]
