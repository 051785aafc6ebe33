"""`evenhand learn --layer`, the whole way: labels, a proposal, an admin's line, a judgement."""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import read_rulebook
from bot.cli import FINE, MISTAKES, USAGE, main
from bot.detectors.scorer import ScorerDetector
from bot.detectors.text import make_text
from bot.domain import (
    Case,
    CaseStatus,
    Decision,
    DeleteMessage,
    MessagePosted,
    Signal,
    event_key,
)
from bot.ports import Settlement
from bot.rulebook.book import Rulebook
from bot.storage import Database
from bot.storage.migrate import upgrade
from bot.tell import explain
from bot.trial import play
from tests.support.making import NOON, posted, verdict

_RULES = """\
version: 1
community: Kettle
policies:
  - name: Manners
    kind: abuse
    when:
      toxicity_above: {limit:.2f}
    then:
      - [delete]
"""
#: Just below what the scorer gives the words that are fine here.
LIMIT = ScorerDetector().look(make_text("you clown"))["toxicity"].score - 0.02
RULES = _RULES.format(limit=LIMIT)
#: Among friends here; and what nobody here puts up with.
FINE_HERE = ["you clown", "what a clown you are", "you clown, see you", "oh you clown again"]
HARSH = ["shut up you donkey", "shut up already, loser", "just shut up", "shut up and go, loser"]


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/evenhand.db"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    file = tmp_path / "kettle.yaml"
    file.write_text(RULES, encoding="utf-8")
    return file


async def fill(address: str, *, each: int = 5) -> None:
    """Write down what policies took down, and that the team gave back the clowns alone."""
    url = address.replace("sqlite:", "sqlite+aiosqlite:")
    await upgrade(url)
    store = Database(url)
    await store.open()
    fence = await store.leases.take("kettle", "test", NOON, 60)
    assert fence is not None
    number = 0
    for text in (*FINE_HERE, *HARSH):
        for who in range(each):
            number += 1
            message = posted(f"m{number}", says=text, who=f"p{who}")
            await store.events.admit([message])
            await store.ledger.settle(_settled(fence, number, message, right=text in HARSH))
    await store.close()


def _settled(
    fence: int, number: int, message: MessagePosted, *, right: bool
) -> Sequence[Settlement]:
    delete = DeleteMessage(channel="general", message=message.id, member=message.member.id)
    signal = Signal(name="toxicity", score=0.9)
    decision = Decision(
        id=f"d{number}",
        at=NOON,
        community="kettle",
        network="memory",
        place="p1",
        cause=event_key(message),
        actor="Manners",
        subject=message.member,
        message=message.id,
        actions=(delete,),
        verdicts=(replace(verdict((delete,)), signals=(signal,)),),
        case=number,
        details={"text": message.text},
    )
    case = Case(
        community="kettle",
        number=number,
        kind="conduct",
        title="",
        status=CaseStatus.CLOSED,
        opened_at=NOON,
        about=decision.id,
        closed_by="Mo" if right else "",
    )
    done = Settlement(
        community="kettle",
        fence=fence,
        event=decision.cause,
        decision=decision,
        cases=(case,),
        at=NOON,
    )
    undone = {} if right else {decision.id: "Mo"}
    return [done, Settlement(community="kettle", fence=fence, undone=undone, at=NOON)]


async def says(book: Rulebook, text: str) -> Sequence[Decision]:
    return await play(book, [posted(says=text, who="new")])


def learn(rules: Path, address: str, *more: str) -> int:
    return main(["learn", "--layer", str(rules), "--database", address, *more])


def test_a_layer_is_proposed_accepted_and_taken_back(
    rules: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(fill(address))
    assert learn(rules, address) == FINE
    said = capsys.readouterr().out
    (file,) = rules.parent.glob("kettle-layer-*.json")
    version = hashlib.sha256(file.read_bytes()).hexdigest()
    assert "toxicity: 40 labels about 5 people, 20 right and 20 wrong" in said
    assert "spam: no layer, for there are 0 labels" in said
    assert f"{file}, SHA-256 {version}" in said
    assert f"\n  layer: {file.name}\n" in said
    words = json.loads(file.read_text(encoding="utf-8"))["signals"]["toxicity"]["words"]
    assert words["clown"] < -0.3

    # Nothing acts on it yet.
    before = read_rulebook(rules)
    assert asyncio.run(says(before, "you clown"))
    # The admin's line puts it in force.
    rules.write_text(f"{RULES}layer: {file.name}\n", encoding="utf-8")
    assert main(["check", str(rules)]) == FINE
    assert version in capsys.readouterr().out
    accepted = read_rulebook(rules)
    assert asyncio.run(says(accepted, "you clown")) == []
    (decision,) = asyncio.run(says(accepted, "you idiot"))
    assert decision.details["layer"] == version[:12]
    told = explain(decision)
    assert f"On top of the built-in scorer lay this community's own layer {version[:12]}" in told
    # Without the line all is as before.
    rules.write_text(RULES, encoding="utf-8")
    (again,) = asyncio.run(says(read_rulebook(rules), "you clown"))
    assert "layer" not in again.details


def test_the_same_labels_make_the_same_file(rules: Path, address: str) -> None:
    asyncio.run(fill(address))
    assert learn(rules, address) == learn(rules, address) == FINE
    assert len(list(rules.parent.glob("kettle-layer-*.json"))) == 1


def test_too_few_labels_are_refused_and_nothing_is_written(
    rules: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(fill(address, each=2))
    assert learn(rules, address) == MISTAKES
    assert "toxicity: no layer, for there are 16 labels" in capsys.readouterr().out
    assert not list(rules.parent.glob("*.json"))


def test_who_was_erased_is_no_example_any_more(
    rules: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def erase() -> None:
        store = Database(address.replace("sqlite:", "sqlite+aiosqlite:"))
        await store.open()
        await store.archive.erase("kettle", "memory:p0")
        await store.close()

    asyncio.run(fill(address))
    asyncio.run(erase())
    assert learn(rules, address) == FINE
    assert "toxicity: 32 labels about 4 people" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--json",), "--json does not go with --layer"),
        (("--community", "other"), "is for the community 'kettle', not 'other'"),
    ],
)
def test_what_does_not_go_together_is_refused(
    more: tuple[str, ...],
    said: str,
    rules: Path,
    address: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert learn(rules, address, *more) == USAGE
    assert said in capsys.readouterr().err


def test_a_policy_file_of_a_community_nobody_knows_is_wrong_usage(
    rules: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(fill(address))
    rules.write_text(RULES.replace("Kettle", "Teapot"), encoding="utf-8")
    assert learn(rules, address) == USAGE
    assert "nothing is kept about a community 'teapot'" in capsys.readouterr().err
