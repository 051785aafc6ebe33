"""Everything of one process: started in order, stopped in order, and never silently broken."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from adapters.memory import MemoryAdapter
from bot import dispatcher, outbox
from bot import lease as lease_module
from bot import process as module
from bot import runtime as runtime_module
from bot.clock import HandClock
from bot.domain import DeleteMessage, Event, MessagePosted, Standing, Verdict
from bot.errors import NetworkError, StoreBusy, StoreError, UsageError
from bot.ports import Adapter, Context, House
from bot.process import Door, Process, stop_on_signals
from bot.rulebook.book import Rulebook
from bot.storage import MemoryStore
from tests.support.making import NOON, person, posted, verdict
from tests.support.patience import PATIENCE
from tests.support.policies import Scripted, rulebook
from tests.support.running import beside, turns, until
from tests.support.worlds import adapter


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LISTEN_PAUSE", 0)
    monkeypatch.setattr(module, "LONGEST_LISTEN_PAUSE", 0)
    monkeypatch.setattr(outbox, "BUSY_PAUSE", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)
    monkeypatch.setattr(runtime_module, "AGAIN", 0)
    monkeypatch.setattr(dispatcher, "PAUSE", 0)
    monkeypatch.setattr(dispatcher, "LONGEST_PAUSE", 0)


class Kept(MemoryStore):
    """A store that tells when it is closed, and whose calls can be made to fail."""

    def __init__(self) -> None:
        super().__init__()
        self.closed = False
        self.hindered = ""

    def trouble(self) -> str:
        return self.hindered

    async def close(self) -> None:
        self.closed = True


class Ear(MemoryAdapter):
    """A network that does what the test says when it is listened to."""

    def __init__(self, *troubles: BaseException | None, network: str = "memory") -> None:
        super().__init__(network=network)
        self.members.update(adapter().members)
        self.troubles = list(troubles)
        self.listened = 0
        self.house: House | None = None

    async def listen(self, house: House) -> None:
        self.house = house
        self.listened += 1
        if self.troubles:
            trouble = self.troubles.pop(0)
            if trouble is not None:
                raise trouble
            return
        await super().listen(house)


def judge_of_idiots() -> Scripted:
    async def judge(event: Event, _context: Context) -> Verdict | None:
        if isinstance(event, MessagePosted) and "idiot" in event.text:
            return verdict((DeleteMessage(channel=event.channel, message=event.id),))
        return None

    return Scripted("Manners", judge)


def process(
    store: Kept | None = None,
    adapters: Mapping[str, Adapter] | None = None,
    *books: Rulebook,
    said: list[str] | None = None,
    doors: Sequence[Door] = (),
    closing: Sequence[Callable[[], None]] = (),
    holder: str = "this one",
    clock: HandClock | None = None,
) -> Process:
    found = books or (rulebook(judge_of_idiots()),)
    return Process(
        store=store or Kept(),
        adapters=adapters or {"memory": Ear()},
        rulebooks={book.id: (book, lambda book=book: book) for book in found},  # type: ignore[misc]  # a default binds it
        detectors={},
        clock=clock or HandClock(NOON),
        holder=holder,
        announce=(said if said is not None else []).append,
        keep_text=timedelta(hours=24),
        doors=doors,
        closing=closing,
    )


@asynccontextmanager
async def running(made: Process) -> AsyncIterator[asyncio.Task[None]]:
    """Run a process beside the block and stop it in order at the end."""
    stop = asyncio.Event()
    task = asyncio.create_task(made.run(stop))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.wait([task])


async def test_events_go_in_and_orders_go_out_and_it_stops_in_order() -> None:
    store, network, closed = Kept(), Ear(), list[str]()
    made = process(store, {"memory": network}, closing=[lambda: closed.append("model")])
    async with running(made) as task:
        network.feed([posted("m1", says="you idiot"), posted("m2", says="hello")])
        await until(lambda: len(network.performed) == 3)
        assert made.health() == {
            "status": "ok",
            "database": "ok",
            "network memory": "ok",
            "community kettle": "ok",
        }
    await task
    assert store.closed
    assert closed == ["model"]
    assert await store.leases.holder("kettle") == ""
    assert not network.listening.is_set()
    assert list(await store.events.waiting("kettle")) == []


async def test_what_is_under_way_is_sent_while_the_network_is_still_there() -> None:
    network = Ear()
    made = process(None, {"memory": network})
    gate, perform, heard = asyncio.Event(), network.perform, list[bool]()

    async def slowly(order: Any) -> Any:
        await gate.wait()
        heard.append(network.listening.is_set())
        return await perform(order)

    network.perform = slowly  # type: ignore[method-assign]  # it takes its time
    stop = asyncio.Event()
    task = asyncio.create_task(made.run(stop))
    network.feed([posted("m1", says="you idiot")])
    await network.drained()
    stop.set()
    await turns(100)
    assert network.house is not None
    with pytest.raises(StoreBusy, match="is stopping"):
        await network.house.receive(posted("m2"))
    assert not task.done()
    gate.set()
    await task
    assert heard == [True, True, True]


async def test_a_network_that_hangs_does_not_hold_up_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "LAST_WORK", 0.01)
    store, network = Kept(), Ear()
    network.hang()
    async with running(process(store, {"memory": network})):
        network.feed([posted("m1", says="you idiot")])
        await until(lambda: network.tried)
    assert store.closed


async def test_stopped_before_anything_was_ready_it_stops() -> None:
    store = Kept()
    await store.leases.take("kettle", "another", NOON, 60)
    said: list[str] = []
    network = Ear()
    async with running(process(store, {"memory": network}, said=said)) as task:
        await until(lambda: said)
        assert network.listened == 0
    await task
    assert store.closed
    assert await store.leases.holder("kettle") == "another"


# ---- networks


async def test_the_only_network_that_refuses_ends_it_with_the_reason() -> None:
    store = Kept()
    with pytest.raises(NetworkError, match="port 8480 is in use"):
        await process(store, {"memory": Ear(NetworkError("port 8480 is in use"))}).run(
            asyncio.Event()
        )
    assert store.closed
    assert await store.leases.holder("kettle") == ""


async def test_a_network_that_refuses_leaves_the_others_alone() -> None:
    broken, fine = Ear(NetworkError("the token is wrong"), network="other"), Ear()
    made = process(None, {"other": broken, "memory": fine})
    async with running(made):
        fine.feed([posted("m1", says="you idiot")])
        await until(lambda: fine.performed)
        assert made.health()["status"] == "the token is wrong"
        assert made.health()["network other"] == "the token is wrong"
        assert broken.listened == 1


async def test_when_all_networks_refuse_it_ends_with_the_first_reason() -> None:
    broken = Ear(NetworkError("one")), Ear(NetworkError("two"), network="other")
    with pytest.raises(NetworkError, match="one"):
        await process(None, {"memory": broken[0], "other": broken[1]}).run(asyncio.Event())


async def test_a_network_that_breaks_off_is_listened_to_again() -> None:
    network = Ear(OSError("reset"), None, RuntimeError("odd"))
    made = process(None, {"memory": network})
    async with running(made):
        network.feed([posted("m1", says="you idiot")])
        await until(lambda: network.performed)
    assert network.listened == 4


async def test_a_network_that_broke_off_is_not_called_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LISTEN_PAUSE", 5)
    monkeypatch.setattr(module, "LONGEST_LISTEN_PAUSE", 600)
    network = Ear(OSError("reset"))
    made = process(None, {"memory": network})
    async with running(made):
        await until(lambda: made.health()["status"] == "broke off, next try in 5 s")


# ---- health


async def test_a_database_in_trouble_is_told_first_and_until_it_is_over() -> None:
    store = Kept()
    made = process(store, {"memory": Ear(NetworkError("no token"), network="other"), "x": Ear()})
    async with running(made):
        await until(lambda: made.health()["status"] == "no token")
        store.hindered = "the database has no room left"
        assert made.health()["status"] == made.health()["database"] == store.hindered
        store.hindered = ""
        assert made.health()["status"] == "no token"


async def test_events_set_aside_are_a_note_for_an_hour_and_the_work_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def broken(*_: Any) -> Any:
        raise RuntimeError("odd")

    network, clock = Ear(), HandClock(NOON)
    made = process(None, {"memory": network}, clock=clock)
    monkeypatch.setattr("bot.engine.Engine.judge", broken)
    async with running(made):
        await until(lambda: made.health()["status"] == "ok")
        assert "note on kettle" not in made.health()
        network.feed([posted("m1")])
        await until(lambda: "note on kettle" in made.health())
        note = "an event was set aside within the last hour and not judged; the log says why"
        assert made.health()["note on kettle"] == note
        network.feed([posted("m2")])
        await until(lambda: made.health()["note on kettle"].startswith("2 events were set aside"))
        assert made.health()["status"] == "ok"
        clock.tick(3600)
        assert "note on kettle" not in made.health()


# ---- faults of our own


@pytest.mark.parametrize(
    ("part", "call"),
    [
        ("orders", "waiting"),  # the outbox
        ("timers", "due"),  # the alarm
        ("leases", "renew"),  # the keeper of the lease
        ("events", "forget"),  # the housekeeping
        ("events", "waiting"),  # the start
        ("ledger", "modes"),  # putting the rulebook to work
        ("leases", "take"),
    ],
)
async def test_an_unexpected_fault_ends_the_process_and_is_told(
    part: str, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease_module, "LENGTH", 0.001)
    store = Kept()

    async def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no such table")

    monkeypatch.setattr(getattr(store, part), call, broken)
    made = process(store)
    for runtime in made._runtimes.values():
        runtime._lease._length = 0.001
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(RuntimeError, match="no such table"):
            await made.run(asyncio.Event())
    assert store.closed


async def test_a_fault_while_setting_aside_ends_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    store, network = Kept(), Ear()

    async def broken(*_: Any) -> Any:
        raise RuntimeError("no such table")

    monkeypatch.setattr(store.events, "quarantine", broken)
    monkeypatch.setattr("bot.engine.Engine.judge", broken)
    network.feed([posted("m1")])
    with pytest.raises(RuntimeError, match="no such table"):
        await process(store, {"memory": network}).run(asyncio.Event())


async def test_several_faults_at_once_are_told_by_the_first(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Kept()

    async def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no such table")

    async def odd(*_: Any, **__: Any) -> Any:
        raise StoreError("no such column")

    monkeypatch.setattr(store.orders, "unfinished", broken)
    monkeypatch.setattr(store.timers, "due", odd)
    with pytest.raises(RuntimeError, match="no such table"):
        await process(store).run(asyncio.Event())
    assert "at the same time: no such column" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_database_that_is_lost_ends_it_with_one_sentence_and_nothing_beside_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Kept()

    async def lost(*_: Any, **__: Any) -> Any:
        raise StoreError("the database was deleted")

    for part, call in (("orders", "unfinished"), ("timers", "due"), ("leases", "release")):
        monkeypatch.setattr(getattr(store, part), call, lost)
    with pytest.raises(StoreError, match="the database was deleted"):
        await process(store).run(asyncio.Event())
    assert store.closed
    assert caplog.text == ""


async def test_a_worker_that_ends_by_itself_ends_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = process()

    async def ends() -> None:
        await turns(3)

    monkeypatch.setattr(made._settler, "run", ends)
    with pytest.raises(RuntimeError, match="has ended by itself"):
        await made.run(asyncio.Event())


async def test_a_fault_while_stopping_is_told_and_the_rest_is_stopped(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Kept()

    async def busy(*_: Any) -> Any:
        raise StoreBusy("locked")

    network = Ear()
    made = process(store, {"memory": network})
    async with running(made):
        await until(network.listening.is_set)
        monkeypatch.setattr(store.leases, "release", busy)
    assert store.closed
    assert "while stopping: locked" in caplog.text


async def test_cancelled_it_still_stops_in_order() -> None:
    store, network = Kept(), Ear()
    task = asyncio.create_task(process(store, {"memory": network}).run(asyncio.Event()))
    await until(network.listening.is_set)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert store.closed
    assert await store.leases.holder("kettle") == ""


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
