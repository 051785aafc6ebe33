"""Buttons: they come back as they were given, and bring answers that fit."""

from typing import Any

from bot.clock import HandClock
from bot.domain import (
    Answer,
    Button,
    ButtonPressed,
    CommandGiven,
    EditReply,
    MessagePosted,
    OutcomeState,
    Reply,
)
from tests.contract.telegram_bench import TelegramBench, texts
from tests.fakes.telegram.wire import Json

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED
UNDO = Button(id="undo:d0123456789abcdef", label="Undo")


async def asked(bench: TelegramBench, text: str, who: str = "", **more: Any) -> CommandGiven:
    who = who or await bench.join("Mara")
    await bench.heard(bench.people.say(bench.group, bench.person(who), text, **more)[1])
    return bench.house.of(CommandGiven)[-1]


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
    assert texts(bench.private(mara)) == []


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
    assert [text.split()[0] for text in texts(bench.private(mara))] == ["long", "late"]


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
