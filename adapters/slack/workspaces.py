"""The workspaces at work: connected when they are needed, each with its own tokens."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from adapters.slack.api import LIMIT, LOST, Api, SlackError, in_words
from adapters.slack.pace import Pace
from adapters.slack.settings import SlackSettings
from adapters.slack.vault import Grant, Vault
from adapters.slack.where import NETWORK
from adapters.slack.workspace import Workspace, connect
from bot.errors import NetworkError
from bot.ports import Safe

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A workspace that says no to its tokens, and why."""

    grant: Grant
    why: str


class Workspaces:
    """All workspaces of one app: that of the token in the settings, or those in the vault."""

    def __init__(self, settings: SlackSettings, data: Path, seconds: Callable[[], float]) -> None:
        self._settings = settings
        self._seconds = seconds
        self._pace = Pace(seconds)
        self._session: aiohttp.ClientSession | None = None
        self._known: dict[str, Workspace] = {}
        self._connecting = asyncio.Lock()
        #: Those that said no; asked again after a restart, or when the app is installed anew.
        self._refused: dict[str, Refusal] = {}
        self._vault = Vault(settings.key, data / "workspaces.json") if settings.key else None

    def entrust(self, safe: Safe) -> None:
        """Take the safe in which the tokens of many workspaces are."""
        if self._vault is not None:
            self._vault.entrust(safe)

    @property
    def known(self) -> Mapping[str, Workspace]:
        """The workspaces that are connected, by their team's id."""
        return self._known

    @property
    def refused(self) -> Collection[Refusal]:
        """The workspaces that said no when they were connected."""
        return self._refused.values()

    def described(self) -> str:
        """Return where the app is, in one line."""
        names = ", ".join(sorted(one.name or one.team for one in self._known.values()))
        return f"Slack: listening in {names}" if names else "Slack: installed nowhere yet"

    def session(self) -> aiohttp.ClientSession:
        """Return what requests go out with."""
        if self._session is None or self._session.closed:
            # Their pace limits how many links there are: those of a workspace that hangs must not
            # be what another waits for.
            links = aiohttp.TCPConnector(limit=0)
            limit = aiohttp.ClientTimeout(total=LIMIT)
            self._session = aiohttp.ClientSession(connector=links, timeout=limit)
        return self._session

    def link(self) -> Api | None:
        """Return the Web API with the app-level token, None where there is none."""
        token, url = self._settings.app_token, self._settings.api_url
        if not token:
            return None
        return Api(token, url=url, team="", pace=self._pace, session=self.session())

    async def get(self, place: str) -> Workspace | None:
        """Return the workspace of a place; raises SlackError, and NetworkError."""
        if place not in self._known:
            await self.open()
        return self.here(place)

    def here(self, place: str) -> Workspace | None:
        """Return the workspace of a place where it is connected by now."""
        if place == NETWORK and len(self._known) == 1:
            return next(iter(self._known.values()))
        return self._known.get(place)

    async def open(self) -> None:
        """Connect what is not connected yet; raises SlackError, and NetworkError.

        Those of the vault are connected side by side, each for itself. One that says no is passed
        over; where some could not be reached, the error of one of them is raised after the rest.
        """
        async with self._connecting:
            if self._vault is None:
                if not self._known:
                    settings = self._settings
                    await self._connect(settings.bot_token, settings.user_token)
                return
            await self._vault.read()
            missing = self._missing()
            came = await asyncio.gather(
                *(self._connect_granted(grant) for grant in missing), return_exceptions=True
            )
            for error in came:
                if error is not None:
                    raise error

    async def bring_up_to_date(self) -> None:
        """Seal the tokens anew where that is due; raises NetworkError."""
        if self._vault is not None:
            await self._vault.bring_up_to_date()

    def _missing(self) -> list[Grant]:
        """Return the workspaces that are not connected yet and may be."""
        grants = self._vault.all() if self._vault is not None else []
        refused = [one.grant for one in self._refused.values()]
        return [one for one in grants if one.team not in self._known and one not in refused]

    def expects(self, team: str) -> bool:
        """Return whether a workspace is to be connected as soon as it can be reached."""
        return any(grant.team == team for grant in self._missing())

    async def _connect(self, bot_token: str, user_token: str) -> None:
        found = await connect(
            bot_token,
            user_token,
            url=self._settings.api_url,
            pace=self._pace,
            session=self.session(),
            seconds=self._seconds,
            moment=self._settings.moment,
        )
        self._known[found.team] = found

    async def _connect_granted(self, grant: Grant) -> None:
        try:
            await self._connect(grant.bot_token, grant.user_token)
        except SlackError as error:
            if error.wait is not None:
                raise
            refusal = self._refused[grant.team] = Refusal(grant=grant, why=in_words(error))
            log.error("the Slack workspace %s: %s", grant.name or grant.team, refusal.why)

    async def add(self, grant: Grant) -> None:
        """Keep a new workspace and connect it; raises NetworkError where it cannot be kept."""
        if self._vault is not None:
            await self._vault.put(grant)
            await self._let_go(grant.team)
            self._refused.pop(grant.team, None)
            try:
                await self.open()
            except (SlackError, NetworkError) as error:
                log.error("the Slack workspace %s is kept, but: %s", grant.team, error)

    async def lost(self, place: str) -> str:
        """Return why the bot's token of a place is of no use any more, empty where it is fine.

        Of many workspaces such a one is passed over from now on; its token is kept.
        """
        workspace = self.here(place)
        if workspace is None:
            return ""
        try:
            await workspace.api.call("auth.test")
        except SlackError as error:
            if error.code not in LOST:
                return ""
            grant = self._vault.of(workspace.team) if self._vault is not None else None
            if grant is not None:
                await self._let_go(workspace.team)
                self._refused[grant.team] = Refusal(grant=grant, why=in_words(error))
            return error.code
        except NetworkError:
            pass
        return ""

    async def drop(self, team: str) -> bool:
        """Forget a workspace that took the app away; False where that is the only one."""
        if self._vault is None:
            return False
        await self._let_go(team)
        await self._vault.drop(team)
        return True

    async def _let_go(self, team: str) -> None:
        known = self._known.pop(team, None)
        if known is not None:
            await known.people.close()

    async def close(self) -> None:
        """Let go of every link."""
        for workspace in self._known.values():
            await workspace.people.close()
        self._known.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None
