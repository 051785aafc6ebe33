"""Who could post in a channel before it was locked: on the disk, so that opening sets it back."""

import asyncio
import json
import os
from pathlib import Path

from bot.errors import NetworkError


class Locks:
    """What each locked channel allowed before, in Slack's words; the file is replaced whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before: dict[str, dict[str, str]] | None = None
        self._writing = asyncio.Lock()

    def before(self, team: str, channel: str) -> str | None:
        """Return who could post before we locked a channel, None where we have not."""
        return self._read().get(team, {}).get(channel)

    def naming(self, team: str, member: str) -> list[str]:
        """Return the locked channels in which somebody could post by name."""
        found = self._read().get(team, {}).items()
        return [channel for channel, who in found if f"user:{member}" in who.split(",")]

    async def put(self, team: str, channel: str, who: str) -> None:
        """Remember who can post; raises NetworkError where it cannot be written down."""
        await self._change(team, {**self._read().get(team, {}), channel: who})

    async def drop(self, team: str, channel: str) -> None:
        """Forget a channel that is open again."""
        rest = {key: who for key, who in self._read().get(team, {}).items() if key != channel}
        await self._change(team, rest)

    async def renamed(self, team: str, old: str, new: str) -> None:
        """Open a locked channel whose id has changed as it was; raises NetworkError."""
        locked = self._read().get(team, {})
        if old in locked:
            rest = {key: who for key, who in locked.items() if key != old}
            await self._change(team, {**rest, new: locked[old]})

    def _read(self) -> dict[str, dict[str, str]]:
        if self._before is None:
            self._before = self._load()
        return self._before

    def _load(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self._path.read_bytes()) if self._path.exists() else {}
            return {
                str(team): {str(channel): str(who) for channel, who in locked.items()}
                for team, locked in found.items()
            }
        except (OSError, ValueError, AttributeError) as error:
            raise NetworkError(
                f"The list of Slack's locked channels {self._path} cannot be read; mend it, or "
                "move it away and open the channels by hand."
            ) from error

    async def _change(self, team: str, locked: dict[str, str]) -> None:
        self._before = {**self._read(), team: locked}
        async with self._writing:
            try:
                await asyncio.to_thread(self._replace, json.dumps(self._before))
            except OSError as error:
                raise NetworkError(
                    f"The list of Slack's locked channels {self._path} cannot be written "
                    f"({error.strerror}); make room on the disk."
                ) from error

    def _replace(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
