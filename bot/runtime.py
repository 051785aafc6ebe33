"""One community in this process: its lease, its rulebook in force, and its four workers.

The workers are the dispatcher's lanes (judge), the outbox (act), the alarm (timers) and the
keeper of the lease. When the lease is lost all of them stop, and the community waits its turn.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress

from bot.aside import Aside
from bot.commands import complete
from bot.commands.reaction import Reaction
from bot.counter import Counter
from bot.domain import Event, Member, Order, Outcome
from bot.errors import LeaseLost, RulebookError, StoreBusy
from bot.gaps import gap_told
from bot.lease import Lease
from bot.opening import Ways, open_session
from bot.overview import overview
from bot.ports import Gap, Overview, Settlement
from bot.prevention import hand_over
from bot.rulebook.book import Rulebook
from bot.rulebook.renaming import renamed
from bot.session import Session
from bot.standstill import Signs, Watch
from bot.surroundings import Surroundings
from bot.workshop import Workshop, set_up

log = logging.getLogger(__name__)
AGAIN = 1.0
#: Seconds between signs of life beside the database.
SHOW_LIFE = 30.0


class Runtime:
    """Runs one community; `load` reads its policy file and raises RulebookError."""

    def __init__(
        self, rulebook: Rulebook, load: Callable[[], Rulebook], around: Surroundings
    ) -> None:
        self.rulebook = rulebook
        self.state = "starting"
        self._load = load
        self._around = around
        self._shop: Workshop | None = None
        self._watch: Watch | None = None
        self._session: Session | None = None
        self._started = asyncio.Event()
        self._aside = Aside(rulebook.id, around.store.events, around.clock)
        self._lease = self._new_lease()

    async def ready(self) -> None:
        """Return when the community judges and sends."""
        await self._started.wait()

    async def room(self) -> None:
        """Return when another event may be brought; raises StoreBusy without the lease."""
        if self._session is not None:
            await self._session.dispatcher.room()
        try:
            self._lease.fence()
        except LeaseLost as error:
            raise StoreBusy(f"nothing is taken in for now: {error}") from None

    def submit(self, event: Event) -> None:
        """Hand over an admitted event; without the lease it stays in the log for its holder."""
        if self._session is not None:
            self._session.submit(event)

    async def run(self) -> None:
        """Hold the lease and work, until cancelled; wait when another process holds it."""
        while True:
            async with self._around.turn:
                await self._lease.take(self._tell_waiting)
            try:
                await self._work_apart()
            except* LeaseLost as lost:
                self.state = "lost its lease, taking it again"
                log.error("%s: %s", self.rulebook.name, lost.exceptions[0])
            except* StoreBusy as busy:
                self.state = "waiting for the database"
                log.warning("%s waits for the database: %s", self.rulebook.name, busy.exceptions[0])
            finally:
                self._started.clear()
                await self._stop_session()
            await asyncio.sleep(AGAIN)
            self._lease = self._new_lease()

    async def stop(self, seconds: float) -> None:
        """Finish what is under way, for at most `seconds`, and give the lease back."""
        if self._session is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._session.finish(self._around.settler)

    async def release(self) -> None:
        """Give the lease back."""
        await self._lease.release()

    async def reload(self) -> str:
        """Put the policy file as it is now in force; raises RulebookError, the old one stays."""
        rulebook = await asyncio.to_thread(self._load)
        if rulebook.id != self.rulebook.id:
            raise RulebookError((renamed(rulebook, self.rulebook.name),))
        await self._rebuild(rulebook)
        return rulebook.version

    async def complete(self, command: str, parameter: str, typed: str) -> Sequence[str]:
        """Return what somebody may want to write as a command's parameter."""
        if self._session is None or self._shop is None:
            return ()
        desk = self._counter()
        return await complete(desk, command, parameter, typed)

    async def overview(self, network: str, member: Member, language: str) -> Overview:
        """Return how things stand for a member; raises StoreBusy before the lease is held."""
        if self._session is None or self._shop is None:
            raise StoreBusy(f"{self.rulebook.name} is not ready")
        now = self._around.clock.now()
        return await overview(self._counter(), network, member, language, now)

    async def report_gap(self, network: str, gap: Gap) -> None:
        """Tell the team that nothing was heard of a network for a while."""
        if self._session is not None:
            casework, now = self._session.community.casework, self._around.clock.now()
            await self._settle(casework.words(gap_told(casework, network, gap, now), now))

    def health(self) -> str:
        """Return how the community is, in words."""
        return self.state

    def note(self) -> str:
        """Return what somebody should look at although the work goes on, empty for nothing."""
        waits = self._watch.note if self._watch else ""
        return " ".join(part for part in (waits, self._aside.note()) if part)

    def _new_lease(self) -> Lease:
        return Lease(
            self.rulebook.id,
            leases=self._around.store.leases,
            clock=self._around.clock,
            holder=self._around.holder,
        )

    def _tell_waiting(self, holder: str) -> None:
        self.state = f"waiting: {holder} looks after this community"
        self._around.announce(
            f"{self.rulebook.name} is looked after by another Evenhand ({holder}) on the same "
            "database. Waiting until it stops; stop it, or use another database."
        )

    async def _work_apart(self) -> None:
        """Work in a task of its own.

        A task group that fails in the moment in which its task is cancelled hides that it was; in
        here, nobody but us cancels.
        """
        work = asyncio.create_task(self._work())
        try:
            await asyncio.wait([work])
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
        work.result()

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._lease.keep())
            self._shop = await self._set_up(self.rulebook)
            session = self._session = await self._open_session(self._shop)
            watch = self._watch = await self._stand_still(session)
            await session.catch_up(self._around.store.events)
            self.state = "ok"
            self._started.set()
            hand_over(self.rulebook, self._shop.modes, self._around.adapters)
            group.create_task(session.outbox.run())
            group.create_task(session.alarm.run())
            group.create_task(session.dispatcher.watch())
            group.create_task(session.glean(self._around.store.events, self._around.settler))
            group.create_task(session.watch(watch, self._around.store.events))
            group.create_task(self._show_life())

    async def _stand_still(self, session: Session) -> Watch:
        """Let what is old wait where the database may be an older copy, and tell the team."""
        around, book = self._around, self.rulebook
        beside = around.alive.last(book.id) if around.alive else None
        signs = Signs(database=self._lease.before, beside=beside, hold_after=around.hold_after)
        watch = Watch(book.id, around.store, session.halt)
        places = book.places or {network: network for network in around.adapters}
        here = {network: place for network, place in places.items() if network in around.adapters}
        orders = await watch.begin(book, here, signs, around.clock.now())
        if orders:
            fence, now = self._lease.fence(), around.clock.now()
            told = Settlement(community=book.id, fence=fence, orders=orders, at=now)
            await around.settler.settle(told)
        if watch.note:
            around.announce(f"{book.name}: {watch.note} `evenhand held` shows and decides it.")
        return watch

    async def _show_life(self) -> None:
        """Write down beside the database that the community is looked after, until cancelled."""
        while self._around.alive is not None:
            self._lease.fence()
            moment = self._around.clock.now()
            await asyncio.to_thread(self._around.alive.note, self.rulebook.id, moment)
            await asyncio.sleep(SHOW_LIFE)

    async def _stop_session(self) -> None:
        self._shop = self._watch = None
        session, self._session = self._session, None
        if session is not None:
            await session.stop()

    async def _set_up(self, rulebook: Rulebook) -> Workshop:
        around = self._around
        return await set_up(
            rulebook,
            store=around.store,
            detectors=around.detectors,
            clock=around.clock,
            windows=self._shop.windows if self._shop else None,
        )

    async def _open_session(self, shop: Workshop) -> Session:
        last = await self._around.store.casebook.last_number(self.rulebook.id)
        ways = Ways(
            fence=self._lease.fence,
            rulebook=lambda: self.rulebook,
            settle=self._settle,
            note=self._note,
            submit=self.submit,
            set_aside=self._aside.put,
            after_command=self._after_command,
            tell_outcome=self._tell_outcome,
        )
        return open_session(shop, self._around, self._counter(), ways, last)

    def _counter(self) -> Counter:
        around = self._around
        return Counter(
            store=around.store,
            adapters=around.adapters,
            clock=around.clock,
            shop=self._workshop,
            reload=self.reload,
            rulebooks=around.rulebooks,
        )

    def _workshop(self) -> Workshop:
        if self._shop is None:
            raise LeaseLost(f"{self.rulebook.name} is not ready")
        return self._shop

    async def _settle(self, settlement: Settlement) -> None:
        await self._around.settler.settle(settlement)
        if self._session is not None:
            self._session.wake(settlement)
        for community in {timer.community for timer in settlement.timers}:
            self._around.wake(community)

    def look_at_the_clock(self) -> None:
        """Look for due timers at once: another community has set one here."""
        if self._session is not None:
            self._session.alarm.wake()

    async def _note(self, settlement: Settlement) -> None:
        await self._around.settler.submit(settlement)

    async def _after_command(self, reaction: Reaction) -> None:
        if reaction.standstill and self._watch is not None and self._session is not None:
            await self._session.go_on(self._watch, self._around.store.events)
        if reaction.modes or reaction.answers:
            await self._rebuild(self.rulebook)

    async def _rebuild(self, rulebook: Rulebook) -> None:
        shop = await self._set_up(rulebook)
        hand_over(rulebook, shop.modes, self._around.adapters, before=self.rulebook)
        self.rulebook, self._shop = rulebook, shop
        if (session := self._session) is not None:
            community = session.community
            community.engine, community.decider = shop.engine, shop.decider
            community.casework.rulebook = shop.rulebook

    async def _tell_outcome(self, order: Order, outcome: Outcome) -> None:
        session = self._session
        if session is None:
            return
        settlement = await session.telling.late(order, outcome, self._around.clock.now())
        if settlement is not None:
            await self._settle(settlement)
