"""Taking messages down: our own always, other people's with an admin's token.

Without one the author is asked kindly, in a note that nobody else sees, and the team hears it.
"""

import logging
import time

from adapters.slack.api import LOST, SlackError, in_words
from adapters.slack.ids import ts_of
from adapters.slack.outgoing import message
from adapters.slack.workspace import Workspace
from bot.domain import DeleteMessage, Outcome, OutcomeState, PurgeMessages
from bot.errors import NetworkError

log = logging.getLogger(__name__)
#: Seconds that one order takes messages down at a go; the rest follows with the next try.
AT_A_GO = 5.0
_GONE = frozenset({"message_not_found", "thread_not_found"})
_NOT_OURS = frozenset({"cant_delete_message", "channel_not_found", "not_in_channel"})
_ASK = {
    "en": "Your message here breaks a rule of this community. I can't take it down for you: "
    "please delete it yourself (More actions, Delete message).",
    "de": "Deine Nachricht hier verstößt gegen eine Regel dieser Community. Ich kann sie nicht "
    "selbst entfernen: Lösch sie bitte (Weitere Aktionen, Nachricht löschen).",
}


async def delete(workspace: Workspace, action: DeleteMessage) -> Outcome:
    """Take one message down; what is gone already counts as done."""
    try:
        there = await _delete(workspace, action.channel, action.message, action.member)
    except SlackError as error:
        if error.code not in _NOT_OURS:
            raise
        asked = await _ask_author(workspace, action)
        detail = f"{in_words(error)} {asked}".strip()
        return Outcome(state=OutcomeState.REFUSED, detail=detail)
    return Outcome(state=OutcomeState.DONE, detail="" if there else "already gone")


async def purge(workspace: Workspace, action: PurgeMessages) -> Outcome:
    """Take several messages down, a few at a go, for Slack wants it slow."""
    gone, began = 0, time.monotonic()
    for number, id in enumerate(action.messages, start=1):
        gone += not await _delete(workspace, action.channel, id)
        if time.monotonic() - began >= AT_A_GO and number < len(action.messages):
            detail = f"{number} of {len(action.messages)} are gone so far"
            return Outcome(state=OutcomeState.FAILED, detail=detail, retry_after=2.0)
    return Outcome(state=OutcomeState.DONE, detail=f"{gone} were gone already" if gone else "")


async def _delete(workspace: Workspace, channel: str, id: str, author: str = "") -> bool:
    """Take a message down; False where it was gone, SlackError where it is not ours to take."""
    api = workspace.admin or workspace.api
    ours = author in ("", workspace.bot_user)
    if workspace.admin is None and not ours and "-" in id:
        # Known beforehand, so Slack need not be asked; it counts vain requests.
        raise SlackError("chat.delete", "cant_delete_message")
    try:
        await api.call("chat.delete", channel=channel, ts=ts_of(id))
    except SlackError as error:
        if error.code in _GONE:
            return False
        if api is workspace.admin and error.code in LOST:
            log.warning("the admin's token for %s is of no use any more", workspace.team)
            workspace.admin = None
            return await _delete(workspace, channel, id, author)
        raise
    return True


async def _ask_author(workspace: Workspace, action: DeleteMessage) -> str:
    """Ask the author to take it down, and say whether that reached them."""
    if not action.member or action.member == workspace.bot_user:
        return ""
    try:
        profile = await workspace.people.profile(action.member)
        locale = profile.locale if profile else ""
        words = message(_ASK["de" if locale.startswith("de") else "en"])
        root = await workspace.rooms.root(action.channel, ts_of(action.message))
        thread = {"thread_ts": root} if root != ts_of(action.message) else {}
        await workspace.api.call(
            "chat.postEphemeral",
            channel=action.channel,
            user=action.member,
            **words,
            **thread,
        )
    except (SlackError, NetworkError) as error:
        log.warning("the author of a message could not be asked to take it down: %s", error)
        return "The author could not be asked either."
    return "I asked the author to take it down."
