from datetime import timedelta

import pytest

from bot.domain import (
    Action,
    AddReaction,
    ArchiveChannel,
    Effect,
    EffectClass,
    Outcome,
    OutcomeState,
    PinMessage,
    RemoveReaction,
    Reply,
    SendDirect,
    UnarchiveChannel,
    UnpinMessage,
)
from tests.unit.commands.world import KIM, MARA, TOM, World


@pytest.mark.parametrize(
    ("line", "reply_to", "message"),
    [
        ("/pin", "815", "815"),  # as an answer to the message
        ("/pin 816", "815", "816"),  # what is named goes before what is answered
        ("/pin C0123-17.01", None, "C0123-17.01"),  # as Slack's ids look
        ("/pin https://discord.com/channels/1/2/817", None, "817"),
        ("/pin <https://t.me/c/1234/9/55?single>", None, "55"),  # a topic's message
    ],
)
async def test_a_moderator_pins_a_message(line: str, reply_to: str | None, message: str) -> None:
    reaction = await World().ask(MARA, line, reply_to=reply_to)
    assert reaction.actions == (PinMessage(channel="general", message=message),)
    assert reaction.answer == "The message is pinned."
    assert [button.id.partition(":")[0] for button in reaction.buttons] == ["undo"]


async def test_a_message_is_pinned_in_the_channel_where_it_stands() -> None:
    world = World()
    written = await world.write(KIM, "we meet on Friday", channel="help")
    reaction = await world.ask(MARA, f"/unpin {written.id}")
    assert reaction.actions == (UnpinMessage(channel="help", message=written.id),)


@pytest.mark.parametrize("line", ["/pin", "/unpin", "/pin two words"])
async def test_which_message_has_to_be_said(line: str) -> None:
    name = line.split()[0]
    assert await World().refusal(MARA, line) == (
        f"Say which message: answer it with {name}, or give its id or address. Nothing was changed."
    )


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("/archive", ArchiveChannel(channel="general")),
        ("/archive #help it is over", ArchiveChannel(channel="help", reason="it is over")),
        ("/unarchive #help", UnarchiveChannel(channel="help")),
    ],
)  # fmt: skip
async def test_a_moderator_archives_and_brings_back(line: str, action: Action) -> None:
    assert (await World().ask(MARA, line)).actions == (action,)


@pytest.mark.parametrize(
    ("line", "effect", "said"),
    [
        ("/pin 815", PinMessage, "That message is pinned already"),
        ("/unpin 815", UnpinMessage, "That message is not pinned"),
        ("/archive #help", ArchiveChannel, "#help is archived already"),
        ("/unarchive #help", UnarchiveChannel, "#help is not archived"),
    ],
)
async def test_what_is_so_already_is_told(line: str, effect: type[Effect], said: str) -> None:
    refusal = await World(so={effect: True}).refusal(MARA, line)
    assert refusal == f"{said}, so nothing was changed."


async def test_a_pin_on_its_way_is_taken_off_all_the_same() -> None:
    world = World(so={PinMessage: False, UnpinMessage: True})
    await world.give(MARA, "/pin 815")
    away = Outcome(state=OutcomeState.FAILED, detail="away", retry_after=60)
    for order in world.orders:
        later = world.clock.now() + timedelta(minutes=1)
        await world.store.orders.finish(order.key, away, now=world.clock.now(), retry_at=later)
    assert "is not pinned" in await world.refusal(MARA, "/unpin 816")
    await world.give(MARA, "/unpin 815")
    assert world.effects == (UnpinMessage(channel="general", message="815"),)


@pytest.mark.parametrize("line", ["/pin 815", "/unpin 815", "/archive", "/unarchive #help"])
async def test_only_the_team_pins_and_archives(line: str) -> None:
    assert "is for the team" in await World().refusal(KIM, line)


async def test_a_network_without_an_archive_says_so() -> None:
    world = World(abilities={Reply: EffectClass.KEYED})
    assert await world.refusal(MARA, "/archive #help") == (
        "Not possible: #help archived. This network can't do that. Nothing was changed."
    )


@pytest.mark.parametrize(
    ("line", "undone", "said"),
    [
        (
            "/pin 815",
            UnpinMessage(channel="general", message="815"),
            "message no longer pinned",
        ),
        ("/unpin 815", PinMessage(channel="general", message="815"), "message pinned"),
        (
            "/archive #help",
            UnarchiveChannel(channel="help"),
            "#help brought back from the archive",
        ),
        ("/unarchive #help", ArchiveChannel(channel="help"), "#help archived"),
    ],
)
async def test_undo_by_the_button_under_the_answer(line: str, undone: Action, said: str) -> None:
    world = World()
    await world.give(MARA, line)
    done = world.decision.id
    assert await world.press(TOM, f"undo:{done}") == f"{done} is taken back: {said}."
    assert world.effects == (undone,)


async def test_undo_takes_our_sign_away_and_tells_nobody() -> None:
    world = World()
    sign = AddReaction(channel="general", message="m1", emoji="✅")
    decided = await world.asked(KIM, "can I still cancel?", sign)
    assert await world.give(MARA, f"/undo {decided.id}") == (
        f"{decided.id} is taken back: mark ✅ taken away."
    )
    assert RemoveReaction(channel="general", message="m1", emoji="✅") in world.effects
    assert not any(isinstance(action, SendDirect) for action in world.effects)
