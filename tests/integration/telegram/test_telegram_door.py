"""Who asks to be let in on Telegram: heard once, written to, let in or turned away."""

from bot.clock import HandClock
from bot.domain import (
    Answer,
    Button,
    ButtonPressed,
    JoinRequested,
    LetIn,
    MemberJoined,
    OutcomeState,
    SendDirect,
    TurnAway,
)
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.chats import RIGHTS, Person

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED
AGREE = Button(id="door:yes:7", label="I agree")


async def zoe_asks(bench: TelegramBench) -> Person:
    zoe = bench.cloud.person("Zoe", language="de")
    await bench.heard(bench.people.ask_to_join(bench.group, zoe))
    return zoe


async def test_a_request_is_heard(bench: TelegramBench) -> None:
    zoe = await zoe_asks(bench)
    (event,) = bench.house.of(JoinRequested)
    assert (event.member.id, event.place, event.language) == (str(zoe.id), bench.place, "de")


async def test_who_asks_can_be_written_to_and_answers_with_a_button(bench: TelegramBench) -> None:
    zoe = await zoe_asks(bench)
    note = SendDirect(member=str(zoe.id), text="Read the rules.", buttons=(AGREE,))
    assert (await bench.perform(note)).state is DONE
    chat = bench.cloud.chat(zoe.id)
    query = bench.people.press(chat, zoe, chat.last, "I agree")
    event = await bench.house.until(ButtonPressed)
    assert (event.button, event.place) == (AGREE.id, bench.place)
    assert (await bench.perform(LetIn(member=str(zoe.id)))).state is DONE
    # who is in can no longer be written to, so the answer is shown over the screen
    welcome = Answer(
        member=str(zoe.id), channel=event.channel, interaction=event.interaction, text="Welcome."
    )
    assert (await bench.perform(welcome)).state is DONE
    assert bench.cloud.answered[query]["text"] == "Welcome."
    assert (await bench.house.until(MemberJoined)).member.id == str(zoe.id)


async def test_who_is_turned_away_stays_out(bench: TelegramBench) -> None:
    zoe = await zoe_asks(bench)
    assert (await bench.perform(TurnAway(member=str(zoe.id)))).state is DONE
    assert bench.group.here(zoe.id) is None


async def test_who_does_not_ask_any_more_is_left_alone(bench: TelegramBench) -> None:
    zoe = bench.cloud.person("Zoe")
    for effect in (LetIn(member=str(zoe.id)), TurnAway(member=str(zoe.id))):
        assert (await bench.perform(effect)).state is DONE
    assert bench.group.here(zoe.id) is None


async def test_nothing_is_said_in_the_group_to_somebody_who_is_not_in_it(
    bench: TelegramBench, clock: HandClock
) -> None:
    zoe = await zoe_asks(bench)
    clock.tick(301)
    note = SendDirect(member=str(zoe.id), text="Read the rules.", buttons=(AGREE,))
    assert (await bench.perform(note)).state is REFUSED
    assert not any("text" in message for message in bench.group.messages.values())


async def test_the_right_that_is_missing_is_named(bench: TelegramBench) -> None:
    zoe = await zoe_asks(bench)
    seat = bench.group.seats[bench.cloud.bot.id]
    seat.rights = frozenset(RIGHTS) - {"can_invite_users"}
    outcome = await bench.perform(LetIn(member=str(zoe.id)))
    assert (outcome.state, "'Invite users" in outcome.detail) == (REFUSED, True)
