"""Whether the events arrive that the app has to hear, for Slack tells no app what it sends.

What was written in a channel while Evenhand listened must have been heard. Where it was not, the
app is not subscribed to it.
"""

from typing import Any

from adapters.slack.api import SlackError
from adapters.slack.gaps import MARGIN, Heard
from adapters.slack.rooms import Room
from adapters.slack.settings import SlackSettings
from adapters.slack.workspace import Workspace
from bot.errors import NetworkError
from bot.ports import Finding

Json = dict[str, Any]
#: So many channels are looked at, and so many of the latest messages in each.
MOST_ROOMS, LATEST = 8, 50


async def subscriptions(
    workspace: Workspace, heard: Heard, settings: SlackSettings
) -> list[Finding]:
    """Return whether what was written lately was heard, as far as that can be known."""
    listened = heard.listened()
    try:
        rooms = (await workspace.rooms.own())[:MOST_ROOMS] if listened else []
        told = {room: await _was_heard(workspace, heard, room, listened) for room in rooms}
    except (SlackError, NetworkError):
        told = {}
    deaf = [room for room, so in told.items() if so is False]
    if deaf:
        return [_unheard(deaf, settings)]
    fine = ", ".join(f"#{room.name}" for room, so in told.items() if so)
    if fine:
        return [Finding(ok=True, what=f"what was written lately in {fine} was heard")]
    return [
        Finding(
            ok=True,
            what="Slack does not tell an app which events it is subscribed to",
            mend="Once Evenhand has run while people wrote, this tells whether they were heard. If "
            f"nothing is heard, compare the app's manifest with {_manifest(settings)}.",
        )
    ]


async def _was_heard(
    workspace: Workspace, heard: Heard, room: Room, listened: tuple[float, float] | None
) -> bool | None:
    """Return whether the newest message in question was heard, None where there is none."""
    answer = await workspace.api.call("conversations.history", channel=room.id, limit=LATEST)
    since, until = listened or (0.0, 0.0)
    newest = 0.0
    for message in answer.get("messages") or []:
        at = _moment(message)
        if _is_our_coming(workspace, message):
            since = max(since, at)
        elif not message.get("subtype") and not workspace.is_us(
            str(message.get("user", "")), str(message.get("bot_id", ""))
        ):
            newest = max(newest, at if at < until - MARGIN else 0.0)
    if newest <= since + MARGIN:
        return None
    return newest <= (heard.upto(workspace.team, room.id) or 0.0)


def _is_our_coming(workspace: Workspace, message: Json) -> bool:
    joined = message.get("subtype") in ("channel_join", "group_join")
    return joined and workspace.is_us(str(message.get("user", "")))


def _moment(message: Json) -> float:
    try:
        return float(message["ts"])
    except (KeyError, TypeError, ValueError):
        return 0.0


def _unheard(rooms: list[Room], settings: SlackSettings) -> Finding:
    events = {"message.groups" if room.private else "message.channels" for room in rooms}
    names = ", ".join(f"#{room.name}" for room in rooms)
    return Finding(
        ok=False,
        what=f"what was written in {names} while Evenhand listened was not heard",
        mend=f"Subscribe the app to {' and '.join(sorted(events))} under Event Subscriptions, or "
        f"compare its manifest with {_manifest(settings)}; and let a policy file name the "
        "workspace.",
    )


def _manifest(settings: SlackSettings) -> str:
    option = " --url https://your.address" if settings.over_http else ""
    return f"`evenhand slack manifest{option}`"
