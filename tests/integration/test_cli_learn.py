"""`evenhand learn` on a database: what was undone counts against the policy that did it."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli import FINE, USAGE, main
from bot.domain import Decision, DeleteMessage, Signal, event_key
from bot.ports import Settlement
from bot.storage import Database
from bot.storage.migrate import upgrade
from tests.support.making import NOON, person, posted, verdict


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/evenhand.db"


async def fill(address: str) -> None:
    """Write down three decisions, of which one is taken back."""
    url = address.replace("sqlite:", "sqlite+aiosqlite:")
    await upgrade(url)
    store = Database(url)
    await store.open()
    fence = await store.leases.take("kettle", "test", NOON, 60)
    assert fence is not None
    for number in range(3):
        message = posted(f"m{number}", says="hm")
        await store.events.admit([message])
        await store.ledger.settle([_settlement(fence, message.id, event_key(message))])
    await store.ledger.settle(
        [Settlement(community="kettle", fence=fence, undone={"d-m1": "Mo"}, at=NOON)]
    )
    await store.close()


def _settlement(fence: int, message: str, key: str) -> Settlement:
    delete = DeleteMessage(channel="general", message=message, member="rude")
    signal = Signal(name="toxicity", score=0.9)
    decision = Decision(
        id=f"d-{message}",
        at=NOON,
        community="kettle",
        network="memory",
        place="p1",
        cause=key,
        actor="Manners",
        subject=person("rude"),
        message=message,
        actions=(delete,),
        verdicts=(replace(verdict((delete,)), signals=(signal,)),),
    )
    return Settlement(community="kettle", fence=fence, event=key, decision=decision, at=NOON)


def test_what_was_taken_back_is_counted(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(fill(address))
    assert main(["learn", "--database", address]) == FINE
    assert "Manners: acted 3 times; of 1 that a person looked at, 0 were right" in (
        capsys.readouterr().out
    )
    assert main(["learn", "--database", address, "--json", "--community", "kettle"]) == FINE
    (policy,) = json.loads(capsys.readouterr().out)["kettle"]["policies"]
    assert (policy["times"], policy["looked_at"], policy["right"]) == (3, 1, 0)


def test_a_community_nobody_knows_is_wrong_usage(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(fill(address))
    assert main(["learn", "--database", address, "--community", "other"]) == USAGE
    assert "there is kettle" in capsys.readouterr().err
