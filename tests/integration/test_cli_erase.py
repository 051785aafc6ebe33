"""`evenhand erase`, and `evenhand export --person`, on a database and a lobby's journal."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.lobby.records import Person, Post
from adapters.lobby.room import Room
from bot.cli import FINE, USAGE, WORLD, main
from bot.clock import HandClock
from bot.ports import Timer
from bot.storage import Database
from bot.storage.migrate import upgrade
from tests.support.making import NOON, posted

T = TypeVar("T")
RULES = """\
version: 1
community: Kettle & Co.
language: en
places:
  lobby: lobby
policies: []
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of data with a database in it; the environment names it."""
    (tmp_path / "community.yaml").write_text(RULES, encoding="utf-8")
    monkeypatch.setenv("EVENHAND_DATA", str(tmp_path))
    monkeypatch.setenv("EVENHAND_RULES", str(tmp_path / "community.yaml"))
    monkeypatch.delenv("EVENHAND_DATABASE", raising=False)
    monkeypatch.delenv("EVENHAND_LOBBY", raising=False)
    return tmp_path


def url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/evenhand.db"


def on(folder: Path, work: Callable[[Database], Awaitable[T]]) -> T:
    async def go() -> T:
        await upgrade(url(folder))
        store = Database(url(folder))
        await store.open()
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(go())


async def fill(store: Database) -> None:
    for community in ("kettle-co", "teapots"):
        message = posted("m1", who="p-1", community=community, network="lobby")
        await store.events.admit([message])
        fence = await store.leases.take(community, "test", NOON, 60)
        assert fence is not None


def due(folder: Path, community: str) -> list[Timer]:
    async def look(store: Database) -> list[Timer]:
        return list(await store.timers.due(community, NOON.replace(year=2999)))

    return on(folder, look)


def test_a_timer_is_set_in_every_community(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    on(folder, fill)
    assert main(["erase", "lobby:p-1"]) == FINE
    assert "in 2 communities" in capsys.readouterr().out
    for community in ("kettle-co", "teapots"):
        (timer,) = due(folder, community)
        assert (timer.network, timer.owner) == ("lobby", "casework")
        assert timer.payload["member"] == "p-1"


def test_one_community_can_be_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    on(folder, fill)
    assert main(["erase", "lobby:p-1", "--community", "teapots"]) == FINE
    assert "in one community" in capsys.readouterr().out
    assert due(folder, "kettle-co") == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["p-1"], USAGE, "a person is NETWORK:ID"),
        (["lobby:"], USAGE, "a person is NETWORK:ID"),
        (["lobby:p-1", "--community", "cups"], USAGE, "there is kettle-co, teapots"),
    ],
)
def test_what_makes_no_sense_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    on(folder, fill)
    assert main(["erase", *words]) == code
    assert said in capsys.readouterr().err


def test_a_person_reads_what_the_lobby_keeps_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    on(folder, fill)
    asyncio.run(_sit(folder))
    assert main(["export", str(folder / "ann.json"), "--person", "lobby:p-1"]) == FINE
    written = json.loads((folder / "ann.json").read_text(encoding="utf-8"))
    kept = written["kept_by_network"]["kettle-co"]
    assert [one["name"] for one in kept["profile"]] == ["Ann"]
    assert [one["text"] for one in kept["messages"]] == ["hello there"]
    assert "1 profile" in capsys.readouterr().out


async def _sit(folder: Path) -> None:
    room = Room(folder / "lobby" / "lobby.jsonl", HandClock(NOON))
    await room.open()
    await room.commit(
        Person(id="p-1", name="Ann", key="secret", joined_at=NOON),
        Post(id="p-1-a", channel="general", author="p-1", name="Ann", text="hello there", at=NOON),
    )
    await room.close()


def test_what_networks_keep_is_not_taken_in_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    on(folder, fill)
    asyncio.run(_sit(folder))
    assert main(["export", str(folder / "ann.json"), "--person", "lobby:p-1"]) == FINE
    assert main(["import", str(folder / "ann.json")]) == FINE
    assert "nothing; all of it was there" in capsys.readouterr().out


def test_a_network_that_nobody_knows_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    on(folder, fill)
    assert main(["export", str(folder / "a.json"), "--person", "carrier:7"]) == USAGE
    assert "there is no network 'carrier'" in capsys.readouterr().err


def test_a_journal_that_cannot_be_read_is_not_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    on(folder, fill)
    (folder / "lobby").mkdir()
    (folder / "lobby" / "lobby.jsonl").write_text("nonsense\n", encoding="utf-8")
    assert main(["export", str(folder / "a.json"), "--person", "lobby:p-1"]) == WORLD
    assert "cannot be read" in capsys.readouterr().err
