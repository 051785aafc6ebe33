"""Recorded events, one JSON object a line, read in bounded memory however long the file is."""

import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO

from bot.domain import Event, event_key
from bot.wire import event_from_json

#: A line longer than this is refused without being read into memory whole; in bytes.
MOST_LINE = 1_000_000
MOST_BAD_KEPT = 20
MOST_KEYS = 100_000
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A line that could not be read, by its number (from 1), and why."""

    line: int
    why: str


class Recording:
    """Reads a recording once; afterwards its fields say what was skipped or set right.

    `community` keeps only the events of that community. An event earlier than the one before it
    is told at the time of the one before (`late` counts those); one that came already is left out
    (`repeats`). The first bad lines are kept in `bad`, all are counted in `bad_lines`.
    """

    def __init__(self, source: BinaryIO, *, community: str = "") -> None:
        self.line = 0
        self.bytes = 0
        self.events = 0
        self.bad: list[Bad] = []
        self.bad_lines = 0
        self.late = 0
        self.first_late = 0
        self.repeats = 0
        self.communities: set[str] = set()
        self._source = source
        self.community = community
        self._now = EARLIEST
        self._keys: OrderedDict[str, None] = OrderedDict()

    def __iter__(self) -> Iterator[Event]:
        for text in self._lines():
            try:
                event = event_from_line(text)
            except ValueError as error:
                self._refuse(str(error))
                continue
            if not self._wanted(event):
                continue
            self.events += 1
            yield self._in_order(event)

    def _lines(self) -> Iterator[bytes]:
        while chunk := self._source.readline(MOST_LINE + 1):
            self.line += 1
            self.bytes += len(chunk)
            if len(chunk) > MOST_LINE:
                self._pass_over(chunk)
                self._refuse(f"longer than {MOST_LINE:,} bytes")
            elif text := chunk.removeprefix(b"\xef\xbb\xbf").strip():
                yield text

    def _pass_over(self, chunk: bytes) -> None:
        while chunk and not chunk.endswith(b"\n"):
            chunk = self._source.readline(MOST_LINE)
            self.bytes += len(chunk)

    def _refuse(self, why: str) -> None:
        self.bad_lines += 1
        if len(self.bad) < MOST_BAD_KEPT:
            self.bad.append(Bad(line=self.line, why=why))

    def _wanted(self, event: Event) -> bool:
        if self.community and event.community != self.community:
            return False
        if len(self.communities) < MOST_BAD_KEPT:
            self.communities.add(event.community)
        key = event_key(event)
        if key in self._keys:
            self.repeats += 1
            return False
        self._keys[key] = None
        if len(self._keys) > MOST_KEYS:
            self._keys.popitem(last=False)
        return True

    def _in_order(self, event: Event) -> Event:
        if event.at >= self._now:
            self._now = event.at
            return event
        self.late += 1
        self.first_late = self.first_late or self.line
        return replace(event, at=self._now)


def event_from_line(line: bytes) -> Event:
    """Return the event that one line describes; raises ValueError in one sentence."""
    try:
        data = json.loads(line.decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte {error.start + 1} of the line)") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg.lower()} at column {error.colno}") from None
    except RecursionError:
        raise ValueError("not an event: nested too deeply") from None
    if not isinstance(data, dict):
        raise ValueError("not an event: a line holds one JSON object in braces")
    event = event_from_json(data)
    if not EARLIEST <= event.at < LATEST:
        raise ValueError(f"at: {event.at:%Y-%m-%d} is no date of a chat")
    return event


def _no_number(word: str) -> object:
    raise ValueError(f"not JSON: {word} is no number")
