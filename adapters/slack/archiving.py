"""Putting channels away and bringing them back.

Slack takes every app out of a channel that is archived, and lets none of them bring it back by
itself: that takes the token of an admin, who then asks the app in again.
"""

from adapters.slack.api import Api, SlackError
from adapters.slack.workspace import Workspace
from bot.domain import Outcome, OutcomeState

#: Slack's words for what was so already.
_AWAY = frozenset({"already_archived", "is_archived"})
_HERE = "not_archived"
_INSIDE = frozenset({"already_in_channel", "cant_invite_self"})
_HOW = (
    "Slack lets no app bring an archived channel back by itself; set EVENHAND_SLACK_USER_TOKEN, or "
    "do it by hand in the channel's settings."
)


async def archive(workspace: Workspace, channel: str) -> Outcome:
    """Put a channel away; raises SlackError."""
    id = await workspace.rooms.find(channel, archived=True)
    try:
        await (workspace.admin or workspace.api).call("conversations.archive", channel=id)
    except SlackError as error:
        if error.code not in _AWAY:
            raise
    workspace.rooms.changed(id, archived=True, inside=False)
    return Outcome(state=OutcomeState.DONE)


async def unarchive(workspace: Workspace, channel: str) -> Outcome:
    """Bring a channel back and the app into it; raises SlackError."""
    if workspace.admin is None:
        return Outcome(state=OutcomeState.REFUSED, detail=_HOW)
    id = await workspace.rooms.find(channel, archived=True)
    try:
        await workspace.admin.call("conversations.unarchive", channel=id)
    except SlackError as error:
        if error.code != _HERE:
            raise
    workspace.rooms.forget(id)
    return await _come_back(workspace, workspace.admin, id)


async def _come_back(workspace: Workspace, admin: Api, id: str) -> Outcome:
    try:
        await admin.call("conversations.invite", channel=id, users=workspace.bot_user)
    except SlackError as error:
        if error.code not in _INSIDE:
            detail = "invite the app there: /invite @Evenhand"
            return Outcome(state=OutcomeState.DONE, detail=detail)
    return Outcome(state=OutcomeState.DONE)


async def is_archived(workspace: Workspace, channel: str) -> bool:
    """Return whether a channel is put away; raises SlackError, and NetworkError."""
    id = await workspace.rooms.find(channel, archived=True)
    return (await workspace.rooms.room(id)).archived
