"""The adapter at work: links opened when they are needed, orders done once each."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.slack import examining, saying
from adapters.slack.api import LOST, SlackError, in_words, outcome_of
from adapters.slack.bolt import bolt_app
from adapters.slack.catching_up import CatchingUp
from adapters.slack.ear import Ear
from adapters.slack.effects import ABILITIES, CAN, OF_ORGANISATIONS, Effects, Refused, leaves_traces
from adapters.slack.entrance import entrance, fine
from adapters.slack.gaps import Heard
from adapters.slack.german import told
from adapters.slack.holds import Holds
from adapters.slack.homes import Homes
from adapters.slack.knowing import Knowing
from adapters.slack.letting_in import let_back_in
from adapters.slack.locks import Locks
from adapters.slack.saying import Sayer
from adapters.slack.scopes import ORG_SCOPE
from adapters.slack.settings import SlackSettings
from adapters.slack.vault import VaultShut
from adapters.slack.workspaces import Workspaces
from bot.domain import Effect, EffectClass, Order, Outcome, OutcomeState
from bot.errors import NetworkError
from bot.ports import Clock, Finding, House, Safe

if TYPE_CHECKING:
    from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

log = logging.getLogger(__name__)
#: Outcomes that are remembered, so that a repeated order changes nothing.
_MOST_OUTCOMES = 5_000
#: Seconds between tries to connect workspaces that could not be reached with the others.
_JOIN = 30.0
#: Seconds between tries to reach a Slack that is away.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


class Slack:
    """Everything of one Slack app."""

    def __init__(
        self, settings: SlackSettings, data: Path, clock: Clock, seconds: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._seconds = seconds
        self._workspaces = Workspaces(settings, data, seconds)
        self._holds = Holds(data / "time-outs.json")
        self._locks = Locks(data / "locks.json")
        self._heard = Heard(data / "heard.json")
        self.knowing = Knowing(self._workspaces, self._holds, self._locks)
        self._outcomes: OrderedDict[str, Outcome] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[Outcome]] = {}
        self._ended: asyncio.Future[None] | None = None
        self._homes: Homes | None = None
        #: What stands in the way of hearing at this moment, empty for nothing.
        self.trouble: Callable[[], str] = fine
        #: What the team of a community reads, once it is known.
        self._language: Callable[[str], str] = lambda _community: ""
        self.opened = asyncio.Event()
        self.port = settings.port

    @property
    def can(self) -> Mapping[type[Effect], EffectClass]:
        """What can be done with the tokens at hand, as far as Slack has said what they are for."""
        if not (self._settings.user_token or self._settings.key):
            return CAN
        granted = [known.admin.scopes for known in self._workspaces.known.values() if known.admin]
        if any(granted) and not any(ORG_SCOPE in scopes for scopes in granted):
            return {kind: how for kind, how in ABILITIES.items() if kind not in OF_ORGANISATIONS}
        return ABILITIES

    def entrust(self, safe: Safe) -> None:
        """Take the safe in which the tokens of many workspaces are."""
        self._workspaces.entrust(safe)

    async def examine(self) -> Sequence[Finding]:
        """Return what is well and what is not; nothing stays open."""
        try:
            return await examining.look_over(self._workspaces, self._settings, self._heard)
        finally:
            await self.close()

    async def close(self) -> None:
        """Let go of every link."""
        under_way = list(self._under_way.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._workspaces.close()

    async def listen(self, house: House) -> None:
        """Connect and pass events to the house until cancelled; raises NetworkError."""
        try:
            await self._connect()
            await self._workspaces.bring_up_to_date()
            await self._hear(house)
        finally:
            self.opened.clear()
            await self.close()

    async def _connect(self) -> None:
        """Connect, however long Slack is away; raises NetworkError where it never lets us in."""
        pause = _FIRST_PAUSE
        while True:
            try:
                return await self._workspaces.open()
            except SlackError as error:
                if error.wait is None:
                    raise NetworkError(f"Slack does not let us in: {in_words(error)}") from None
                log.warning("Slack lets us in later: %s", error)
                if self._workspaces.known:
                    return
                await asyncio.sleep(error.wait)
            except VaultShut:
                raise
            except NetworkError as error:
                log.warning("Slack is not there yet, next try in %.0f s: %s", pause, error)
                if self._workspaces.known:
                    # The others are heard meanwhile.
                    return
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)

    async def _hear(self, house: House) -> None:
        ended = self._ended = asyncio.get_running_loop().create_future()
        homes = self._homes = Homes(house, self._seconds)
        self._language = house.language
        tell = self._sayer().tell
        ear = Ear(
            house,
            self._workspaces.known,
            self._holds,
            self._locks,
            ended=self._end,
            tell=tell,
            heard=self._heard,
            homes=homes,
            held_back=lambda: catching_up.held_back(),
            expects=self._workspaces.expects,
        )
        catching_up = CatchingUp(self._workspaces, self._heard, ear.take, house, self._clock)
        ear.introduce()
        app = bolt_app(ear.take, self._workspaces.known, self._settings.api_url)
        back = catching_up.link_is_back
        async with entrance(self._settings, app, self._flow(), back, self._clock) as way:
            self.port, self.trouble = way.port, way.trouble
            house.announce(self._workspaces.described())
            self.opened.set()
            looking = asyncio.create_task(let_back_in(self._workspaces, self._holds, self._clock))
            catching_up.begin()
            joining = asyncio.create_task(self._join_later(catching_up))
            keeping = asyncio.create_task(self._heard.keep(self._hears))
            showing = asyncio.create_task(homes.keep())
            ends: list[asyncio.Future[None]] = [way.lost, ended, looking]
            try:
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
                for end in ends:
                    if end.done():
                        end.result()
            finally:
                await catching_up.close()
                beside = (looking, keeping, showing, joining, ended)
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)

    def _flow(self) -> "AsyncOAuthFlow | None":
        """Return what further workspaces are installed with, None where one token is set."""
        if not self._settings.key:
            return None
        from adapters.slack.installing import install_flow

        return install_flow(self._settings, self._workspaces.add, self._seconds)

    async def _end(self, team: str, kind: str) -> None:
        """Let a workspace go that took the app away; without any there is nothing to hear."""
        if await self._workspaces.drop(team):
            log.warning("the app is no longer installed in the Slack workspace %s", team)
        else:
            self._stop_hearing(team, kind)

    def _stop_hearing(self, team: str, why: str) -> None:
        """End the listening where this was the only workspace."""
        words = (
            f"Slack says that the app is no longer installed in {team} ({why}); install it again"
        )
        if self._settings.key:
            log.error("%s.", words)
        elif self._ended is not None and not self._ended.done():
            self._ended.set_exception(NetworkError(f"{words} and set the new tokens."))

    async def _join_later(self, catching_up: CatchingUp) -> None:
        """Connect what could not be reached at first, or was installed elsewhere."""
        while True:
            await asyncio.sleep(_JOIN)
            before = set(self._workspaces.known)
            try:
                await self._workspaces.open()
            except (SlackError, NetworkError) as error:
                log.warning("a Slack workspace is still not there: %s", error)
            for team in set(self._workspaces.known) - before:
                catching_up.joined(team)

    def _hears(self) -> float | None:
        return None if self.trouble() else self._clock.now().timestamp()

    async def perform(self, order: Order) -> Outcome:
        """Carry out one effect; raises NetworkError where nobody can tell whether it was done."""
        if type(order.action) not in ABILITIES:
            return Outcome(state=OutcomeState.REFUSED, detail="Slack cannot do this.")
        known = self._outcomes.get(order.key)
        if known is not None:
            return known
        task = self._under_way.get(order.key)
        if task is None:
            task = self._under_way[order.key] = asyncio.create_task(self._try(order))
            task.add_done_callback(lambda done: self._over(order.key, done))
        # Who asks again joins in; an order that has gone out is not begun a second time.
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.cancelled() or _is_cancelled():
                raise
            raise NetworkError(
                "The links to Slack were let go while this was being done."
            ) from None

    def _over(self, key: str, task: "asyncio.Task[Outcome]") -> None:
        del self._under_way[key]
        if not task.cancelled():
            task.exception()

    async def _try(self, order: Order) -> Outcome:
        try:
            workspace = await self._workspaces.get(order.place)
            if workspace is None:
                raise Refused(f"Evenhand is not installed in the Slack workspace {order.place}.")
            effects = Effects(workspace, self._holds, self._locks, self._sayer())
            outcome = await effects.carry_out(order)
        except Refused as no:
            outcome = Outcome(state=OutcomeState.REFUSED, detail=str(no))
        except SlackError as error:
            outcome = outcome_of(error)
            if error.code in LOST and (why := await self._workspaces.lost(order.place)):
                self._stop_hearing(order.place, why)
        return self._remember(order, outcome)

    def _remember(self, order: Order, outcome: Outcome) -> Outcome:
        outcome = replace(outcome, detail=told(outcome.detail, self._language(order.community)))
        if self._homes is not None:
            self._homes.stir()
        if outcome.state is OutcomeState.DONE:
            self._outcomes[order.key] = outcome
            while len(self._outcomes) > _MOST_OUTCOMES:
                self._outcomes.popitem(last=False)
        return outcome

    def _sayer(self) -> Sayer:
        return Sayer(self._workspaces.session(), self._settings.api_url)

    async def forget(self, place: str, member: str) -> None:
        """Forget what is remembered of somebody."""
        await self.knowing.forget(place, member)
        known = self._workspaces.here(place)
        if self._homes is not None and known is not None:
            self._homes.forget(known.team, member)

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what came of an order; raises NetworkError where nobody can tell."""
        task = self._under_way.get(order.key)
        if task is not None:
            await asyncio.wait([task])
        known = self._outcomes.get(order.key)
        if known is not None or not leaves_traces(order):
            return known
        try:
            workspace = await self._workspaces.get(order.place)
            found = await saying.look_up(workspace, order) if workspace is not None else None
        except SlackError as error:
            if error.wait is None and error.code not in LOST:
                # Where we may not read we cannot have written either.
                return None
            raise NetworkError(in_words(error)) from None
        return self._remember(order, found) if found is not None else None


def _is_cancelled() -> bool:
    """Return whether whoever waits is to stop, and not merely what they wait for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
