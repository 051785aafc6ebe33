"""Bans that wait at the same time go together where a network can do that, and else one by one."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from bot import outbox as module
from bot.domain import (
    Action,
    Ban,
    DeleteMessage,
    Effect,
    EffectClass,
    Order,
    Outcome,
    OutcomeState,
    Reply,
    SendDirect,
    Unban,
)
from bot.errors import LeaseLost
from tests.support.making import order, person
from tests.support.outboxes import Desk, Network
from tests.support.running import until

DONE, FAILED, REFUSED, DOUBT = (
    OutcomeState.DONE,
    OutcomeState.FAILED,
    OutcomeState.REFUSED,
    OutcomeState.IN_DOUBT,
)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_PAUSE", 0)


class Wide(Network):
    """A network that bans several people at once."""

    in_bulk: Mapping[type[Effect], int] = {Ban: 4}

    def __init__(self, effect: EffectClass = EffectClass.REPEATABLE) -> None:
        super().__init__(effect)
        self.members |= {who: person(who) for who in ("ann", "bob", "cid")}
        self.together: list[list[str]] = []
        self.left_out: set[str] = set()
        self.answers: list[Outcome | Exception | None] = []

    async def perform_in_bulk(self, orders: Sequence[Order]) -> Mapping[str, Outcome]:
        self.together.append([one.key for one in orders])
        answer = self.answers.pop(0) if self.answers else Outcome(state=DONE)
        if answer is None:
            await asyncio.Event().wait()
        if not isinstance(answer, Outcome):
            raise answer or AssertionError("nobody waits for ever")
        outcomes = {one.key: answer for one in orders if one.key not in self.left_out}
        self.performed += [one for one in orders if one.key in outcomes and answer.state is DONE]
        return outcomes


def wide(effect: EffectClass = EffectClass.REPEATABLE) -> tuple[Desk, Wide]:
    desk, network = Desk(effect), Wide(effect)
    desk.network = network
    return desk, network


def urgent(key: str, action: Action) -> Order:
    return order(key, action, decision=f"of {key}", urgent=True)


def ban(who: str) -> Order:
    return urgent(who, Ban(member=who))


def word(who: str) -> Order:
    return urgent(f"word to {who}", SendDirect(member=who, text="why"))


def deletion(who: str) -> Order:
    return urgent(f"{who}'s", DeleteMessage(channel="general", message=f"of {who}"))


async def test_the_bans_of_a_raid_go_with_one_call_after_the_words_and_the_deletions() -> None:
    desk, network = wide()
    raid = [make(who) for who in ("ann", "bob", "cid") for make in (word, deletion, ban)]
    await desk.place(*raid, order("talk", Reply(channel="general", text="calm")))
    await desk.run()
    assert network.together == [["ann", "bob", "cid"]]
    assert desk.done == [
        *("word to ann", "ann's", "word to bob", "bob's", "word to cid", "cid's"),
        *("ann", "bob", "cid", "talk"),
    ]
    assert [await desk.state(who) for who in ("ann", "bob", "cid")] == [("done", DONE)] * 3


async def test_a_single_ban_waits_for_nobody() -> None:
    desk, network = wide()
    await desk.place(ban("ann"), word("bob"))
    await desk.run()
    assert network.together == []
    assert desk.done == ["ann", "word to bob"]


async def test_whoever_is_left_out_is_banned_alone_and_gets_the_reason() -> None:
    desk, network = wide()
    network.left_out = {"bob"}
    network.refuse(detail="Bob stands too high.")
    await desk.place(ban("ann"), ban("bob"), ban("cid"))
    await desk.run()
    assert desk.done == ["ann", "cid"]
    assert desk.tried == ["bob"]
    assert desk.told == [("bob", REFUSED)]


async def test_the_gate_is_asked_about_each() -> None:
    desk, network = wide()
    desk.refusals["bob"] = "Bob belongs to the team"
    await desk.place(ban("ann"), ban("bob"), ban("cid"))
    await desk.run()
    assert network.together == [["ann", "cid"]]
    assert await desk.state("bob") == ("refused", REFUSED)


async def test_what_lifts_a_ban_never_overtakes_it() -> None:
    desk, network = wide()
    await desk.place(ban("ann"), ban("bob"), urgent("back", Unban(member="ann")), ban("cid"))
    await desk.run()
    assert network.together == [["ann", "bob"]]
    assert desk.done == ["ann", "bob", "back", "cid"]


async def test_the_same_person_s_second_ban_waits_for_the_first() -> None:
    desk, network = wide()
    await desk.place(ban("ann"), ban("bob"), urgent("again", Ban(member="ann", seconds=60)))
    await desk.run()
    assert network.together == [["ann", "bob"]]
    assert desk.done == ["ann", "bob", "again"]


async def test_no_more_go_together_than_the_network_takes() -> None:
    desk, network = wide()
    await desk.place(*(ban(f"p{n}") for n in range(6)))
    await desk.run()
    assert network.together == [["p0", "p1", "p2", "p3"], ["p4", "p5"]]


async def test_people_of_several_places_do_not_go_together() -> None:
    desk, network = wide()
    here, there = (
        [order(f"{n}{place}", Ban(member=f"{n}{place}"), place=place, urgent=True) for n in "ab"]
        for place in ("p1", "p2")
    )
    await desk.place(*here, *there)
    await desk.run()
    assert network.together == [["ap1", "bp1"], ["ap2", "bp2"]]


async def test_bans_do_not_wait_long_for_words_to_others() -> None:
    desk, network = wide()
    perform = network.perform

    async def slowly(one: Order) -> Outcome:
        desk.clock.tick(2)
        return await perform(one)

    network.perform = slowly  # type: ignore[assignment,method-assign]  # time passes meanwhile
    await desk.place(*(make(who) for who in ("ann", "bob", "cid") for make in (word, ban)))
    await desk.run()
    # Two seconds for Bob's words, two for Cid's: more than the three that Ann's ban waits.
    assert network.together == [["ann", "bob"]]
    assert desk.done == ["word to ann", "word to bob", "word to cid", "ann", "bob", "cid"]


async def test_what_must_wait_is_tried_again_together() -> None:
    desk, network = wide()
    network.answers = [Outcome(state=FAILED, detail="too much", retry_after=5.0)]
    await desk.place(ban("ann"), ban("bob"))
    outbox = desk.outbox()
    await desk.run(outbox)
    assert desk.done == []
    desk.clock.tick(5)
    await desk.run(outbox)
    assert network.together == [["ann", "bob"]] * 2
    assert desk.done == ["ann", "bob"]


async def test_an_unclear_answer_is_tried_again_for_it_harms_nobody() -> None:
    desk, network = wide()
    network.answers = [Outcome(state=DOUBT, detail="502", retry_after=1.0)]
    await desk.place(ban("ann"), ban("bob"))
    outbox = desk.outbox()
    await desk.run(outbox)
    desk.clock.tick(5)
    await desk.run(outbox)
    assert network.together == [["ann", "bob"]] * 2
    assert await desk.state("bob") == ("done", DONE)


async def test_what_breaks_or_hangs_in_an_adapter_loses_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.calls.CALL_LIMIT", 0)
    for trouble in (RuntimeError("broken"), None):
        desk, network = wide()
        network.answers = [trouble]
        await desk.place(ban("ann"), ban("bob"))
        outbox = desk.outbox()
        await desk.run(outbox)
        desk.clock.tick(10)
        await desk.run(outbox)
        assert sorted({*desk.done}) == ["ann", "bob"]
        assert await desk.state("ann") == ("done", DONE)


async def test_where_a_repeat_could_harm_each_goes_alone() -> None:
    desk, network = wide(EffectClass.ONCE)
    await desk.place(ban("ann"), ban("bob"))
    await desk.run()
    assert network.together == []
    assert desk.done == ["ann", "bob"]


async def test_a_process_that_is_no_longer_the_sender_bans_nobody() -> None:
    desk, network = wide()
    await desk.place(ban("ann"), ban("bob"))
    desk.lost = True
    with pytest.raises(LeaseLost):
        await desk.run()
    assert network.together == []


async def test_what_was_held_back_when_the_process_stopped_is_done_by_the_next() -> None:
    desk, network = wide()
    await desk.place(ban("ann"), word("bob"), ban("bob"))
    stopped = desk.outbox()
    network.hang()
    task = asyncio.create_task(stopped.run())
    await until(lambda: "word to bob" in desk.tried)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert network.together == []
    desk.network.recover()
    await desk.run()
    assert network.together == [["ann", "bob"]]
