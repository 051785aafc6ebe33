"""Commands, buttons and private words: who gives them how, and who alone reads the answer."""

from typing import Any

import pytest

from bot.clock import HandClock
from bot.domain import (
    Answer,
    Ban,
    Button,
    ButtonPressed,
    CommandGiven,
    EditReply,
    MessagePosted,
    OutcomeState,
    Reply,
    SendDirect,
)
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.wire import Json
from tests.support.running import until

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED
UNDO = Button(id="undo:d0123456789abcdef", label="Undo")


async def asked(bench: TelegramBench, text: str, who: str = "", **more: Any) -> CommandGiven:
    who = who or await bench.join("Mara")
    await bench.heard(bench.people.say(bench.group, bench.person(who), text, **more)[1])
    return bench.house.of(CommandGiven)[-1]


def texts(chat: Chat) -> list[str]:
    return [message["text"] for message in chat.messages.values() if "text" in message]


def private(bench: TelegramBench, member: str) -> Chat:
    return bench.cloud.chat(int(member))


# -------------------------------------------------------------------------------- commands


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


async def test_commands_are_offered_by_who_may_give_them(bench: TelegramBench) -> None:
    await bench.cloud.until(lambda: len(bench.telegram.of("setMyCommands")) == 8)
    offered = bench.cloud.commands
    members = [one["command"] for one in offered["all_group_chats/"]]
    staff = {one["command"]: one["description"] for one in offered["all_chat_administrators/de"]}
    assert members == ["rules"]
    assert staff["warn"] == "Verwarne jemanden"


async def test_a_restart_does_not_offer_them_anew(bench: TelegramBench) -> None:
    await bench.cloud.until(lambda: len(bench.telegram.of("setMyCommands")) == 8)
    await until(lambda: "offered" in bench.written)
    await bench.restart()
    await bench.say(await bench.join("Kim"), "hello")
    assert len(bench.telegram.of("setMyCommands")) == 8


# --------------------------------------------------------------------------------- answers


async def test_an_answer_is_read_by_who_asked_alone(bench: TelegramBench) -> None:
    event = await asked(bench, "/rules")
    before = texts(bench.group)
    answer = Answer(
        member=event.member.id,
        channel=event.channel,
        interaction=event.interaction,
        text="Rule 1: be kind.",
    )
    assert (await bench.perform(answer)).state is DONE
    assert texts(private(bench, event.member.id)) == ["Rule 1: be kind."]
    assert texts(bench.group) == before


async def test_a_public_answer_stands_below_the_command(bench: TelegramBench) -> None:
    event = await asked(bench, "/rules")
    answer = Answer(
        member=event.member.id,
        channel=event.channel,
        interaction=event.interaction,
        text="Rule 1: be kind.",
        public=True,
    )
    made = (await bench.perform(answer)).made
    message = bench.group.messages[int(made or 0)]
    assert message["reply_to_message"]["text"] == "/rules"


async def test_who_has_not_opened_the_chat_finds_a_note_that_erases_itself(
    bench: TelegramBench, clock: HandClock
) -> None:
    ann = await bench.join("Ann", started=False)
    note = SendDirect(member=ann, text="A private word.", channel=bench.channel)
    outcome = await bench.perform(note)
    assert (outcome.state, "note" in outcome.detail) == (REFUSED, True)
    await bench.perform(SendDirect(member=ann, text="Another.", channel=bench.channel))
    (left,) = texts(bench.group)
    assert "A private word" not in left
    clock.tick(121)
    await bench.cloud.until(lambda: not texts(bench.group))


async def test_what_waits_is_given_out_once_though_the_bot_restarted(
    bench: TelegramBench,
) -> None:
    ann = await bench.join("Ann", started=False)
    note = SendDirect(member=ann, text="A private word.", channel=bench.channel, buttons=(UNDO,))
    await bench.perform(note)
    await bench.restart()
    link = note_link(bench)
    await bench.heard(bench.people.start_bot(bench.person(ann), link.partition("start=")[2]))
    await bench.cloud.until(lambda: "A private word." in texts(private(bench, ann)))
    await bench.heard(bench.people.start_bot(bench.person(ann), link.partition("start=")[2]))
    await bench.cloud.until(lambda: any("Nothing" in t for t in texts(private(bench, ann))))
    assert texts(private(bench, ann)).count("A private word.") == 1


def note_link(bench: TelegramBench) -> str:
    (keyboard,) = [
        message["reply_markup"]["inline_keyboard"]
        for message in bench.group.messages.values()
        if "reply_markup" in message
    ]
    return str(keyboard[0][0]["url"])


async def test_everything_that_waits_is_given_out_in_order(bench: TelegramBench) -> None:
    ann = await bench.join("Ann", started=False)
    for text in ("one", "two", "three"):
        await bench.perform(SendDirect(member=ann, text=text, channel=bench.channel))
    await bench.heard(bench.people.start_bot(bench.person(ann), "read"))
    await bench.cloud.until(lambda: texts(private(bench, ann))[1:] == ["one", "two", "three"])


async def test_what_waits_is_forgotten_after_a_day(bench: TelegramBench, clock: HandClock) -> None:
    ann = await bench.join("Ann", started=False)
    await bench.perform(SendDirect(member=ann, text="A private word.", channel=bench.channel))
    clock.tick(86_401)
    await bench.cloud.until(lambda: not texts(bench.group))
    await bench.heard(bench.people.start_bot(bench.person(ann), "read"))
    await bench.cloud.until(lambda: any("Nothing" in t for t in texts(private(bench, ann))))
    assert "A private word." not in texts(private(bench, ann))


async def test_who_blocked_the_bot_is_not_written_to(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    bench.person(ann).blocked = True
    outcome = await bench.perform(SendDirect(member=ann, text="Hi.", channel=bench.channel))
    assert outcome.state is REFUSED


# -------------------------------------------------------------------------- in private


async def test_a_command_in_private_is_about_the_group_they_are_in(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    chat = private(bench, ann)
    await bench.heard(bench.people.say(chat, bench.person(ann), "/rules")[1])
    (event,) = bench.house.of(CommandGiven)
    assert (event.place, event.channel, event.member.id) == (bench.place, ann, ann)


async def test_a_link_may_carry_a_command(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    await bench.heard(bench.people.start_bot(bench.person(ann), "rules"))
    (event,) = bench.house.of(CommandGiven)
    assert (event.name, event.raw) == ("rules", "")


async def test_who_was_shown_out_can_still_appeal_in_private(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    await bench.perform(SendDirect(member=ann, text="You are banned.", channel=bench.channel))
    await bench.perform(Ban(member=ann))
    await bench.restart()
    await bench.heard(bench.people.say(private(bench, ann), bench.person(ann), "/appeal why")[1])
    (event,) = bench.house.of(CommandGiven)
    assert (event.name, event.raw, event.place) == ("appeal", "why", bench.place)


async def test_who_chats_on_in_private_is_greeted_once(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    for line in ("hello", "are you there", "hm"):
        await bench.heard(bench.people.say(private(bench, ann), bench.person(ann), line)[1])
    await bench.perform(SendDirect(member=ann, text="The end.", channel=bench.channel))
    assert len([text for text in texts(private(bench, ann)) if "Hello" in text]) == 1


async def test_a_note_is_in_the_language_that_somebody_reads(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann", started=False))
    ann.language = "de"
    await bench.say(str(ann.id), "hallo")
    await bench.perform(SendDirect(member=str(ann.id), text="Ein Wort.", channel=bench.channel))
    assert any("nur für dich" in text for text in texts(bench.group))


async def test_a_stranger_is_told_that_there_is_nothing_for_them(bench: TelegramBench) -> None:
    stranger = bench.cloud.person("Zoe", language="de")
    await bench.heard(bench.people.start_bot(stranger))
    chat = bench.cloud.chat(stranger.id)
    await bench.cloud.until(lambda: any("keine Gruppe" in text for text in texts(chat)))
    assert bench.house.received == []


# --------------------------------------------------------------------------------- buttons


async def press(
    bench: TelegramBench, who: str, message: Json | None = None, label: str = "Undo"
) -> tuple[str, ButtonPressed]:
    with_buttons = [one for one in bench.group.messages.values() if "reply_markup" in one]
    shown = message or with_buttons[-1]
    chat = bench.cloud.chat(shown["chat"]["id"])
    query = bench.people.press(chat, bench.person(who), shown["message_id"], label)
    event = await bench.house.until(ButtonPressed)
    return query, event


async def test_a_button_comes_back_as_it_was_given_also_after_a_restart(
    bench: TelegramBench,
) -> None:
    mara = await bench.join("Mara")
    long = Button(id="answer:" + "x" * 90, label="Long")
    made = await bench.perform(Reply(channel=bench.channel, text="done", buttons=(UNDO, long)))
    await bench.restart()
    _, event = await press(bench, mara)
    assert (event.button, event.message, event.member.id) == (UNDO.id, made.made, mara)
    _, event = await press(bench, mara, label="Long")
    await bench.cloud.until(lambda: len(bench.house.of(ButtonPressed)) == 2)
    assert bench.house.of(ButtonPressed)[-1].button == long.id


async def test_a_short_answer_to_a_button_is_shown_over_the_screen(bench: TelegramBench) -> None:
    mara = await bench.join("Mara")
    await bench.perform(Reply(channel=bench.channel, text="done", buttons=(UNDO,)))
    query, event = await press(bench, mara)
    answer = Answer(
        member=mara, channel=event.channel, interaction=event.interaction, text="Taken back."
    )
    await bench.perform(answer)
    assert bench.cloud.answered[query] == {"text": "Taken back.", "show_alert": True}
    assert texts(private(bench, mara)) == []


async def test_a_long_or_late_answer_to_a_button_comes_in_private(
    bench: TelegramBench, clock: HandClock
) -> None:
    mara = await bench.join("Mara")
    await bench.perform(Reply(channel=bench.channel, text="done", buttons=(UNDO,)))
    _, event = await press(bench, mara)
    for text in ("long " * 50, "late"):
        answer = Answer(
            member=mara, channel=event.channel, interaction=event.interaction, text=text
        )
        assert (await bench.perform(answer)).state is DONE
        clock.tick(60)
    assert [text.split()[0] for text in texts(private(bench, mara))] == ["long", "late"]


async def test_a_button_comes_to_rest_though_nothing_is_said_to_it(
    bench: TelegramBench, clock: HandClock
) -> None:
    await bench.perform(Reply(channel=bench.channel, text="done", buttons=(UNDO,)))
    query, _ = await press(bench, await bench.join("Mara"))
    clock.tick(3)
    await bench.cloud.until(lambda: query in bench.cloud.answered)


async def test_a_button_of_nowhere_is_told_so(bench: TelegramBench) -> None:
    mara = bench.person(await bench.join("Mara"))
    made = await bench.perform(Reply(channel=bench.channel, text="done", buttons=(UNDO,)))
    query = bench.people.press_data(bench.group, mara, int(made.made or 0), "????undo:x")
    await bench.cloud.until(lambda: query in bench.cloud.answered)
    assert bench.house.of(ButtonPressed) == []


async def test_the_teams_own_chat_belongs_to_the_place(bench: TelegramBench) -> None:
    office = bench.cloud.group(-1_004_444, "Office")
    mara = await bench.join("Mara")
    alert = Reply(channel="-1004444", text="#214 insult removed", buttons=(UNDO,))
    made = await bench.perform(alert)
    await bench.restart()
    _, event = await press(bench, mara, office.messages[int(made.made or 0)])
    assert (event.place, event.channel, event.member.id) == (bench.place, "-1004444", mara)
    await bench.heard(bench.people.say(office, bench.person(mara), "/rules")[1])
    assert bench.house.of(CommandGiven)[-1].place == bench.place
    # what the team says among themselves is nobody's business
    await bench.heard(bench.people.say(office, bench.person(mara), "hm")[1])
    assert bench.house.of(MessagePosted) == []


async def test_what_was_said_is_changed(bench: TelegramBench) -> None:
    made = await bench.perform(Reply(channel=bench.channel, text="open", buttons=(UNDO,)))
    edit = EditReply(of="k", message=made.made or "", channel=bench.channel, text="closed")
    for _ in range(2):
        assert (await bench.perform(edit)).state is DONE
    message = bench.group.messages[int(made.made or 0)]
    assert (message["text"], "reply_markup" in message) == ("closed", False)


async def test_words_to_a_topic_by_name_reach_it(bench: TelegramBench) -> None:
    thread = bench.people.open_topic(bench.group, bench.owner, "Mod alerts")
    await bench.say(await bench.join("Ann"), "hello")
    made = await bench.perform(Reply(channel="#mod-alerts", text="look"))
    assert bench.group.messages[int(made.made or 0)]["message_thread_id"] == thread
