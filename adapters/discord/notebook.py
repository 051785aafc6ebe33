"""What must outlive the process and is nobody else's: a small JSON file, replaced as a whole."""

import asyncio
import json
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


class Notebook:
    """Pages by name; each is a dictionary. A file that cannot be read counts as empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pages: dict[str, dict[str, Any]] | None = None
        self._turn = asyncio.Lock()
        self._dirty = False
        #: Whether it was told already that nothing can be written.
        self._failing = False

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever kept."""
        return self._pages is None and not self._path.exists()

    def page(self, name: str) -> dict[str, Any]:
        """Return a page to read; whoever changes it says so with `changed` or `save`."""
        if self._pages is None:
            self._pages = self._read()
        return self._pages.setdefault(name, {})

    def names(self) -> tuple[str, ...]:
        """Return which pages there are."""
        if self._pages is None:
            self._pages = self._read()
        return tuple(self._pages)

    def changed(self) -> None:
        """Remember that something is to be saved in time."""
        self._dirty = True

    async def save_if_changed(self) -> None:
        """Save what was changed since the last time."""
        if self._dirty:
            await self.save()

    async def save(self) -> bool:
        """Save everything now; what cannot be saved is told in the log and tried the next time.

        Returns whether it was saved.
        """
        async with self._turn:
            self._dirty = False
            text = json.dumps(self._pages or {})
            try:
                await asyncio.to_thread(self._write, text)
            except OSError as error:
                self._dirty = True
                if not self._failing:
                    log.warning("%s cannot be written: %s", self._path, error.strerror)
                self._failing = True
                return False
            self._failing = False
        return True

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            aside = self._path.with_suffix(".broken")
            log.warning("%s cannot be read (%s); it is kept as %s", self._path, error, aside)
            with suppress(OSError):
                self._path.replace(aside)
            return {}
        pages = kept if isinstance(kept, dict) else {}
        return {name: page for name, page in pages.items() if isinstance(page, dict)}

    def _write(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
