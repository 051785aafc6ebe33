"""Saying something: in a channel, a thread, in private, or as the answer to a command."""

import logging
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp

from adapters.slack.api import LIMIT, Json, SlackError
from adapters.slack.ids import message_id, ts_of
from adapters.slack.outgoing import key_of, keyed, message
from adapters.slack.workspace import Workspace
from bot.domain import (
    Answer,
    EditReply,
    Order,
    Outcome,
    OutcomeState,
    Reply,
    RestoreMessage,
    SendDirect,
)
from bot.errors import NetworkError

log = logging.getLogger(__name__)
_DONE = OutcomeState.DONE
#: Where Slack lets commands and buttons be answered; nothing is sent anywhere else.
ANSWERS_AT = "hooks.slack.com"
#: Messages that are read back at most to find one of ours.
_MOST_READ = 2_000
#: Seconds that clocks here and at Slack may differ.
_SKEW = 120.0


class Sayer:
    """Says things in workspaces; `origin` is the host of the Web API that we were given."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str) -> None:
        self._session = session
        self._origin = urlsplit(api_url).netloc

    async def say(self, workspace: Workspace, order: Order) -> Outcome:
        """Say what an order asks for; raises SlackError and NetworkError."""
        match order.action:
            case EditReply() as edit:
                return await _edit(workspace, edit)
            case Answer() as answer:
                return await self._answer(workspace, order, answer)
            case Reply() | RestoreMessage() | SendDirect() as action:
                return await _post(workspace, order.key, action)
        raise NotImplementedError(type(order.action).__name__)

    async def _answer(self, workspace: Workspace, order: Order, answer: Answer) -> Outcome:
        if answer.public:
            said = Reply(channel=answer.channel, text=answer.text, buttons=answer.buttons)
            return await _post(workspace, order.key, said)
        words = message(workspace.rooms.spelled(answer.text), answer.buttons)
        if self._is_slacks(answer.interaction) and await self._respond(answer.interaction, words):
            return Outcome(state=_DONE)
        if answer.channel.startswith("D"):
            # Between the app and one person everything is private.
            direct = Reply(channel=answer.channel, text=answer.text, buttons=answer.buttons)
            return await _post(workspace, order.key, direct)
        await workspace.api.call(
            "chat.postEphemeral", channel=answer.channel, user=answer.member, **words
        )
        return Outcome(state=_DONE)

    async def tell(self, url: str, text: str) -> None:
        """Say something where a command or a button may be answered, if that can be."""
        try:
            if self._is_slacks(url):
                await self._respond(url, message(text))
        except NetworkError as error:
            log.warning("somebody could not be told: %s", error)

    def _is_slacks(self, url: str) -> bool:
        parts = urlsplit(url)
        if parts.netloc == ANSWERS_AT:
            return parts.scheme == "https"
        return bool(parts.netloc) and parts.netloc == self._origin

    async def _respond(self, url: str, words: Json) -> bool:
        """Answer where a command was given; False where the time for that is over."""
        body = words | {"response_type": "ephemeral", "replace_original": False}
        limit = aiohttp.ClientTimeout(total=LIMIT)
        try:
            async with self._session.post(
                url, json=body, timeout=limit, allow_redirects=False
            ) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NetworkError(f"Slack took no answer ({type(error).__name__}).") from None
        if status >= 500:
            raise NetworkError(f"Slack took no answer (it says {status}).")
        return status == 200


async def _post(
    workspace: Workspace, key: str, action: Reply | RestoreMessage | SendDirect
) -> Outcome:
    channel, root = await _spot(workspace, action)
    thread = {"thread_ts": root} if root else {}
    words = message(
        workspace.rooms.spelled(_words(action)),
        () if isinstance(action, RestoreMessage) else action.buttons,
    )
    said = await workspace.api.call(
        "chat.postMessage", channel=channel, **words, **keyed(key), **thread
    )
    return Outcome(state=_DONE, made=message_id(str(said["channel"]), str(said["ts"])))


async def _spot(
    workspace: Workspace, action: Reply | RestoreMessage | SendDirect
) -> tuple[str, str]:
    """Return the channel and, for an answer to a message, where its thread begins."""
    if isinstance(action, SendDirect):
        opened = await workspace.api.call("conversations.open", users=action.member)
        return str(opened["channel"]["id"]), ""
    channel = await workspace.rooms.find(action.channel)
    if isinstance(action, RestoreMessage) or not action.message:
        return channel, ""
    return channel, await workspace.rooms.root(channel, ts_of(action.message))


def _words(action: Reply | RestoreMessage | SendDirect) -> str:
    if isinstance(action, RestoreMessage):
        return f"@{action.member_name}: {action.text}"
    return action.text


async def _edit(workspace: Workspace, action: EditReply) -> Outcome:
    channel, _, ts = action.message.rpartition("-")
    if not channel:
        raise SlackError("chat.update", "message_not_found")
    words = message(workspace.rooms.spelled(action.text), action.buttons)
    await workspace.api.call("chat.update", channel=channel, ts=ts, **words)
    return Outcome(state=_DONE, made=action.message)


async def look_up(workspace: Workspace, order: Order) -> Outcome | None:
    """Return what came of something that we may have said, None where it was not.

    Raises SlackError, and NetworkError where so much was said since that nobody can tell.
    """
    action = order.action
    if not isinstance(action, Reply | RestoreMessage | SendDirect):
        return None
    channel, root = await _spot(workspace, action)
    since = order.at.timestamp() - _SKEW
    read = 0
    async for page in _said_since(workspace, channel, root, since):
        for one in page:
            if key_of(one) == order.key:
                return Outcome(state=_DONE, made=message_id(channel, str(one["ts"])))
        read += len(page)
        if read >= _MOST_READ:
            raise NetworkError("Too much was said since then to find a message of ours again.")
    return None


def _said_since(
    workspace: Workspace, channel: str, root: str, since: float
) -> AsyncIterator[list[Json]]:
    method = "conversations.replies" if root else "conversations.history"
    thread = {"ts": root} if root else {}
    return workspace.api.pages(
        method,
        "messages",
        channel=channel,
        oldest=f"{since:.6f}",
        include_all_metadata=True,
        **thread,
    )
