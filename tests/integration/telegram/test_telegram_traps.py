"""Traps of the Bot API: names that change hands, voices of a group, numbers, slow clocks."""

from datetime import timedelta

from bot.clock import HandClock
from bot.domain import CommandGiven, HoldBack, MessagePosted, Timeout, TurnAway
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.faults import server_error

CHANNEL = -1_007_777


async def test_a_username_that_changed_hands_names_nobody(bench: TelegramBench) -> None:
    kim, mara = [bench.person(await bench.join(name)) for name in ("Kim", "Mara")]
    await bench.say(str(kim.id), "hello")
    name, kim.username = kim.username, "kim_is_gone"
    await bench.heard(bench.people.say(bench.group, mara, f"/warn @{name} spam")[1])
    given = bench.house.of(CommandGiven)[-1]
    assert (given.mentions, given.raw) == ((), f"@{name} spam")


async def test_a_username_that_is_still_theirs_names_them(bench: TelegramBench) -> None:
    kim, mara = [bench.person(await bench.join(name)) for name in ("Kim", "Mara")]
    await bench.say(str(kim.id), "hello")
    await bench.heard(bench.people.say(bench.group, mara, f"/warn @{kim.username} spam")[1])
    assert [one.id for one in bench.house.of(CommandGiven)[-1].mentions] == [str(kim.id)]


async def test_a_command_that_names_many_asks_about_few(bench: TelegramBench) -> None:
    people = [bench.person(await bench.join(f"Guest {number}")) for number in range(12)]
    for person in people:
        await bench.say(str(person.id), "hello")
    named = " ".join(f"@{person.username}" for person in people)
    asked = len(bench.telegram.of("getChatMember"))
    for _ in range(3):
        await bench.heard(bench.people.say(bench.group, people[0], f"/warn {named}")[1])
    assert len(bench.telegram.of("getChatMember")) - asked == 3
    assert len(bench.house.of(CommandGiven)[-1].mentions) == 3


async def test_the_group_itself_and_its_channel_stand_above_its_moderators(
    quiet: TelegramBench,
) -> None:
    quiet.cloud.channel(CHANNEL, "Kettle news")
    quiet.group.linked = CHANNEL
    await quiet.start()
    mara = quiet.person(await quiet.join("Mara"))
    post, update = quiet.people.say_as_channel(quiet.group, quiet.cloud.chat(CHANNEL), "news")
    await quiet.heard(update)
    assert quiet.house.of(MessagePosted)[-1].member.rank == 2
    await quiet.heard(quiet.people.say(quiet.group, mara, "/warn spam", reply_to=post)[1])
    assert quiet.house.of(CommandGiven)[-1].raw == f"{CHANNEL} spam"
    for voice in (str(CHANNEL), quiet.place):
        found = await quiet.adapter.find_member(quiet.place, voice)
        assert found is not None
        assert ("Administrator" in found.roles, found.rank) == (True, 2)


async def test_any_other_channel_is_a_stranger(bench: TelegramBench) -> None:
    other: Chat = bench.cloud.channel(CHANNEL, "Somebody's news")
    await bench.heard(bench.people.say_as_channel(bench.group, other, "look here")[1])
    assert (bench.house.of(MessagePosted)[-1].member.roles) == ()
    found = await bench.adapter.find_member(bench.place, str(CHANNEL))
    assert found is not None
    assert found.rank == 0


async def test_updates_that_are_numbered_anew_are_heard(
    bench: TelegramBench, clock: HandClock
) -> None:
    ann = bench.person(await bench.join("Ann"))
    for number in range(5):
        await bench.say(str(ann.id), f"word {number}")
    clock.tick(timedelta(days=8).total_seconds())
    # a poll ends without news, and Telegram begins to count from anywhere
    polls = bench.cloud.polls
    bench.cloud.end_polls()
    await bench.cloud.until(lambda: bench.cloud.polls > polls)
    bench.cloud.renumber(1)
    bench.people.say(bench.group, ann, "after a quiet week")
    await bench.cloud.until(lambda: len(bench.house.of(MessagePosted)) == 6)


async def test_a_slow_clock_makes_no_mute_for_ever(quiet: TelegramBench, clock: HandClock) -> None:
    quiet.slow_by = timedelta(minutes=2)
    await quiet.start()
    ann = quiet.person(await quiet.join("Ann"))
    await quiet.say(str(ann.id), "rude")
    until = clock.now() + timedelta(minutes=2)
    await quiet.perform(Timeout(member=str(ann.id), seconds=120, until=until))
    assert quiet.group.seats[ann.id].until == until + quiet.slow_by


async def test_a_slow_clock_keeps_nobody_out_or_mute_for_ever_at_the_door(
    quiet: TelegramBench,
) -> None:
    quiet.slow_by = timedelta(minutes=2)
    await quiet.start()
    ann, kim = [quiet.person(await quiet.join(name)) for name in ("Ann", "Kim")]
    await quiet.say(str(ann.id), "hello")
    await quiet.perform(HoldBack(member=str(ann.id), seconds=60))
    assert quiet.group.seats[ann.id].until is not None
    # the process dies between showing out and letting in again
    quiet.telegram.faults.plan("unbanChatMember", server_error())
    await quiet.perform(TurnAway(member=str(kim.id), anyway=True))
    assert quiet.group.seats[kim.id].until is not None
