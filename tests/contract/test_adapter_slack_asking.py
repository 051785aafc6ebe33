"""Commands and buttons at Slack: heard in every form, answered in private, lost by nobody."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import Answer, Button, ButtonPressed, CommandGiven, OutcomeState, Reply
from tests.contract.slack_bench import SlackBench, slack_at


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    async with slack_at(SlackBench(tmp_path)) as bench:
        yield bench


FORMS = [
    ("/warn", "{ann} spam", "warn", "@Ann spam"),  # a command of its own
    ("/evenhand", "warn {ann} spam", "warn", "@Ann spam"),  # below the umbrella
    ("/evenhand", "/WARN {ann}", "warn", "@Ann"),  # as somebody used to the others types it
    ("/evenhand", "", "help", ""),  # who types nothing is helped
    ("/evenhand", "  policy   list ", "policy", "list"),  # blanks
    ("/rules", "", "rules", ""),  # without arguments
]


@pytest.mark.parametrize(("command", "text", "name", "raw"), FORMS)
async def test_a_command_is_heard_in_every_form(
    bench: SlackBench, command: str, text: str, name: str, raw: str
) -> None:
    ann = await bench.join("Ann")
    owner = bench.space.owner.id
    text = text.format(ann=f"<@{ann}|ann>")
    await bench.slack.command(bench.space, bench.room, owner, command, text)
    (event,) = bench.house.of(CommandGiven)
    assert (event.name, event.raw, event.channel) == (name, raw, bench.channel)
    assert [mention.id for mention in event.mentions] == ([ann] if "{" in raw or "@" in raw else [])
    assert (event.member.id, event.language) == (owner, "en")


async def test_a_command_is_answered_in_private_where_it_was_given(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.slack.command(bench.space, bench.room, owner, "/rules")
    (event,) = bench.house.of(CommandGiven)
    answer = Answer(
        member=owner, channel=event.channel, interaction=event.interaction, text="Be kind."
    )
    await bench.restart()
    assert (await bench.perform(answer)).state is OutcomeState.DONE
    (said,) = bench.slack.responses
    assert (said["response_type"], said["user"], said["text"]) == ("ephemeral", owner, "Be kind.")


async def test_a_private_channel_is_not_called_by_what_stands_for_its_name(
    bench: SlackBench,
) -> None:
    secret = bench.space.add_channel("privategroup")
    secret.members |= {bench.space.owner.id}
    await bench.slack.command(bench.space, secret, bench.space.owner.id, "/rules")
    assert bench.house.of(CommandGiven)[-1].channel_name == ""


async def test_a_public_answer_stands_in_the_channel(bench: SlackBench) -> None:
    answer = Answer(member="U1", channel=bench.channel, text="Be kind.", public=True)
    assert (await bench.perform(answer)).made
    assert [message.text for message in bench.room.messages.values()] == ["Be kind."]


async def test_a_house_that_is_busy_for_a_moment_still_gets_the_command(
    bench: SlackBench,
) -> None:
    bench.house.busy = 2
    shown = await bench.slack.command(bench.space, bench.room, bench.space.owner.id, "/rules")
    assert shown == {}
    assert len(bench.house.of(CommandGiven)) == 1


@pytest.mark.parametrize(("locale", "word"), [("en-US", "try again"), ("de-DE", "versuch es")])
async def test_somebody_whose_command_was_not_taken_in_is_told(
    bench: SlackBench, locale: str, word: str
) -> None:
    bench.space.owner.locale = locale
    await bench.restart()
    bench.house.busy = 10_000
    shown = await bench.slack.command(bench.space, bench.room, bench.space.owner.id, "/rules")
    assert shown is not None
    assert word in shown["text"]
    assert bench.house.received == []


async def test_a_button_works_after_a_restart(bench: SlackBench) -> None:
    press = (
        Button(id="claim:214", label="Claim", style="primary"),
        Button(id="close:214", label="Close"),
    )
    said = await bench.perform(Reply(channel=bench.channel, text="#214", buttons=press))
    assert said.made is not None
    message = bench.room.messages[said.made.rpartition("-")[2]]
    await bench.restart()
    owner = bench.space.owner.id
    await bench.slack.press(bench.space, bench.room, owner, message, "Close")
    (event,) = bench.house.of(ButtonPressed)
    assert (event.button, event.message, event.channel) == ("close:214", said.made, bench.channel)
    assert event.interaction.startswith("http")


async def test_a_press_that_comes_twice_is_one(bench: SlackBench) -> None:
    press = (Button(id="claim:214", label="Claim"),)
    said = await bench.perform(Reply(channel=bench.channel, text="#214", buttons=press))
    assert said.made is not None
    message = bench.room.messages[said.made.rpartition("-")[2]]
    payload = bench.slack.pressed(bench.space, bench.room, bench.space.owner.id, message, "Claim")
    for _ in range(2):
        await bench.slack.ask("interactive", payload)
    assert len(bench.house.of(ButtonPressed)) == 1
