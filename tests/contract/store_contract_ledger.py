"""What every store promises about settlements, decisions and strikes."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain import AlertTeam, Kick, Mode, event_key
from bot.errors import LeaseLost
from bot.ports import Settlement, Store
from tests.contract.store_things import (
    ANN,
    KETTLE,
    MOS_KEY,
    NOON,
    OTHER,
    RUDES_KEY,
    after,
    answer,
    by_a_person,
    case,
    decision,
    hold,
    order,
    posted,
    strike,
    timer,
    write,
)


class LedgerContract:
    """Decisions, strikes, and the one transaction in which they are written."""

    async def test_a_settlement_is_written_whole(self, store: Store) -> None:
        await store.events.admit([posted()])
        fields: dict[str, Any] = {
            "event": event_key(posted()),
            "decision": decision(),
            "strikes": (strike(),),
            "cases": (case(),),
            "orders": (order(),),
            "timers": (timer(),),
            "modes": {"Manners": Mode.OBSERVE},
            "answers": (answer(),),
        }
        await write(store, fields)
        assert list(await store.events.waiting(KETTLE)) == []
        assert await store.ledger.decision(KETTLE, "d1") == decision()
        assert list(await store.ledger.strikes(KETTLE, RUDES_KEY, "Manners", NOON)) == [strike()]
        assert await store.casebook.case(KETTLE, 1) == case()
        assert list(await store.orders.waiting(KETTLE, NOON)) == [order(case=1)]
        assert await store.timers.next_due(KETTLE) == timer().due_at
        assert await store.ledger.modes(KETTLE) == {"Manners": Mode.OBSERVE}
        assert list(await store.ledger.answers(KETTLE)) == [answer()]

    async def test_an_event_is_settled_once(self, store: Store) -> None:
        await store.events.admit([posted()])
        key = event_key(posted())
        await write(store, {"event": key}, {"event": key, "decision": decision("twin")})
        await write(store, {"event": key, "decision": decision(), "orders": (order(),)})
        assert await store.ledger.decision(KETTLE, "d1") is None
        assert await store.ledger.decision(KETTLE, "twin") is None
        assert list(await store.orders.waiting(KETTLE, NOON)) == []

    async def test_an_order_is_written_once_whoever_writes_it(self, store: Store) -> None:
        await write(store, {"orders": (order(), order())}, {"orders": (order(actor="Other"),)})
        assert list(await store.orders.waiting(KETTLE, NOON)) == [order()]

    async def test_a_decision_is_written_once(self, store: Store) -> None:
        await write(store, {"decision": decision()}, {"decision": decision(facts="other")})
        assert await store.ledger.decision(KETTLE, "d1") == decision()
        assert len(await store.ledger.counts(KETTLE, NOON)) == 2

    async def test_nothing_is_written_once_the_lease_is_lost(self, store: Store) -> None:
        await store.events.admit([posted("m1"), posted("m2")])
        old, other = await hold(store), await hold(store, OTHER)
        new = await store.leases.take(KETTLE, "test", NOON, 60)
        good = Settlement(community=OTHER, fence=other, decision=decision("good"))
        bad = Settlement(community=KETTLE, fence=old, event=event_key(posted("m1")))
        assert new != old
        with pytest.raises(LeaseLost):
            await store.ledger.settle([good, bad])
        assert await store.ledger.decision(OTHER, "good") is None
        assert len(await store.events.waiting(KETTLE)) == 2

    async def test_nothing_is_written_without_a_lease(self, store: Store) -> None:
        with pytest.raises(LeaseLost):
            await store.ledger.settle([Settlement(community=KETTLE, fence=0)])
        fence = await hold(store)
        await store.leases.release(KETTLE, "test", fence)
        with pytest.raises(LeaseLost):
            await store.ledger.settle([Settlement(community=KETTLE, fence=fence)])

    async def test_a_decision_is_found_by_what_caused_it(self, store: Store) -> None:
        await write(store, {"decision": decision()})
        for id in ("d1", event_key(posted()), "m1"):
            assert await store.ledger.decision(KETTLE, id) == decision(), id
        assert await store.ledger.decision(OTHER, "d1") is None
        assert await store.ledger.decision(KETTLE, "m2") is None

    async def test_ids_with_colons_are_found_too(self, store: Store) -> None:
        event = posted("$ev:server", place="!room:server")
        here: dict[str, Any] = {"place": "!room:server", "cause": event_key(event)}
        await write(store, {"decision": decision(**here)})
        assert await store.ledger.decision(KETTLE, "$ev:server") == decision(**here)

    async def test_decisions_about_a_person_come_newest_first(self, store: Store) -> None:
        first, second = decision("d1"), decision("d2", at=after(9))
        about_ann = decision("d3", subject=ANN)
        await write(store, *({"decision": each} for each in (second, first, about_ann)))
        about = store.ledger.decisions_about
        assert list(await about(KETTLE, RUDES_KEY)) == [second, first]
        assert list(await about(KETTLE, RUDES_KEY, limit=1)) == [second]
        assert list(await about(OTHER, RUDES_KEY)) == []

    async def test_strikes_count_until_they_expire(self, store: Store) -> None:
        young, old = strike("d2", at=after(60)), strike("d1", days=1)
        elsewhere = strike("d3", policy="Flood")
        await write(store, {"strikes": (young, old, elsewhere, old)})
        held = store.ledger.strikes
        assert list(await held(KETTLE, RUDES_KEY, "Manners", after(60))) == [old, young]
        assert list(await held(KETTLE, RUDES_KEY, "Manners", after(86400))) == [young]
        assert list(await held(KETTLE, RUDES_KEY, "Words", NOON)) == []

    async def test_what_is_undone_is_void(self, store: Store) -> None:
        await write(store, {"decision": decision(), "strikes": (strike(), strike("other"))})
        await write(store, {"undone": {"d1": MOS_KEY}, "at": after(60)})
        expected = replace(decision(), undone_at=after(60), undone_by=MOS_KEY)
        assert await store.ledger.decision(KETTLE, "d1") == expected
        assert list(await store.ledger.decisions_about(KETTLE, RUDES_KEY)) == [expected]
        left = await store.ledger.strikes(KETTLE, RUDES_KEY, "Manners", NOON)
        assert list(left) == [strike("other")]

    async def test_what_is_undone_stays_as_it_was_undone(self, store: Store) -> None:
        await write(
            store,
            {"decision": decision()},
            {"undone": {"d1": MOS_KEY, "unknown": MOS_KEY}, "at": after(60)},
            {"undone": {"d1": "discord:late"}, "at": after(90)},
        )
        found = await store.ledger.decision(KETTLE, "d1")
        assert found is not None
        assert (found.undone_at, found.undone_by) == (after(60), MOS_KEY)

    async def test_a_decision_may_be_undone_by_what_writes_it(self, store: Store) -> None:
        await write(
            store, {"decision": decision(), "strikes": (strike(),), "undone": {"d1": MOS_KEY}}
        )
        assert list(await store.ledger.strikes(KETTLE, RUDES_KEY, "Manners", NOON)) == []

    async def test_only_what_policies_do_counts_for_the_limits(self, store: Store) -> None:
        acts: dict[str, Any] = {"actions": (Kick(member="u1"), AlertTeam(text="look"))}
        await write(
            store,
            {"decision": decision("d1", at=after(10), **acts)},
            {"decision": decision("old", at=after(9), **acts)},
            {"decision": decision("seen", at=after(10), mode=Mode.OBSERVE, **acts)},
            {"decision": by_a_person("d2", at=after(10), **acts)},
        )
        expected = [("alert_team", after(10)), ("kick", after(10))]
        assert list(await store.ledger.counts(KETTLE, after(10))) == expected
        assert list(await store.ledger.counts(OTHER, NOON)) == []

    async def test_the_last_mode_set_is_in_force(self, store: Store) -> None:
        await write(
            store,
            {"modes": {"Manners": Mode.PAUSED, "Flood": Mode.OBSERVE}},
            {"modes": {"Manners": Mode.ENFORCE}},
        )
        modes = {"Manners": Mode.ENFORCE, "Flood": Mode.OBSERVE}
        assert await store.ledger.modes(KETTLE) == modes
        assert await store.ledger.modes(OTHER) == {}

    async def test_answers_come_oldest_first_and_can_be_mended(self, store: Store) -> None:
        await write(store, {"answers": (answer("a2", at=after(9)), answer("a1"))})
        await write(store, {"answers": (answer("a2", says="Till seven.", at=after(9)),)})
        mended = answer("a2", says="Till seven.", at=after(9))
        assert list(await store.ledger.answers(KETTLE)) == [answer("a1"), mended]
