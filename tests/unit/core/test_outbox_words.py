"""Words follow deeds: nobody is told of what was not done."""

from dataclasses import replace

import pytest

from bot import outbox as module
from bot.domain import Ban, DeleteMessage, EffectClass, OutcomeState, Reply, SendDirect, Timeout
from bot.errors import StoreBusy
from tests.support.making import order
from tests.support.outboxes import Desk

DONE, DOUBT, REFUSED = OutcomeState.DONE, OutcomeState.IN_DOUBT, OutcomeState.REFUSED


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_PAUSE", 0)


HOUR = Timeout(member="rude", seconds=3600)


TALK = Reply(channel="general", text="hello")


# ---- words follow deeds

WORD = SendDirect(member="rude", text="I took your message down")


GONE = DeleteMessage(channel="general", message="m1")


async def test_words_wait_for_the_deed_that_they_speak_of() -> None:
    desk = Desk()
    await desk.place(order("deed", GONE, urgent=True), order("word", WORD), order("other", TALK))
    desk.network.fail(1)
    outbox = desk.outbox()
    await desk.run(outbox)
    assert desk.done == ["other"]
    desk.clock.tick(2)
    await desk.run(outbox)
    assert desk.done == ["other", "deed", "word"]


async def test_nobody_is_told_of_what_was_not_done() -> None:
    desk = Desk()
    await desk.place(order("deed", HOUR, urgent=True), order("word", WORD))
    desk.refusals["deed"] = "Rude belongs to the team"
    await desk.run()
    assert desk.done == []
    assert await desk.state("word") == ("refused", REFUSED)


@pytest.mark.parametrize(
    ("effect", "second"),
    [
        (EffectClass.REPEATABLE, REFUSED),  # one of two deeds was done
        (EffectClass.ONCE, DOUBT),  # it may have been done
    ],
)
async def test_words_are_said_where_anything_was_done(
    effect: EffectClass, second: OutcomeState
) -> None:
    desk = Desk(effect)
    deeds = [order("deed", HOUR, urgent=True)]
    if second is DOUBT:
        desk.network.raise_error()
    else:
        deeds.append(order("done", GONE, urgent=True))
        desk.refusals["deed"] = "Rude belongs to the team"
    await desk.place(*deeds, order("word", WORD))
    await desk.run()
    assert (await desk.state("deed"))[1] is second
    assert desk.done[-1] == "word"


async def test_words_before_a_removal_do_not_wait() -> None:
    desk = Desk()
    await desk.place(
        order("word", WORD, urgent=True), order("deed", Ban(member="rude"), urgent=True)
    )
    await desk.run()
    assert desk.done == ["word", "deed"]


async def test_words_find_a_deed_that_waits_since_before_a_restart() -> None:
    desk = Desk()
    await desk.place(order("deed", GONE, urgent=True), order("word", WORD))
    desk.network.fail(1, retry_after=10)
    await desk.run()
    await desk.run(outbox := desk.outbox())
    assert desk.done == []
    for _ in range(10):
        desk.clock.tick(1)
        await desk.run(outbox)
    assert desk.done == ["deed", "word"]


async def test_words_are_put_right_just_before_they_are_sent() -> None:
    desk = Desk()
    await desk.place(order("deed", HOUR, urgent=True), order("word", WORD))
    desk.words["word"] = "it came otherwise"
    await desk.run()
    said = desk.network.performed[-1].action
    assert isinstance(said, SendDirect)
    assert said.text == "it came otherwise"


async def test_words_that_cannot_be_put_right_go_out_as_they_are() -> None:
    desk = Desk()
    await desk.place(order("word", WORD))
    desk.word_trouble.append(ValueError("no such hole"))
    await desk.run()
    assert desk.network.performed[-1].action == WORD


async def test_words_wait_for_a_busy_database() -> None:
    desk = Desk()
    await desk.place(order("word", WORD))
    desk.words["word"] = "right"
    desk.word_trouble.append(StoreBusy("locked"))
    await desk.run()
    assert [one.action for one in desk.network.performed] == [replace(WORD, text="right")]


async def test_what_came_about_late_is_told_too() -> None:
    desk = Desk()
    await desk.place(order("now", HOUR), order("later", GONE))
    await desk.run()
    assert desk.told == []
    await desk.place(order("other", replace(GONE, message="m2")))
    desk.network.fail(1)
    await desk.run(outbox := desk.outbox())
    assert desk.told == []
    desk.clock.tick(2)
    await desk.run(outbox)
    assert desk.told == [("other", DONE)]


async def test_a_failure_is_told_also_when_the_database_is_busy() -> None:
    desk = Desk()
    await desk.place(order("deed", HOUR, urgent=True))
    desk.refusals["deed"] = "Rude belongs to the team"
    desk.told_trouble.append(StoreBusy("locked"))
    await desk.run()
    assert desk.told == [("deed", REFUSED)]
