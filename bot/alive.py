"""A file beside the database that says when each community was last looked after from here.

A database that knows of less than this file is an older copy.
"""

import json
import logging
import os
from datetime import datetime
from pathlib import Path

log = logging.getLogger(__name__)


class Alive:
    """Moments by community; a file that cannot be read or written says nothing, and is no harm."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._moments: dict[str, datetime] | None = None
        self._is_told = False

    def last(self, community: str) -> datetime | None:
        """Return when a community was last looked after from here, None where that is unknown."""
        return self._known().get(community)

    def note(self, community: str, now: datetime) -> None:
        """Write down that a community is looked after now."""
        known = self._moments = {**self._known(), community: now}
        text = json.dumps({key: moment.isoformat() for key, moment in known.items()})
        beside = self._path.with_suffix(".new")
        try:
            beside.write_text(text, encoding="utf-8")
            os.replace(beside, self._path)
        except OSError as error:
            # It is written every few seconds: a full disk is told once, until there is room again.
            if not self._is_told:
                log.warning("%s cannot be written: %s", self._path, error.strerror)
            self._is_told = True
        else:
            self._is_told = False

    def _known(self) -> dict[str, datetime]:
        if self._moments is None:
            self._moments = self._read()
        return self._moments

    def _read(self) -> dict[str, datetime]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            return {str(key): datetime.fromisoformat(moment) for key, moment in kept.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            log.warning("%s cannot be read and begins anew: %s", self._path, error)
            return {}
