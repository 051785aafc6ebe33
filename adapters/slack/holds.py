"""Who is kept out of which channels until when: on the disk, so that a restart frees nobody."""

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.errors import NetworkError


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A person who comes back into these channels at that moment."""

    team: str
    member: str
    until: datetime
    channels: tuple[str, ...] = ()


class Holds:
    """Every hold there is; the file is replaced whole with each change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._holds: dict[tuple[str, str], Hold] | None = None
        self._writing = asyncio.Lock()

    def of(self, team: str, member: str) -> Hold | None:
        """Return the hold on somebody, None where there is none."""
        return self._read().get((team, member))

    def due(self, now: datetime) -> list[Hold]:
        """Return the holds that have come to their end, the oldest first."""
        ended = [hold for hold in self._read().values() if hold.until <= now]
        return sorted(ended, key=lambda hold: hold.until)

    async def put(self, hold: Hold) -> None:
        """Keep somebody out; raises NetworkError where it cannot be written down."""
        await self._change({**self._read(), (hold.team, hold.member): hold})

    async def drop(self, hold: Hold) -> None:
        """Forget a hold, unless a new one has taken its place."""
        known = self._read()
        if known.get((hold.team, hold.member)) == hold:
            await self._change({key: one for key, one in known.items() if one != hold})

    async def renamed(self, team: str, old: str, new: str) -> None:
        """Let people back into a channel whose id has changed; raises NetworkError."""
        held = [
            hold for hold in self._read().values() if hold.team == team and old in hold.channels
        ]
        moved = {
            (hold.team, hold.member): replace(
                hold, channels=tuple(new if one == old else one for one in hold.channels)
            )
            for hold in held
        }
        if moved:
            await self._change({**self._read(), **moved})

    def _read(self) -> dict[tuple[str, str], Hold]:
        if self._holds is None:
            self._holds = {(hold.team, hold.member): hold for hold in self._load()}
        return self._holds

    def _load(self) -> list[Hold]:
        if not self._path.exists():
            return []
        try:
            return [_hold(line) for line in json.loads(self._path.read_bytes())]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise NetworkError(
                f"The list of Slack's time-outs {self._path} cannot be read; mend it, or move it "
                "away and let people back in by hand."
            ) from error

    async def _change(self, holds: dict[tuple[str, str], Hold]) -> None:
        # Seen at once by whoever asks next; two changes at a time still write one after the other.
        self._holds = holds
        async with self._writing:
            try:
                await asyncio.to_thread(self._replace, list((self._holds or {}).values()))
            except OSError as error:
                raise NetworkError(
                    f"The list of Slack's time-outs {self._path} cannot be written "
                    f"({error.strerror}); make room on the disk."
                ) from error

    def _replace(self, holds: list[Hold]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump([asdict(hold) | {"until": hold.until.isoformat()} for hold in holds], file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)


def _hold(data: Mapping[str, object]) -> Hold:
    channels = data["channels"]
    if not isinstance(channels, list):
        raise TypeError("channels must be a list")
    return Hold(
        team=str(data["team"]),
        member=str(data["member"]),
        until=datetime.fromisoformat(str(data["until"])),
        channels=tuple(str(channel) for channel in channels),
    )
