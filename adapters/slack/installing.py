"""Installing the app in further workspaces: Slack's own flow, its tokens kept in the vault."""

import logging
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.door import INSTALL, RETURN
from adapters.slack.effects import ABILITIES
from adapters.slack.scopes import bot_scopes, user_scopes
from adapters.slack.settings import SlackSettings
from adapters.slack.vault import Grant
from bot.errors import NetworkError

Granted = Callable[[Grant], Awaitable[None]]
log = logging.getLogger(__name__)
#: Seconds that somebody may take between the first page and the last, and how many may at once.
PATIENCE, MOST = 600.0, 1_000


class States(AsyncOAuthStateStore):
    """The secrets that tie an installation's end to its beginning; each is good for one."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._issued: OrderedDict[str, float] = OrderedDict()

    @property
    def logger(self) -> logging.Logger:
        """The log."""
        return log

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """Return a new secret."""
        state = secrets.token_urlsafe(32)
        self._issued[state] = self._seconds()
        while len(self._issued) > MOST:
            self._issued.popitem(last=False)
        return state

    async def async_consume(self, state: str) -> bool:
        """Return whether a secret is one of ours and still good, and spend it."""
        issued = self._issued.pop(state or "", None)
        return issued is not None and self._seconds() - issued < PATIENCE


class Store(AsyncInstallationStore):
    """Bolt's view of the vault: it saves, and never needs to look up."""

    def __init__(self, granted: Granted) -> None:
        self._granted = granted

    @property
    def logger(self) -> logging.Logger:
        """The log."""
        return log

    async def async_save(self, installation: Installation) -> None:
        """Keep what a workspace granted; raises BoltError where that cannot be."""
        if not installation.team_id or not installation.bot_token:
            words = (
                "somebody installed the app for a whole organisation; install it in each workspace "
                "by itself"
            )
            log.error("%s", words)
            raise BoltError(words)
        grant = Grant(
            team=installation.team_id,
            name=installation.team_name or "",
            bot_token=installation.bot_token,
            user_token=installation.user_token or "",
        )
        try:
            await self._granted(grant)
        except NetworkError as error:
            log.error("an installation could not be kept: %s", error)
            raise BoltError(str(error)) from None

    async def async_find_bot(self, **kwargs: Any) -> Bot | None:
        """Return None: requests are told apart by the adapter."""
        return None

    async def async_find_installation(self, **kwargs: Any) -> Installation | None:
        """Return None: requests are told apart by the adapter."""
        return None


def install_flow(
    settings: SlackSettings, granted: Granted, seconds: Callable[[], float]
) -> AsyncOAuthFlow:
    """Return Slack's installation flow; `granted` is awaited with each new workspace."""
    effects = tuple(ABILITIES)
    flow = AsyncOAuthSettings(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        scopes=bot_scopes(effects),
        user_scopes=user_scopes(effects),
        install_path=INSTALL,
        redirect_uri_path=RETURN,
        installation_store=Store(granted),
        state_store=States(seconds),
        state_expiration_seconds=int(PATIENCE),
    )
    client = AsyncWebClient(base_url=settings.api_url, retry_handlers=[])
    return AsyncOAuthFlow(client=client, settings=flow, logger=log)
