"""The disk, the folder for everything that is kept, and the clock."""

import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.ports import Finding

#: Below this the disk counts as full, in bytes: a busy community writes so much in days.
LEAST_FREE = 500_000_000
#: When this was written; no clock that is right shows less, and none shows so much more.
WRITTEN, FAR_OFF = datetime(2026, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def look_at_machine(data: Path, now: datetime) -> tuple[Finding, ...]:
    """Return whether the folder `data` can be written to, how much room is left, and the time."""
    return (*_folder(data), _clock(now))


def _folder(data: Path) -> Sequence[Finding]:
    nearest = next((p for p in (data, *data.absolute().parents) if p.exists()), Path("/"))
    if not nearest.is_dir():
        return [
            Finding(ok=False, what=f"{nearest} is no folder", mend="Set EVENHAND_DATA to a folder.")
        ]
    if not os.access(nearest, os.W_OK | os.X_OK):
        mend = "Give our user the right, or set EVENHAND_DATA to another folder."
        return [Finding(ok=False, what=f"{nearest} cannot be written to", mend=mend)]
    there = "is there" if data.exists() else "is made at the first start"
    return [Finding(ok=True, what=f"the folder {data} {there}"), _room(nearest)]


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    what = f"{free / 1e9:,.1f} GB are free on the disk of {folder}"
    if free >= LEAST_FREE:
        return Finding(ok=True, what=what)
    mend = f"Make room: below {LEAST_FREE / 1e9:.1f} GB the database may soon not be written to."
    return Finding(ok=False, what=what, mend=mend)


def _clock(now: datetime) -> Finding:
    what = f"the clock shows {now:%Y-%m-%d %H:%M} UTC"
    if WRITTEN <= now < FAR_OFF:
        return Finding(ok=True, what=what)
    return Finding(
        ok=False, what=what, mend="Set it right: time-outs and reminders end by this clock."
    )
