"""Commands: who gives them how, whom they name, and who is offered which."""

from typing import Any

import pytest

from adapters.telegram.buttons import tag
from bot.clock import HandClock
from bot.domain import (
    Button,
    CommandGiven,
    MessagePosted,
    OutcomeState,
)
from tests.contract.telegram_bench import TelegramBench, texts

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED
UNDO = Button(id="undo:d0123456789abcdef", label="Undo")


async def asked(bench: TelegramBench, text: str, who: str = "", **more: Any) -> CommandGiven:
    who = who or await bench.join("Mara")
    await bench.heard(bench.people.say(bench.group, bench.person(who), text, **more)[1])
    return bench.house.of(CommandGiven)[-1]


async def test_a_command_keeps_its_line_and_whom_it_names(bench: TelegramBench) -> None:
    kim = bench.person(await bench.join("Kim"))
    event = await asked(bench, f"/warn @{kim.username} be kind")
    assert (event.name, event.raw) == ("warn", f"@{kim.username} be kind")
    assert event.mentions[0].id == str(kim.id)


async def test_a_command_may_name_somebody_without_a_username(bench: TelegramBench) -> None:
    kim = bench.person(await bench.join("Kim"))
    named = {"type": "text_mention", "offset": 6, "length": 3, "user": kim.json()}
    event = await asked(bench, "/warn Kim be kind", entities=[named])
    assert event.raw == f"{kim.id} be kind"


async def test_a_command_as_a_reply_is_about_who_is_answered(bench: TelegramBench) -> None:
    kim = await bench.join("Kim")
    message = await bench.say(kim, "rude words")
    event = await asked(bench, "/warn be kind", reply_to=int(message))
    assert (event.raw, event.reply_to) == (f"{kim} be kind", message)
    assert event.mentions[0].id == kim


async def test_a_reply_that_names_somebody_is_about_them(bench: TelegramBench) -> None:
    kim, lee = [await bench.join(name) for name in ("Kim", "Lee")]
    message = await bench.say(kim, "rude words")
    event = await asked(bench, f"/warn {lee} be kind", reply_to=int(message))
    assert event.raw == f"{lee} be kind"


async def test_a_command_without_a_person_is_left_as_it_is_in_a_reply(
    bench: TelegramBench,
) -> None:
    message = await bench.say(await bench.join("Kim"), "hm")
    event = await asked(bench, "/policy list", reply_to=int(message))
    assert event.raw == "list"


async def test_the_first_message_of_a_topic_is_not_answered(bench: TelegramBench) -> None:
    thread = bench.people.open_topic(bench.group, bench.owner, "Help")
    event = await asked(bench, "/warn", topic=thread, reply_to=thread)
    assert (event.raw, event.reply_to) == ("", None)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        # ours by name
        ("/rules@evenhand_bot", True),
        ("/RULES", True),
        # ours by address alone: the house says that it knows no such command
        ("/dance@evenhand_bot", True),
        # for another bot
        ("/rules@other_bot", False),
        ("/dance", False),
        # a path
        ("see /rules", False),
    ],
)
async def test_commands_of_others_are_messages(
    bench: TelegramBench, text: str, *, heard: bool
) -> None:
    await bench.say(await bench.join("Ann"), text)
    assert (len(bench.house.of(CommandGiven)), len(bench.house.of(MessagePosted))) == (
        int(heard),
        int(not heard),
    )


async def test_an_anonymous_administrator_is_asked_who_they_are(
    bench: TelegramBench, clock: HandClock
) -> None:
    await bench.heard(bench.people.say_anonymously(bench.group, "/warn 12345 x")[1])
    assert bench.house.of(CommandGiven) == []
    await bench.cloud.until(lambda: any("administrators" in text for text in texts(bench.group)))
    clock.tick(180)
    await bench.cloud.until(lambda: bench.telegram.of("deleteMessage"))
    assert not any("administrators" in text for text in texts(bench.group))


async def test_an_anonymous_administrator_reads_the_language_of_the_group(
    bench: TelegramBench,
) -> None:
    bench.house.languages = {"kettle-co": "de"}
    await bench.heard(bench.people.say_anonymously(bench.group, "/warn 12345 x")[1])
    await bench.cloud.until(lambda: any("Anonym bleiben" in text for text in texts(bench.group)))


async def test_commands_are_offered_by_who_may_give_them(bench: TelegramBench) -> None:
    await bench.cloud.until(lambda: len(bench.telegram.of("setMyCommands")) == 8)
    offered = bench.cloud.commands
    members = [one["command"] for one in offered["all_group_chats/"]]
    staff = {one["command"]: one["description"] for one in offered["all_chat_administrators/de"]}
    assert members == ["rules"]
    assert staff["warn"] == "Verwarne jemanden"


async def test_a_restart_does_not_offer_them_anew(bench: TelegramBench) -> None:
    await bench.cloud.until(lambda: len(bench.telegram.of("setMyCommands")) == 8)
    kim = await bench.join("Kim")
    while "offered" not in bench.written:
        await bench.say(kim, "hello")
    await bench.restart()
    await bench.say(kim, "hello")
    assert len(bench.telegram.of("setMyCommands")) == 8


@pytest.mark.parametrize(
    "passed_on",
    [
        # a moderator shows the team what somebody wrote
        {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Rude"}},
        # another bot wrote it for them
        {"via_bot": {"id": 5, "is_bot": True, "first_name": "Sly", "username": "sly_bot"}},
    ],
)
async def test_what_somebody_passes_on_is_no_command_of_theirs(
    bench: TelegramBench, passed_on: dict[str, Any]
) -> None:
    mara = bench.person(await bench.join("Mara"))
    await bench.heard(bench.people.say(bench.group, mara, "/ban 12345678", **passed_on)[1])
    assert bench.house.of(CommandGiven) == []
    assert [event.text for event in bench.house.of(MessagePosted)] == ["/ban 12345678"]


@pytest.mark.parametrize(
    ("payload", "name", "raw"),
    [
        # what members look up, and what they object to
        ("appeal", "appeal", ""),
        ("appeal-{tag}-214", "appeal", "214"),
        ("mydata", "mydata", ""),
        # nothing that somebody would regret who only opened a link
        ("mydata-{tag}-delete", "mydata", ""),
        ("report-{tag}-12345678_spam", "report", ""),
        ("appeal-{tag}-kim", "appeal", ""),
        ("ban-{tag}-12345678", "", ""),
        ("erase-{tag}-12345678", "", ""),
        ("policy-{tag}-pause_all", "", ""),
    ],
)
async def test_a_link_into_the_private_chat_does_only_what_is_harmless(
    bench: TelegramBench, payload: str, name: str, raw: str
) -> None:
    mara = bench.person(await bench.join("Mara"))
    update = bench.people.start_bot(mara, payload.format(tag=tag(bench.place)))
    await bench.heard(update)
    given = [(event.name, event.raw) for event in bench.house.of(CommandGiven)]
    assert given == ([(name, raw)] if name else [])
