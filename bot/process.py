"""Everything of one process, started in the right order and stopped in the other one.

First the store, then the communities take their leases and pick up what was left, then the
networks are listened to.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from bot.alive import Alive
from bot.domain import Event
from bot.errors import EvenhandError, NetworkError, StoreError
from bot.faults import NO_CRASH, CrashPoints
from bot.heap import settled_heap
from bot.house import Doorway
from bot.inbox import Inbox
from bot.logs import trace
from bot.ports import Adapter, Clock, Detector, Listener, Preventer, Store
from bot.rulebook.book import Rulebook
from bot.runtime import Runtime
from bot.settler import Settler
from bot.surroundings import Surroundings

log = logging.getLogger(__name__)
LAST_WORK = 8.0
LISTEN_PAUSE, LONGEST_LISTEN_PAUSE = 1.0, 600.0
HOUSEKEEPING = 3600.0
DAY = timedelta(hours=24)
#: How long evidence stays with decisions and cases; after that hashes and figures do.
EVIDENCE = timedelta(days=30)

#: Serves something of its own until cancelled, such as a page that says how things are.
Door = Callable[[Callable[[], Mapping[str, str]]], Coroutine[None, None, None]]
Rulebooks = Mapping[str, tuple[Rulebook, Callable[[], Rulebook]]]
_NOTHING: Mapping[str, Callable[[], str]] = MappingProxyType({})


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
        keep_text: timedelta = DAY,
        hold_after: timedelta | None = None,
        alive: Alive | None = None,
        doors: Sequence[Door] = (),
        opening: Sequence[Callable[[], None]] = (),
        closing: Sequence[Callable[[], None]] = (),
        notes: Mapping[str, Callable[[], str]] = _NOTHING,
        crash: CrashPoints = NO_CRASH,
    ) -> None:
        self._store = store
        self._adapters = adapters
        self._clock = clock
        self._announce = announce
        self._keep_text = keep_text
        self._doors = doors
        self._opening = opening
        self._closing = closing
        self._notes = notes
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
            alive=alive,
            hold_after=hold_after,
            rulebooks=lambda: {key: one.rulebook for key, one in self._runtimes.items()},
            wake=lambda key: self._runtimes[key].look_at_the_clock(),
        )
        self._runtimes = {
            key: Runtime(rulebook, read, around) for key, (rulebook, read) in rulebooks.items()
        }

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; raises NetworkError when no network is left."""
        for start in self._opening:
            start()
        work = [self._inbox.run(), self._settler.run(), self._keep_house()]
        work += [runtime.run() for runtime in self._runtimes.values()]
        work += [door(self.health) for door in self._doors]
        core = [asyncio.create_task(one) for one in work]
        ears: list[asyncio.Task[None]] = []
        stopped, told = asyncio.create_task(_wait(stop)), ""
        try:
            await self._all_ready(core, stopped)
            with settled_heap():
                if not stopped.done():
                    ears += self._open_ears()
                await _first_end(core, ears, stopped)
        except EvenhandError as error:
            told = str(error)
            raise
        finally:
            stopped.cancel()
            await self._shut_down(core, ears, told)

    def health(self) -> Mapping[str, str]:
        """Return the state of each part in words; `status` is ok or the first trouble.

        Events that were set aside are a note beside it: the others are judged all the same.
        """
        parts = {"database": self._store.trouble() or "ok"}
        parts |= {f"network {name}": self._hears(name) for name in self._networks}
        parts |= {f"community {key}": r.health() for key, r in self._runtimes.items()}
        troubles = [state for state in parts.values() if state != "ok"]
        notes = {name: note() for name, note in self._notes.items()}
        notes |= {key: r.note() for key, r in self._runtimes.items()}
        preventers = {n: a for n, a in self._adapters.items() if isinstance(a, Preventer)}
        notes |= {name: adapter.hindrance() for name, adapter in preventers.items()}
        told = {f"note on {name}": note for name, note in notes.items() if note}
        return {"status": troubles[0] if troubles else "ok", **parts, **told}

    def _hears(self, network: str) -> str:
        """Return how a network is: what broke it off, or what its adapter says."""
        state, adapter = self._networks[network], self._adapters[network]
        if state == "ok" and isinstance(adapter, Listener):
            return adapter.trouble() or state
        return state

    async def _all_ready(
        self, core: Sequence[asyncio.Task[None]], stopped: asyncio.Task[None]
    ) -> None:
        ready = [asyncio.create_task(runtime.ready()) for runtime in self._runtimes.values()]
        try:
            await _first_end(core, ready, stopped)
        finally:
            await _cancel(ready)

    def _open_ears(self) -> list[asyncio.Task[None]]:
        return [
            asyncio.create_task(self._listen(name, adapter), name=f"listen {name}")
            for name, adapter in self._adapters.items()
        ]

    async def _listen(self, name: str, adapter: Adapter) -> None:
        """Listen to one network; what breaks is tried again, ever more slowly."""
        pause, loop = LISTEN_PAUSE, asyncio.get_running_loop()
        while True:
            self._networks[name], began = "ok", loop.time()
            try:
                await adapter.listen(self._doorway(name))
            except NetworkError as error:
                self._networks[name] = str(error)
                if len(self._adapters) > 1:
                    log.error("%s: %s", name, error)
                raise
            except Exception as error:
                log.error("the network %s broke off: %s", name, error, exc_info=trace(error))
            if loop.time() - began > LONGEST_LISTEN_PAUSE:
                pause = LISTEN_PAUSE
            self._networks[name] = f"broke off, next try in {pause:.0f} s"
            await asyncio.sleep(pause)
            pause = min(LONGEST_LISTEN_PAUSE, pause * 2)

    def _doorway(self, network: str) -> Doorway:
        return Doorway(
            network=network,
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
        """Forget in time what people wrote: in messages, and in the evidence of decisions."""
        while True:
            try:
                await self._store.events.forget(self._clock.now() - self._keep_text)
                await self._store.ledger.forget_evidence(self._clock.now() - EVIDENCE)
            except StoreError as error:
                log.warning("old texts could not be forgotten yet: %s", error)
            await asyncio.sleep(HOUSEKEEPING)

    async def _shut_down(
        self, core: Sequence[asyncio.Task[None]], ears: Sequence[asyncio.Task[None]], told: str
    ) -> None:
        """Take nothing in any more, finish what is under way while the networks are still there.

        `told` is the sentence that it all ends with; nobody has to hear it twice.
        """
        self._inbox.close()
        if not any(task.done() for task in core):
            await _all(runtime.stop(LAST_WORK) for runtime in self._runtimes.values())
        await _cancel(ears)
        await _cancel(core)
        await _all((runtime.release() for runtime in self._runtimes.values()), told)
        for close in self._closing:
            close()
        await self._store.close()


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()


async def _first_end(
    core: Sequence[asyncio.Task[None]],
    others: Sequence[asyncio.Task[None]],
    stopped: asyncio.Task[None],
) -> None:
    """Return when `stopped` or all of `others` are done; raises what ended any of the core.

    Where all of the others broke, the first one's error is raised.
    """
    while not stopped.done() and not all(task.done() for task in others):
        rest = [task for task in others if not task.done()]
        await asyncio.wait([stopped, *core, *rest], return_when=asyncio.FIRST_COMPLETED)
        for task in core:
            if task.done():
                raise _why(task)
    broken = [task for task in others if task.done() and task.exception() is not None]
    if broken and len(broken) == len(others):
        raise _why(broken[0])


def _why(task: asyncio.Task[None]) -> BaseException:
    """Return why a task ended that should have gone on; of several reasons, the first."""
    error = None if task.cancelled() else task.exception()
    if error is None:
        return RuntimeError(f"{task.get_name()} has ended by itself")
    first, *others = _parts(error)
    for other in others:
        if str(other) != str(first):
            log.error("at the same time: %s", other, exc_info=trace(other))
    return first


def _parts(error: BaseException) -> list[BaseException]:
    """Return what went wrong, one by one."""
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    return [part for inner in error.exceptions for part in _parts(inner)]


async def _all(work: Iterable[Awaitable[None]], told: str = "") -> None:
    """Do everything, also where one of them fails; what was `told` is not said again."""
    for result in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(result, Exception) and str(result) != told:
            log.error("while stopping: %s", result, exc_info=trace(result))


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    running = [task for task in tasks if not task.done()]
    for task in running:
        task.cancel()
    await _all(running)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set `stop` on Ctrl-C and on SIGTERM; a second one ends the process at once."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _on_signal, stop, loop, number)


def _on_signal(stop: asyncio.Event, loop: asyncio.AbstractEventLoop, number: int) -> None:
    loop.remove_signal_handler(number)
    stop.set()
