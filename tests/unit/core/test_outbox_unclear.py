"""Where nobody knows whether something was done, the class of the effect says what may follow."""

from datetime import timedelta

import pytest

from bot import calls
from bot import outbox as module
from bot.attempts import KEY_WINDOW, TRIED_FOR
from bot.domain import (
    EffectClass,
    Outcome,
    OutcomeState,
    Reply,
    Timeout,
)
from bot.outbox import Outbox
from tests.support.making import order
from tests.support.outboxes import Desk, let_pass

DONE, FAILED, REFUSED, DOUBT = (
    OutcomeState.DONE,
    OutcomeState.FAILED,
    OutcomeState.REFUSED,
    OutcomeState.IN_DOUBT,
)
HOUR = Timeout(member="rude", seconds=3600)
TALK = Reply(channel="general", text="hello")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_PAUSE", 0)


@pytest.mark.parametrize(
    ("effect", "tries", "state", "looks"),
    [
        (EffectClass.REPEATABLE, 2, DONE, 0),  # repeated until it is confirmed
        (EffectClass.KEYED, 2, DONE, 0),  # repeated with the same key
        (EffectClass.LOOKUP, 2, DONE, 2),  # looked up, not found, looked up again, repeated
        (EffectClass.ONCE, 1, DOUBT, 0),  # never guessed
    ],
)
@pytest.mark.parametrize("how", ["raises", "hangs", "says so"])
async def test_an_unclear_answer_by_class_of_effect(
    effect: EffectClass,
    tries: int,
    state: OutcomeState,
    looks: int,
    how: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk(effect)
    await desk.place(order("o1", TALK), order("o2", TALK))
    if how == "raises":
        desk.network.raise_error()
    elif how == "hangs":
        monkeypatch.setattr(calls, "CALL_LIMIT", 0.001)
        desk.network.hang()
    else:
        desk.network.puzzle()
    outbox = desk.outbox()
    await desk.run(outbox)
    desk.clock.tick(2)
    monkeypatch.setattr(calls, "CALL_LIMIT", 10)
    await desk.run(outbox)
    assert desk.tried.count("o1") == tries
    assert (await desk.state("o1"))[1] is state
    assert desk.network.looked.count("o1") == looks
    assert (await desk.state("o2"))[1] is DONE


async def test_an_unclear_answer_is_looked_up_and_believed() -> None:
    desk = Desk(EffectClass.LOOKUP)
    await desk.place(order("o1", TALK))
    desk.network.raise_error()
    desk.network.known["o1"] = Outcome(state=DONE, made="n7")
    await desk.run()
    assert desk.tried == ["o1"]
    found = await desk.store.orders.outcome("o1")
    assert found is not None
    assert found[1] is not None
    assert found[1].made == "n7"


@pytest.mark.parametrize("hangs", [False, True])
async def test_a_gate_that_cannot_ask_the_network_is_asked_again(
    hangs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "CALL_LIMIT", 0.001 if hangs else 10)
    desk = Desk(EffectClass.ONCE)
    await desk.place(order("o1", HOUR), order("o2", TALK))
    desk.gate_trouble = [None if hangs else OSError("reset")]
    outbox = desk.outbox()
    await desk.run(outbox)
    assert desk.done == ([] if hangs else ["o2"])
    desk.clock.tick(2)
    await desk.run(outbox)
    assert sorted(desk.done) == ["o1", "o2"]


@pytest.mark.parametrize(
    ("effect", "known", "tries", "state"),
    [
        (EffectClass.ONCE, False, 0, DOUBT),  # nobody knows: a person is told
        (EffectClass.LOOKUP, True, 0, DONE),  # the network knows that it was done
        (EffectClass.LOOKUP, False, 1, DONE),  # the network knows that it was not
        (EffectClass.REPEATABLE, False, 1, DONE),  # harmless to repeat
        (EffectClass.KEYED, False, 1, DONE),  # the network drops a repeat
    ],
)
async def test_orders_that_a_process_died_over(
    effect: EffectClass, known: bool, tries: int, state: OutcomeState
) -> None:
    desk = Desk(effect)
    await desk.place(order("o1", TALK))
    await desk.store.orders.begin("o1", "kettle", desk.fence)
    if known:
        desk.network.known["o1"] = Outcome(state=DONE)
    await desk.run()
    assert (await desk.state("o1"))[1] is state
    assert len(desk.tried) == tries
    # Done after a try that failed is told as well, for words may have gone out in between.
    assert desk.told == [("o1", state)]


@pytest.mark.parametrize("trouble", [OSError("reset"), None])
async def test_a_network_is_asked_what_it_did_until_it_answers(
    trouble: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "CALL_LIMIT", 0.001 if trouble is None else 10)
    desk = Desk(EffectClass.LOOKUP)
    await desk.place(order("o1", TALK))
    desk.network.raise_error()
    desk.network.look_trouble = [trouble] * 20
    desk.network.known["o1"] = Outcome(state=DONE)
    outbox = desk.outbox()
    await let_pass(desk, outbox, timedelta(minutes=15))
    assert desk.tried == ["o1"]
    assert await desk.state("o1") == ("waiting", FAILED)
    await let_pass(desk, outbox, timedelta(minutes=10))
    assert desk.tried == ["o1"]
    assert await desk.state("o1") == ("done", DONE)


@pytest.mark.parametrize("effect", [EffectClass.LOOKUP, EffectClass.REPEATABLE])
async def test_what_stays_unclear_for_a_day_is_in_doubt(effect: EffectClass) -> None:
    desk = Desk(effect)
    await desk.place(order("o1", TALK))
    desk.network.raise_error()
    desk.network.fail(10_000)
    desk.network.look_trouble = [OSError("reset")] * 10_000
    await let_pass(desk, desk.outbox(), TRIED_FOR + timedelta(minutes=10), step=600)
    assert await desk.state("o1") == ("in_doubt", DOUBT)
    assert desk.told == [("o1", DOUBT)]


# ---- effects with a key: repeated for as long as the network is sure to know it


async def unclear_once(desk: Desk) -> Outbox:
    await desk.place(order("o1", TALK))
    desk.network.raise_error()
    desk.network.fail(10_000)
    outbox = desk.outbox()
    await desk.run(outbox)
    return outbox


async def test_a_key_is_used_again_only_while_the_network_knows_it() -> None:
    desk = Desk(EffectClass.KEYED)
    outbox = await unclear_once(desk)
    await let_pass(desk, outbox, KEY_WINDOW, step=1)
    tried = len(desk.tried)
    assert tried > 5
    assert (await desk.state("o1"))[0] == "waiting"
    desk.network.recover()
    await let_pass(desk, outbox, timedelta(minutes=5))
    assert len(desk.tried) == tried
    assert await desk.state("o1") == ("in_doubt", DOUBT)
    assert desk.told == [("o1", DOUBT)]


@pytest.mark.parametrize(
    ("later", "state"),
    [(KEY_WINDOW, DONE), (KEY_WINDOW + timedelta(seconds=1), DOUBT)],
)
async def test_a_successor_knows_of_the_doubt(later: timedelta, state: OutcomeState) -> None:
    desk = Desk(EffectClass.KEYED)
    await unclear_once(desk)
    desk.network.recover()
    tried = len(desk.tried)
    desk.clock.tick(later.total_seconds())
    await desk.run(desk.outbox())
    assert len(desk.tried) == tried + (state is DONE)
    assert (await desk.state("o1"))[1] is state


async def test_a_key_that_was_only_turned_away_is_used_for_a_day() -> None:
    desk = Desk(EffectClass.KEYED)
    await desk.place(order("o1", TALK))
    desk.network.fail(10_000)
    await let_pass(desk, desk.outbox(), timedelta(hours=1))
    desk.network.recover()
    await desk.run(desk.outbox())
    await let_pass(desk, desk.outbox(), timedelta(minutes=1))
    assert desk.done == ["o1"]


async def test_a_key_that_a_process_died_over_is_not_used_hours_later() -> None:
    desk = Desk(EffectClass.KEYED)
    await desk.place(order("o1", TALK))
    await desk.store.orders.begin("o1", "kettle", desk.fence)
    desk.clock.tick(3600)
    await desk.run()
    assert desk.tried == []
    assert await desk.state("o1") == ("in_doubt", DOUBT)
