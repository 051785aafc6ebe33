"""What every store promises about handing over, taking over and erasing what it keeps."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.domain import (
    Ban,
    CaseStatus,
    Mode,
    Note,
    RestoreMessage,
    SendDirect,
    Unban,
    event_key,
)
from bot.ports import Store
from tests.contract.store_things import (
    ANN,
    DONE,
    KETTLE,
    MO,
    MOS_KEY,
    NOON,
    OTHER,
    RUDE,
    RUDES_KEY,
    after,
    answer,
    by_a_person,
    case,
    decision,
    edited,
    order,
    posted,
    strike,
    timer,
    write,
)

BAN: dict[str, Any] = {"actions": (Ban(member=RUDE.id),)}
ABOUT_ANN: dict[str, Any] = {
    "subject": ANN,
    "message": "m9",
    "cause": "discord:p1:message_posted:m2",
    "facts": "",
    "evidence": "",
    "actions": (),
    "withheld": (),
    "verdicts": (),
    "details": {},
}


async def fill(store: Store) -> None:
    """Keep something about Rude, Ann and Mo in every table."""
    mine, anns = posted(), posted("m2", who=ANN, says="how rude")
    await store.events.admit([mine, anns, edited("e1", "m1", says="worse", at=after(1))])
    restored = RestoreMessage(
        channel="general", message="m1", member=RUDE.id, member_name=RUDE.name, text="you idiots"
    )
    notes = (
        Note(community=KETTLE, at=after(2), by=MOS_KEY, by_name="Mo", text="Rüdiger: calm", case=1),
        Note(community=KETTLE, at=after(1), by=MOS_KEY, by_name="Mo", text="old", person=RUDES_KEY),
        Note(community=KETTLE, at=after(3), by=MOS_KEY, by_name="Mo", text="all is well", case=2),
    )
    await write(
        store,
        {
            "event": event_key(mine),
            "decision": decision(),
            "strikes": (strike(), strike("d0")),
            "orders": (order("o1", SendDirect(member=RUDE.id, text="Hi Rüdiger")),),
        },
        {"event": event_key(anns), "decision": decision("d3", **ABOUT_ANN)},
        {
            "decision": by_a_person("d2", undone_by=MOS_KEY, at=after(9), **BAN),
            "cases": (
                case(1),
                case(2, title="A parcel", subject="discord:u-ann-2", subject_name="Ann"),
            ),
            "notes": notes,
            "undone": {"d0": MOS_KEY},
            "modes": {"Flood": Mode.PAUSED},
            "answers": (answer(),),
            "orders": (order("o2", restored, actor=MOS_KEY, decision="d2"), order("o3")),
            "timers": (timer("unban:d2", member=RUDE.id), timer("other")),
        },
    )
    await store.orders.finish("o1", replace(DONE, detail="told Rüdiger"), now=NOON)


class HandingOverContract:
    """Export and import."""

    async def test_what_is_exported_is_json_of_every_part(self, store: Store) -> None:
        await fill(store)
        data = json.loads(json.dumps(await store.archive.export(KETTLE)))
        counts = {part: len(entries) for part, entries in data.items()}
        assert counts == {
            "cases": 2, "decisions": 3, "strikes": 2, "notes": 3, "answers": 1, "modes": 1,
        }  # fmt: skip

    async def test_nothing_kept_is_nothing_exported(self, store: Store) -> None:
        assert await store.archive.export(KETTLE) == {}
        assert list(await store.archive.communities()) == []

    async def test_communities_are_known_by_what_is_kept(self, store: Store) -> None:
        await fill(store)
        await write(store, {"cases": (case(community=OTHER),)}, community=OTHER)
        assert list(await store.archive.communities()) == [KETTLE, OTHER]

    async def test_a_person_gets_what_is_theirs(self, store: Store) -> None:
        await fill(store)
        data = await store.archive.export(KETTLE, RUDES_KEY)
        assert [entry["id"] for entry in data["decisions"]] == ["d1", "d2"]
        assert [entry["number"] for entry in data["cases"]] == [1]
        assert [entry["text"] for entry in data["notes"]] == ["old", "Rüdiger: calm"]
        assert [entry["text"] for entry in data["messages"]] == ["grüß dich", "worse"]
        assert len(data["strikes"]) == 2
        assert "answers" not in data

    async def test_what_was_exported_can_be_taken_in(self, store: Store) -> None:
        await fill(store)
        data = await store.archive.export(KETTLE)
        added = await store.archive.take_in(OTHER, data)
        assert dict(added) == {
            "cases": 2, "decisions": 3, "strikes": 2, "notes": 3, "answers": 1, "modes": 1,
        }  # fmt: skip
        moved = json.loads(json.dumps(data).replace(f'"{KETTLE}"', f'"{OTHER}"'))
        assert await store.archive.export(OTHER) == moved
        assert await store.casebook.last_number(OTHER) == 2
        held = await store.ledger.strikes(OTHER, RUDES_KEY, "Manners", NOON)
        assert len(held) == 2
        assert list(await store.ledger.counts(OTHER, NOON)) == list(
            await store.ledger.counts(KETTLE, NOON)
        )

    async def test_void_strikes_stay_void(self, store: Store) -> None:
        await write(store, {"decision": decision(), "strikes": (strike(),)})
        await write(store, {"undone": {"d1": MOS_KEY}})
        await store.archive.take_in(OTHER, await store.archive.export(KETTLE))
        assert list(await store.ledger.strikes(OTHER, RUDES_KEY, "Manners", NOON)) == []

    async def test_taking_in_twice_adds_nothing(self, store: Store) -> None:
        await fill(store)
        data = await store.archive.export(KETTLE)
        persons = await store.archive.export(KETTLE, RUDES_KEY)
        assert dict(await store.archive.take_in(KETTLE, data)) == {}
        assert dict(await store.archive.take_in(KETTLE, persons)) == {}
        assert await store.archive.export(KETTLE) == data

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            ({"case": []}, "unknown part 'case'"),
            ({"cases": {}}, "'cases' must be a list"),
            ({"cases": ["x"]}, "cases, entry 1: it must be an object"),
            ({"cases": [{"number": 1}]}, "cases, entry 1: community: field required"),
            ({"decisions": [{"id": "d"}]}, "decisions, entry 1: at: field required"),
            ({"strikes": [{"colour": 1}]}, "strikes, entry 1: unknown field 'colour'"),
            ({"notes": [{"at": "noon"}]}, "notes, entry 1: "),
            ({"messages": [{"kind": "x"}]}, "messages, entry 1: unknown kind"),
            ({"modes": {"Flood": "loud"}}, "a mode is one of enforce, observe, paused"),
            ({"modes": []}, "'modes' must name a mode"),
        ],
    )
    async def test_what_is_no_export_is_refused_whole(
        self, store: Store, data: dict[str, Any], says: str
    ) -> None:
        await write(store, {"answers": (answer(),)})
        good = await store.archive.export(KETTLE)
        with pytest.raises(ValueError, match=says):
            await store.archive.take_in(OTHER, {**good, **data})
        assert await store.archive.export(OTHER) == {}

    async def test_a_number_that_is_another_case_is_refused(self, store: Store) -> None:
        await fill(store)
        data = await store.archive.export(KETTLE)
        await write(
            store, {"cases": (case(1, community=OTHER, opened_at=after(77)),)}, community=OTHER
        )
        with pytest.raises(ValueError, match="case 1 is another one here"):
            await store.archive.take_in(OTHER, data)
        assert await store.ledger.decision(OTHER, "d1") is None


class ErasingContract:
    """Erasing a person."""

    async def test_nothing_of_an_erased_person_is_handed_over(self, store: Store) -> None:
        await fill(store)
        touched = await store.archive.erase(KETTLE, RUDES_KEY)
        assert dict(touched) == {
            "events": 2, "decisions": 2, "strikes": 2, "cases": 1, "notes": 2, "orders": 3,
            "timers": 1, "tombstones": 1,
        }  # fmt: skip
        assert await store.archive.export(KETTLE, RUDES_KEY) == {}
        left = json.dumps(await store.archive.export(KETTLE), ensure_ascii=False)
        for trace in (RUDE.id, "Rüdiger", "idiots", "grüß", "worse"):
            assert trace not in left, trace

    async def test_what_was_done_stays_without_the_person(self, store: Store) -> None:
        await fill(store)
        await store.archive.erase(KETTLE, RUDES_KEY)
        left = await store.ledger.decision(KETTLE, "d1")
        assert left is not None
        assert (left.rule, left.policy_version, left.subject) == ("2", "abc", None)
        assert [type(action).__name__ for action in left.actions] == ["DeleteMessage", "Timeout"]
        assert len(await store.ledger.counts(KETTLE, NOON)) == 2
        matter = await store.casebook.case(KETTLE, 1)
        assert matter is not None
        assert (matter.status, matter.subject, matter.title) == (CaseStatus.OPEN, "", "erased")

    async def test_others_keep_what_is_theirs(self, store: Store) -> None:
        await fill(store)
        before = await store.archive.export(KETTLE, "discord:u-ann-2")
        await store.archive.erase(KETTLE, RUDES_KEY)
        assert await store.archive.export(KETTLE, "discord:u-ann-2") == before
        assert await store.timers.next_due(KETTLE) == timer("other").due_at

    async def test_whose_ban_ends_is_still_let_back_in(self, store: Store) -> None:
        ends = timer(f"unban:{RUDES_KEY}", do="unban", member=RUDE.id)
        await write(store, {"timers": (ends, timer("renew", do="renew", member=RUDE.id))})
        await store.archive.erase(KETTLE, RUDES_KEY)
        assert list(await store.timers.due(KETTLE, after(99))) == [ends]

    async def test_a_moderator_is_erased_and_their_work_stays(self, store: Store) -> None:
        await fill(store)
        await store.archive.erase(KETTLE, MOS_KEY)
        left = json.dumps(await store.archive.export(KETTLE), ensure_ascii=False)
        assert MO.id not in left
        assert '"Mo"' not in left
        assert "all is well" in left
        assert await store.ledger.decision(KETTLE, "d2") is not None

    async def test_an_event_that_waits_can_still_be_settled(self, store: Store) -> None:
        waits = posted("m5", says="forget me, /mydata delete")
        await store.events.admit([waits])
        await store.archive.erase(KETTLE, RUDES_KEY)
        [left] = await store.events.waiting(KETTLE)
        assert RUDE.id not in repr(left)
        assert "forget" not in repr(left)
        await write(store, {"event": event_key(waits), "decision": decision("d9", **ABOUT_ANN)})
        assert list(await store.events.waiting(KETTLE)) == []
        assert await store.ledger.decision(KETTLE, "d9") is not None

    async def test_an_event_whose_key_tells_who_goes(self, store: Store) -> None:
        await store.events.admit([posted(f"seen-{RUDE.id}")])
        await store.archive.erase(KETTLE, RUDES_KEY)
        assert list(await store.events.waiting(KETTLE)) == []

    async def test_erasing_again_finds_nothing(self, store: Store) -> None:
        await fill(store)
        await store.archive.erase(KETTLE, RUDES_KEY)
        assert dict(await store.archive.erase(KETTLE, RUDES_KEY)) == {}
        assert dict(await store.archive.erase(OTHER, RUDES_KEY)) == {}

    @pytest.mark.parametrize(
        ("decisions", "banned"),
        [
            ([decision("b", **BAN)], True),
            ([by_a_person("b", **BAN)], True),
            ([], False),  # nothing was done
            ([decision("b")], False),  # timed out, not banned
            ([decision("b", mode=Mode.OBSERVE, **BAN)], False),  # only wished for
            ([decision("b", undone_at=NOON, **BAN)], False),  # taken back
            ([decision("b", actions=(Ban(member=RUDE.id, seconds=60),))], False),  # over by then
            ([decision("b", actions=(Ban(member=RUDE.id, until=after(999)),))], True),  # goes on
            (
                [
                    decision("u", at=after(5), actions=(Unban(member=RUDE.id),)),
                    decision("b", **BAN),
                ],
                False,  # let back in later
            ),
        ],
    )
    async def test_a_ban_outlives_the_person(
        self, store: Store, decisions: list[Any], banned: bool
    ) -> None:
        await write(store, *({"decision": each} for each in decisions))
        assert not await store.archive.banned_before(KETTLE, RUDES_KEY, after(90))
        await store.archive.erase(KETTLE, RUDES_KEY)
        assert await store.archive.banned_before(KETTLE, RUDES_KEY, after(90)) is banned
        assert not await store.archive.banned_before(OTHER, RUDES_KEY, after(90))
        assert not await store.archive.banned_before(KETTLE, MOS_KEY, after(90))
