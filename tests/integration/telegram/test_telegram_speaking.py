"""Answers and private words: who alone reads them, and what waits for somebody."""

from typing import Any

from bot.clock import HandClock
from bot.domain import (
    Answer,
    Ban,
    Button,
    CommandGiven,
    OutcomeState,
    SendDirect,
)
from tests.contract.telegram_bench import TelegramBench, texts

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED
UNDO = Button(id="undo:d0123456789abcdef", label="Undo")


async def asked(bench: TelegramBench, text: str, who: str = "", **more: Any) -> CommandGiven:
    who = who or await bench.join("Mara")
    await bench.heard(bench.people.say(bench.group, bench.person(who), text, **more)[1])
    return bench.house.of(CommandGiven)[-1]


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
    assert texts(bench.private(event.member.id)) == ["Rule 1: be kind."]
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
    await bench.cloud.until(lambda: "A private word." in texts(bench.private(ann)))
    await bench.heard(bench.people.start_bot(bench.person(ann), link.partition("start=")[2]))
    await bench.cloud.until(lambda: any("Nothing" in t for t in texts(bench.private(ann))))
    assert texts(bench.private(ann)).count("A private word.") == 1


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
    await bench.cloud.until(lambda: texts(bench.private(ann))[1:] == ["one", "two", "three"])


async def test_what_waits_is_forgotten_after_a_day(bench: TelegramBench, clock: HandClock) -> None:
    ann = await bench.join("Ann", started=False)
    await bench.perform(SendDirect(member=ann, text="A private word.", channel=bench.channel))
    clock.tick(86_401)
    await bench.cloud.until(lambda: not texts(bench.group))
    await bench.heard(bench.people.start_bot(bench.person(ann), "read"))
    await bench.cloud.until(lambda: any("Nothing" in t for t in texts(bench.private(ann))))
    assert "A private word." not in texts(bench.private(ann))


async def test_who_blocked_the_bot_is_not_written_to(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    bench.person(ann).blocked = True
    outcome = await bench.perform(SendDirect(member=ann, text="Hi.", channel=bench.channel))
    assert outcome.state is REFUSED


async def test_a_command_in_private_is_about_the_group_they_are_in(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    chat = bench.private(ann)
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
    await bench.heard(bench.people.say(bench.private(ann), bench.person(ann), "/appeal why")[1])
    (event,) = bench.house.of(CommandGiven)
    assert (event.name, event.raw, event.place) == ("appeal", "why", bench.place)


async def test_who_chats_on_in_private_is_greeted_once(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    for line in ("hello", "are you there", "hm"):
        await bench.heard(bench.people.say(bench.private(ann), bench.person(ann), line)[1])
    await bench.cloud.until(lambda: any("Hello" in text for text in texts(bench.private(ann))))
    await bench.perform(SendDirect(member=ann, text="The end.", channel=bench.channel))
    assert len([text for text in texts(bench.private(ann)) if "Hello" in text]) == 1


async def test_who_is_out_already_can_still_object_once_they_open_the_chat(
    bench: TelegramBench,
) -> None:
    ann = bench.person(await bench.join("Ann", started=False))
    await bench.perform(SendDirect(member=str(ann.id), text="Why you are banned."))
    await bench.heard(bench.people.change(bench.group, bench.owner, ann, status="kicked"))
    await bench.heard(bench.people.start_bot(ann))
    await bench.cloud.until(lambda: "Why you are banned." in texts(bench.cloud.chat(ann.id)))
    await bench.heard(bench.people.say(bench.cloud.chat(ann.id), ann, "/appeal it was not me")[1])
    (event,) = bench.house.of(CommandGiven)
    assert (event.name, event.place) == ("appeal", bench.place)


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
