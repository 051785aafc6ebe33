"""What was written while nobody listened: read back channel by channel, for Slack gives up soon.

Slack brings an event three more times within about six minutes. How far each channel was heard
stands in a file; what came later is asked for at the start and taken in like any other event.
"""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable
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
#: Seconds between writes of how far was heard, and until something is tried again.
EVERY, AGAIN = 5.0, 2.0


class Heard:
    """How far each channel was heard, on the disk; what is not written yet is read twice."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._upto: dict[str, dict[str, float]] | None = None
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
        """Write down what was noted; where the disk is full, more is read back next time."""
        if self._written:
            return
        self._written = True
        try:
            await asyncio.to_thread(self._replace, json.dumps(self._read()))
        except OSError as error:
            self._written = False
            log.warning("%s cannot be written: %s", self._path, error)

    def _replace(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)

    async def keep(self) -> None:
        """Write every few seconds until cancelled, and once more then."""
        try:
            while True:
                await asyncio.sleep(EVERY)
                await self.write()
        finally:
            await self.write()


async def read_back(workspace: Workspace, heard: Heard, take: Take) -> None:
    """Take in what was written in a workspace while nobody listened, the oldest first."""
    rooms = await _patiently(workspace.rooms.own)
    for room in rooms or []:
        since = heard.upto(workspace.team, room.id)
        if since is not None:
            await _read_room(workspace, room, since - MARGIN, take)


async def _read_room(workspace: Workspace, room: Room, since: float, take: Take) -> None:
    found = await _patiently(lambda: _missed(workspace, room, since))
    if found is None:
        log.warning("what was missed in #%s could not be read back", room.name)
        return
    if len(found) >= MOST:
        log.warning("more was missed in #%s than is read back; the rest is lost", room.name)
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
        found += page
        if len(found) >= MOST:
            break
    for root in [one for one in found if one.get("reply_count")]:
        replies = workspace.api.pages(
            "conversations.replies", "messages", channel=room.id, ts=root["ts"], oldest=oldest
        )
        async for page in replies:
            found += [one for one in page if one.get("ts") != root["ts"]]
    return found[:MOST]


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
