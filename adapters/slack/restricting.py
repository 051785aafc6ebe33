"""Who may post in a channel: in Slack's larger plans an admin's token can say so."""

from adapters.slack.api import Api, SlackError
from adapters.slack.locks import Locks
from adapters.slack.workspace import Workspace
from bot.domain import Outcome, OutcomeState

#: What is set where nobody is kept from posting.
EVERYONE = "type:everyone"
_NOT_OURS = (
    "Evenhand did not lock this channel; who may post there is set in the channel's settings, "
    "Posting permissions."
)
#: What Slack says to workspaces whose plan has no such setting.
_NOT_HERE = frozenset(
    {"missing_scope", "not_an_enterprise", "feature_not_enabled", "not_allowed_token_type"}
)
_HOW = (
    "Slack lets an app restrict who posts only in Enterprise organisations, with an org admin's "
    "token that has the scope admin.conversations:write; without it a workspace admin can do it "
    "by hand in the channel's settings, Posting permissions."
)


async def restrict(workspace: Workspace, locks: Locks, channel: str, *, locked: bool) -> Outcome:
    """Let admins and the app alone post in a channel, or whoever could before."""
    id = await workspace.rooms.find(channel)
    if workspace.admin is None:
        return _refused(_HOW)
    try:
        work = _lock if locked else _unlock
        return await work(workspace, workspace.admin, locks, id)
    except SlackError as error:
        if error.code in _NOT_HERE:
            return _refused(_HOW)
        raise


async def _lock(workspace: Workspace, admin: Api, locks: Locks, channel: str) -> Outcome:
    if locks.before(workspace.team, channel) is None:
        # Written down first: what was allowed is known to nobody afterwards.
        await locks.put(workspace.team, channel, await _who_can_post(admin, channel))
    await _set(admin, channel, f"type:admin,user:{workspace.bot_user}")
    return Outcome(state=OutcomeState.DONE)


async def _unlock(workspace: Workspace, admin: Api, locks: Locks, channel: str) -> Outcome:
    before = locks.before(workspace.team, channel)
    if before is None:
        if EVERYONE in (await _who_can_post(admin, channel)).split(","):
            return Outcome(state=OutcomeState.DONE, detail="it was not locked")
        return _refused(_NOT_OURS)
    await _set(admin, channel, before)
    await locks.drop(workspace.team, channel)
    return Outcome(state=OutcomeState.DONE)


async def _set(admin: Api, channel: str, who: str) -> None:
    method = "admin.conversations.setConversationPrefs"
    await admin.call(method, channel_id=channel, prefs={"who_can_post": who})


async def _who_can_post(admin: Api, channel: str) -> str:
    """Return who can post in a channel, in the words in which it is set."""
    said = await admin.call("admin.conversations.getConversationPrefs", channel_id=channel)
    who = (said.get("prefs") or {}).get("who_can_post") or {}
    parts = [f"type:{kind}" for kind in who.get("type") or ()]
    parts += [f"user:{user}" for user in who.get("user") or ()]
    return ",".join(parts) or EVERYONE


async def is_restricted(workspace: Workspace, locks: Locks, channel: str) -> bool | None:
    """Return whether we have locked a channel, None where somebody else restricted it."""
    if workspace.admin is None:
        return None
    id = await workspace.rooms.find(channel)
    if locks.before(workspace.team, id) is not None:
        return True
    return False if EVERYONE in (await _who_can_post(workspace.admin, id)).split(",") else None


def _refused(detail: str) -> Outcome:
    return Outcome(state=OutcomeState.REFUSED, detail=detail)
