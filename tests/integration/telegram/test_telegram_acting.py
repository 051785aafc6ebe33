"""What the bot does to messages and people, and how it takes Telegram's noes."""

from datetime import timedelta

from bot.clock import HandClock
from bot.domain import (
    Ban,
    DeleteMessage,
    Kick,
    LockChannel,
    OutcomeState,
    PurgeMessages,
    Reply,
    Timeout,
    Unban,
    UnlockChannel,
    Untimeout,
)
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.chats import ORDINARY
from tests.fakes.telegram.faults import server_error

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED
FAILED, IN_DOUBT = OutcomeState.FAILED, OutcomeState.IN_DOUBT


async def somebody(bench: TelegramBench) -> int:
    return int(await bench.join("Ann"))


async def test_a_message_goes(bench: TelegramBench) -> None:
    message = await bench.say(await bench.join("Ann"), "hello")
    gone = DeleteMessage(channel=bench.channel, message=message)
    assert (await bench.perform(gone)).state is DONE
    assert int(message) not in bench.group.messages
    again = await bench.perform(gone)
    assert (again.state, again.detail) == (DONE, "already gone")


async def test_what_is_two_days_old_cannot_be_removed_and_that_is_said(
    bench: TelegramBench, clock: HandClock
) -> None:
    message = await bench.say(await bench.join("Ann"), "hello")
    clock.tick(timedelta(hours=49).total_seconds())
    outcome = await bench.perform(DeleteMessage(channel=bench.channel, message=message))
    assert outcome.state is REFUSED
    assert "48 hours" in outcome.detail


async def test_many_messages_go_in_hundreds(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    ids = [bench.people.say(bench.group, ann, f"line {number}")[0] for number in range(150)]
    purge = PurgeMessages(channel=bench.channel, messages=tuple(map(str, ids)))
    assert (await bench.perform(purge)).state is DONE
    assert len(bench.telegram.of("deleteMessages")) == 2
    assert not any(id in bench.group.messages for id in ids)


async def test_a_muted_member_may_write_again_after_the_time(
    bench: TelegramBench, clock: HandClock
) -> None:
    ann = await somebody(bench)
    until = clock.now() + timedelta(hours=1)
    await bench.perform(Timeout(member=str(ann), seconds=3600, until=until))
    seat = bench.group.seats[ann]
    assert (seat.status, seat.allowed, seat.until) == ("restricted", frozenset(), until)
    clock.tick(3601)
    assert bench.cloud.allowed_now(bench.group, seat) == ORDINARY


async def test_a_mute_shorter_than_telegram_can_lasts_its_least(
    bench: TelegramBench, clock: HandClock
) -> None:
    ann = await somebody(bench)
    outcome = await bench.perform(Timeout(member=str(ann), seconds=5))
    assert (outcome.state, "at least" in outcome.detail) == (DONE, True)
    assert bench.group.seats[ann].until == clock.now() + timedelta(seconds=35)


async def test_a_mute_that_was_over_before_it_began_is_not_begun(bench: TelegramBench) -> None:
    ann = await somebody(bench)
    past = bench.cloud.clock() - timedelta(seconds=1)
    await bench.perform(Timeout(member=str(ann), seconds=60, until=past))
    assert bench.group.seats[ann].status == "member"


async def test_lifting_a_mute_gives_everything_back(bench: TelegramBench) -> None:
    ann = await somebody(bench)
    await bench.perform(Timeout(member=str(ann), seconds=3600))
    await bench.perform(Untimeout(member=str(ann)))
    assert bench.group.seats[ann].status == "member"


async def test_who_is_shown_out_may_come_back(bench: TelegramBench) -> None:
    ann = await somebody(bench)
    assert (await bench.perform(Kick(member=str(ann)))).state is DONE
    assert bench.group.seats[ann].status == "left"


async def test_who_is_shown_out_may_come_back_though_letting_in_failed(
    bench: TelegramBench, clock: HandClock
) -> None:
    ann = await somebody(bench)
    bench.telegram.faults.plan("unbanChatMember", server_error())
    assert (await bench.perform(Kick(member=str(ann)))).state is FAILED
    seat = bench.group.seats[ann]
    assert seat.status == "kicked"
    clock.tick(61)
    bench.cloud.settle(seat)
    assert seat.status == "left"


async def test_a_ban_for_a_while_ends_on_telegram_too(
    bench: TelegramBench, clock: HandClock
) -> None:
    ann = await somebody(bench)
    until = clock.now() + timedelta(days=7)
    await bench.perform(Ban(member=str(ann), seconds=604800, until=until))
    assert (bench.group.seats[ann].status, bench.group.seats[ann].until) == ("kicked", until)


async def test_a_ban_is_lifted(bench: TelegramBench) -> None:
    ann = await somebody(bench)
    await bench.perform(Ban(member=str(ann)))
    await bench.perform(Unban(member=str(ann)))
    assert bench.group.seats[ann].status == "left"


async def test_a_channel_is_banned_as_a_channel(bench: TelegramBench) -> None:
    spam = bench.cloud.channel(-1_009_999, "Free coins")
    await bench.heard(bench.people.say_as_channel(bench.group, spam, "hello")[1])
    found = await bench.adapter.find_member(bench.place, "-1009999")
    assert (found is not None and found.name) == "Free coins"
    assert (await bench.perform(Ban(member="-1009999"))).state is DONE
    assert bench.group.banned_channels == {-1_009_999}
    assert (await bench.perform(Timeout(member="-1009999", seconds=60))).state is REFUSED
    assert (await bench.perform(Unban(member="-1009999"))).state is DONE
    assert bench.group.banned_channels == set()


# --------------------------------------------------------------------------------- locking


async def test_a_locked_group_opens_exactly_as_it_was(bench: TelegramBench) -> None:
    bench.group.allowed = frozenset({"can_send_messages", "can_send_polls"})
    lock, unlock = LockChannel(channel=bench.channel), UnlockChannel(channel=bench.channel)
    await bench.perform(lock)
    # locked twice, and the bot restarted in between
    await bench.restart()
    await bench.perform(lock)
    assert bench.group.allowed == frozenset()
    assert (await bench.perform(unlock)).state is DONE
    assert bench.group.allowed == frozenset({"can_send_messages", "can_send_polls"})


async def test_what_was_not_locked_by_the_bot_is_not_opened_by_it(bench: TelegramBench) -> None:
    outcome = await bench.perform(UnlockChannel(channel=bench.channel))
    assert (outcome.state, outcome.detail.endswith(".")) == (REFUSED, True)


async def test_a_topic_is_closed_and_opened_alone(bench: TelegramBench) -> None:
    thread = bench.people.open_topic(bench.group, bench.owner, "Help")
    channel = f"{bench.place}/{thread}"
    for _ in range(2):
        assert (await bench.perform(LockChannel(channel=channel))).state is DONE
        assert bench.group.closed == {thread}
    assert (await bench.perform(UnlockChannel(channel=channel))).state is DONE
    assert (bench.group.closed, bench.group.allowed) == (set(), ORDINARY)


# ----------------------------------------------------------------------------- great changes


async def test_a_group_that_became_a_supergroup_keeps_its_place(quiet: TelegramBench) -> None:
    old = quiet.cloud.group(-4_001, "Small", type="group")
    quiet.house.places = {"-4001": "small"}
    await quiet.start()
    ann = quiet.cloud.person("Ann")
    quiet.people.join(old, ann)
    new = quiet.people.upgrade(old, ann, -1_007_777)
    await quiet.heard(quiet.people.say(new, ann, "hello")[1])
    event = quiet.house.received[-1]
    assert (event.place, event.community) == ("-4001", "small")
    await quiet.restart()
    assert (await quiet.perform(Ban(member=str(ann.id)), place="-4001")).state is DONE
    assert new.seats[ann.id].status == "kicked"


async def test_a_move_is_learnt_from_a_refusal_too(quiet: TelegramBench) -> None:
    old = quiet.cloud.group(-4_001, "Small", type="group")
    new = quiet.people.upgrade(old, quiet.cloud.person("Ann"), -1_007_777)
    said = await quiet.perform(Reply(channel="-4001", text="hello"), place="-4001")
    assert said.state is DONE
    assert [message["text"] for message in new.messages.values() if "text" in message] == ["hello"]
