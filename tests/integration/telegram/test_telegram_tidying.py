"""Telegram's own lines, which tell who came or what was pinned, go where a community wants that."""

from typing import Any

import pytest

from bot.domain import MemberJoined, MessagePosted
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.faults import server_error

COMMUNITY, OTHER = "kettle-co", -1_002_222
FIELDS: dict[str, dict[str, Any]] = {
    "joins": {"new_chat_members": []},
    "leaves": {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "Kim"}},
    "pins": {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "group"}}},
    "changes": {"new_chat_title": "Teapots & Co."},
    "calls": {"video_chat_started": {}},
}


async def tells(bench: TelegramBench, chat: Chat, sort: str) -> int:
    """Let Telegram write a line of a sort into a chat; returns its id."""
    fields = FIELDS[sort]
    if sort == "joins":
        fields = {"new_chat_members": [bench.cloud.person("Zoe").json()]}
    message, update = bench.people.send(chat, bench.owner, **fields)
    await bench.heard(update)
    return message


@pytest.mark.parametrize("wanted", FIELDS)
async def test_lines_of_the_sorts_that_were_named_go_and_no_others(
    bench: TelegramBench, wanted: str
) -> None:
    bench.house.tidy = {COMMUNITY: (wanted,)}
    made = {sort: await tells(bench, bench.group, sort) for sort in FIELDS}
    await bench.cloud.until(lambda: made[wanted] not in bench.group.messages)
    assert set(made.values()) - bench.group.messages.keys() == {made[wanted]}


async def test_each_group_has_its_own_wish(quiet: TelegramBench) -> None:
    other = quiet.cloud.group(OTHER, "Tea & Co.")
    quiet.house.places = {quiet.place: "kettle-co", str(OTHER): "tea-co"}
    quiet.house.tidy = {"tea-co": ("joins",)}
    await quiet.start()
    kept = await tells(quiet, quiet.group, "joins")
    gone = await tells(quiet, other, "joins")
    await quiet.cloud.until(lambda: gone not in other.messages)
    assert kept in quiet.group.messages


async def test_who_came_is_heard_though_the_line_goes(bench: TelegramBench) -> None:
    bench.house.tidy = {COMMUNITY: ("joins",)}
    ann = await bench.join("Ann")
    kept = await bench.say(ann, "hello")
    await bench.cloud.until(lambda: list(bench.group.messages) == [int(kept)])
    assert [event.member.id for event in bench.house.of(MemberJoined)] == [ann]


async def test_a_crowd_of_lines_goes_with_few_calls(quiet: TelegramBench) -> None:
    quiet.house.tidy = {COMMUNITY: ("joins",)}
    people = [quiet.cloud.person(f"Guest {number}") for number in range(60)]
    updates = [quiet.people.join(quiet.group, person) for person in people]
    await quiet.start()
    await quiet.heard(updates[-1])
    await quiet.cloud.until(lambda: not quiet.group.messages)
    calls = quiet.telegram.of("deleteMessages") + quiet.telegram.of("deleteMessage")
    assert len(calls) < 10


async def test_a_line_goes_after_a_restart_that_could_not_go_before(
    bench: TelegramBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.pace._FIRST", 0.05)
    bench.house.tidy = {COMMUNITY: ("pins",)}
    bench.telegram.faults.plan("deleteMessage", *[server_error(502)] * 2)
    line = await tells(bench, bench.group, "pins")
    await bench.restart()
    await bench.cloud.until(lambda: line not in bench.group.messages)


async def test_the_line_that_opens_a_topic_stays(bench: TelegramBench) -> None:
    bench.house.tidy = {COMMUNITY: tuple(FIELDS)}
    topic = bench.people.open_topic(bench.group, bench.owner, "Help")
    ann = bench.person(await bench.join("Ann"))
    await bench.heard(bench.people.say(bench.group, ann, "how do I", topic=topic)[1])
    assert topic in bench.group.messages
    assert len(bench.house.of(MessagePosted)) == 1


async def test_without_the_right_to_delete_nothing_is_held_up(bench: TelegramBench) -> None:
    bench.group.seats[bench.cloud.bot.id].rights = frozenset({"can_restrict_members"})
    bench.house.tidy = {COMMUNITY: ("joins", "pins")}
    lines = [await tells(bench, bench.group, sort) for sort in ("joins", "pins")]
    await bench.cloud.until(
        lambda: sum(call.method.startswith("deleteMessage") for call in bench.telegram.calls) > 1
    )
    await bench.say(await bench.join("Ann"), "hello")
    assert set(lines) <= bench.group.messages.keys()
