"""Orders are done in order, each once, and what came of each is written down."""

from typing import Any

import pytest

from bot import outbox as module
from bot.domain import (
    Action,
    DeleteMessage,
    EditReply,
    EffectClass,
    Order,
    Outcome,
    OutcomeState,
    PinMessage,
    Reply,
    SendDirect,
    SlowMode,
    Timeout,
    UnpinMessage,
    Untimeout,
)
from bot.errors import LeaseLost
from bot.ports import OrderBook
from tests.support.making import NOON, order, person
from tests.support.outboxes import Desk
from tests.support.running import beside, turns, until

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_PAUSE", 0)


HOUR = Timeout(member="rude", seconds=3600)


TALK = Reply(channel="general", text="hello")


async def test_orders_go_out_in_the_order_of_writing_urgent_ones_first() -> None:
    desk = Desk()
    await desk.place(
        order("o1", TALK), order("o2", TALK), order("o3", HOUR, urgent=True), order("o4", TALK)
    )
    await desk.run()
    assert desk.done == ["o3", "o1", "o2", "o4"]
    assert await desk.state("o1") == ("done", DONE)
    assert desk.told == []


async def test_an_urgent_order_does_not_wait_behind_a_long_queue() -> None:
    desk = Desk()
    await desk.place(*(order(f"o{n}", TALK) for n in range(5)))
    outbox, perform = desk.outbox(), desk.network.perform

    async def perform_and_write(one: Order) -> Outcome:
        if one.key == "o0":
            await desk.place(order("now", HOUR, urgent=True))
            outbox.wake()
        return await perform(one)

    desk.network.perform = perform_and_write  # type: ignore[assignment,method-assign]  # an order comes in between
    await desk.run(outbox)
    assert desk.done == ["o0", "now", "o1", "o2", "o3", "o4"]


async def test_the_gate_refuses_and_the_team_is_told() -> None:
    desk = Desk()
    await desk.place(order("o1", HOUR))
    desk.refusals["o1"] = "Rude belongs to the team"
    await desk.run()
    assert desk.tried == []
    assert await desk.state("o1") == ("refused", REFUSED)
    assert desk.told == [("o1", REFUSED)]


async def test_a_network_that_is_not_set_up_is_refused_in_words() -> None:
    desk = Desk()
    await desk.place(order("o1", TALK))
    await desk.run(desk.outbox({}))
    found = await desk.store.orders.outcome("o1")
    assert found is not None
    assert found[1] == Outcome(state=REFUSED, detail="the network memory is not set up here")


async def test_what_lifts_a_sanction_never_overtakes_it() -> None:
    desk = Desk()
    await desk.place(
        order("in", HOUR),
        order("out", Untimeout(member="rude")),
        order("other", Timeout(member="ann", seconds=60)),
        order("room", SlowMode(channel="general", seconds=5)),
    )
    desk.network.members["ann"] = person("ann")
    desk.network.fail(1)
    outbox = desk.outbox()
    await desk.run(outbox)
    assert desk.done == ["other", "room"]
    desk.clock.tick(2)
    await desk.run(outbox)
    assert desk.done == ["other", "room", "in", "out"]


async def test_a_pin_and_its_undoing_stay_in_order_and_hold_up_no_other_message() -> None:
    desk = Desk()
    await desk.place(
        order("pin", PinMessage(channel="general", message="m1")),
        order("unpin", UnpinMessage(channel="general", message="m1")),
        order("other", PinMessage(channel="general", message="m2")),
    )
    desk.network.fail(1)
    outbox = desk.outbox()
    await desk.run(outbox)
    assert desk.done == ["other"]
    desk.clock.tick(2)
    await desk.run(outbox)
    assert desk.done == ["other", "pin", "unpin"]


async def test_what_never_came_about_holds_nothing_up() -> None:
    desk = Desk()
    await desk.place(order("in", HOUR), order("out", Untimeout(member="rude")))
    desk.network.fail(1)
    outbox = desk.outbox()
    await desk.run(outbox)
    await desk.store.orders.finish("in", Outcome(state=REFUSED), now=NOON)
    desk.clock.tick(2)
    await desk.run(outbox)
    assert desk.done == ["out"]


async def test_an_order_begun_on_a_network_that_is_gone_is_refused() -> None:
    desk = Desk(EffectClass.ONCE)
    await desk.place(order("o1", TALK))
    await desk.store.orders.begin("o1", "kettle", desk.fence)
    await desk.run(desk.outbox({}))
    assert (await desk.state("o1"))[1] is REFUSED


@pytest.mark.parametrize(
    ("call", "effect"),
    [
        ("waiting", EffectClass.REPEATABLE),  # before anything is known
        ("unfinished", EffectClass.REPEATABLE),  # at the start
        ("begin", EffectClass.ONCE),  # before anything is done
        ("finish", EffectClass.ONCE),  # after it was done: never done again
        ("finish", EffectClass.REPEATABLE),
    ],
)
async def test_a_busy_database_neither_loses_nor_doubles_an_order(
    call: str, effect: EffectClass
) -> None:
    desk = Desk(effect)
    await desk.place(order("o1", TALK))
    desk.books.busy[call] = 3
    await desk.run()
    assert desk.tried == ["o1"]
    assert await desk.state("o1") == ("done", DONE)


@pytest.mark.parametrize("effect", list(EffectClass))
async def test_who_lost_the_lease_sends_nothing(effect: EffectClass) -> None:
    desk = Desk(effect)
    await desk.place(order("o1", TALK))
    desk.lost = True
    with pytest.raises(LeaseLost):
        await desk.run()
    assert desk.tried == []
    assert await desk.state("o1") == ("waiting", None)


async def test_a_lease_lost_in_the_last_moment_is_noticed() -> None:
    desk = Desk(EffectClass.ONCE)
    await desk.place(order("o1", TALK))
    await desk.store.leases.release("kettle", "test", desk.fence)
    await desk.store.leases.take("kettle", "other", NOON, 60)
    with pytest.raises(LeaseLost):
        await desk.run()
    assert desk.tried == []


async def test_a_lease_that_runs_out_while_beginning_stops_the_order() -> None:
    desk = Desk(EffectClass.ONCE)
    await desk.place(order("o1", TALK))
    answers = [desk.fence]

    def fence() -> int:
        if not answers:
            raise LeaseLost("gone")
        return answers.pop()

    desk.ask_fence = fence  # type: ignore[method-assign]  # it runs out after the first question
    with pytest.raises(LeaseLost):
        await desk.run()
    assert desk.tried == []


async def test_a_change_of_what_was_said_carries_the_networks_id_of_it() -> None:
    desk = Desk()
    edit = EditReply(of="o1", channel="general", text="taken back")
    await desk.place(order("o1", TALK), order("o2", edit))
    await desk.run()
    changed = desk.network.performed[1].action
    assert isinstance(changed, EditReply)
    assert changed.message == "memory-1"


async def test_a_change_of_what_was_never_said_names_nothing() -> None:
    desk = Desk()
    await desk.place(order("o2", EditReply(of="o1", channel="general", text="taken back")))
    await desk.run()
    changed = desk.network.performed[0].action
    assert isinstance(changed, EditReply)
    assert changed.message == ""


async def test_idle_waits_for_what_was_written_while_looking() -> None:
    desk = Desk()
    outbox, look = desk.outbox(), desk.store.orders.waiting
    late = order("late", TALK)

    async def look_and_write(*args: Any, **more: Any) -> Any:
        found = await look(*args, **more)
        if not desk.told:
            desk.told.append(("late", DONE))
            await desk.place(late)
            outbox.wake()
        return found

    desk.books._inner = _Instead(desk.store.orders, look_and_write)
    await desk.run(outbox)
    assert desk.done == ["late"]


class _Instead:
    def __init__(self, inner: OrderBook, waiting: Any) -> None:
        self._inner, self.waiting = inner, waiting

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


async def test_orders_written_elsewhere_are_found_without_being_woken() -> None:
    desk = Desk()
    outbox = desk.outbox()
    async with beside(outbox.run()):
        await turns()
        await desk.place(order("o1", TALK))
        await until(lambda: desk.done == ["o1"])


@pytest.mark.parametrize(
    "action",
    [
        DeleteMessage(channel="general", message="m1"),
        SendDirect(member="rude", text="hi"),
    ],
)
async def test_matters_that_need_no_order_do_not_wait_for_each_other(action: Action) -> None:
    desk = Desk()
    await desk.place(order("o1", action), order("o2", action))
    desk.network.fail(1)
    await desk.run()
    assert desk.done == ["o2"]
