"""Signs under messages and pins, as Telegram takes them."""

import pytest

from bot.domain import (
    AddReaction,
    OutcomeState,
    PinMessage,
    RemoveReaction,
    UnpinMessage,
)
from tests.contract.telegram_bench import TelegramBench

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED


async def _said(bench: TelegramBench) -> str:
    return await bench.say(await bench.join("Ann"), "where is the key?")


@pytest.mark.parametrize(
    ("emoji", "shown"),
    [
        ("👍", "👍"),
        ("❤️", "❤"),  # asks for its coloured form, which Telegram leaves out
        ("❤‍🔥", "❤️‍🔥"),  # and here it does not
    ],
)
async def test_a_sign_is_put_under_a_message_as_telegram_writes_it(
    bench: TelegramBench, emoji: str, shown: str
) -> None:
    message = await _said(bench)
    sign = AddReaction(channel=bench.channel, message=message, emoji=emoji)
    assert (await bench.perform(sign)).state is DONE
    assert bench.group.reactions[int(message)] == [{"type": "emoji", "emoji": shown}]
    away = RemoveReaction(channel=bench.channel, message=message, emoji=emoji)
    assert (await bench.perform(away)).state is DONE
    assert bench.group.reactions[int(message)] == []


@pytest.mark.parametrize("emoji", ["✅", "white_check_mark", "👍👍"])
async def test_a_sign_that_telegram_does_not_know_is_refused_unasked(
    bench: TelegramBench, emoji: str
) -> None:
    sign = AddReaction(channel=bench.channel, message=await _said(bench), emoji=emoji)
    outcome = await bench.perform(sign)
    assert (outcome.state, outcome.detail) == (
        REFUSED,
        "Telegram takes signs of its own alone, such as 👍, 👀, 👌 or 🎉, and "
        f"'{emoji}' is none of them.",
    )
    assert not bench.telegram.of("setMessageReaction")


async def test_a_sign_that_the_owner_does_not_allow_is_refused(bench: TelegramBench) -> None:
    bench.group.signs = frozenset("👎")
    sign = AddReaction(channel=bench.channel, message=await _said(bench), emoji="👍")
    outcome = await bench.perform(sign)
    assert outcome.state is REFUSED
    assert outcome.detail.startswith("This group allows other signs only")


async def test_a_message_is_pinned_without_a_sound_and_taken_off_again(
    bench: TelegramBench,
) -> None:
    message = await _said(bench)
    pin = PinMessage(channel=bench.channel, message=message)
    assert (await bench.perform(pin)).state is DONE
    assert bench.group.pinned == [int(message)]
    (call,) = bench.telegram.of("pinChatMessage")
    assert call.sent["disable_notification"] == "true"
    unpin = UnpinMessage(channel=bench.channel, message=message)
    assert (await bench.perform(unpin)).state is DONE
    assert bench.group.pinned == []


async def test_the_right_to_pin_is_named_where_it_lacks(bench: TelegramBench) -> None:
    message = await _said(bench)
    bench.group.seats[bench.cloud.bot.id].rights -= {"can_pin_messages"}
    outcome = await bench.perform(PinMessage(channel=bench.channel, message=message))
    assert (outcome.state, outcome.detail) == (
        REFUSED,
        "The bot lacks the right 'Pin messages'; give it in the group's administrators.",
    )


async def test_nothing_is_marked_in_a_group_that_is_not_this_place(bench: TelegramBench) -> None:
    other = bench.cloud.group(-1_009_999, "Another group")
    message, _ = bench.people.say(other, bench.owner, "hello")
    pin = PinMessage(channel=bench.channel, message=f"{other.id}:{message}")
    assert (await bench.perform(pin)).state is REFUSED
    assert other.pinned == []
