"""Who may post in a channel: in Slack's larger plans an admin's token can say so."""

from adapters.slack.api import SlackError
from adapters.slack.workspace import Workspace
from bot.domain import Outcome, OutcomeState

#: What Slack says to workspaces whose plan has no such setting.
_NOT_HERE = frozenset(
    {"missing_scope", "not_an_enterprise", "feature_not_enabled", "not_allowed_token_type"}
)
_HOW = (
    "Slack lets an app restrict who posts only in Enterprise organisations, with an org admin's "
    "token that has the scope admin.conversations:write; without it a workspace admin can do it "
    "by hand in the channel's settings, Posting permissions."
)


async def restrict(workspace: Workspace, channel: str, *, locked: bool) -> Outcome:
    """Let admins and the app alone post in a channel, or everybody again."""
    id = await workspace.rooms.find(channel)
    team = f"type:admin,user:{workspace.bot_user}"
    prefs = {"who_can_post": team if locked else "type:everyone"}
    if workspace.admin is None:
        return Outcome(state=OutcomeState.REFUSED, detail=_HOW)
    try:
        await workspace.admin.call(
            "admin.conversations.setConversationPrefs", channel_id=id, prefs=prefs
        )
    except SlackError as error:
        if error.code in _NOT_HERE:
            return Outcome(state=OutcomeState.REFUSED, detail=_HOW)
        raise
    return Outcome(state=OutcomeState.DONE)


async def is_restricted(workspace: Workspace, channel: str) -> bool | None:
    """Return whether only some may post in a channel, None where Slack does not say."""
    if workspace.admin is None:
        return None
    id = await workspace.rooms.find(channel)
    said = await workspace.admin.call("admin.conversations.getConversationPrefs", channel_id=id)
    who = (said.get("prefs") or {}).get("who_can_post") or {}
    return "everyone" not in (who.get("type") or ["everyone"])
