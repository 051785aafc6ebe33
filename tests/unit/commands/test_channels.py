from datetime import timedelta

import pytest

from bot.domain import (
    DeleteMessage,
    EffectClass,
    LockChannel,
    MessageDeleted,
    PurgeMessages,
    SlowMode,
    UnlockChannel,
    event_key,
)
from tests.unit.commands.world import ADA, ANN, KIM, MARA, NOON, TOM, World


async def test_a_moderator_purges_the_last_messages_here() -> None:
    world = World()
    written = [await world.write(KIM, f"line {n}") for n in range(5)]
    await world.write(KIM, "elsewhere", channel="help")
    reaction = await world.ask(MARA, "/purge 3")
    ids = tuple(event.id for event in written[-3:])
    assert reaction.actions == (PurgeMessages(channel="general", messages=ids),)
    assert reaction.answer == "3 messages in #general are removed."
    assert [button.id.partition(":")[0] for button in reaction.buttons] == ["undo"]


async def test_a_large_purge_says_that_it_is_final() -> None:
    world = World()
    for number in range(11):
        await world.write(KIM, f"line {number}")
    reaction = await world.ask(MARA, "/purge 50")
    assert reaction.answer == ("11 messages in #general are removed. So many can't be taken back.")
    assert not reaction.buttons


async def test_a_purge_passes_over_what_a_policy_removed() -> None:
    world = World()
    await world.judged(KIM, "you idiots")
    left = await world.write(KIM, "sorry")
    reaction = await world.ask(MARA, "/purge 10")
    assert reaction.actions == (PurgeMessages(channel="general", messages=(left.id,)),)
    assert reaction.answer == "One message in #general is removed."


async def test_a_moderator_purges_one_members_messages() -> None:
    world = World()
    kims = await world.write(KIM, "spam")
    await world.write(ANN, "hello")
    reaction = await world.ask(MARA, "/purge 10 @Kim")
    assert reaction.actions == (PurgeMessages(channel="general", messages=(kims.id,)),)
    assert reaction.subject == KIM


async def test_a_purge_reaches_back_a_day_and_no_further() -> None:
    world = World()
    old = await world.write(KIM, "old")
    world.clock.tick(timedelta(hours=20).total_seconds())
    new = await world.write(KIM, "new")
    reaction = await world.ask(MARA, "/purge 10")
    assert reaction.actions == (PurgeMessages(channel="general", messages=(old.id, new.id)),)
    world.clock.tick(timedelta(hours=20).total_seconds())
    reaction = await world.ask(MARA, "/purge 10")
    assert reaction.actions == (PurgeMessages(channel="general", messages=(new.id,)),)


async def test_a_purge_leaves_out_what_is_gone_already() -> None:
    world = World()
    first = await world.write(KIM, "gone")
    left = await world.write(KIM, "there")
    deleted = MessageDeleted(
        id="x1", at=NOON, network="lobby", community="kettle", channel="general", message=first.id
    )
    await world.store.events.admit([deleted])
    await world._write_down(world.casework.nothing(event_key(deleted)))
    reaction = await world.ask(MARA, "/purge 10")
    assert reaction.actions == (PurgeMessages(channel="general", messages=(left.id,)),)


async def test_a_purge_spares_colleagues_and_takes_ones_own() -> None:
    world = World()
    await world.write(TOM, "stop that")
    await world.write(ADA, "please")
    own = await world.write(MARA, "my own line")
    reaction = await world.ask(MARA, "/purge 10")
    assert reaction.actions == (PurgeMessages(channel="general", messages=(own.id,)),)
    assert "2 by the team were left alone" in reaction.answer


async def test_a_purge_that_spares_one_says_so() -> None:
    world = World()
    await world.write(TOM, "stop that")
    await world.write(KIM, "no")
    answer = (await world.ask(MARA, "/purge 10")).answer
    assert answer == "One message in #general is removed. One by the team was left alone."


async def test_a_purge_of_a_colleague_is_refused() -> None:
    world = World()
    await world.write(TOM, "stop that")
    assert "at your height or above" in await world.refusal(MARA, "/purge 10 @Tom")


async def test_a_network_that_cannot_purge_deletes_one_by_one() -> None:
    world = World(abilities={DeleteMessage: EffectClass.REPEATABLE})
    event = await world.write(KIM, "spam")
    reaction = await world.ask(MARA, "/purge 1")
    assert reaction.actions == (DeleteMessage(channel="general", message=event.id),)


@pytest.mark.parametrize("count", ["0", "101", "5000"])
async def test_a_purge_is_bounded(count: str) -> None:
    said = await World().refusal(MARA, f"/purge {count}")
    assert said == "Give a number from 1 to 100. Nothing was removed."


async def test_a_purge_of_nothing_says_so() -> None:
    assert "nothing to remove in #general" in await World().refusal(MARA, "/purge 5")


@pytest.mark.parametrize(
    ("line", "channel", "why"),
    [
        ("/lock", "general", ""),
        ("/lock #help too much at once", "help", "too much at once"),
        ("/lock too much at once", "general", "too much at once"),
    ],
)
async def test_a_moderator_locks_a_channel(line: str, channel: str, why: str) -> None:
    reaction = await World().ask(MARA, line)
    assert reaction.actions == (LockChannel(channel=channel, reason=why),)
    assert [button.id.partition(":")[0] for button in reaction.buttons] == ["undo"]


async def test_a_moderator_opens_a_channel_again() -> None:
    reaction = await World(so={UnlockChannel: False}).ask(MARA, "/unlock #general")
    assert reaction.actions == (UnlockChannel(channel="general"),)
    assert reaction.answer == "#general is open again."


@pytest.mark.parametrize(
    ("line", "seconds", "said"),
    [
        ("/slowmode 30s", 30, "once in 30 seconds"),
        ("/slowmode 2 minutes #help", 120, "In #help everybody"),
        ("/slowmode off", 0, "lifted"),
        ("/slowmode aus", 0, "lifted"),
    ],
)
async def test_a_moderator_slows_a_channel_down(line: str, seconds: int, said: str) -> None:
    reaction = await World().ask(MARA, line)
    (action,) = reaction.actions
    assert isinstance(action, SlowMode)
    assert action.seconds == seconds
    assert said in reaction.answer


async def test_slow_mode_has_a_longest_span() -> None:
    assert "goes up to 6 hours" in await World().refusal(MARA, "/slowmode 7h")


async def test_slow_mode_somewhere_that_is_no_channel_is_told() -> None:
    assert "“help” is no channel" in await World().refusal(MARA, "/slowmode 30s help")


@pytest.mark.parametrize("line", ["/purge 5", "/lock", "/unlock", "/slowmode 30s"])
async def test_members_may_not_touch_channels(line: str) -> None:
    assert "is for the team" in await World().refusal(KIM, line)


@pytest.mark.parametrize("line", ["/lock", "/unlock", "/slowmode 30s"])
async def test_a_network_without_it_says_so(line: str) -> None:
    assert "This network can't do that" in await World(abilities={}).refusal(MARA, line)


async def test_a_channel_that_was_locked_by_command_is_told_to_the_team_in_no_case() -> None:
    world = World(language="de")
    said = await world.give(MARA, "/lock")
    assert said == "#general ist gesperrt; das Team kann weiter schreiben."
    assert world.effects == (LockChannel(channel="general"),)
