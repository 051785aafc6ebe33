"""What every store promises about what is too old to be done without asking."""

from datetime import timedelta

import pytest

from bot.domain import (
    Ban,
    LockChannel,
    OutcomeState,
    Reply,
    SendDirect,
    Unban,
    UnlockChannel,
    event_key,
)
from bot.erasing import erase_timer
from bot.ports import CARRY_ON, LET_GO, Leftover, Standstill, Store
from tests.contract.store_things import (
    KETTLE,
    OTHER,
    RUDE,
    after,
    hold,
    order,
    posted,
    timer,
    write,
)

SINCE = after(3600)
STANDSTILL = Standstill(community=KETTLE, since=SINCE, last_sign=after(60), rolled_back=True)
ERASING = erase_timer(KETTLE, "discord", RUDE.id, after(10))


async def fill(store: Store) -> None:
    """Keep things from before and from after the moment."""
    orders = (
        order("old"),
        order("begun"),
        order("told", SendDirect(member=RUDE.id, text="hello")),
        order("said", Reply(channel="general", text="hello")),
        order("new", at=SINCE),
    )
    timers = (timer("old", due=10), timer("just", due=3600), timer("new", due=3601), ERASING)
    await write(store, {"orders": orders, "timers": timers})
    await store.orders.begin("begun", KETTLE, await hold(store))
    await store.events.admit([posted("m1"), posted("m2", at=SINCE)])


class StandstillsContract:
    """What is too old to be done without asking."""

    async def test_a_standstill_is_kept_until_somebody_decides(self, store: Store) -> None:
        assert await store.standstills.of(KETTLE) is None
        await store.standstills.begin(STANDSTILL)
        later = Standstill(community=KETTLE, since=after(9999), last_sign=after(60))
        await store.standstills.begin(later)
        assert await store.standstills.of(KETTLE) == STANDSTILL
        assert await store.standstills.of(OTHER) is None
        assert list(await store.standstills.all()) == [STANDSTILL]
        await store.standstills.carry_on(KETTLE, SINCE)
        assert list(await store.standstills.all()) == []
        assert await store.standstills.of(KETTLE) is None

    async def test_what_is_left_is_counted(self, store: Store) -> None:
        await fill(store)
        assert await store.standstills.leftover(KETTLE, SINCE) == Leftover(
            deeds=2, words=2, timers=2, events=1
        )
        assert not await store.standstills.leftover(OTHER, SINCE)

    async def test_what_is_old_can_be_left_out(self, store: Store) -> None:
        await fill(store)
        waiting = await store.orders.waiting(KETTLE, SINCE, after=SINCE)
        assert [one.key for one in waiting] == ["new"]
        assert list(await store.orders.unfinished(KETTLE, after=SINCE)) == []
        due = await store.timers.due(KETTLE, after(9999), after=SINCE)
        assert [one.key for one in due] == [ERASING.key, "new"]
        assert await store.timers.next_due(KETTLE, after=SINCE) == ERASING.due_at
        await store.timers.fire([ERASING], SINCE)
        assert await store.timers.next_due(KETTLE, after=SINCE) == after(3601)

    async def test_nothing_old_is_done_against_what_was_decided_since(self, store: Store) -> None:
        old = (
            order("ban", Ban(member=RUDE.id)),
            order("elsewhere", Ban(member=RUDE.id), place="p2"),
            order("ann", Ban(member="u-ann-2")),
            order("lock", LockChannel(channel="general")),
            order("deleted"),
        )
        new = (
            order("unban", Unban(member=RUDE.id), at=SINCE),
            order("unlock", UnlockChannel(channel="general"), at=SINCE),
        )
        await write(store, {"orders": (*old, *new)})
        await store.standstills.begin(STANDSTILL)
        await store.standstills.carry_on(KETTLE, SINCE)
        waiting = [one.key for one in await store.orders.waiting(KETTLE, SINCE)]
        assert waiting == ["elsewhere", "ann", "deleted", "unban", "unlock"]
        known = await store.orders.outcome("ban")
        assert known is not None
        assert known[1] is not None
        assert known[1].detail == "overtaken by a later decision"

    @pytest.mark.parametrize(("how", "left"), [(LET_GO, ["new"]), (CARRY_ON, None)])
    async def test_a_standstill_ends_with_the_settlement_that_says_so(
        self, store: Store, how: str, left: list[str] | None
    ) -> None:
        await fill(store)
        await store.standstills.begin(STANDSTILL)
        await write(store, {"standstill": how, "orders": (order("word", at=SINCE),), "at": SINCE})
        assert await store.standstills.of(KETTLE) is None
        waiting = [one.key for one in await store.orders.waiting(KETTLE, SINCE)]
        assert waiting == [*(left or ["old", "told", "said", "new"]), "word"]

    async def test_what_is_let_go_is_never_done(self, store: Store) -> None:
        await fill(store)
        await store.standstills.begin(STANDSTILL)
        gone = await store.standstills.let_go(KETTLE, SINCE)
        assert gone == Leftover(deeds=2, words=2, timers=2, events=1)
        assert await store.standstills.of(KETTLE) is None
        assert [one.key for one in await store.orders.waiting(KETTLE, SINCE)] == ["new"]
        assert list(await store.orders.unfinished(KETTLE)) == []
        known = await store.orders.outcome("begun")
        assert known is not None
        assert known[1] is not None
        assert (known[1].state, known[1].detail) == (
            OutcomeState.REFUSED,
            "let go after a standstill",
        )
        due = await store.timers.due(KETTLE, after(9999))
        assert [one.key for one in due] == [ERASING.key, "new"]
        waiting = [event_key(one) for one in await store.events.waiting(KETTLE)]
        assert waiting == [event_key(posted("m2"))]

    async def test_who_is_being_erased_is_erased_all_the_same(self, store: Store) -> None:
        await write(store, {"timers": (ERASING,)})
        await store.timers.fire([ERASING], after(11))
        await store.standstills.begin(STANDSTILL)
        assert not await store.standstills.let_go(KETTLE, SINCE)
        assert len(await store.events.waiting(KETTLE)) == 1

    async def test_letting_go_without_a_standstill_changes_nothing(self, store: Store) -> None:
        await fill(store)
        assert not await store.standstills.let_go(KETTLE, SINCE)
        assert len(await store.orders.waiting(KETTLE, SINCE)) == 4

    async def test_a_store_knows_when_the_last_lease_ended(self, store: Store) -> None:
        assert await store.leases.until(KETTLE) is None
        fence = await store.leases.take(KETTLE, "one", after(0), 15)
        assert fence is not None
        assert await store.leases.until(KETTLE) == after(15)
        await store.leases.renew(KETTLE, "one", fence, after(60), 15)
        await store.leases.release(KETTLE, "one", fence)
        assert await store.leases.until(KETTLE) == after(60) + timedelta(seconds=15)
