"""Newcomers are welcomed by one message in the group, which erases itself."""

from bot.clock import HandClock
from bot.domain import Button, Greet, HoldBack, LetIn, Outcome, OutcomeState
from tests.contract.telegram_bench import TelegramBench, texts
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.faults import too_many
from tests.fakes.telegram.wire import Json

DONE, REFUSED, FAILED = OutcomeState.DONE, OutcomeState.REFUSED, OutcomeState.FAILED
AGREE = Button(id="door:yes:*", label="I agree")


async def greeted(
    bench: TelegramBench, name: str, *, asked: bool = False, seconds: int = 600
) -> str:
    """Let somebody come in, be held back where they are asked something, and be welcomed."""
    member = await bench.join(name)
    if asked:
        await bench.perform(HoldBack(member=member))
    await bench.perform(greeting(member, name, asked=asked, seconds=seconds))
    return member


def greeting(member: str, name: str, *, asked: bool = False, seconds: int = 600) -> Greet:
    buttons = (AGREE,) if asked else ()
    return Greet(member=member, name=name, text="Welcome.", seconds=seconds, buttons=buttons)


def welcome(chat: Chat) -> Json:
    (found,) = [one for one in chat.messages.values() if "text" in one]
    return found


async def test_forty_newcomers_make_one_message(bench: TelegramBench, clock: HandClock) -> None:
    for number in range(40):
        await greeted(bench, f"Guest {number}")
    assert len(bench.telegram.of("sendMessage")) == 1
    clock.tick(6)
    await bench.cloud.until(lambda: "+35" in welcome(bench.group)["text"])
    assert welcome(bench.group)["text"].startswith("Guest 39, Guest 38, ")
    assert welcome(bench.group)["text"].endswith("Welcome.")
    assert len(bench.telegram.of("sendMessage")) == 1
    assert len(bench.telegram.of("editMessageText")) <= 2


async def test_a_welcome_goes_when_its_time_is_over_also_after_a_restart(
    bench: TelegramBench, clock: HandClock
) -> None:
    await greeted(bench, "Zoe")
    await bench.restart()
    clock.tick(601)
    await bench.cloud.until(lambda: not texts(bench.group))


async def test_who_has_answered_is_named_no_more_and_the_last_one_takes_it_along(
    bench: TelegramBench, clock: HandClock
) -> None:
    zoe = await greeted(bench, "Zoe", asked=True)
    kim = await greeted(bench, "Kim", asked=True)
    clock.tick(6)
    await bench.cloud.until(lambda: "Kim, Zoe" in welcome(bench.group)["text"])
    await bench.perform(LetIn(member=zoe))
    clock.tick(6)
    await bench.cloud.until(lambda: "Zoe" not in welcome(bench.group)["text"])
    await bench.restart()
    await bench.perform(LetIn(member=kim))
    await bench.cloud.until(lambda: not texts(bench.group))


async def test_who_leaves_is_named_no_more(bench: TelegramBench) -> None:
    zoe = await greeted(bench, "Zoe")
    await bench.heard(bench.people.leave(bench.group, bench.person(zoe)))
    await bench.cloud.until(lambda: not texts(bench.group))


async def test_a_welcome_that_was_taken_down_is_put_up_again_for_those_who_wait(
    bench: TelegramBench, clock: HandClock
) -> None:
    await greeted(bench, "Zoe", asked=True)
    bench.group.messages.pop(welcome(bench.group)["message_id"])
    await greeted(bench, "Kim", asked=True)
    clock.tick(6)
    await bench.cloud.until(lambda: texts(bench.group))
    assert "Kim, Zoe" in welcome(bench.group)["text"]
    assert "I agree" in str(welcome(bench.group)["reply_markup"])


async def test_an_old_welcome_makes_room_for_a_new_one(
    bench: TelegramBench, clock: HandClock
) -> None:
    await greeted(bench, "Zoe", asked=True)
    first = welcome(bench.group)["message_id"]
    clock.tick(180)
    await greeted(bench, "Kim", asked=True)
    await bench.cloud.until(lambda: first not in bench.group.messages)
    assert "Kim, Zoe" in welcome(bench.group)["text"]


async def test_nobody_is_asked_who_is_not_held_back(bench: TelegramBench) -> None:
    member = await bench.join("Zoe")
    assert (await bench.perform(greeting(member, "Zoe", asked=True))).state is DONE
    assert texts(bench.group) == []


async def test_a_name_brings_nothing_to_life_but_a_link_to_its_owner(bench: TelegramBench) -> None:
    member = await bench.join("Zoe")
    name = "</a>@owner https://trap.example <b>"
    await bench.perform(greeting(member, name))
    entities = welcome(bench.group)["entities"]
    assert [(one["type"], one["user"]["id"]) for one in entities] == [("text_mention", int(member))]


async def test_what_stands_in_the_way_is_told(bench: TelegramBench, clock: HandClock) -> None:
    member = await bench.join("Zoe")
    bench.telegram.faults.plan("sendMessage", too_many(30))
    first: Outcome = await bench.perform(greeting(member, "Zoe"))
    assert (first.state, first.retry_after) == (FAILED, 30)
    clock.tick(31)
    assert (await bench.perform(greeting(member, "Zoe"))).state is DONE
    lost = Greet(member=member, name="Zoe", text="Hi.", seconds=60, channel="#nowhere")
    assert (await bench.perform(lost)).state is REFUSED


async def test_who_is_forgotten_is_named_no_more_and_can_still_answer(
    bench: TelegramBench, clock: HandClock
) -> None:
    zoe = await greeted(bench, "Zoe", asked=True)
    await greeted(bench, "Kim", asked=True)
    await bench.adapter.forget(bench.place, zoe)
    assert "Zoe" not in bench.written
    clock.tick(6)
    await bench.cloud.until(lambda: welcome(bench.group)["text"].startswith("Kim\n"))
    await bench.perform(LetIn(member=zoe))
    assert bench.group.seats[int(zoe)].status == "member"
