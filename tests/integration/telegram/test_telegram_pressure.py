"""Under pressure: nothing that is only said holds hearing up, and what fails is tried ever less."""

import asyncio

import pytest
from telegram.error import NetworkError, RetryAfter

from adapters.telegram.pace import Paced
from adapters.telegram.politeness import Politeness
from bot.clock import HandClock
from bot.domain import MessagePosted, OutcomeState, Timeout
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.faults import Fault, too_many


async def test_a_courtesy_that_hangs_holds_nobody_up() -> None:
    politeness, said = Politeness(waited=0), []

    async def hangs() -> None:
        await asyncio.Event().wait()

    async def says() -> None:
        said.append("hello")

    await politeness.do([hangs, says])
    await politeness.do([says])
    await asyncio.sleep(0)
    assert said == ["hello"]
    await politeness.close()


async def test_where_too_much_hangs_the_rest_is_left_unsaid() -> None:
    politeness, said = Politeness(waited=0), []

    async def hangs() -> None:
        said.append("begun")
        await asyncio.Event().wait()

    for _ in range(30):
        await politeness.do([hangs])
    await asyncio.sleep(0)
    assert len(said) == 20
    await politeness.close()


async def test_messages_are_heard_while_a_courtesy_hangs(bench: TelegramBench) -> None:
    ann = await bench.join("Ann")
    bench.telegram.faults.plan("sendMessage", Fault(hang=True))
    stranger = bench.cloud.person("Zoe")
    bench.people.start_bot(stranger)
    await bench.say(ann, "still here")
    assert [event.text for event in bench.house.of(MessagePosted)] == ["still here"]


async def test_what_is_hindered_is_tried_ever_less(monkeypatch: pytest.MonkeyPatch) -> None:
    now, tries = 0.0, []

    async def work() -> None:
        tries.append(now)
        raise NetworkError("away") if len(tries) < 5 else RetryAfter(500)

    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    paced = Paced(work)
    for second in range(600):
        now = float(second)
        await paced.do()
    assert tries == [0, 2, 6, 14, 30, 530]


async def test_a_stranger_who_writes_often_makes_few_calls(bench: TelegramBench) -> None:
    stranger = bench.cloud.person("Zoe", started=True)
    chat = bench.cloud.chat(stranger.id)
    updates = [bench.people.say(chat, stranger, "/rules")[1] for _ in range(20)]
    await bench.heard(updates[-1])
    assert len(bench.telegram.of("getChatMember")) == 1


async def test_a_pause_for_a_deed_holds_back_deeds_of_its_kind(
    bench: TelegramBench, clock: HandClock
) -> None:
    people = [await bench.join(name) for name in ("Ann", "Kim", "Lee")]
    bench.telegram.faults.plan("restrictChatMember", too_many(40))
    outcomes = [await bench.perform(Timeout(member=one, seconds=3600)) for one in people]
    assert {outcome.state for outcome in outcomes} == {OutcomeState.FAILED}
    assert sum(call.method == "restrictChatMember" for call in bench.telegram.calls) == 1
    clock.tick(41)
    assert (await bench.perform(Timeout(member=people[1], seconds=3600))).state is OutcomeState.DONE
