"""Calls to Slack's Web API with the real library: at Slack's pace, each made once, errors sorted.

The library's own second tries are off: a message that is posted again would be there twice.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

import aiohttp

from adapters.slack.pace import PATIENCE, Pace, TooFast
from bot.domain import Outcome, OutcomeState
from bot.errors import NetworkError

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]
#: Seconds that one call may take; the outbox gives up on an order after ten.
LIMIT = 8.0
#: Seconds after which a call is tried again when Slack says only that it is not well.
TRY_AGAIN = 5.0
_PAGE = 200
_UNWELL = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
#: The token is of no use any more, in these words of Slack's.
LOST = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
)


class SlackError(Exception):
    """Slack says no; `code` is its word for why, `needed` a scope that is missing."""

    def __init__(self, method: str, code: str, *, needed: str = "", wait: float | None = None):
        super().__init__(f"Slack answers '{code}' to {method}.")
        self.method = method
        self.code = code
        self.needed = needed
        self.wait = wait


class Api:
    """The Web API as one token may use it; `team` keeps the pace of workspaces apart."""

    def __init__(
        self, token: str, *, url: str, team: str, pace: Pace, session: aiohttp.ClientSession
    ) -> None:
        self._client = _client(token, url, session)
        self._team = team
        self._pace = pace
        #: What this token may do, as Slack said with its last answer.
        self.scopes: frozenset[str] = frozenset()

    @property
    def client(self) -> "AsyncWebClient":
        """The library's client."""
        return self._client

    async def call(self, method: str, **arguments: object) -> Json:
        """Return Slack's answer.

        Raises SlackError for a no, and NetworkError where nobody can tell whether it was done.
        """
        return await self._call(method, PATIENCE, arguments)

    async def call_now(self, method: str, **arguments: object) -> Json:
        """Do the same where it need not wait for its turn; else raises SlackError."""
        return await self._call(method, 0.0, arguments)

    async def _call(self, method: str, patience: float, arguments: Mapping[str, object]) -> Json:
        channel = str(arguments.get("channel", ""))
        try:
            await self._pace.turn(self._team, method, channel, patience)
        except TooFast as early:
            raise SlackError(method, "ratelimited", wait=early.wait) from None
        try:
            return await self._ask(method, _form(arguments))
        except SlackError as error:
            if error.wait is not None:
                self._pace.shut(self._team, method, error.wait, channel)
            raise

    async def _ask(self, method: str, form: Mapping[str, str]) -> Json:
        from slack_sdk.errors import SlackApiError

        try:
            async with asyncio.timeout(LIMIT):
                answer = await self._client.api_call(method, data=dict(form))
        except SlackApiError as error:
            raise _sorted(method, error) from None
        except Exception as error:  # the library stumbles in its own ways over odd answers
            raise NetworkError(
                f"Slack did not answer to {method} ({type(error).__name__})."
            ) from None
        granted = _header(answer.headers, "x-oauth-scopes")
        if granted:
            self.scopes = frozenset(part.strip() for part in granted.split(","))
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    async def pages(self, method: str, key: str, **arguments: object) -> AsyncIterator[list[Json]]:
        """Give every page of a list, `limit` things long; raises as `call` does."""
        cursor, asked = "", {"limit": _PAGE, **arguments}
        while True:
            more = {"cursor": cursor} if cursor else {}
            answer = await self.call(method, **asked, **more)
            yield list(answer.get(key) or [])
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return


def _client(token: str, url: str, session: aiohttp.ClientSession) -> "AsyncWebClient":
    from slack_sdk.web.async_client import AsyncWebClient

    return AsyncWebClient(
        token=token, base_url=url, timeout=int(LIMIT), session=session, retry_handlers=[]
    )


def _form(arguments: Mapping[str, object]) -> dict[str, str]:
    """Return arguments as Slack takes them from every method: a form with JSON in it."""
    found: dict[str, str] = {}
    for name, value in arguments.items():
        match value:
            case None:
                continue
            case bool():
                found[name] = "true" if value else "false"
            case str() | int() | float():
                found[name] = str(value)
            case _:
                found[name] = json.dumps(value, ensure_ascii=False)
    return found


def _header(headers: Mapping[str, Any], name: str) -> str:
    value = next((value for key, value in headers.items() if key.lower() == name), "")
    return str(value[0] if isinstance(value, list) and value else value)


def _sorted(method: str, error: Any) -> SlackError | NetworkError:
    """Return what an error of the library means."""
    answer = error.response
    status = int(getattr(answer, "status_code", 0) or 0)
    data = getattr(answer, "data", None)
    data = data if isinstance(data, dict) else {}
    if status == 429 or data.get("error") in ("ratelimited", "rate_limited"):
        return SlackError(method, "ratelimited", wait=_seconds(answer.headers))
    code = str(data.get("error") or ("unknown_method" if status == 404 else ""))
    if status >= 500 or not code or code in _UNWELL:
        return NetworkError(f"Slack is not well: it answers {status} to {method}.")
    return SlackError(method, code, needed=str(data.get("needed") or ""))


def _seconds(headers: Mapping[str, Any]) -> float:
    try:
        return min(3600.0, max(1.0, float(_header(headers, "retry-after"))))
    except ValueError:
        return 30.0


def outcome_of(error: SlackError) -> Outcome:
    """Return what an order comes to that Slack says no to."""
    if error.wait is not None:
        return Outcome(state=OutcomeState.FAILED, detail=str(error), retry_after=error.wait)
    return Outcome(state=OutcomeState.REFUSED, detail=in_words(error))


_WORDS = {
    "missing_scope": "The Slack app may not do this: it lacks the scope {needed}; add it under "
    "OAuth & Permissions and install the app again.",
    "channel_not_found": "Slack knows no such channel, or the app is not in it; invite it there.",
    "not_in_channel": "The app is not in that channel; invite it there.",
    "is_archived": "That channel is archived, so nothing can be changed in it.",
    "cant_delete_message": "Slack lets only an admin's token take down what others wrote; set "
    "EVENHAND_SLACK_USER_TOKEN.",
    "restricted_action": "A setting of this workspace keeps the app from doing this; an owner "
    "can allow it under Settings, Permissions.",
    "cant_kick_from_general": "Slack lets nobody be removed from the workspace's main channel.",
    "cant_archive_general": "Slack lets nobody archive the workspace's main channel.",
    "cant_archive_required": "Everybody is in that channel by a setting of the workspace, so it "
    "can't be archived.",
    "invalid_name": "This workspace has no emoji of that name.",
    "too_many_reactions": "There are as many signs under that message as Slack takes.",
    "too_many_emoji": "There are as many signs under that message as Slack takes.",
    "not_pinnable": "Slack can't pin that message.",
    "bad_timestamp": "That message is gone.",
    "user_not_found": "Nobody with this id is in the workspace.",
    "paid_teams_only": "Slack offers user groups in paid plans only.",
    "cannot_dm_bot": "Slack passes no private messages to bots.",
    "message_not_found": "That message is gone.",
    "edit_window_closed": "This workspace does not let that message be changed any more.",
    "msg_too_long": "The message is longer than Slack takes.",
}


def in_words(error: SlackError) -> str:
    """Return Slack's no as a sentence: what is in the way and how to mend it."""
    if error.code in LOST:
        return "Slack takes this token no more; install the app again and set the new token."
    words = _WORDS.get(error.code)
    if words is None:
        return f"Slack refused this ({error.method}: {error.code})."
    return words.format(needed=error.needed or "it needs")
