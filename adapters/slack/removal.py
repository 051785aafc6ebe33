"""Taking people out of channels and letting them back in, which is how Slack knows time-outs."""

from dataclasses import dataclass
from datetime import datetime

from adapters.slack.api import LOST, SlackError, in_words
from adapters.slack.holds import Hold, Holds
from adapters.slack.rooms import Room
from adapters.slack.workspace import Workspace
from bot.domain import Outcome, OutcomeState

#: What Slack says when somebody is out already, or nobody can be taken out.
_FINE = frozenset({"not_in_channel", "user_not_in_channel"})
_BACK = frozenset({"already_in_channel", "is_archived", "channel_not_found", "user_not_found"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Removal:
    out: tuple[Room, ...] = ()
    left: tuple[Room, ...] = ()
    why: str = ""


async def take_out(workspace: Workspace, member: str) -> Outcome:
    """Take somebody out of every channel that the app is in; they may come back."""
    return _outcome(await _remove(workspace, member, await _shared(workspace, member)))


async def hold(workspace: Workspace, holds: Holds, member: str, until: datetime) -> Outcome:
    """Take somebody out of the app's channels and keep them out until then."""
    earlier = holds.of(workspace.team, member)
    rooms = await _shared(workspace, member)
    channels = dict.fromkeys([*(earlier.channels if earlier else ()), *(r.id for r in rooms)])
    kept = Hold(team=workspace.team, member=member, until=until, channels=tuple(channels))
    # Written down first: whoever is taken out must come back, whatever happens in between.
    await holds.put(kept)
    removal = await _remove(workspace, member, rooms)
    if rooms and not removal.out and not (earlier and earlier.channels):
        await holds.drop(kept)
    return _outcome(removal)


async def release(workspace: Workspace, holds: Holds, member: str) -> Outcome:
    """Let somebody back into the channels that they were taken out of."""
    kept = holds.of(workspace.team, member)
    if kept is None:
        return Outcome(state=OutcomeState.DONE, detail="there was no time-out")
    stuck: list[str] = []
    for channel in kept.channels:
        try:
            await workspace.api.call("conversations.invite", channel=channel, users=member)
        except SlackError as error:
            if error.wait is not None or error.code in LOST:
                raise
            if error.code not in _BACK:
                stuck.append(f"#{workspace.rooms.name(channel) or channel}: {in_words(error)}")
    await holds.drop(kept)
    return Outcome(state=OutcomeState.DONE, detail=" ".join(stuck))


async def keep_out(workspace: Workspace, holds: Holds, member: str, channel: str) -> None:
    """Take somebody out again who came back before their time; raises SlackError."""
    kept = holds.of(workspace.team, member)
    if kept is None:
        return
    if channel not in kept.channels:
        await holds.put(
            Hold(
                team=kept.team,
                member=kept.member,
                until=kept.until,
                channels=(*kept.channels, channel),
            )
        )
    await _kick(workspace, channel, member)


async def _shared(workspace: Workspace, member: str) -> list[Room]:
    own = {room.id: room for room in await workspace.rooms.own()}
    found: list[Room] = []
    async for page in workspace.api.pages(
        "users.conversations", "channels", user=member, types="public_channel,private_channel"
    ):
        found += [own[channel["id"]] for channel in page if channel.get("id") in own]
    return found


async def _remove(workspace: Workspace, member: str, rooms: list[Room]) -> _Removal:
    out: list[Room] = []
    left: list[Room] = []
    why = ""
    for room in rooms:
        try:
            await _kick(workspace, room.id, member)
            out.append(room)
        except SlackError as error:
            if error.wait is not None or error.code in LOST:
                raise
            left.append(room)
            why = in_words(error)
    return _Removal(out=tuple(out), left=tuple(left), why=why)


async def _kick(workspace: Workspace, channel: str, member: str) -> None:
    try:
        await workspace.api.call("conversations.kick", channel=channel, user=member)
    except SlackError as error:
        if error.code in _FINE:
            return
        if workspace.admin is None or error.code not in ("restricted_action", "missing_scope"):
            raise
        await workspace.admin.call("conversations.kick", channel=channel, user=member)


def _outcome(removal: _Removal) -> Outcome:
    if removal.left and not removal.out:
        return Outcome(state=OutcomeState.REFUSED, detail=removal.why)
    detail = f"taken out of {_names(removal.out)}" if removal.out else "was in none of our channels"
    if removal.left:
        detail = f"{detail}, but not out of {_names(removal.left)}: {removal.why}"
    return Outcome(state=OutcomeState.DONE, detail=detail)


def _names(rooms: tuple[Room, ...]) -> str:
    return ", ".join(f"#{room.name or room.id}" for room in rooms)
