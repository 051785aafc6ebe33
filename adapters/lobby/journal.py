"""The lobby's own durable memory: one line a change, on the disk before anybody is answered.

A line holds all records of one change, so a change is there whole or not at all. Memory runs ahead
of the disk and never the other way round: what could not be written waits and is written with the
next change.
"""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from adapters.lobby.records import Record, dump, load
from bot.errors import NetworkError

#: A journal with this many lines is written anew from what is remembered.
COMPACT_AFTER = 4_000


class Journal:
    """An append-only file of changes; `snapshot` gives everything that is remembered."""

    def __init__(self, path: Path, snapshot: Callable[[], Iterable[Record]]) -> None:
        self._path = path
        self._snapshot = snapshot
        self._file: BinaryIO | None = None
        self._lock: BinaryIO | None = None
        self._size = 0
        self._lines = 0
        self._waiting: list[bytes] = []
        self._added = 0
        self._written = 0
        self._anew = False
        self._writing: asyncio.Task[None] | None = None
        #: Why changes wait to be written, empty while none do.
        self.trouble = ""

    def open(self) -> list[Record]:
        """Take the file for this process and return its records, oldest first.

        A last line that was cut off is dropped. Raises NetworkError when another process keeps
        the lobby, or when the file cannot be read.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _only_one(self._path.with_suffix(".lock"))
            records = self._read()
            self._file = self._path.open("r+b" if self._path.exists() else "w+b")
        except NetworkError:
            self._let_go()
            raise
        except OSError as error:
            self._let_go()
            raise NetworkError(
                f"The lobby's journal {self._path} cannot be opened ({error.strerror}); "
                "give this user the right to write there."
            ) from error
        return records

    def peek(self) -> list[Record]:
        """Return the records without taking the file; raises NetworkError."""
        try:
            return self._read()
        except OSError as error:
            raise NetworkError(
                f"The lobby's journal {self._path} cannot be read ({error.strerror}); give this "
                "user the right to read there."
            ) from error

    def renew(self) -> None:
        """Let the next write leave nothing in the file but what is remembered now."""
        self._anew = True

    def _read(self) -> list[Record]:
        raw = self._path.read_bytes() if self._path.exists() else b""
        self._size = raw.rfind(b"\n") + 1
        lines = raw[: self._size].splitlines()
        self._lines = len(lines)
        records: list[Record] = []
        for number, line in enumerate(lines, start=1):
            records += self._parse(number, line)
        return records

    def _parse(self, number: int, line: bytes) -> list[Record]:
        try:
            return [load(data) for data in json.loads(line)]
        except (ValueError, TypeError, AttributeError) as error:
            raise NetworkError(
                f"Line {number} of the lobby's journal {self._path} cannot be read; mend it, or "
                "move the file away to begin with an empty room."
            ) from error

    @property
    def written(self) -> int:
        """How many changes of this run are on the disk."""
        return self._written

    def add(self, records: Sequence[Record]) -> int:
        """Put one change in line and return its number; it is on the disk once `written`."""
        line = json.dumps([dump(record) for record in records], ensure_ascii=False)
        self._waiting.append(line.encode() + b"\n")
        self._added += 1
        return self._added

    async def settle(self) -> None:
        """Return when everything added so far is on the disk; changes at once share one write.

        Raises NetworkError when it cannot be written for now.
        """
        mark = self._added
        while self._written < mark:
            if self._writing is None:
                self._writing = asyncio.create_task(self._write())
            await asyncio.shield(self._writing)

    async def _write(self) -> None:
        batch, upto = b"".join(self._waiting), self._added
        count = len(self._waiting)
        wanted, self._anew = self._anew, False
        anew = self._everything() if wanted or self._lines + count > COMPACT_AFTER else None
        try:
            if anew is None:
                await asyncio.to_thread(self._append, batch)
            else:
                await asyncio.to_thread(self._replace, anew)
        except OSError as error:
            self._anew = wanted or self._anew
            self.trouble = (
                f"The lobby's journal {self._path} cannot be written ({error.strerror}); "
                "make room on the disk."
            )
            raise NetworkError(self.trouble) from error
        finally:
            self._writing = None
        self.trouble = ""
        self._lines = len(anew) if anew is not None else self._lines + count
        self._written = upto
        del self._waiting[:count]

    def _everything(self) -> list[bytes]:
        lines, batch = [], list(self._snapshot())
        for start in range(0, len(batch), 50):
            part = [dump(record) for record in batch[start : start + 50]]
            lines.append(json.dumps(part, ensure_ascii=False).encode() + b"\n")
        return lines

    def _append(self, batch: bytes) -> None:
        file = self._file
        if file is None:
            raise OSError(0, "the journal is closed")
        file.seek(self._size)
        # What a failed write left behind goes first.
        file.truncate()
        file.write(batch)
        file.flush()
        os.fsync(file.fileno())
        self._size += len(batch)

    def _replace(self, lines: list[bytes]) -> None:
        beside = self._path.with_suffix(".new")
        with beside.open("wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        if self._file is not None:
            self._file.close()
        beside.replace(self._path)
        _fsync_folder(self._path.parent)
        self._file = self._path.open("r+b")
        self._size = sum(map(len, lines))

    async def close(self) -> None:
        """Wait for a write under way, and let go of the file."""
        if self._writing is not None:
            await asyncio.wait([self._writing])
        self._let_go()

    def _let_go(self) -> None:
        for file in (self._file, self._lock):
            if file is not None:
                file.close()
        self._file = self._lock = None


def _only_one(path: Path) -> BinaryIO:
    """Hold a lock that goes with the process, however it ends."""
    file = path.open("w+b")
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise NetworkError(
                f"Another Evenhand keeps the lobby in {path.parent}; stop it, or start this one "
                "with a data folder of its own."
            ) from error
    return file


def _fsync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
