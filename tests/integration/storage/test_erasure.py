"""Erasing a person, proved table by table on what really lies in the database."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain import (
    ButtonPressed,
    CommandGiven,
    Event,
    MemberModerated,
    Mention,
    Note,
    Outcome,
    OutcomeState,
    Reply,
    ReportFiled,
    TimePassed,
    event_key,
)
from bot.storage import Database
from bot.storage.tables import metadata
from tests.contract.store_contract_archive import fill
from tests.contract.store_things import (
    ANN,
    KETTLE,
    MO,
    MOS_KEY,
    NOON,
    RUDE,
    RUDES_KEY,
    answer,
    case,
    decision,
    order,
    posted,
    strike,
    timer,
    write,
)

_HERE: dict[str, Any] = {"at": NOON, "network": "discord", "community": KETTLE, "place": "p1"}
REFUSED = Outcome(state=OutcomeState.REFUSED, detail="Rüdiger is away")
#: What tells of Rude: id, key, name, and what was written by and about them.
TRACES = (RUDE.id, RUDES_KEY, "Rüdiger", "R\\u00fcdiger", "idiots", "gr\\u00fc\\u00df", "worse")
#: Tables without anything about anybody in them.
NOBODYS = {"modes", "leases", "deeds", "facts", "tombstones", "alembic_version"}


async def fill_more(store: Database) -> None:
    """Let Rude be named in every way there is, by others too."""
    await fill(store)
    others: list[Event] = [
        posted("m7", who=ANN, says="hey", mentions=(Mention(id=RUDE.id, name="Rüdiger"),)),
        ReportFiled(
            id="r1", channel="general", member=ANN, accused=RUDE, text="Rüdiger shouts", **_HERE
        ),
        MemberModerated(id="mm1", member=ANN, by=RUDE, did="timeout", **_HERE),
        CommandGiven(
            id="c1", channel="general", member=MO, name="warn", raw=f"<@{RUDE.id}> Rüdiger", **_HERE
        ),
        ButtonPressed(id="b1", channel="general", member=MO, button=f"undo:{RUDE.id}", **_HERE),
        TimePassed(id="x1", owner="casework", payload={"member": RUDE.id}, **_HERE),
        posted("aside", says="worse and worse"),
    ]
    await store.events.admit(others)
    await store.events.quarantine(KETTLE, event_key(others[-1]), f"{RUDE.id} raised")
    by_rude: dict[str, Any] = {
        "actor": RUDES_KEY,
        "subject": ANN,
        "actions": (),
        "withheld": (),
        "verdicts": (),
    }
    plain: dict[str, Any] = {"facts": "", "evidence": "", "details": {}}
    await write(
        store,
        *({"event": event_key(event)} for event in others[:-1]),
        {
            "decision": decision("d8", undone_by=RUDES_KEY, undone_at=NOON, **by_rude, **plain),
            "strikes": (strike("d8"),),
            "cases": (
                case(3, subject="", subject_name="", title="A parcel", assignee=RUDES_KEY,
                     assignee_name="Rüdiger", closed_by=RUDES_KEY, resolution="asked Rüdiger"),
            ),
            "notes": (
                Note(community=KETTLE, at=NOON, by=RUDES_KEY, by_name="Rüdiger", text="ok", case=2),
                Note(community=KETTLE, at=NOON, by=MOS_KEY, by_name="Mo",
                     text=f"see {RUDES_KEY}, Rüdiger", case=2),
            ),
            "orders": (
                order("o7", Reply(channel="mods", text=f"Rüdiger ({RUDES_KEY})"), decision="d8"),
                order("o8", actor=RUDES_KEY, decision="d8"),
            ),
            "timers": (timer(f"forget:{RUDES_KEY}"),),
            "answers": (answer("a7", says=f"Ask Rüdiger, {RUDES_KEY}."),),
        },
    )  # fmt: skip
    await store.orders.finish("o7", REFUSED, now=NOON)


def contents(file: Path) -> dict[str, str]:
    """Return all that lies in each table, as text."""
    with closing(sqlite3.connect(file)) as database:
        names = [table.name for table in metadata.sorted_tables] + ["alembic_version"]
        return {name: repr(database.execute(f"SELECT * FROM {name}").fetchall()) for name in names}


async def test_nothing_is_left_of_an_erased_person_in_any_table(
    sqlite: Database, file: Path
) -> None:
    await fill_more(sqlite)
    before = contents(file)
    # Otherwise an empty table would prove nothing.
    assert {name for name, rows in before.items() if RUDE.id in rows} == set(before) - NOBODYS
    touched = await sqlite.archive.erase(KETTLE, RUDES_KEY)
    after = contents(file)
    for name, rows in after.items():
        for trace in TRACES:
            assert trace not in rows, f"{trace!r} is left in {name}"
        changed = rows != before[name]
        assert changed == (name in touched or name == "facts"), name
    assert after["tombstones"] != "[]"


async def test_nothing_is_left_between_the_rows_either(sqlite: Database, file: Path) -> None:
    await fill_more(sqlite)
    await sqlite.archive.erase(KETTLE, RUDES_KEY)
    await sqlite.close()
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    left = file.read_bytes()
    for trace in TRACES:
        assert trace.encode() not in left, trace


async def test_others_are_not_touched(sqlite: Database, file: Path) -> None:
    await fill_more(sqlite)
    await sqlite.archive.erase(KETTLE, RUDES_KEY)
    rows = contents(file)
    for kept in ("u-ann-2", "u-mo-3", "how rude", "all is well", "A parcel", "Till six."):
        assert any(kept in table for table in rows.values()), kept


@pytest.mark.parametrize("id", ["1", "10", "general", "deletion", "discord"])
async def test_an_id_that_is_also_a_word_takes_nothing_else_with_it(
    sqlite: Database, file: Path, id: str
) -> None:
    await fill(sqlite)
    before = await sqlite.archive.export(KETTLE)
    await sqlite.archive.erase(KETTLE, f"telegram:{id}")
    if id != "general":  # which is also the id of a channel, and there no more than one word
        assert await sqlite.archive.export(KETTLE) == before


async def test_a_name_that_is_a_word_of_ours_breaks_nothing(sqlite: Database) -> None:
    await fill(sqlite)
    sly = RUDE.__class__(id="u-sly-9", name="delete_message")
    event = posted("m8", who=sly, says="hi")
    await sqlite.events.admit([event])
    made = decision("d8", cause=event_key(event), subject=sly, facts="delete_message insults")
    await write(sqlite, {"event": event_key(event), "decision": made})
    await sqlite.archive.erase(KETTLE, "discord:u-sly-9")
    left = await sqlite.ledger.decision(KETTLE, "d8")
    assert left is not None
    assert type(left.actions[0]).__name__ == "DeleteMessage"
    assert await sqlite.ledger.decision(KETTLE, "d1") == decision()
