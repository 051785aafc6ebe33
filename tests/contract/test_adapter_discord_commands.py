"""Commands, menus, forms and buttons on Discord."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain import Answer, Button, ButtonPressed, CommandGiven, Event, Reply
from bot.errors import StoreBusy
from tests.contract.discord_bench import DiscordBench
from tests.contract.fake_house import COMMANDS
from tests.support.patience import PATIENCE


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


def answering(bench: DiscordBench, text: str, **more: object) -> Callable[[Event], Awaitable[None]]:
    """Return a house that answers every command and button."""

    async def answer(event: Event) -> None:
        if isinstance(event, CommandGiven | ButtonPressed):
            said = Answer(
                member=event.member.id,
                channel=event.channel,
                interaction=event.interaction,
                text=text,
                **more,  # type: ignore[arg-type]  # what a test wants besides
            )
            bench.later(bench.perform(said))

    return answer


async def test_every_command_is_offered_in_english_and_german(bench: DiscordBench) -> None:
    offered = {
        (one["name"], one["type"]): one for one in bench.fake.world.commands[bench.place].values()
    }
    warn = offered["warn", 1]
    assert warn["description"] == "Warn a member"
    assert warn["description_localizations"] == {"de": "Verwarne jemanden"}
    assert [(one["name"], one["type"]) for one in warn["options"]] == [("member", 6), ("reason", 3)]
    choice = offered["policy", 1]["options"][0]["choices"][0]
    assert (choice["name"], choice["value"]) == ("list", "list")
    assert offered["policy", 1]["options"][1]["autocomplete"] is True
    assert offered["Report", 3]["name_localizations"] == {"de": "Melden"}


async def test_commands_have_german_names_and_are_told_by_their_english_ones(
    bench: DiscordBench,
) -> None:
    offered = {one["name"]: one for one in bench.fake.world.commands[bench.place].values()}
    assert offered["timeout"]["name_localizations"] == {"de": "auszeit"}
    names = [menu for menu, one in offered.items() if one["type"] == 3]
    assert names == ["Report", "Warn", "Time out", "Why?", "Save as feedback"]
    ann = bench.user(await bench.join("Ann"))
    bench.house.then = answering(bench, "Done.")
    await bench.fake.people.command(
        bench.guild, bench.room, ann, "timeout", language="de"
    ).answered()
    assert bench.house.of(CommandGiven)[0].name == "timeout"


async def test_a_menu_without_its_command_is_not_offered(tmp_path: Path) -> None:
    bench = DiscordBench(tmp_path)
    bench.house.commands = COMMANDS
    await bench.open()
    await bench.start()
    await until_commands(bench)
    offered = {
        (one["name"], one["type"]) for one in bench.fake.world.commands[bench.place].values()
    }
    assert {name for name, kind in offered if kind != 1} == {"Warn"}
    await bench.close()


async def until_commands(bench: DiscordBench) -> None:
    async with asyncio.timeout(PATIENCE):
        while not bench.fake.world.commands.get(bench.place):
            await bench.fake.server.asked_again()


async def test_why_on_a_message_asks_about_that_message(bench: DiscordBench) -> None:
    ann, ben = bench.user(await bench.join("Ann")), bench.user(await bench.join("Ben"))
    message = bench.fake.people.say(bench.guild, bench.room, ben, "hello")
    bench.house.then = answering(bench, "Because.")
    menu = bench.fake.people.menu(bench.guild, bench.room, ann, "Why?", message=message)
    assert await menu.answered() == "Because."
    (event,) = bench.house.of(CommandGiven)
    assert (event.name, event.options) == ("why", {"what": message["id"]})
    assert event.reply_to == message["id"]


async def test_a_message_is_saved_as_feedback_in_words_that_can_be_changed(
    bench: DiscordBench,
) -> None:
    mod, ben = bench.user(await bench.join("Mo")), bench.user(await bench.join("Ben"))
    message = bench.fake.people.say(bench.guild, bench.room, ben, "the search is slow")
    bench.house.then = answering(bench, "Kept.")
    menu = bench.fake.people.menu(bench.guild, bench.room, mod, "Save as feedback", message=message)
    await menu.until(lambda one: one.callback is not None)
    assert menu.callback is not None
    (row,) = menu.callback["data"]["components"]
    assert row["components"][0]["value"] == "the search is slow"
    sent = bench.fake.people.submit(
        bench.guild, bench.room, mod, menu, {"text": "the search is too slow"}
    )
    assert await sent.answered() == "Kept."
    (event,) = bench.house.of(CommandGiven)
    assert (event.name, event.options) == ("feedback", {"text": "the search is too slow"})
    assert event.reply_to == message["id"]


async def test_members_do_not_see_what_is_for_the_team(bench: DiscordBench) -> None:
    offered = bench.fake.world.commands[bench.place].values()
    needed = {(one["name"], one["type"]): one["default_member_permissions"] for one in offered}
    assert needed["rules", 1] is None
    assert needed["Report", 2] is None
    assert needed["warn", 1] == needed["Time out", 2] == str(1 << 40)


async def test_a_second_start_changes_no_command_that_is_right(bench: DiscordBench) -> None:
    assert len(bench.fake.asked("PUT", "/commands")) == 1
    known = bench.fake.world.commands[bench.place]
    changed = next(one for one in known.values() if one["name"] == "warn")
    changed["description"] = "Something old"
    known["1"] = {**changed, "id": "1", "name": "gone"}
    await bench.restart()
    assert [one.body["name"] for one in bench.fake.asked("POST", "/commands")] == ["warn"]
    assert [one.path[-2:] for one in bench.fake.asked("DELETE", "/commands")] == ["/1"]


async def test_a_command_reaches_the_house_with_its_options(bench: DiscordBench) -> None:
    ann, ben = bench.user(await bench.join("Ann")), await bench.join("Ben")
    bench.house.then = answering(bench, "Done.")
    given = bench.fake.people.command(
        bench.guild,
        bench.room,
        ann,
        "warn",
        options={"member": ben, "reason": "spam"},
        language="de",
    )
    assert await given.answered() == "Done."
    assert given.private
    event = bench.house.of(CommandGiven)[0]
    assert (event.name, event.options) == ("warn", {"member": ben, "reason": "spam"})
    assert (event.member.name, event.language, event.channel) == ("Ann", "de", bench.channel)


async def test_a_long_answer_stands_in_a_frame(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    bench.house.then = answering(bench, "word " * 600)
    given = bench.fake.people.command(bench.guild, bench.room, ann, "rules")
    assert await given.answered() == "word " * 600
    assert given.shown is not None
    assert given.shown["content"] == ""


async def test_an_answer_for_everybody_stands_in_the_room(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    bench.house.then = answering(bench, "The rules.", public=True)
    given = bench.fake.people.command(bench.guild, bench.room, ann, "rules")
    await given.until(lambda one: one.callback is not None and one.shown is None)
    assert [m["content"] for m in bench.fake.world.messages[bench.channel].values()] == [
        "The rules."
    ]


async def test_nothing_is_acknowledged_before_it_is_taken_in(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    bench.house.gate.clear()
    given = bench.fake.people.command(bench.guild, bench.room, ann, "rules")
    await bench.house.knocked.wait()
    assert given.callback is None
    bench.house.gate.set()
    await bench.house.until(CommandGiven)
    await given.until(lambda one: one.callback is not None)
    assert given.callback == {"type": 5, "data": {"flags": 64}}


async def test_a_house_that_is_busy_for_long_is_told_in_words(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.interactions.PATIENCE", 0.05)
    monkeypatch.setattr("adapters.discord.interactions.LONGEST", 0.1)
    ann = bench.user(await bench.join("Ann"))
    bench.house.broken = StoreBusy()
    given = bench.fake.people.command(bench.guild, bench.room, ann, "rules", language="de")
    assert "versuch es in einer Minute noch mal" in await given.answered()
    assert given.private


async def test_a_slow_house_is_waited_for_in_sight(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.interactions.PATIENCE", 0.02)
    ann = bench.user(await bench.join("Ann"))
    bench.house.then = answering(bench, "At last.")
    bench.house.gate.clear()
    given = bench.fake.people.command(bench.guild, bench.room, ann, "rules")
    await given.until(lambda one: one.thinking)
    bench.house.gate.set()
    assert await given.answered() == "At last."


async def test_an_answer_that_comes_after_fifteen_minutes_is_a_direct_message(
    bench: DiscordBench,
) -> None:
    ann = bench.user(await bench.join("Ann"))
    given = bench.fake.people.command(bench.guild, bench.room, ann, "rules")
    event = await bench.house.until(CommandGiven)
    given.at = given.at.replace(year=given.at.year - 1)
    said = Answer(
        member=ann["id"], channel=bench.channel, interaction=event.interaction, text="Late."
    )
    outcome = await bench.perform(said)
    assert outcome.detail == "by direct message"
    (direct,) = bench.fake.world.direct
    assert [m["content"] for m in bench.fake.world.messages[direct].values()] == ["Late."]


async def test_what_is_being_typed_is_completed(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    given = bench.fake.people.type(bench.guild, bench.room, ann, "policy", "policy", "stop")
    await given.until(lambda one: one.callback is not None)
    choice = {"name": "Stop floods", "value": "Stop floods"}
    assert given.callback == {"type": 8, "data": {"choices": [choice]}}


async def test_what_cannot_be_suggested_now_can_still_be_typed(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def busy(*_: str) -> list[str]:
        raise StoreBusy("the database is locked")

    monkeypatch.setattr(bench.house, "complete", busy)
    ann = bench.user(await bench.join("Ann"))
    given = bench.fake.people.type(bench.guild, bench.room, ann, "policy", "policy", "stop")
    await given.until(lambda one: one.callback is not None)
    assert given.callback == {"type": 8, "data": {"choices": []}}
    assert caplog.text == ""


async def test_reporting_a_message_asks_why_and_names_it(bench: DiscordBench) -> None:
    ann, ben = bench.user(await bench.join("Ann")), await bench.join("Ben")
    id = await bench.say(ben, "buy my pills")
    message = bench.fake.world.messages[bench.channel][id]
    bench.house.then = answering(bench, "Thank you.")
    menu = bench.fake.people.menu(bench.guild, bench.room, ann, "Report", message=message)
    await menu.until(lambda one: one.callback is not None)
    assert menu.callback is not None
    assert menu.callback["data"]["title"] == "Report"
    sent = bench.fake.people.submit(bench.guild, bench.room, ann, menu, {"reason": "spam"})
    assert await sent.answered() == "Thank you."
    event = bench.house.of(CommandGiven)[0]
    assert (event.name, event.reply_to) == ("report", id)
    assert event.options == {"member": ben, "reason": "spam"}


async def test_a_form_outlives_a_restart(bench: DiscordBench) -> None:
    ann, ben = bench.user(await bench.join("Ann")), bench.user(await bench.join("Ben"))
    menu = bench.fake.people.menu(bench.guild, bench.room, ann, "Time out", member=ben)
    await menu.until(lambda one: one.callback is not None)
    await bench.restart()
    answers = {"duration": "1 hour", "reason": ""}
    bench.fake.people.submit(bench.guild, bench.room, ann, menu, answers)
    event = await bench.house.until(CommandGiven)
    assert (event.name, event.options) == ("timeout", {"member": ben["id"], "duration": "1 hour"})


async def test_a_button_that_was_made_before_a_restart_still_works(bench: DiscordBench) -> None:
    ann = bench.user(await bench.join("Ann"))
    button = Button(id="why:d1", label="Why?")
    made = (
        await bench.perform(Reply(channel=bench.channel, text="Removed.", buttons=(button,)))
    ).made
    assert made is not None
    message = bench.fake.world.messages[bench.channel][made]
    await bench.restart()
    bench.house.then = answering(bench, "Because.")
    pressed = bench.fake.people.press(bench.guild, bench.room, ann, "why:d1", message)
    assert await pressed.answered() == "Because."
    event = bench.house.of(ButtonPressed)[0]
    assert (event.button, event.message) == ("why:d1", made)
