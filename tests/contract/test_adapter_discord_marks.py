"""Signs under messages, pins, and threads put away, on Discord."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import (
    AddReaction,
    ArchiveChannel,
    MessageEdited,
    MessagePosted,
    OutcomeState,
    PinMessage,
    RemoveReaction,
    Reply,
    UnarchiveChannel,
    UnpinMessage,
)
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import rights
from tests.fakes.discord.routes.marks import MOST_PINS, MOST_SIGNS

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


async def _said(bench: DiscordBench) -> str:
    return await bench.say(await bench.join("Ann"), "where is the key?")


def _take(bench: DiscordBench, permission: int) -> None:
    """Take a permission from everybody in the room, us among them."""
    bench.room["permission_overwrites"] = [
        {"id": bench.fake.world.me["id"], "type": 1, "allow": "0", "deny": str(permission)}
    ]
    bench.fake.world.tell(bench.place, "CHANNEL_UPDATE", bench.room)


@pytest.mark.parametrize(
    ("emoji", "shown"),
    [
        ("✅", "✅"),
        ("❤️", "❤️"),  # two code points
        ("<:kettle:815123456789012345>", "kettle:815123456789012345"),  # as it stands in a text
        ("kettle:815123456789012345", "kettle:815123456789012345"),
    ],
)
async def test_a_sign_is_put_under_a_message_and_taken_away(
    bench: DiscordBench, emoji: str, shown: str
) -> None:
    message = await _said(bench)
    sign = AddReaction(channel=bench.channel, message=message, emoji=emoji)
    assert (await bench.perform(sign)).state is DONE
    assert bench.fake.marks.signs[message] == {shown: [bench.fake.world.me["id"]]}
    away = RemoveReaction(channel=bench.channel, message=message, emoji=emoji)
    assert (await bench.perform(away)).state is DONE
    assert bench.fake.marks.signs[message] == {shown: []}


async def test_a_name_is_no_sign_on_discord(bench: DiscordBench) -> None:
    sign = AddReaction(channel=bench.channel, message=await _said(bench), emoji="eyes")
    outcome = await bench.perform(sign)
    assert (outcome.state, outcome.detail) == (
        REFUSED,
        "Discord takes a sign itself, or a server's own as name:id, and 'eyes' is neither of them.",
    )


async def test_too_many_signs_and_a_block_are_said(bench: DiscordBench) -> None:
    message = await _said(bench)
    bench.fake.marks.signs[message] = {chr(0x1F600 + n): ["1"] for n in range(MOST_SIGNS)}
    sign = AddReaction(channel=bench.channel, message=message, emoji="✅")
    assert (await bench.perform(sign)).detail.startswith("There are as many signs")
    bench.fake.marks.signs.clear()
    bench.fake.marks.blocked.add(message)
    assert (await bench.perform(sign)).detail.startswith("Whoever wrote that message has blocked")


async def test_a_missing_permission_is_named_before_anything_is_asked(
    bench: DiscordBench,
) -> None:
    message = await _said(bench)
    _take(bench, rights.ADD_REACTIONS | rights.PIN_MESSAGES)
    await bench.say(await bench.join("Ben"), "until here the gateway has told it")
    before = len(bench.fake.server.requests)
    sign = AddReaction(channel=bench.channel, message=message, emoji="✅")
    assert "'Add Reactions'" in (await bench.perform(sign)).detail
    pin = PinMessage(channel=bench.channel, message=message)
    assert "'Pin Messages'" in (await bench.perform(pin)).detail
    assert len(bench.fake.server.requests) == before


async def test_a_pin_is_set_with_a_reason_and_heard_as_no_edit(bench: DiscordBench) -> None:
    message = await _said(bench)
    pin = PinMessage(channel=bench.channel, message=message)
    assert await bench.adapter.is_so(bench.place, pin) is False
    assert (await bench.perform(pin)).state is DONE
    assert await bench.adapter.is_so(bench.place, pin) is True
    asked = next(one for one in bench.fake.server.requests if "/pins/" in one.path)
    assert asked.reason == "Rule 2 (Evenhand d1)"
    unpin = UnpinMessage(channel=bench.channel, message=message)
    assert (await bench.perform(unpin)).state is DONE
    assert await bench.adapter.is_so(bench.place, unpin) is True
    await bench.say(await bench.join("Ben"), "until here the gateway has told it")
    assert bench.house.of(MessageEdited) == []


async def test_a_channel_full_of_pins_is_said(bench: DiscordBench) -> None:
    message = await _said(bench)
    for _ in range(MOST_PINS):
        bench.fake.world.message(bench.room, bench.fake.world.me, "pinned", pinned=True)
    outcome = await bench.perform(PinMessage(channel=bench.channel, message=message))
    assert (outcome.state, outcome.detail) == (
        REFUSED,
        "This channel has as many pins as Discord takes; take one away first.",
    )


async def test_a_thread_is_put_away_and_brought_back(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    thread = bench.fake.world.thread(bench.guild, bench.room, "Help", ann)
    await bench.say(ann, "until here the gateway has told it")
    away, back = ArchiveChannel(channel=thread["id"]), UnarchiveChannel(channel=thread["id"])
    assert await bench.adapter.is_so(bench.place, away) is False
    assert (await bench.perform(away)).state is DONE
    assert thread["thread_metadata"]["archived"] is True
    assert await bench.adapter.is_so(bench.place, away) is True
    assert (await bench.perform(back)).state is DONE
    assert thread["thread_metadata"]["archived"] is False
    assert await bench.adapter.is_so(bench.place, back) is True


async def test_only_threads_are_archived(bench: DiscordBench) -> None:
    assert await bench.adapter.is_so(bench.place, ArchiveChannel(channel="#general")) is None
    outcome = await bench.perform(ArchiveChannel(channel="#general"))
    assert outcome.state is REFUSED
    assert outcome.detail.startswith("Discord archives threads and forum posts only; /lock")


async def test_our_own_words_can_be_pinned(bench: DiscordBench) -> None:
    said = await bench.perform(Reply(channel=bench.channel, text="The rules are here."))
    assert said.made is not None
    pin = PinMessage(channel=bench.channel, message=said.made)
    assert (await bench.perform(pin)).state is DONE
    assert bench.house.of(MessagePosted) == []
