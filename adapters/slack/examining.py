"""What `evenhand doctor` finds of Slack: tokens, rights, channels, and what this plan can't do."""

from collections.abc import Sequence

from adapters.slack.api import Api, SlackError, in_words
from adapters.slack.gaps import Heard
from adapters.slack.scopes import BASE, ORG_SCOPE, bot_scopes
from adapters.slack.settings import SlackSettings
from adapters.slack.subscribed import subscriptions
from adapters.slack.vault import VaultError
from adapters.slack.workspace import Workspace
from adapters.slack.workspaces import Workspaces
from bot.domain import AddReaction, AddRole, Effect, Kick, PinMessage, Timeout
from bot.errors import NetworkError
from bot.ports import Finding

_REINSTALL = "then install the app again (OAuth & Permissions, Reinstall to Workspace)"
_NAMED = 8
#: What the scopes are for that not every community needs.
_FOR = {
    "take people out of channels, let them back in, or put channels away": (
        "channels:manage",
        "groups:write",
    ),
    "put people into user groups": ("usergroups:write",),
    "set signs under messages": ("reactions:write",),
    "pin messages": ("pins:write",),
    "hear reactions, such as a check mark that settles a question": ("reactions:read",),
}


async def look_over(workspaces: Workspaces, settings: SlackSettings, heard: Heard) -> list[Finding]:
    """Return what was found in every workspace; what is wrong with one hides no other."""
    found: list[Finding] = []
    try:
        await workspaces.open()
    except VaultError as error:
        return [Finding(ok=False, what=str(error), mend="Mend that, then look again.")]
    except (SlackError, NetworkError) as error:
        found += _unreachable(error, settings)
    for refusal in workspaces.refused:
        name = refusal.grant.name or refusal.grant.team
        mend = "Let somebody there open /slack/install at your address and install the app again."
        what = f"the workspace {name} refuses the app's token: {refusal.why}"
        found.append(Finding(ok=False, what=what, mend=mend))
    for workspace in workspaces.known.values():
        found += await _examine(workspace, workspaces.link(), settings, heard)
    return found or nowhere()


async def _examine(
    workspace: Workspace, link: Api | None, settings: SlackSettings, heard: Heard
) -> list[Finding]:
    """Return what was found in a workspace whose bot token Slack takes.

    `link` is the Web API with the app-level token, None where Slack comes over HTTP.
    """
    name = f"{workspace.name} ({workspace.team})"
    found = [Finding(ok=True, what=f"the bot token is for the workspace {name}")]
    found += _scopes(workspace)
    found.append(await _entrance(link, settings))
    found += await _channels(workspace)
    found.append(await _deleting(workspace))
    found.append(await _groups(workspace))
    return [*found, _bans(), *await subscriptions(workspace, heard, settings)]


def _unreachable(error: SlackError | NetworkError, settings: SlackSettings) -> list[Finding]:
    """Return that the bot token does not work, or that Slack cannot be asked."""
    if isinstance(error, NetworkError) or settings.key:
        mend = "Look whether this machine reaches slack.com."
        return [Finding(ok=False, what=f"Slack cannot be reached: {error}", mend=mend)]
    mend = "Copy the Bot User OAuth Token from OAuth & Permissions to EVENHAND_SLACK_BOT_TOKEN."
    return [Finding(ok=False, what=f"Slack refuses the bot token: {in_words(error)}", mend=mend)]


def nowhere() -> list[Finding]:
    """Return that the app is installed nowhere yet."""
    mend = "Open /slack/install at your address while Evenhand runs, and install it."
    return [Finding(ok=False, what="the app is installed in no workspace yet", mend=mend)]


def _scopes(workspace: Workspace) -> list[Finding]:
    granted = workspace.api.scopes
    lacking = [scope for scope in BASE if scope not in granted]
    wished: set[type[Effect]] = {Timeout, Kick, AddRole, AddReaction, PinMessage}
    rest = [s for s in bot_scopes(wished) if s not in granted and s not in lacking]
    idle = sorted(granted.difference(bot_scopes(wished)))
    found = []
    if lacking:
        mend = f"Add {_list(lacking)} under OAuth & Permissions, Bot Token Scopes; {_REINSTALL}."
        found.append(
            Finding(ok=False, what=f"the app lacks the scopes {_list(lacking)}", mend=mend)
        )
    else:
        found.append(Finding(ok=True, what="the app has every scope that hearing and saying need"))
    for what, scopes in _FOR.items():
        if missing := [scope for scope in scopes if scope in rest]:
            mend = f"If it shall, add {_list(missing)}; {_REINSTALL}."
            found.append(Finding(ok=True, what=f"it cannot {what}", mend=mend))
    if idle:
        mend = f"Take {_list(idle)} away under OAuth & Permissions; {_REINSTALL}."
        found.append(
            Finding(ok=True, what=f"it has scopes that it never uses: {_list(idle)}", mend=mend)
        )
    return found


async def _entrance(link: Api | None, settings: SlackSettings) -> Finding:
    if link is None:
        at = f"{settings.host}, port {settings.port}"
        mend = "Let your https address lead there, and name it as Request URL in the app."
        return Finding(ok=True, what=f"Slack's requests are heard on {at}", mend=mend)
    try:
        await link.call("apps.connections.open")
    except (SlackError, NetworkError) as error:
        mend = "Make an app-level token with connections:write under Basic Information."
        what = f"Slack opens no socket with EVENHAND_SLACK_APP_TOKEN: {error}"
        return Finding(ok=False, what=what, mend=mend)
    return Finding(ok=True, what="Slack opens a socket with the app-level token")


async def _channels(workspace: Workspace) -> list[Finding]:
    try:
        inside = [room.name for room in await workspace.rooms.own()]
        outside: list[str] = []
        async for page in workspace.api.pages(
            "conversations.list", "channels", types="public_channel", exclude_archived=True
        ):
            outside += [str(one["name"]) for one in page if not one.get("is_member")]
    except (SlackError, NetworkError) as error:
        mend = "Add channels:read and groups:read, and install the app again."
        return [Finding(ok=False, what=f"its channels could not be listed: {error}", mend=mend)]
    mend = "In each channel that Evenhand shall look after, write /invite @Evenhand."
    if not inside:
        return [Finding(ok=False, what="Evenhand is in no channel", mend=mend)]
    found = [Finding(ok=True, what=f"it is in {_rooms(inside)}")]
    if outside:
        found.append(Finding(ok=True, what=f"it is not in {_rooms(outside)}", mend=mend))
    return found


async def _deleting(workspace: Workspace) -> Finding:
    admin = workspace.admin
    if admin is None:
        return Finding(
            ok=True,
            what="without an admin's token it cannot take down what others write; it asks them to, "
            "and tells the team",
            mend="If it shall, let an admin install the app with the user scope chat:write and set "
            "EVENHAND_SLACK_USER_TOKEN.",
        )
    try:
        said = await admin.call("auth.test")
        who = await workspace.people.profile(str(said.get("user_id", "")))
    except (SlackError, NetworkError) as error:
        mend = "Let an admin install the app again, and copy the User OAuth Token."
        return Finding(ok=False, what=f"the user token does not work: {error}", mend=mend)
    if said.get("team_id") != workspace.team:
        mend = "Take both tokens from the same workspace."
        return Finding(ok=False, what="the user token is for another workspace", mend=mend)
    if who is None or who.rank < 2:
        mend = "Let an admin or an owner install the app, and copy their User OAuth Token."
        what = "the user token is not an admin's, so it cannot take down what others write"
        return Finding(ok=False, what=what, mend=mend)
    more = "" if ORG_SCOPE in admin.scopes else ", and locks no channels"
    mend = (
        "Slack lets an app lock channels in Enterprise organisations alone, with an org admin's "
        f"token that has {ORG_SCOPE}."
    )
    return Finding(
        ok=True,
        what=f"with {who.name}'s token it takes down what breaks the rules{more}",
        mend=mend if more else "",
    )


async def _groups(workspace: Workspace) -> Finding:
    try:
        answer = await workspace.api.call("usergroups.list")
    except (SlackError, NetworkError) as error:
        mend = "Name owners and admins as team: moderators: [Admin] instead."
        what = f"it sees no user groups, so roles are Owner, Admin and Guest alone: {error}"
        return Finding(ok=True, what=what, mend=mend)
    names = [str(group.get("name")) for group in answer.get("usergroups") or []]
    known = _list(names[:_NAMED]) if names else "none yet"
    return Finding(ok=True, what=f"roles are Owner, Admin, Guest and the user groups: {known}")


def _bans() -> Finding:
    return Finding(
        ok=True,
        what="Slack lets no app ban anybody, and a time-out is a removal from the channels",
        mend="To close an account, write an owner: 'Please deactivate @name under Manage members; "
        "the reason and the messages are in our case number ...'.",
    )


def _list(words: Sequence[str]) -> str:
    return ", ".join(words)


def _rooms(names: Sequence[str]) -> str:
    shown = ", ".join(f"#{name}" for name in sorted(names)[:_NAMED])
    more = len(names) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown
