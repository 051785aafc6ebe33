"""The home tab in Slack: what concerns somebody, buttons that work, and kept right while seen."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import homes as module
from bot.commands import COMMANDS
from bot.domain import Answer, Button, ButtonPressed, CommandGiven, OutcomeState, Reply
from bot.errors import StoreBusy
from bot.ports import Listed, Overview
from tests.contract.slack_bench import SlackBench, slack_at
from tests.support.patience import PATIENCE

CLAIM = Button(id="claim:7", label="I take this", style="primary")
APPEAL = Button(id="appeal:d1", label="Appeal")


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackBench]:
    monkeypatch.setattr(module, "CALM", 0.0)
    bench = SlackBench(tmp_path)
    bench.house.commands = COMMANDS
    # The house under test takes this user group for its team.
    bench.space.add_group("Moderator").users = [bench.space.owner.id]
    async with slack_at(bench):
        yield bench


def read(bench: SlackBench, user: str) -> str:
    """Return the words of somebody's home tab."""
    words: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            words.extend(value[key] for key in ("text",) if isinstance(value.get(key), str))
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(bench.space.homes[user])
    return "\n".join(words)


async def until_read(bench: SlackBench, user: str, words: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while words not in read(bench, user):
            bench.space.home_shown.clear()
            await bench.space.home_shown.wait()


async def test_a_member_sees_rules_questions_and_what_was_decided(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    bench.house.overviews[ann] = Overview(
        rules=("Be kind.", "No spam."),
        rules_url="https://kettle.example/rules",
        questions=(Listed(text="#8 · question · open · “where is <!channel>?”"),),
        matters=(Listed(text="5 January · time-out", buttons=(APPEAL,)),),
        queue=(Listed(text="of the team alone"),),
    )
    await bench.slack.open_home(bench.space, ann)
    seen = read(bench, ann)
    for words in ("1. Be kind.\n2. No spam.", "Your open questions", "#8 · question", "Appeal"):
        assert words in seen
    assert "of the team alone" not in seen
    assert "Waiting for the team" not in seen


async def test_a_moderator_sees_the_queue_and_how_much_it_leaves_out(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    bench.house.overviews[owner] = Overview(
        queue=(Listed(text="#7 · open · report · @Kim", buttons=(CLAIM,)),), more=3
    )
    await bench.slack.open_home(bench.space, owner)
    seen = read(bench, owner)
    for words in ("Waiting for the team", "#7 · open · report", "and 3 more: /evenhand cases"):
        assert words in seen


async def test_an_empty_queue_says_what_will_appear(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.slack.open_home(bench.space, owner)
    assert "Nothing is waiting." in read(bench, owner)


async def test_a_button_in_a_list_works_and_is_answered_in_private(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    bench.house.overviews[owner] = Overview(queue=(Listed(text="#7", buttons=(CLAIM,)),))
    await bench.slack.open_home(bench.space, owner)
    await bench.slack.press_home(bench.space, owner, "I take this")
    pressed = bench.house.of(ButtonPressed)[-1]
    direct = bench.space.im(owner)
    assert (pressed.button, pressed.channel, pressed.member.id) == ("claim:7", direct.id, owner)
    answer = Answer(member=owner, channel=pressed.channel, text="#7 is yours now.")
    assert (await bench.perform(answer)).state is OutcomeState.DONE
    assert [message.text for message in direct.messages.values()] == ["#7 is yours now."]


async def test_the_tab_follows_what_happens(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    bench.house.overviews[owner] = Overview(queue=(Listed(text="#7 waits"),))
    await bench.slack.open_home(bench.space, owner)
    bench.house.overviews[owner] = Overview(queue=(Listed(text="#8 waits"),))
    await bench.perform(Reply(channel=bench.channel, text="#8 · report"))
    await until_read(bench, owner, "#8 waits")
    assert "#7" not in read(bench, owner)


async def test_slack_is_not_asked_where_nothing_is_different(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.slack.open_home(bench.space, owner)
    for number in range(3):
        await bench.perform(Reply(channel=bench.channel, text=f"hello {number}"))
    bench.house.overviews[owner] = Overview(queue=(Listed(text="#8 waits"),))
    await bench.perform(Reply(channel=bench.channel, text="#8 · report"))
    await until_read(bench, owner, "#8 waits")
    assert len(bench.slack.called("views.publish")) == 2


async def test_lists_that_cannot_be_read_come_back_by_themselves(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    bench.house.overviews[owner] = Overview(queue=(Listed(text="#7 waits"),))
    bench.house.broken = StoreBusy()
    await bench.slack.open_home(bench.space, owner)
    assert "they come back by themselves" in read(bench, owner)
    bench.house.broken = None
    await bench.perform(Reply(channel=bench.channel, text="hello"))
    await until_read(bench, owner, "#7 waits")


async def test_a_tab_that_slack_has_no_time_for_is_shown_later(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    bench.slack.fail("views.publish", 503)
    await bench.slack.open_home(bench.space, owner)
    async with asyncio.timeout(PATIENCE):
        await bench.space.home_shown.wait()
    assert "Nothing is waiting." in read(bench, owner)


async def test_nobody_is_shown_what_they_looked_at_an_hour_ago(
    bench: SlackBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = bench.space.owner.id
    monkeypatch.setattr(module, "LOOKED_AT", 0.0)
    await bench.slack.open_home(bench.space, owner)
    bench.house.overviews[owner] = Overview(queue=(Listed(text="#8 waits"),))
    await bench.perform(Reply(channel=bench.channel, text="#8 · report"))
    await bench.slack.open_home(bench.space, bench.space.owner.id)
    assert "#8 waits" in read(bench, owner)
    assert len(bench.slack.called("views.publish")) == 2


async def test_who_was_forgotten_is_shown_nothing_until_they_look_again(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.slack.open_home(bench.space, owner)
    await bench.adapter.forget(bench.place, owner)
    bench.house.overviews[owner] = Overview(queue=(Listed(text="#8 waits"),))
    await bench.perform(Reply(channel=bench.channel, text="#8 · report"))
    await bench.slack.open_home(bench.space, owner)
    assert len(bench.slack.called("views.publish")) == 2


async def test_a_long_list_fits_into_what_slack_shows(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    many = tuple(Listed(text=f"#{number} waits", buttons=(CLAIM,)) for number in range(80))
    bench.house.overviews[owner] = Overview(queue=many, rules=("Be kind.",) * 200)
    await bench.slack.open_home(bench.space, owner)
    assert len(bench.space.homes[owner]["blocks"]) <= 100


async def test_a_press_that_belongs_to_nobody_is_no_command(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.slack.open_home(bench.space, owner)
    await bench.slack.press_home(bench.space, owner, "Open cases")
    assert bench.house.of(CommandGiven)[-1].name == "cases"
    assert bench.house.of(ButtonPressed) == []
