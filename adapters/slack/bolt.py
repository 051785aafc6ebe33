"""The Bolt app: reads Slack's requests, knows the workspaces, and answers what the ear answers."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from adapters.slack.workspace import Workspace
from bot.errors import StoreError

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult
    from slack_bolt.response import BoltResponse

Json = dict[str, Any]
Take = Callable[[Json], Awaitable[Json | None]]
log = logging.getLogger(__name__)


def bolt_app(take: Take, workspaces: Mapping[str, Workspace], api_url: str) -> "AsyncApp":
    """Return an app that acknowledges a request once `take` has returned, and never before.

    Bolt itself would acknowledge events before anybody has looked at them.
    """
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    app = AsyncApp(
        name="evenhand",
        logger=_library_log(),
        client=AsyncWebClient(base_url=api_url, retry_handlers=[]),
        authorize=_authorize(workspaces),
        # Signatures are checked over the bytes that came, before Bolt reads them.
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        process_before_response=True,
    )
    app.middleware(_taker(take))
    return app


def _library_log() -> logging.Logger:
    """Return the library's log; its notices are no news to the operator."""
    found = logging.getLogger("slack_bolt.evenhand")
    found.setLevel(max(logging.ERROR, logging.getLogger().level))
    return found


def _taker(take: Take) -> Callable[..., Awaitable["BoltResponse"]]:
    from slack_bolt.response import BoltResponse

    async def heard(body: Json) -> BoltResponse:
        try:
            answer = await take(body)
        except StoreError as error:
            log.warning("Slack is asked to bring something again: %s", error)
            return BoltResponse(status=503, body="")
        except Exception:
            # Slack brings it again; what cannot be read the third time either is given up there.
            log.exception("something of Slack's could not be taken in")
            return BoltResponse(status=500, body="")
        return BoltResponse(status=200, body=answer if answer is not None else "")

    return heard


def _authorize(
    workspaces: Mapping[str, Workspace],
) -> Callable[..., Awaitable["AuthorizeResult"]]:
    from slack_bolt.authorization import AuthorizeResult

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        known = workspaces.get(team_id or "")
        if known is None:
            # The ear finds out whether somebody else's event came through a shared channel.
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=known.api.client.token,
            bot_id=known.bot_id,
            bot_user_id=known.bot_user,
        )

    return authorize
