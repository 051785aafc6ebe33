"""Slack's own news about people and channels, which keep what is remembered right."""

from typing import Any

from adapters.slack.workspace import Workspace

Json = dict[str, Any]


def learn(workspace: Workspace, event: Json) -> None:
    """Correct what is remembered of a workspace."""
    kind = str(event.get("type", ""))
    if kind in ("user_change", "team_join", "user_profile_changed"):
        user = event.get("user")
        if isinstance(user, dict) and user.get("id"):
            workspace.people.learn(user)
    elif kind.startswith("subteam_"):
        workspace.people.groups.forget()
    elif kind.startswith(("channel_", "group_")):
        _channel(workspace, kind.partition("_")[2], event)
    elif kind in ("member_joined_channel", "member_left_channel") and workspace.is_us(
        str(event.get("user", ""))
    ):
        workspace.rooms.forget(str(event.get("channel", "")))


def _channel(workspace: Workspace, what: str, event: Json) -> None:
    channel = event.get("channel")
    id = str(channel.get("id", "")) if isinstance(channel, dict) else str(channel or "")
    match what:
        case "rename":
            if isinstance(channel, dict):
                workspace.rooms.changed(id, name=str(channel.get("name") or ""))
        case "archive":
            workspace.rooms.changed(id, archived=True)
        case "unarchive" | "created" | "deleted" | "left" | "id_changed":
            workspace.rooms.forget(id)
