"""`evenhand explain` finds what is meant, tells all of it, and says so when there is nothing."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cli import FINE, MISTAKES, USAGE, WORLD, main
from bot.cli.explain import as_json, as_text, find
from bot.domain import (
    Case,
    CaseStatus,
    Decision,
    DeleteMessage,
    Note,
    Nudge,
    Outcome,
    OutcomeState,
    Signal,
    Silence,
)
from bot.ports import Settlement, Store
from bot.storage import MemoryStore
from tests.support.making import NOON, order, person, posted, verdict

DELETE = DeleteMessage(channel="general", message="m1", member="rude")
DECISION = Decision(
    id="d1",
    at=NOON,
    community="kettle",
    network="memory",
    place="p1",
    channel="general",
    cause="memory:p1:message_posted:m1",
    actor="Manners",
    subject=person("rude"),
    message="m1",
    actions=(DELETE, Nudge(member="rude")),
    verdicts=(verdict((DELETE,), signals=(Signal(name="words", score=1.0, evidence="twit"),)),),
    silent=(Silence(policy="FAQ", because="not a question"),),
    strike=1,
    case=12,
    rule="rule 2",
    facts="it was rude",
    redress="You can appeal.",
    policy_version="abcdef0123456789",
)
CASE = Case(
    community="kettle",
    number=12,
    kind="conduct",
    title="it was rude",
    status=CaseStatus.CLOSED,
    opened_at=NOON,
    closed_at=NOON,
    closed_by="Mo",
    resolution="settled",
    subject="memory:rude",
    about="d1",
    assignee_name="Mo",
)
NOTE = Note(community="kettle", at=NOON, by="memory:mo", by_name="Mo", text="watch this", case=12)


async def kept(*, communities: Sequence[str] = ("kettle",)) -> Store:
    """Return a store with one case, its decision and what came of it, in each community."""
    store = MemoryStore()
    for community in communities:
        fence = await store.leases.take(community, "test", NOON, 60) or 0
        await store.events.admit(
            [posted("m1", says="you twit", community=community), posted("m2", community=community)]
        )
        placed = order(action=DELETE, key=f"{community}1", community=community)
        settled = Settlement(
            community=community,
            fence=fence,
            event=DECISION.cause,
            decision=replace(DECISION, community=community),
            cases=(replace(CASE, community=community),),
            notes=(replace(NOTE, community=community),),
            orders=(placed,),
        )
        await store.ledger.settle([settled])
        await store.orders.begin(placed.key, community, fence)
        refused = Outcome(state=OutcomeState.REFUSED, detail="Missing Permissions")
        await store.orders.finish(placed.key, refused, now=NOON)
    return store


@pytest.mark.parametrize(
    "id",
    [
        # a case's number, as people say it
        "12",
        "#12",
        # the decision's id
        "d1",
        # the network's id of the message
        "m1",
        # the key of the event
        "memory:p1:message_posted:m1",
    ],
)
async def test_one_matter_is_found_by_each_of_its_names(id: str) -> None:
    matter = await find(await kept(), "kettle", id)
    assert matter is not None
    assert matter.case is not None
    assert matter.decision is not None
    assert (matter.case.number, matter.decision.id, len(matter.orders)) == (12, "d1", 1)
    assert [note.text for note in matter.notes] == ["watch this"]


@pytest.mark.parametrize(
    "id",
    [
        # no such case
        "13",
        # an id of a network, which is no case's number
        "815123456789012345",
        # nonsense
        "d1; drop table",
        # another community's
        "m9",
    ],
)
async def test_what_is_not_known_is_not_found(id: str) -> None:
    assert await find(await kept(), "kettle", id) is None


async def test_everything_is_told() -> None:
    matter = await find(await kept(), "kettle", "12")
    assert matter is not None
    said = as_text(matter)
    for piece in (
        "Case #12 of kettle: conduct, closed",
        "Looked after by @Mo.",
        "Closed 2026-01-05 12:00 UTC by Mo: settled.",
        "Note, 2026-01-05 12:00 UTC, Mo: watch this",
        "words 1.00 (“twit”)",
        "Missing Permissions",
        "“FAQ” (not a question)",
        "abcdef012345",
        "Statement of reasons",
        "rule 2",
        "You can appeal.",
    ):
        assert piece in said
    assert "Regel" in as_text(matter, "de")


async def test_json_holds_everything() -> None:
    matter = await find(await kept(), "kettle", "12")
    assert matter is not None
    found = json.loads(json.dumps(as_json(matter), default=str))
    assert found["case"]["number"] == 12
    assert found["decision"]["rule"] == "rule 2"
    assert found["orders"][0]["action"]["do"] == "delete_message"
    assert found["orders"][0]["outcome"]["state"] == "refused"
    assert found["event"] is None


async def test_a_message_without_a_decision_is_known_all_the_same() -> None:
    matter = await find(await kept(), "kettle", "m2")
    assert matter is not None
    assert "nothing was decided about it" in as_text(matter)
    assert as_json(matter)["event"]["id"] == "m2"


async def test_a_case_without_a_decision_is_told() -> None:
    store = MemoryStore()
    fence = await store.leases.take("kettle", "test", NOON, 60) or 0
    alone = replace(CASE, about="", assignee_name="", status=CaseStatus.OPEN, closed_at=None)
    await store.ledger.settle([Settlement(community="kettle", fence=fence, cases=(alone,))])
    matter = await find(store, "kettle", "12")
    assert matter is not None
    assert as_text(matter).endswith("No decision stands behind it.")


async def test_words_of_people_cannot_steer_the_terminal() -> None:
    matter = await find(await kept(), "kettle", "12")
    assert matter is not None
    evil = replace(matter, notes=(replace(NOTE, text="\x1b[2Jgone"),))
    assert "\x1b" not in as_text(evil)


class _Opened:
    """A database that is a store in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.fixture
async def two_communities(monkeypatch: pytest.MonkeyPatch) -> None:
    store = await kept(communities=("kettle", "tea"))
    monkeypatch.setattr("bot.storage.Database", lambda _url: _Opened(store), raising=False)


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        # known in one place
        (["12", "--community", "tea"], FINE, "Case #12 of tea"),
        # known in two
        (["12"], USAGE, "12 is known in kettle, tea; choose one with --community"),
        # known nowhere
        (["13"], MISTAKES, "Nothing is written down under '13'."),
        (["13", "--community", "tea"], MISTAKES, "under '13' in the community 'tea'"),
        # no such place
        (["12", "--community", "pot"], USAGE, "there is kettle, tea"),
        # as JSON
        (["d1", "--community", "tea", "--json"], FINE, '"opened_at": "2026-01-05T12:00:00+00:00"'),
    ],
)
@pytest.mark.usefixtures("two_communities")
def test_the_command_says_what_it_found(
    arguments: list[str], code: int, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *arguments]) == code
    said = capsys.readouterr()
    assert what in said.out + said.err


def test_without_a_database_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    assert main(["explain", "12", "--database", url]) == WORLD
    assert "there is no database at" in capsys.readouterr().err
