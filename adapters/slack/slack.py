"""The adapter at work: links opened when they are needed, orders done once each."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from adapters.slack import examining, removal, saying
from adapters.slack.api import LIMIT, LOST, Api, SlackError, in_words, outcome_of
from adapters.slack.bolt import bolt_app
from adapters.slack.door import Door
from adapters.slack.ear import Ear
from adapters.slack.effects import ABILITIES, CAN, Effects, Refused
from adapters.slack.holds import Holds
from adapters.slack.pace import Pace
from adapters.slack.saying import Sayer
from adapters.slack.settings import SlackSettings
from adapters.slack.socket import Socket
from adapters.slack.where import NETWORK
from adapters.slack.workspace import Workspace, connect
from bot.domain import Effect, EffectClass, Member, Order, Outcome, OutcomeState
from bot.errors import NetworkError
from bot.ports import Clock, Finding, House

log = logging.getLogger(__name__)
#: Outcomes that are remembered, so that a repeated order changes nothing.
_MOST_OUTCOMES = 5_000
#: Seconds between looks at whose time-out has ended.
_ROUND = 1.0


class Slack:
    """Everything of one Slack app."""

    def __init__(
        self, settings: SlackSettings, data: Path, clock: Clock, seconds: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._seconds = seconds
        self._pace = Pace(seconds)
        self._holds = Holds(data / "time-outs.json")
        self._session: aiohttp.ClientSession | None = None
        self._workspaces: dict[str, Workspace] = {}
        self._connecting = asyncio.Lock()
        self._outcomes: OrderedDict[str, Outcome] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[Outcome]] = {}
        self._ended: asyncio.Future[None] | None = None
        self.can = ABILITIES if settings.user_token else CAN
        self.opened = asyncio.Event()
        self.port = settings.port

    # ------------------------------------------------------------------------------ links

    def _links(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LIMIT))
        return self._session

    async def _workspace(self, place: str) -> Workspace | None:
        """Return the workspace of a place; raises SlackError, and NetworkError."""
        async with self._connecting:
            if not self._workspaces:
                found = await connect(
                    self._settings.bot_token,
                    self._settings.user_token,
                    url=self._settings.api_url,
                    pace=self._pace,
                    session=self._links(),
                    seconds=self._seconds,
                )
                self._workspaces[found.team] = found
        if place == NETWORK and len(self._workspaces) == 1:
            return next(iter(self._workspaces.values()))
        return self._workspaces.get(place)

    async def examine(self) -> Sequence[Finding]:
        """Return what is well and what is not; nothing stays open."""
        try:
            workspace = await self._workspace(NETWORK)
            link = None
            if not self._settings.over_http:
                token, url = self._settings.app_token, self._settings.api_url
                link = Api(token, url=url, team="", pace=self._pace, session=self._links())
            if workspace is None:
                return []
            return await examining.examine(workspace, link, self._settings)
        except (SlackError, NetworkError) as error:
            return examining.refused(error)
        finally:
            await self.close()

    async def close(self) -> None:
        """Let go of every link."""
        under_way = list(self._under_way.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        self._workspaces.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    # --------------------------------------------------------------------------- listening

    async def listen(self, house: House) -> None:
        """Connect and pass events to the house until cancelled; raises NetworkError."""
        try:
            await self._workspace(NETWORK)
            await self._hear(house)
        except SlackError as error:
            raise NetworkError(f"Slack does not let us in: {in_words(error)}") from None
        finally:
            self.opened.clear()
            await self.close()

    async def _hear(self, house: House) -> None:
        ended = self._ended = asyncio.get_running_loop().create_future()
        tell = self._sayer().tell
        ear = Ear(house, self._workspaces, self._holds, ended=self._end, tell=tell)
        app = bolt_app(ear.take, self._workspaces, self._settings.api_url)
        async with self._entrance(app) as lost:
            self.opened.set()
            looking = asyncio.create_task(self._let_back_in())
            ends: list[asyncio.Future[None]] = [lost, ended, looking]
            try:
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
                for end in ends:
                    if end.done():
                        end.result()
            finally:
                looking.cancel()
                ended.cancel()
                await asyncio.gather(looking, ended, return_exceptions=True)

    @asynccontextmanager
    async def _entrance(self, app: object) -> AsyncIterator["asyncio.Future[None]"]:
        if self._settings.over_http:
            door = Door(self._settings, app)  # type: ignore[arg-type]  # the library is not loaded for its types
            await door.open()
            self.port = door.port
            never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            try:
                yield never
            finally:
                never.cancel()
                await door.close()
            return
        socket = Socket(app, self._settings.app_token)  # type: ignore[arg-type]  # as above
        try:
            await socket.open()
            yield socket.lost
        finally:
            await socket.close()

    def _end(self, team: str, kind: str) -> None:
        if self._ended is not None and not self._ended.done():
            self._ended.set_exception(
                NetworkError(
                    f"Slack says that the app is no longer installed in {team} ({kind}); install "
                    "it again and set the new tokens."
                )
            )

    async def _let_back_in(self) -> None:
        """End time-outs when their time has come, also those that ended while we were away."""
        while True:
            for hold in self._holds.due(self._clock.now()):
                workspace = self._workspaces.get(hold.team)
                if workspace is None:
                    continue
                try:
                    await removal.release(workspace, self._holds, hold.member)
                except (SlackError, NetworkError) as error:
                    log.warning("somebody's time-out could not be ended yet: %s", error)
            await asyncio.sleep(_ROUND)

    # -------------------------------------------------------------------------- performing

    async def perform(self, order: Order) -> Outcome:
        """Carry out one effect; raises NetworkError where nobody can tell whether it was done."""
        if type(order.action) not in self.can:
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
            workspace = await self._workspace(order.place)
            if workspace is None:
                raise Refused(f"Evenhand is not installed in the Slack workspace {order.place}.")
            effects = Effects(workspace, self._holds, self._sayer())
            outcome = await effects.carry_out(order)
        except Refused as no:
            outcome = Outcome(state=OutcomeState.REFUSED, detail=str(no))
        except SlackError as error:
            outcome = outcome_of(error)
        return self._remember(order, outcome)

    def _remember(self, order: Order, outcome: Outcome) -> Outcome:
        if outcome.state is OutcomeState.DONE:
            self._outcomes[order.key] = outcome
            while len(self._outcomes) > _MOST_OUTCOMES:
                self._outcomes.popitem(last=False)
        return outcome

    def _sayer(self) -> Sayer:
        return Sayer(self._links(), self._settings.api_url)

    # -------------------------------------------------------------------------- looking up

    async def find_member(self, place: str, member: str) -> Member | None:
        """Return somebody of the workspace; raises NetworkError where Slack cannot be asked."""
        try:
            workspace = await self._workspace(place)
            return await workspace.find_member(member) if workspace is not None else None
        except SlackError as error:
            raise NetworkError(in_words(error)) from None

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what came of an order; raises NetworkError where nobody can tell."""
        task = self._under_way.get(order.key)
        if task is not None:
            await asyncio.wait([task])
        known = self._outcomes.get(order.key)
        if known is not None or not _leaves_traces(order):
            return known
        try:
            workspace = await self._workspace(order.place)
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


def _leaves_traces(order: Order) -> bool:
    kind: type[Effect] = type(order.action)  # type: ignore[assignment]  # orders hold effects
    return ABILITIES.get(kind) is EffectClass.LOOKUP
