"""What was written while nobody listened: read back channel by channel, for Slack gives up soon.

Slack brings an event three more times within about six minutes. How far each channel was heard
stands in a file; what came later is asked for at the start and taken in like any other event.
"""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.slack.api import SlackError
from adapters.slack.rooms import Room
from adapters.slack.workspace import Workspace
from bot.errors import NetworkError, StoreError

Json = dict[str, Any]
Take = Callable[[Json], Awaitable[object]]
log = logging.getLogger(__name__)
#: Seconds before the newest message that was heard, for those that overtook one another.
MARGIN = 60.0
#: So many messages of one channel are read back at most.
MOST = 1_000
#: So many messages from before are looked at for threads that went on.
LOOKED_AT = 100
#: Seconds between writes of how far was heard, and until something is tried again.
EVERY, AGAIN = 5.0, 2.0
#: Seconds between notes that somebody listens, and what they stand under.
NOTED_EVERY, _ALIVE, _SINCE = 30.0, "alive", "since"


class Heard:
    """How far each channel was heard, on the disk; what is not written yet is read twice."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._upto: dict[str, dict[str, float]] | None = None
        self._since = 0.0
        self._written = True

    def note(self, team: str, channel: str, ts: object) -> None:
        """Remember that a message was taken in."""
        try:
            at = float(str(ts))
        except ValueError:
            return
        known = self._read().setdefault(team, {})
        if at > known.get(channel, 0.0):
            known[channel] = at
            self._written = False

    def upto(self, team: str, channel: str) -> float | None:
        """Return how far a channel was heard, None where it never was."""
        return self._read().get(team, {}).get(channel)

    def renamed(self, team: str, old: str, new: str) -> None:
        """Go on with a channel whose id has changed where it was heard last."""
        upto = self._read().get(team, {}).pop(old, None)
        if upto is not None:
            self.note(team, new, upto)
            self._written = False

    def alive(self) -> float | None:
        """Return when somebody listened last, None where that is unknown."""
        return self._read().get(_ALIVE, {}).get(_ALIVE)

    def listened(self) -> tuple[float, float] | None:
        """Return since when somebody listened without a break, and until when it is known."""
        noted = self._read().get(_ALIVE, {})
        return (noted[_SINCE], noted[_ALIVE]) if _SINCE in noted else None

    def listening(self, at: float) -> None:
        """Remember that somebody listens; to be written down now and then."""
        if at - (self.alive() or 0.0) >= NOTED_EVERY:
            self._since = self._since or at
            self._read()[_ALIVE] = {_ALIVE: at, _SINCE: self._since}
            self._written = False

    def deaf(self) -> None:
        """Remember that nobody listens at this moment."""
        self._since = 0.0

    def _read(self) -> dict[str, dict[str, float]]:
        if self._upto is None:
            self._upto = self._load()
        return self._upto

    def _load(self) -> dict[str, dict[str, float]]:
        try:
            found = json.loads(self._path.read_bytes()) if self._path.exists() else {}
            return {team: {c: float(ts) for c, ts in one.items()} for team, one in found.items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            log.warning("%s cannot be read, so nothing is read back: %s", self._path, error)
            return {}

    async def write(self) -> None:
        """Write down what was noted; where the disk is full, more is read back next time.

        What was begun comes to its end, so that whoever begins anew finds all of it.
        """
        if self._written:
            return
        self._written = True
        writing = asyncio.ensure_future(asyncio.to_thread(self._replace, json.dumps(self._read())))
        try:
            await asyncio.shield(writing)
        except OSError as error:
            self._written = False
            log.warning("%s cannot be written: %s", self._path, error)
        except asyncio.CancelledError:
            await asyncio.gather(writing, return_exceptions=True)
            raise

    def _replace(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)

    async def keep(self, hears: Callable[[], float | None]) -> None:
        """Write every few seconds until cancelled, and once more then.

        `hears` gives the moment at which Slack is heard, None while it is not.
        """
        try:
            while True:
                await asyncio.sleep(EVERY)
                moment = hears()
                if moment is not None:
                    self.listening(moment)
                else:
                    self.deaf()
                await self.write()
        finally:
            await self.write()


@dataclass(slots=True)
class Missed:
    """How many messages were read back, and whether some could not be."""

    count: int = 0
    lost: bool = False


async def read_back(workspace: Workspace, heard: Heard, take: Take) -> Missed:
    """Take in what was written in a workspace while nobody listened, the oldest first."""
    missed = Missed()
    rooms = await _patiently(workspace.rooms.own)
    for room in rooms or []:
        since = heard.upto(workspace.team, room.id)
        if since is not None:
            await _read_room(workspace, room, since, take, missed)
    return missed


async def _read_room(
    workspace: Workspace, room: Room, since: float, take: Take, missed: Missed
) -> None:
    found = await _patiently(lambda: _missed(workspace, room, since - MARGIN))
    if found is None:
        log.warning("what was missed in #%s could not be read back", room.name)
        missed.lost = True
        return
    if len(found) >= MOST:
        log.warning("more was missed in #%s than is read back; the rest is lost", room.name)
        missed.lost = True
    missed.count += sum(float(message["ts"]) > since for message in found)
    kind = "group" if room.private else "channel"
    for message in sorted(found, key=lambda one: float(one["ts"])):
        event = {**message, "type": "message", "channel": room.id, "channel_type": kind}
        body = {"type": "event_callback", "team_id": workspace.team, "event": event}
        await _insist(take, body)


async def _missed(workspace: Workspace, room: Room, since: float) -> list[Json]:
    """Return the newest messages since then, those in threads that went on included."""
    found: list[Json] = []
    oldest = f"{since:.6f}"
    pages = workspace.api.pages("conversations.history", "messages", channel=room.id, oldest=oldest)
    async for page in pages:
        found += [message for message in page if _has_moment(message)]
        if len(found) >= MOST:
            break
    older = await _threads_before(workspace, room, oldest)
    for root in [*older, *(one for one in found if one.get("reply_count"))]:
        replies = workspace.api.pages(
            "conversations.replies", "messages", channel=room.id, ts=root["ts"], oldest=oldest
        )
        async for page in replies:
            answers = (message for message in page if _has_moment(message))
            found += [one for one in answers if one["ts"] != root["ts"]]
    return found[:MOST]


async def _threads_before(workspace: Workspace, room: Room, moment: str) -> list[Json]:
    """Return the messages before a moment whose threads went on after it.

    Slack lists answers only below their thread's beginning; the latest of those are looked at.
    """
    answer = await workspace.api.call(
        "conversations.history", channel=room.id, latest=moment, limit=LOOKED_AT
    )
    found = [one for one in answer.get("messages") or [] if _has_moment(one)]
    return [one for one in found if str(one.get("latest_reply") or "") > moment]


def _has_moment(message: Any) -> bool:
    """Return whether this is a message at all; what is none must not end the reading back."""
    try:
        return float(message["ts"]) > 0
    except (KeyError, TypeError, ValueError):
        return False


async def _patiently(ask: Callable[[], Awaitable[Any]]) -> Any:
    """Return what Slack says, however long it takes; None where it says no."""
    while True:
        try:
            return await ask()
        except SlackError as error:
            if error.wait is None:
                return None
            await asyncio.sleep(error.wait)
        except NetworkError:
            await asyncio.sleep(AGAIN)


async def _insist(take: Take, body: Json) -> None:
    while True:
        try:
            await take(body)
            return
        except StoreError:
            await asyncio.sleep(AGAIN)
        except Exception:
            log.exception("a message that was missed could not be taken in")
            return
