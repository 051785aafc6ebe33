"""Which community something belongs to, what is forgotten, and how a process is asked to stop."""

import asyncio
import signal
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot import dispatcher, outbox
from bot import lease as lease_module
from bot import process as module
from bot import runtime as runtime_module
from bot.domain import Standing
from bot.errors import StoreBusy, UsageError
from bot.process import stop_on_signals
from bot.rulebook.book import Rulebook
from tests.support.making import NOON, person, posted
from tests.support.running import beside, turns, until
from tests.unit.core.processes_at_work import Ear, Kept, process, running


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LISTEN_PAUSE", 0)
    monkeypatch.setattr(module, "LONGEST_LISTEN_PAUSE", 0)
    monkeypatch.setattr(outbox, "BUSY_PAUSE", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)
    monkeypatch.setattr(runtime_module, "AGAIN", 0)
    monkeypatch.setattr(dispatcher, "PAUSE", 0)
    monkeypatch.setattr(dispatcher, "LONGEST_PAUSE", 0)


# ---- housekeeping and places


async def test_old_texts_are_forgotten_and_a_busy_database_is_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "HOUSEKEEPING", 0)
    store = Kept()
    asked: list[Any] = []

    async def forget(before: Any) -> int:
        asked.append(before)
        if len(asked) < 3:
            raise StoreBusy("locked")
        return 0

    monkeypatch.setattr(store.events, "forget", forget)
    async with running(process(store)):
        await until(lambda: len(asked) > 5)
    assert asked[0] == NOON - timedelta(hours=24)


def _book(id: str, **places: str) -> Rulebook:
    return Rulebook(id=id, name=id.title(), version="v1", places=places)


async def test_places_lead_to_communities() -> None:
    network = Ear()
    books = _book("one", memory="p1"), _book("two", memory="p2"), _book("three", other="p3")
    async with running(process(None, {"memory": network}, *books)):
        await until(lambda: network.house)
        assert network.house is not None
        assert network.house.places == {"p1": "one", "p2": "two"}


async def test_a_single_community_without_a_place_is_at_home_everywhere() -> None:
    network = Ear()
    async with running(process(None, {"memory": network}, _book("one"))):
        await until(lambda: network.house)
        assert network.house is not None
        assert network.house.places == {"memory": "one"}


async def test_an_adapter_may_ask_the_house() -> None:
    network, said = Ear(), list[str]()
    async with running(process(None, {"memory": network}, said=said)):
        await until(network.listening.is_set)
        house = network.house
        assert house is not None
        assert "warn" in [spec.name for spec in house.commands]
        assert house.standing("kettle", person("mo", "Moderator")) is Standing.MODERATOR
        assert await house.complete("kettle", "policy", "policy", "man") == ["Manners"]
        house.announce("come in")
        assert said == ["come in"]
        assert house.health()["status"] == "ok"
        with pytest.raises(UsageError, match="no rulebook is in force for the community 'nowhere'"):
            await house.receive(posted(community="nowhere"))


async def test_events_of_no_community_are_let_go() -> None:
    made = process()
    await made._pass_on(posted(community="nowhere"))


async def test_two_processes_never_hold_half_of_the_communities_each() -> None:
    store = Kept()
    books = _book("one", memory="p1"), _book("two", memory="p2")
    first, second = Ear(), Ear()
    pair = [
        process(store, {"memory": ear}, *books, holder=holder)
        for ear, holder in ((first, "a"), (second, "b"))
    ]
    stops = [asyncio.Event(), asyncio.Event()]
    async with beside(*(one.run(stop) for one, stop in zip(pair, stops, strict=True))):
        await until(lambda: first.listening.is_set() or second.listening.is_set())
        await turns(300)
        assert first.listening.is_set() != second.listening.is_set()
        assert await store.leases.holder("one") == await store.leases.holder("two")


# ---- signals


async def test_the_first_signal_asks_and_the_second_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    handlers: dict[int, Any] = {}
    monkeypatch.setattr(loop, "add_signal_handler", lambda n, *call: handlers.update({n: call}))
    monkeypatch.setattr(loop, "remove_signal_handler", lambda n: handlers.pop(n))
    stop_on_signals(stop)
    assert set(handlers) == {signal.SIGINT, signal.SIGTERM}
    call, *args = handlers[signal.SIGTERM]
    call(*args)
    assert stop.is_set()
    assert signal.SIGTERM not in handlers


async def test_a_door_is_open_while_it_runs_and_what_breaks_it_ends_the_process() -> None:
    asked: list[str] = []

    async def door(health: Callable[[], Mapping[str, str]]) -> None:
        asked.append(health()["status"])
        await asyncio.Event().wait()

    async with running(process(doors=[door])):
        await until(lambda: bool(asked))
    assert len(asked) == 1

    async def stuck(_health: Callable[[], Mapping[str, str]]) -> None:
        raise UsageError("the port is in use")

    with pytest.raises(UsageError, match="the port is in use"):
        await process(doors=[stuck]).run(asyncio.Event())
