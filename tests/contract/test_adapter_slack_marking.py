"""Signs under messages, pins, and channels that are put away and brought back, on Slack."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import (
    AddReaction,
    ArchiveChannel,
    CommandGiven,
    Effect,
    OutcomeState,
    PinMessage,
    RemoveReaction,
    Reply,
    UnarchiveChannel,
    UnpinMessage,
)
from tests.contract.slack_bench import SlackBench, slack_at

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    async with slack_at(SlackBench(tmp_path)) as bench:
        yield bench


@pytest.fixture
async def plain(tmp_path: Path) -> AsyncIterator[SlackBench]:
    """A workspace in which no admin gave a token."""
    async with slack_at(SlackBench(tmp_path, admin=False)) as bench:
        yield bench


async def _said(bench: SlackBench) -> str:
    return await bench.say(await bench.join("Ann"), "where is the key?")


@pytest.mark.parametrize(
    ("emoji", "name"),
    [
        ("✅", "white_check_mark"),
        ("👍", "+1"),  # the first of two names
        ("❤️", "heart"),  # asks for its coloured form
        ("❤", "heart"),
        (":eyes:", "eyes"),  # as people write it
        ("our-own_logo", "our-own_logo"),  # of the workspace alone
    ],
)
async def test_a_sign_is_given_by_itself_or_by_its_name(
    bench: SlackBench, emoji: str, name: str
) -> None:
    message = await _said(bench)
    sign = AddReaction(channel=bench.channel, message=message, emoji=emoji)
    assert (await bench.perform(sign)).state is DONE
    here = bench.room.messages[message.rpartition("-")[2]]
    assert here.reactions == {name: [bench.space.bot.id]}
    away = RemoveReaction(channel=bench.channel, message=message, emoji=emoji)
    assert (await bench.perform(away)).state is DONE
    assert here.reactions == {name: []}


async def test_a_sign_without_a_known_name_is_refused(bench: SlackBench) -> None:
    sign = AddReaction(channel=bench.channel, message=await _said(bench), emoji="🦩")
    outcome = await bench.perform(sign)
    assert (outcome.state, outcome.detail) == (
        REFUSED,
        "Slack knows signs by their names; write ':name:' in the place of '🦩'.",
    )


async def test_a_pin_goes_to_the_channel_that_a_messages_id_names(bench: SlackBench) -> None:
    message = await _said(bench)
    pin = PinMessage(channel=bench.space.general.id, message=message)
    assert (await bench.perform(pin)).state is DONE
    assert bench.room.pins == [message.rpartition("-")[2]]
    unpin = UnpinMessage(channel=bench.space.general.id, message=message)
    assert (await bench.perform(unpin)).state is DONE
    assert bench.room.pins == []


@pytest.mark.parametrize(
    ("scope", "effect"),
    [
        ("reactions:write", AddReaction(channel="?", message="?", emoji="✅")),
        ("pins:write", PinMessage(channel="?", message="?")),
    ],
)
async def test_a_missing_scope_is_named(bench: SlackBench, scope: str, effect: Effect) -> None:
    message = await _said(bench)
    bench.slack.tokens[f"xoxb-{bench.space.team}-bot"].scopes.discard(scope)
    action: Effect = PinMessage(channel=bench.channel, message=message)
    if isinstance(effect, AddReaction):
        action = AddReaction(channel=bench.channel, message=message, emoji=effect.emoji)
    outcome = await bench.perform(action)
    assert outcome.state is REFUSED
    assert f"it lacks the scope {scope}" in outcome.detail


async def test_an_archived_channel_comes_back_with_the_app_in_it(bench: SlackBench) -> None:
    assert await bench.adapter.is_so(bench.place, ArchiveChannel(channel="#help")) is False
    assert (await bench.perform(ArchiveChannel(channel="#help"))).state is DONE
    assert bench.room.archived
    assert bench.space.bot.id not in bench.room.members
    assert await bench.adapter.is_so(bench.place, ArchiveChannel(channel="#help")) is True
    # After a restart nothing is remembered of it, so that its name has to be looked for.
    await bench.restart()
    assert await bench.adapter.is_so(bench.place, UnarchiveChannel(channel="#help")) is False
    assert (await bench.perform(UnarchiveChannel(channel="#help"))).state is DONE
    assert not bench.room.archived
    assert (await bench.perform(Reply(channel="#help", text="here again"))).state is DONE


async def test_the_main_channel_is_never_archived(bench: SlackBench) -> None:
    outcome = await bench.perform(ArchiveChannel(channel="#general"))
    assert (outcome.state, outcome.detail) == (
        REFUSED,
        "Slack lets nobody archive the workspace's main channel.",
    )


async def test_without_an_admins_token_a_channel_stays_away(plain: SlackBench) -> None:
    assert (await plain.perform(ArchiveChannel(channel=plain.channel))).state is DONE
    assert UnarchiveChannel not in plain.adapter.can
    assert (await plain.perform(UnarchiveChannel(channel=plain.channel))).state is REFUSED
    words = plain.adapter.instead(UnarchiveChannel(channel=plain.channel), "", "en")
    assert "without an admin's token" in words


async def test_an_unknown_channel_is_not_archived(bench: SlackBench) -> None:
    outcome = await bench.perform(ArchiveChannel(channel="#nowhere"))
    assert outcome.state is REFUSED
    assert outcome.detail.startswith("Slack knows no such channel")


async def test_a_message_is_named_by_its_address(bench: SlackBench) -> None:
    message = await _said(bench)
    channel, ts = message.split("-")
    address = f"https://kettle.slack.com/archives/{channel}/p{ts.replace('.', '')}?thread_ts=1.2"
    owner = bench.space.owner.id
    await bench.slack.command(bench.space, bench.room, owner, "/pin", f"<{address}>")
    assert (await bench.house.until(CommandGiven)).raw == message
