"""What every store promises about the inbox and the timers."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from bot.domain import (
    Attachment,
    ButtonPressed,
    CommandGiven,
    Event,
    JoinRequested,
    MemberChanged,
    MemberJoined,
    MemberLeft,
    MemberModerated,
    Mention,
    MessageDeleted,
    MessagePrevented,
    ReactionAdded,
    ReportFiled,
    TimePassed,
    event_key,
)
from bot.ports import Store
from tests.contract.store_things import (
    ANN,
    KETTLE,
    MO,
    NOON,
    OTHER,
    RUDE,
    after,
    edited,
    posted,
    timer,
    write,
)

_HERE: dict[str, Any] = {"at": NOON, "network": "discord", "community": KETTLE, "place": "p1"}
EVERY_KIND: list[Event] = [
    posted(attachments=(Attachment(name="a.png", size=3),), mentions=(Mention(id="u9"),)),
    edited("e1", "m1", says="so", at=NOON),
    MessageDeleted(id="x1", channel="general", message="m1", **_HERE),
    MessagePrevented(id="mp1", channel="general", member=RUDE, policy="P", text="rude", **_HERE),
    MemberJoined(id="j1", member=RUDE, **_HERE),
    JoinRequested(id="jr1", member=RUDE, language="de", **_HERE),
    MemberLeft(id="l1", member=RUDE, **_HERE),
    MemberChanged(id="ch1", member=RUDE, was=ANN, **_HERE),
    ReactionAdded(id="re1", channel="general", member=ANN, message="m1", emoji="👍", **_HERE),
    ReportFiled(id="r1", channel="general", member=ANN, accused=RUDE, text="rude", **_HERE),
    CommandGiven(id="c1", channel="general", member=MO, name="warn", raw="@rude", **_HERE),
    ButtonPressed(id="b1", channel="general", member=MO, button="undo:d1", **_HERE),
    MemberModerated(id="mm1", member=RUDE, by=MO, did="ban", **_HERE),
    TimePassed(id="t1", owner="Escalation", payload={"case": "1"}, **_HERE),
]


class EventLogContract:
    """The durable inbox."""

    async def test_an_event_waits_from_its_admission_on(self, store: Store) -> None:
        assert list(await store.events.admit([posted("m1"), posted("m2")])) == [True, True]
        assert list(await store.events.waiting(KETTLE)) == [posted("m1"), posted("m2")]

    async def test_events_of_every_kind_come_back_as_they_were(self, store: Store) -> None:
        assert {type(event) for event in EVERY_KIND} == set(get_args(Event))
        await store.events.admit(EVERY_KIND)
        assert list(await store.events.waiting(KETTLE)) == EVERY_KIND

    async def test_what_can_be_read_is_not_unreadable(self, store: Store) -> None:
        await store.events.admit([posted()])
        await store.events.waiting(KETTLE)
        assert store.events.unreadable(KETTLE) == 0

    async def test_a_repeat_is_known_by_its_key(self, store: Store) -> None:
        await store.events.admit([posted("m1")])
        again = [posted("m1", says="other words"), posted("m2"), posted("m2")]
        assert list(await store.events.admit(again)) == [False, True, False]
        assert list(await store.events.waiting(KETTLE)) == [posted("m1"), posted("m2")]

    async def test_a_repeat_is_known_after_it_was_settled(self, store: Store) -> None:
        await store.events.admit([posted()])
        await write(store, {"event": event_key(posted())})
        assert list(await store.events.admit([posted()])) == [False]
        assert list(await store.events.waiting(KETTLE)) == []

    async def test_nothing_admitted_is_no_mistake(self, store: Store) -> None:
        assert list(await store.events.admit([])) == []

    async def test_communities_keep_apart(self, store: Store) -> None:
        here, there = posted("m1"), posted("m1", community=OTHER)
        assert list(await store.events.admit([here, there])) == [True, True]
        assert list(await store.events.waiting(OTHER)) == [there]

    async def test_many_events_fit_into_one_group(self, store: Store) -> None:
        events = [posted(f"m{number}") for number in range(7000)]
        assert all(await store.events.admit(events))
        await write(store, *({"event": event_key(event)} for event in events))
        assert list(await store.events.waiting(KETTLE)) == []

    async def test_text_that_no_database_takes_breaks_nothing(self, store: Store) -> None:
        strange = posted(who=replace(RUDE, name="\x00Rü\ud800"), says="NUL \x00, half \ud800")
        await store.events.admit([strange])
        [event] = await store.events.waiting(KETTLE)
        assert event == strange

    async def test_since_shows_what_is_settled_in_the_order_of_time(self, store: Store) -> None:
        late, early, old = (
            posted("m1", at=after(60)),
            posted("m2", at=after(30)),
            posted("m3", at=after(29)),
        )
        await store.events.admit([late, early, old, posted("m4", at=after(99))])
        await write(store, *({"event": event_key(event)} for event in (late, early, old)))
        assert list(await store.events.since(KETTLE, after(30))) == [early, late]

    async def test_a_message_is_found_in_its_newest_words(self, store: Store) -> None:
        edit, older = (
            edited("e2", "m1", says="newer", at=after(9)),
            edited("e1", "m1", says="new", at=after(5)),
        )
        await store.events.admit([posted("m1"), edit, older])
        assert await store.events.message(KETTLE, "m1") == edit
        assert await store.events.message(KETTLE, "m2") is None
        assert await store.events.message(OTHER, "m1") is None

    async def test_an_event_set_aside_holds_up_nobody(self, store: Store) -> None:
        await store.events.admit([posted("m1"), posted("m2")])
        await store.events.quarantine(KETTLE, event_key(posted("m1")), "a policy raised")
        assert list(await store.events.waiting(KETTLE)) == [posted("m2")]
        assert list(await store.events.since(KETTLE, NOON)) == []
        assert list(await store.events.admit([posted("m1")])) == [False]

    async def test_old_words_are_forgotten_and_the_figures_stay(self, store: Store) -> None:
        old = posted(
            attachments=(Attachment(name="ann.png", type="image/png", size=9),),
            mentions=(Mention(id="u9", name="Ann"),),
        )
        new = posted("m2", at=after(10))
        await store.events.admit([old, new])
        await write(store, {"event": event_key(old)}, {"event": event_key(new)})
        assert await store.events.forget(after(10)) == 1
        [left, kept] = await store.events.since(KETTLE, NOON)
        assert kept == new
        assert left == replace(
            old,
            text="",
            attachments=(Attachment(name="", type="image/png", size=9),),
            mentions=(Mention(id="u9"),),
        )
        assert await store.events.message(KETTLE, "m1") is None

    @pytest.mark.parametrize("event", EVERY_KIND, ids=lambda event: type(event).__name__)
    async def test_forgetting_leaves_no_words_of_any_kind(self, store: Store, event: Event) -> None:
        await store.events.admit([event])
        await write(store, {"event": event_key(event)})
        await store.events.forget(after(1))
        [left] = await store.events.since(KETTLE, NOON)
        assert not any(getattr(left, name, "") for name in ("text", "raw", "options"))
        assert await store.events.forget(after(1)) == 0

    async def test_what_waits_keeps_its_words_until_it_is_judged(self, store: Store) -> None:
        await store.events.admit([posted()])
        assert await store.events.forget(after(1)) == 0
        assert list(await store.events.waiting(KETTLE)) == [posted()]


class TimersContract:
    """Moments to come."""

    async def test_timers_are_due_oldest_first(self, store: Store) -> None:
        timers = (timer("a", due=30, case="1"), timer("b", due=10), timer("c", due=31))
        await write(store, {"timers": timers})
        assert list(await store.timers.due(KETTLE, after(30))) == [timers[1], timers[0]]
        assert list(await store.timers.due(KETTLE, after(30), limit=1)) == [timers[1]]
        assert await store.timers.next_due(KETTLE) == after(10)

    async def test_nothing_is_due_where_nothing_is_set(self, store: Store) -> None:
        assert await store.timers.next_due(KETTLE) is None
        assert list(await store.timers.due(KETTLE, after(1e6))) == []

    async def test_setting_a_timer_again_replaces_it(self, store: Store) -> None:
        await write(store, {"timers": (timer(due=10),)}, {"timers": (timer(due=99, case="2"),)})
        assert list(await store.timers.due(KETTLE, after(100))) == [timer(due=99, case="2")]

    async def test_a_timer_can_be_set_from_outside(self, store: Store) -> None:
        await write(store, {"timers": (timer("a", due=10),)})
        await store.timers.set([timer("a", due=20), timer("b", due=15, member="kim")])
        due = [timer("b", due=15, member="kim"), timer("a", due=20)]
        assert list(await store.timers.due(KETTLE, after(30))) == due
        await store.timers.set([])

    async def test_a_cancelled_timer_never_fires(self, store: Store) -> None:
        await write(store, {"timers": (timer("a"), timer("b"))})
        due = await store.timers.due(KETTLE, after(60))
        await write(store, {"cancel_timers": ("a", "unknown")})
        fired = await store.timers.fire(due, after(60))
        assert [event.id.partition("@")[0] for event in fired] == ["b"]

    async def test_a_timer_cancelled_where_it_was_set_stays_cancelled(self, store: Store) -> None:
        await write(store, {"timers": (timer(),), "cancel_timers": ("t1",)})
        assert await store.timers.next_due(KETTLE) is None

    async def test_a_timer_fires_once_as_an_event_that_waits(self, store: Store) -> None:
        await write(store, {"timers": (timer(case="7"),)})
        due = await store.timers.due(KETTLE, after(61))
        [event] = await store.timers.fire(due, after(61))
        assert event == TimePassed(
            id="t1@2026-01-05T12:01:00+00:00",
            at=after(61),
            network="discord",
            community=KETTLE,
            place="p1",
            owner="Escalation",
            payload={"case": "7"},
        )
        assert list(await store.events.waiting(KETTLE)) == [event]
        assert list(await store.timers.fire(due, after(62))) == []
        assert await store.timers.next_due(KETTLE) is None

    async def test_a_timer_set_anew_does_not_fire_early(self, store: Store) -> None:
        await write(store, {"timers": (timer(due=10),)})
        due = await store.timers.due(KETTLE, after(10))
        await write(store, {"timers": (timer(due=500),)})
        assert list(await store.timers.fire(due, after(10))) == []
        assert await store.timers.next_due(KETTLE) == after(500)

    async def test_timers_of_communities_keep_apart(self, store: Store) -> None:
        await write(store, {"timers": (timer(due=1),)})
        await write(store, {"timers": (timer(due=2, community=OTHER),)}, community=OTHER)
        assert await store.timers.next_due(KETTLE) == after(1)
        await write(store, {"cancel_timers": ("t1",)})
        assert await store.timers.next_due(OTHER) == after(2)
