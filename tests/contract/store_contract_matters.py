"""What every store promises about cases, notes, orders and leases."""

from dataclasses import replace
from datetime import datetime
from typing import Any, get_args, get_type_hints

import pytest

from bot.domain import Button, CaseStatus, Effect, Note, Outcome, OutcomeState, Timeout
from bot.errors import LeaseLost, StoreBusy
from bot.ports import Store
from tests.contract.store_things import (
    DONE,
    KETTLE,
    MOS_KEY,
    NOON,
    OTHER,
    RUDES_KEY,
    after,
    case,
    decision,
    hold,
    order,
    write,
)

FAILED = Outcome(state=OutcomeState.FAILED, detail="502", retry_after=2.5)


def note(text: str = "calm again", *, at: float = 0, **more: Any) -> Note:
    fields: dict[str, Any] = {"community": KETTLE, "by": MOS_KEY, "by_name": "Mo", **more}
    return Note(at=after(at), text=text, **fields)


class CaseBookContract:
    """Cases and notes."""

    async def test_a_case_comes_back_as_it_was(self, store: Store) -> None:
        claimed = case(
            status=CaseStatus.CLOSED,
            assignee=MOS_KEY,
            assignee_name="Mo",
            claimed_at=after(1),
            closed_at=after(2),
            closed_by=MOS_KEY,
            resolution="settled",
        )
        await write(store, {"cases": (claimed,)})
        assert await store.casebook.case(KETTLE, 1) == claimed
        assert await store.casebook.case(KETTLE, 2) is None
        assert await store.casebook.case(OTHER, 1) is None

    async def test_a_case_is_written_whole_each_time(self, store: Store) -> None:
        later = case(status=CaseStatus.CLAIMED, assignee=MOS_KEY)
        await write(store, {"cases": (case(), case(2))}, {"cases": (later,)})
        assert list(await store.casebook.cases(KETTLE)) == [case(2), later]

    @pytest.mark.parametrize(
        ("wanted", "numbers"),
        [
            ({}, [5, 4, 3, 2, 1]),  # newest first
            ({"limit": 2}, [5, 4]),
            ({"status": CaseStatus.OPEN}, [3, 1]),
            ({"kind": "question"}, [4, 3]),
            ({"kind": "question", "status": CaseStatus.OPEN}, [3]),
            ({"subject": RUDES_KEY}, [5, 2, 1]),
            ({"message": "m3"}, [3]),
            ({"about": "d2"}, [2]),
            ({"assignee": MOS_KEY}, [4]),
            ({"assignee": MOS_KEY, "kind": "conduct"}, []),
            ({"kind": "question", "message": "m3", "status": CaseStatus.OPEN}, [3]),
        ],
    )
    async def test_cases_are_found_by_all_that_is_given(
        self, store: Store, wanted: dict[str, Any], numbers: list[int]
    ) -> None:
        question = {"kind": "question", "subject": "discord:u9"}
        kept = (
            case(1),
            case(2, status=CaseStatus.CLOSED, about="d2"),
            case(3, message="m3", **question),
            case(4, status=CaseStatus.CLAIMED, assignee=MOS_KEY, **question),
            case(5, status=CaseStatus.CLOSED),
        )
        await write(store, {"cases": kept})
        found = await store.casebook.cases(KETTLE, **wanted)
        assert [one.number for one in found] == numbers
        assert list(await store.casebook.cases(OTHER, **wanted)) == []

    async def test_numbers_go_on_from_the_highest(self, store: Store) -> None:
        assert await store.casebook.last_number(KETTLE) == 0
        await write(store, {"cases": (case(41), case(7))})
        assert await store.casebook.last_number(KETTLE) == 41
        assert await store.casebook.last_number(OTHER) == 0

    async def test_notes_are_read_in_the_order_they_were_made(self, store: Store) -> None:
        first, second = note(at=1, case=1), note("spoke to them", at=2, case=1)
        on_person, both = note(at=3, person=RUDES_KEY), note(at=4, case=1, person=RUDES_KEY)
        await write(store, {"notes": (both, second, on_person, first)})
        notes = store.casebook.notes
        assert list(await notes(KETTLE, case=1)) == [first, second, both]
        assert list(await notes(KETTLE, person=RUDES_KEY)) == [on_person, both]
        assert list(await notes(KETTLE, case=1, person=RUDES_KEY)) == [both]
        assert list(await notes(KETTLE, case=1, limit=2)) == [second, both]
        assert list(await notes(KETTLE, case=2)) == []

    async def test_the_same_note_is_kept_once(self, store: Store) -> None:
        await write(store, {"notes": (note(case=1), note(case=1))}, {"notes": (note(case=1),)})
        assert list(await store.casebook.notes(KETTLE)) == [note(case=1)]


_FILLED: dict[Any, Any] = {
    str: "x",
    str | None: "x",
    int: 3,
    int | None: 3,
    bool: True,
    datetime | None: NOON,
    tuple[str, ...]: ("x", "y"),
    tuple[Button, ...]: (Button(id="undo:d1", label="Undo", style="danger"),),
}


def _effects() -> list[Effect]:
    """Return an effect of every kind, with all its fields filled."""
    return [
        kind(**{name: _FILLED[of] for name, of in get_type_hints(kind).items()})
        for kind in get_args(Effect)
    ]


class OrdersContract:
    """The outbox."""

    async def test_urgent_orders_come_first_then_as_written(self, store: Store) -> None:
        await write(
            store,
            {"orders": (order("a"), order("b", urgent=True), order("c"))},
            {"orders": (order("d", urgent=True), order("e"))},
        )
        waiting = await store.orders.waiting(KETTLE, NOON)
        assert [one.key for one in waiting] == ["b", "d", "a", "c", "e"]
        assert [one.key for one in await store.orders.waiting(KETTLE, NOON, limit=3)] == [
            "b", "d", "a",
        ]  # fmt: skip
        assert list(await store.orders.waiting(OTHER, NOON)) == []

    async def test_an_order_says_which_case_its_decision_opened(self, store: Store) -> None:
        await write(
            store,
            {"cases": (case(7, about="d1"), case(8, about="d2"))},
            {"orders": (order("a"), order("b", decision="d0"))},
        )
        assert [one.case for one in await store.orders.waiting(KETTLE, NOON)] == [7, None]

    async def test_effects_of_every_kind_come_back_as_they_were(self, store: Store) -> None:
        orders = tuple(order(f"o{number}", effect) for number, effect in enumerate(_effects()))
        await write(store, {"orders": orders})
        assert tuple(await store.orders.waiting(KETTLE, NOON)) == orders

    async def test_an_order_that_was_begun_is_unfinished(self, store: Store) -> None:
        await write(store, {"orders": (order("a"), order("b"))})
        await store.orders.begin("a", KETTLE, await hold(store))
        assert [one.key for one in await store.orders.waiting(KETTLE, NOON)] == ["b"]
        assert list(await store.orders.unfinished(KETTLE)) == [replace(order("a"), state="acting")]
        assert list(await store.orders.unfinished(OTHER)) == []

    async def test_an_order_is_begun_by_one_alone(self, store: Store) -> None:
        await write(store, {"orders": (order(),)})
        old = await hold(store)
        fence = await hold(store)
        with pytest.raises(LeaseLost):
            await store.orders.begin("o1", KETTLE, old)
        await store.orders.begin("o1", KETTLE, fence)
        for key in ("o1", "unknown"):
            with pytest.raises(StoreBusy, match=f"order {key} does not wait any more"):
                await store.orders.begin(key, KETTLE, fence)

    @pytest.mark.parametrize("state", list(OutcomeState))
    async def test_what_came_of_an_order_is_kept(self, store: Store, state: OutcomeState) -> None:
        await write(store, {"orders": (order(),)})
        outcome = Outcome(state=state, detail="why", made="n1", retry_after=1.5)
        await store.orders.finish("o1", outcome, now=NOON)
        finished = replace(order(), state=state.value, tries=1)
        assert await store.orders.outcome("o1") == (finished, outcome)
        assert list(await store.orders.waiting(KETTLE, after(1e6))) == []
        assert list(await store.orders.unfinished(KETTLE)) == []

    async def test_a_finished_order_stays_as_it_ended(self, store: Store) -> None:
        await write(store, {"orders": (order(),)})
        await store.orders.finish("o1", DONE, now=NOON)
        await store.orders.finish("o1", FAILED, now=NOON, retry_at=NOON)
        await store.orders.finish("unknown", DONE, now=NOON)
        assert await store.orders.outcome("o1") == (replace(order(), state="done", tries=1), DONE)

    async def test_another_try_waits_for_its_time(self, store: Store) -> None:
        await write(store, {"orders": (order("a"), order("b"))})
        await store.orders.begin("a", KETTLE, await hold(store))
        await store.orders.finish("a", FAILED, now=NOON, retry_at=after(5))
        again = replace(order("a"), tries=1)
        assert [one.key for one in await store.orders.waiting(KETTLE, after(4))] == ["b"]
        assert list(await store.orders.waiting(KETTLE, after(5))) == [again, order("b")]
        assert await store.orders.outcome("a") == (again, FAILED)
        await store.orders.finish("a", DONE, now=after(6))
        assert await store.orders.outcome("a") == (replace(again, state="done", tries=2), DONE)

    async def test_orders_of_a_decision_come_as_written(self, store: Store) -> None:
        await write(store, {"orders": (order("b"), order("x", decision="d2"), order("a"))})
        await store.orders.finish("a", DONE, now=NOON)
        done = (replace(order("a"), state="done", tries=1), DONE)
        assert list(await store.orders.orders_of(KETTLE, "d1")) == [(order("b"), None), done]
        assert list(await store.orders.orders_of(KETTLE, "d3")) == []
        assert list(await store.orders.orders_of(OTHER, "d1")) == []

    async def test_nobody_knows_of_an_order_never_given(self, store: Store) -> None:
        assert await store.orders.outcome("unknown") is None

    async def test_a_new_order_starts_afresh_whatever_it_says(self, store: Store) -> None:
        used = order(action=Timeout(member="u1", seconds=5), tries=4, state="done")
        await write(store, {"decision": decision(), "orders": (used,)})
        assert list(await store.orders.waiting(KETTLE, NOON)) == [
            replace(used, tries=0, state="waiting")
        ]


class LeasesContract:
    """Who may judge and send."""

    async def test_one_holder_at_a_time(self, store: Store) -> None:
        first = await store.leases.take(KETTLE, "one", NOON, 15)
        assert first is not None
        assert await store.leases.take(KETTLE, "two", after(14), 15) is None
        assert await store.leases.holder(KETTLE) == "one"
        assert await store.leases.holder(OTHER) == ""
        second = await store.leases.take(KETTLE, "two", after(15), 15)
        assert second is not None
        assert second > first

    async def test_a_lease_is_kept_by_renewing_it(self, store: Store) -> None:
        fence = await store.leases.take(KETTLE, "one", NOON, 15)
        assert fence is not None
        assert await store.leases.renew(KETTLE, "one", fence, after(10), 15)
        assert await store.leases.take(KETTLE, "two", after(24), 15) is None
        assert not await store.leases.renew(KETTLE, "two", fence, after(10), 15)
        assert not await store.leases.renew(KETTLE, "one", fence + 1, after(10), 15)
        assert not await store.leases.renew(OTHER, "one", fence, after(10), 15)

    async def test_a_lost_lease_cannot_be_renewed_or_given_back(self, store: Store) -> None:
        old = await store.leases.take(KETTLE, "one", NOON, 15)
        assert await store.leases.take(KETTLE, "two", after(15), 15) is not None
        assert old is not None
        assert not await store.leases.renew(KETTLE, "one", old, after(16), 15)
        await store.leases.release(KETTLE, "one", old)
        assert await store.leases.holder(KETTLE) == "two"

    async def test_a_lease_given_back_is_free_at_once(self, store: Store) -> None:
        first = await store.leases.take(KETTLE, "one", NOON, 15)
        assert first is not None
        await store.leases.release(KETTLE, "one", first)
        assert await store.leases.holder(KETTLE) == ""
        second = await store.leases.take(KETTLE, "two", NOON, 15)
        assert second is not None
        assert second > first

    async def test_whoever_takes_again_gets_a_new_number(self, store: Store) -> None:
        first = await store.leases.take(KETTLE, "one", NOON, 15)
        second = await store.leases.take(KETTLE, "one", NOON, 15)
        assert first is not None
        assert second is not None
        assert second > first

    async def test_the_lease_of_the_dead_is_free_and_no_other(self, store: Store) -> None:
        await store.leases.take(KETTLE, "dead", NOON, 15)
        await store.leases.free(KETTLE, "alive")
        assert await store.leases.holder(KETTLE) == "dead"
        await store.leases.free(KETTLE, "dead")
        assert await store.leases.holder(KETTLE) == ""
        assert await store.leases.take(KETTLE, "alive", NOON, 15) is not None
