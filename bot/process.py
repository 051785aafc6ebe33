"""Everything of one process, started in the right order and stopped in the other one.

First the store, then the communities take their leases and pick up what was left, then the
networks are listened to.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from bot.domain import Event
from bot.domain.durations import parse_duration
from bot.errors import NetworkError, StoreError
from bot.faults import NO_CRASH, CrashPoints
from bot.house import Doorway
from bot.inbox import Inbox
from bot.ports import Adapter, Clock, Detector, Store
from bot.rulebook.book import Rulebook
from bot.runtime import Runtime, Surroundings
from bot.settler import Settler

log = logging.getLogger(__name__)
LAST_WORK = 8.0
LISTEN_PAUSE, LONGEST_LISTEN_PAUSE = 1.0, 600.0
HOUSEKEEPING = 3600.0

Rulebooks = Mapping[str, tuple[Rulebook, Callable[[], Rulebook]]]


class Process:
    """Runs every community and every network of one Evenhand."""

    def __init__(
        self,
        *,
        store: Store,
        adapters: Mapping[str, Adapter],
        rulebooks: Rulebooks,
        detectors: Mapping[str, Detector],
        clock: Clock,
        holder: str,
        announce: Callable[[str], None],
        keep_text: str = "24 hours",
        crash: CrashPoints = NO_CRASH,
    ) -> None:
        self._store = store
        self._adapters = adapters
        self._clock = clock
        self._announce = announce
        self._keep_text = parse_duration(keep_text)
        self._networks: dict[str, str] = {}
        settler = self._settler = Settler(store.ledger, crash)
        self._inbox = Inbox(store.events, self._pass_on, crash)
        around = Surroundings(
            store=store,
            settler=settler,
            adapters=adapters,
            detectors=detectors,
            clock=clock,
            holder=holder,
            announce=announce,
            crash=crash,
        )
        self._runtimes = {
            key: Runtime(rulebook, read, around) for key, (rulebook, read) in rulebooks.items()
        }

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; raises NetworkError when no network is left."""
        core = [asyncio.create_task(self._inbox.run()), asyncio.create_task(self._settler.run())]
        core.append(asyncio.create_task(self._keep_house()))
        core += [asyncio.create_task(runtime.run()) for runtime in self._runtimes.values()]
        try:
            if await self._all_ready(core, stop):
                await self._listen_until(stop, core)
        finally:
            await self._shut_down(core)

    def health(self) -> Mapping[str, str]:
        """Return the state of each part in words; `status` is ok or the first trouble."""
        parts = {f"network {name}": state for name, state in self._networks.items()}
        parts |= {f"community {key}": r.health() for key, r in self._runtimes.items()}
        troubles = [state for state in parts.values() if state != "ok"]
        return {"status": troubles[0] if troubles else "ok", **parts}

    async def _all_ready(self, core: list[asyncio.Task[None]], stop: asyncio.Event) -> bool:
        ready = asyncio.gather(*(runtime.ready() for runtime in self._runtimes.values()))
        stopped = asyncio.create_task(stop.wait())
        waiting: set[asyncio.Future[object]] = {ready, stopped, *core}  # type: ignore[arg-type]  # tasks are futures
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        _raise_first(core)
        stopped.cancel()
        if not ready.done():
            ready.cancel()
            with suppress(asyncio.CancelledError):
                await ready
            return False
        return True

    async def _listen_until(self, stop: asyncio.Event, core: list[asyncio.Task[None]]) -> None:
        ears = [
            asyncio.create_task(self._listen(name, adapter), name=f"listen {name}")
            for name, adapter in self._adapters.items()
        ]
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set() and any(not ear.done() for ear in ears):
                await asyncio.wait(
                    [stopped, *core, *(ear for ear in ears if not ear.done())],
                    return_when=asyncio.FIRST_COMPLETED,
                )
                _raise_first(core)
            if not stop.is_set():
                _raise_first(ears)
        finally:
            await _cancel([stopped, *ears])

    async def _listen(self, name: str, adapter: Adapter) -> None:
        """Listen to one network; what breaks is tried again, ever more slowly."""
        pause = LISTEN_PAUSE
        while True:
            self._networks[name] = "ok"
            try:
                await adapter.listen(self._doorway(name))
            except NetworkError as error:
                self._networks[name] = str(error)
                log.error("%s: %s", name, error)
                raise
            except Exception:
                log.exception("the network %s broke off", name)
            self._networks[name] = f"broke off, next try in {pause:.0f} s"
            await asyncio.sleep(pause)
            pause = min(LONGEST_LISTEN_PAUSE, pause * 2)

    def _doorway(self, network: str) -> Doorway:
        return Doorway(
            places=self._places(network),
            runtimes=self._runtimes,
            inbox=self._inbox,
            clock=self._clock,
            announce=self._announce,
            health=self.health,
        )

    def _places(self, network: str) -> dict[str, str]:
        found = {
            runtime.rulebook.places[network]: key
            for key, runtime in self._runtimes.items()
            if network in runtime.rulebook.places
        }
        if not found and len(self._runtimes) == 1:
            found = {network: next(iter(self._runtimes))}
        return found

    async def _pass_on(self, event: Event) -> None:
        runtime = self._runtimes.get(event.community)
        if runtime is not None:
            runtime.submit(event)

    async def _keep_house(self) -> None:
        """Forget ordinary messages' text in time."""
        while True:
            try:
                await self._store.events.forget(self._clock.now() - self._keep_text)
            except StoreError as error:
                log.warning("old texts could not be forgotten yet: %s", error)
            await asyncio.sleep(HOUSEKEEPING)

    async def _shut_down(self, core: list[asyncio.Task[None]]) -> None:
        await asyncio.gather(
            *(runtime.stop(LAST_WORK) for runtime in self._runtimes.values()),
            return_exceptions=True,
        )
        await _cancel(core)
        for runtime in self._runtimes.values():
            with suppress(StoreError):
                await runtime.release()
        await self._store.close()


def _raise_first(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            raise error


async def _cancel(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set `stop` on Ctrl-C and on SIGTERM; a second one ends the process at once."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _on_signal, stop, loop, number)


def _on_signal(stop: asyncio.Event, loop: asyncio.AbstractEventLoop, number: int) -> None:
    loop.remove_signal_handler(number)
    stop.set()
