"""What must outlive a restart and that Telegram will not tell again: one small file of entries.

Each line puts or drops one entry of a kind. A change is on the disk before `put` returns.
"""

import asyncio
import json
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.errors import NetworkError

log = logging.getLogger(__name__)
#: A file with this many lines more than twice its entries is written anew.
SLACK = 2_000
Entry = dict[str, Any]


class Notebook:
    """Entries by kind and key; kinds are described where they are used.

    `most` names how many entries a kind keeps; the oldest go first.
    """

    def __init__(self, path: Path, most: Mapping[str, int]) -> None:
        self._path = path
        self._most = most
        self._kinds: dict[str, dict[str, Entry]] = {}
        self._lines = 0
        self._unwritten: list[str] = []
        self._torn = False
        self._open = False
        self._turn = asyncio.Lock()

    def open(self) -> None:
        """Read the file, once; raises NetworkError where it cannot be read."""
        if self._open:
            return
        try:
            raw = self._path.read_bytes() if self._path.exists() else b""
        except OSError as error:
            raise NetworkError(
                f"Telegram's notebook {self._path} cannot be read ({error.strerror}); give this "
                "user the right to read and write there."
            ) from error
        # A last line that was cut off by a crash was never promised to anybody.
        whole = raw[: raw.rfind(b"\n") + 1]
        for line in whole.splitlines():
            self._apply(self._parse(line))
        self._lines = whole.count(b"\n")
        self._open = True
        # Mended by the first change and not before: somebody may only be looking.
        self._torn = len(whole) != len(raw)

    def _parse(self, line: bytes) -> tuple[str, str, Entry | None]:
        try:
            kind, key, entry = json.loads(line)
        except (ValueError, TypeError) as error:
            raise NetworkError(
                f"Telegram's notebook {self._path} holds a line that cannot be read; mend it, or "
                "move the file away to begin anew."
            ) from error
        return kind, key, entry

    def _apply(self, change: tuple[str, str, Entry | None]) -> None:
        kind, key, entry = change
        entries = self._kinds.setdefault(kind, {})
        entries.pop(key, None)
        if entry is not None:
            entries[key] = entry
            while len(entries) > self._most.get(kind, 1_000):
                entries.pop(next(iter(entries)))

    def get(self, kind: str, key: str) -> Entry | None:
        """Return an entry, None where there is none."""
        self.open()
        return self._kinds.get(kind, {}).get(key)

    def all(self, kind: str) -> Mapping[str, Entry]:
        """Return every entry of a kind by its key, oldest first."""
        self.open()
        return dict(self._kinds.get(kind, {}))

    async def put(self, kind: str, key: str, entry: Entry) -> None:
        """Keep an entry; raises NetworkError where it cannot be written."""
        if self.get(kind, key) != entry:
            await self._change(kind, key, entry)

    async def drop(self, kind: str, key: str) -> None:
        """Forget an entry, if it is there."""
        if self.get(kind, key) is not None:
            await self._change(kind, key, None)

    def note(self, kind: str, key: str, entry: Entry | None) -> None:
        """Keep an entry, or forget it (None), until the next `flush` or `put` in memory alone."""
        if self.get(kind, key) != entry:
            self._apply((kind, key, entry))
            self._unwritten.append(_line(kind, key, entry))

    async def flush(self) -> None:
        """Write what was noted; raises NetworkError where it cannot be written."""
        self.open()
        async with self._turn:
            if self._unwritten:
                await self._write([])
                await self._keep_small()

    async def forget(self, about: Callable[[str, str, Entry], Entry | None]) -> None:
        """Keep of each entry (kind, key, entry) what `about` leaves, and no trace of the rest.

        Older lines go from the file as well. Raises NetworkError where it cannot be written.
        """
        self.open()
        async with self._turn:
            for kind, entries in self._kinds.items():
                left = {key: about(kind, key, entry) for key, entry in entries.items()}
                self._kinds[kind] = {key: one for key, one in left.items() if one is not None}
            noted, everything = len(self._unwritten), self._everything()
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                await asyncio.to_thread(self._rewrite, everything)
            except OSError as error:
                raise self._unwritable(error) from error
            del self._unwritten[:noted]
            self._torn = False

    async def _change(self, kind: str, key: str, entry: Entry | None) -> None:
        self.open()
        async with self._turn:
            await self._write([_line(kind, key, entry)])
            self._apply((kind, key, entry))
            await self._keep_small()

    async def _write(self, lines: list[str]) -> None:
        noted = len(self._unwritten)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._torn:
                await asyncio.to_thread(self._rewrite, self._everything())
                self._torn = False
            await asyncio.to_thread(self._append, [*self._unwritten, *lines])
            del self._unwritten[:noted]
        except OSError as error:
            raise self._unwritable(error) from error

    async def _keep_small(self) -> None:
        """Write the file anew where it has grown; what was just changed is a part of it."""
        if self._lines <= SLACK + 2 * sum(map(len, self._kinds.values())):
            return
        try:
            await asyncio.to_thread(self._rewrite, self._everything())
        except OSError as error:
            log.warning("%s", self._unwritable(error))

    def _unwritable(self, error: OSError) -> NetworkError:
        return NetworkError(
            f"Telegram's notebook {self._path} cannot be written ({error.strerror}); make room on "
            "the disk."
        )

    def _append(self, lines: list[str]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        self._lines += len(lines)

    def _everything(self) -> list[str]:
        return [
            _line(kind, key, entry)
            for kind, entries in self._kinds.items()
            for key, entry in entries.items()
        ]

    def _rewrite(self, lines: list[str]) -> None:
        beside = self._path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        self._lines = len(lines)


def _line(kind: str, key: str, entry: Entry | None) -> str:
    return json.dumps([kind, key, entry], ensure_ascii=True) + "\n"
