"""What fails is tried again, for as long as the class of its effect allows; then a person looks."""

from datetime import timedelta

import pytest

from adapters.memory import MemoryAdapter
from bot import calls
from bot import outbox as module
from bot.attempts import FEWEST_TRIES, LONGEST_RETRY, TRIED_FOR
from bot.domain import (
    Ban,
    OutcomeState,
    Reply,
    SendDirect,
    Timeout,
)
from tests.support.making import NOON, after, order
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


# ---- how often, and for how long


async def test_what_fails_is_tried_again_ever_more_slowly() -> None:
    desk = Desk()
    await desk.place(order("o1", TALK))
    desk.network.fail(99, retry_after=0)
    outbox, moments = desk.outbox(), []
    for _ in range(250):
        before = len(desk.tried)
        await desk.run(outbox)
        if len(desk.tried) > before:
            moments.append((desk.clock.now() - NOON).total_seconds())
        desk.clock.tick(1)
    assert moments == [0, 2, 6, 14, 30, 62, 62 + LONGEST_RETRY, 62 + 2 * LONGEST_RETRY, 242]


async def test_an_outage_of_hours_loses_nothing() -> None:
    desk = Desk()
    words = SendDirect(member="rude", text="I took your message down")
    await desk.place(order("deed", HOUR, urgent=True), order("word", words), order("line", TALK))
    desk.network.fail(10_000)
    outbox = desk.outbox()
    desk.refusals = {}
    await let_pass(desk, outbox, timedelta(minutes=50))
    assert desk.done == []
    desk.network.recover()
    await let_pass(desk, outbox, timedelta(minutes=2))
    assert sorted(desk.done) == ["deed", "line", "word"]
    assert desk.done.index("deed") < desk.done.index("word")


async def test_after_a_day_a_person_has_to_look() -> None:
    desk = Desk()
    await desk.place(order("o1", TALK))
    desk.network.fail(10_000)
    outbox = desk.outbox()
    await let_pass(desk, outbox, TRIED_FOR - timedelta(minutes=2), step=600)
    assert await desk.state("o1") == ("waiting", FAILED)
    assert desk.told == []
    await let_pass(desk, outbox, timedelta(minutes=2))
    assert await desk.state("o1") == ("failed", FAILED)
    assert desk.told == [("o1", FAILED)]


async def test_what_lay_here_for_days_still_gets_some_tries() -> None:
    desk = Desk()
    await desk.place(order("o1", TALK))
    desk.clock.tick(3 * 86_400)
    desk.network.fail(10_000)
    outbox = desk.outbox()
    await desk.run(outbox)
    await let_pass(desk, outbox, timedelta(minutes=10))
    assert len(desk.tried) == FEWEST_TRIES
    assert await desk.state("o1") == ("failed", FAILED)


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (Timeout(member="rude", seconds=600), REFUSED),
        (Timeout(member="rude", seconds=600, until=after(600)), REFUSED),
        (Timeout(member="rude", seconds=7200), DONE),  # not over yet
        (Ban(member="rude", seconds=600), REFUSED),
        (Ban(member="rude"), DONE),  # never over
    ],
)
async def test_what_would_be_over_by_now_is_left(
    action: Timeout | Ban, state: OutcomeState
) -> None:
    desk = Desk()
    await desk.place(order("o1", action))
    desk.network.fail(1, retry_after=600)
    outbox = desk.outbox()
    await desk.run(outbox)
    desk.clock.tick(600)
    await desk.run(outbox)
    assert (await desk.state("o1"))[1] is state
    assert len(desk.done) == (state is DONE)


async def test_the_networks_own_pause_is_respected() -> None:
    desk = Desk()
    await desk.place(order("o1", TALK))
    desk.network.fail(1, retry_after=344)
    outbox = desk.outbox()
    await desk.run(outbox)
    desk.clock.tick(343)
    await desk.run(outbox)
    assert len(desk.tried) == 1
    desk.clock.tick(1)
    await desk.run(outbox)
    assert desk.done == ["o1"]


async def test_what_failed_for_good_is_not_tried_again() -> None:
    desk = Desk()
    await desk.place(order("o1", TALK))
    desk.network.fail(1, retry_after=None)
    await desk.run()
    assert await desk.state("o1") == ("failed", FAILED)
    assert desk.told == [("o1", FAILED)]


async def test_others_go_on_while_one_waits_for_another_try() -> None:
    desk = Desk()
    await desk.place(order("o1", TALK), order("o2", TALK))
    desk.network.fail(1)
    await desk.run()
    assert desk.done == ["o2"]


async def test_a_network_that_hangs_does_not_hold_up_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calls, "CALL_LIMIT", 0.1)
    desk, other = Desk(), MemoryAdapter(network="other")
    here = [order(f"o{number}", TALK) for number in range(20)]
    await desk.place(*here, order("there", TALK, network="other"))
    desk.network.hang(1)
    outbox = desk.outbox({"memory": desk.network, "other": other})
    await desk.run(outbox)
    assert desk.tried == ["o0"]
    assert [done.key for done in other.performed] == ["there"]
    desk.clock.tick(2)
    await desk.run(outbox)
    assert desk.done == [one.key for one in here]
