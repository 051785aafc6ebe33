"""Turn a recorded support chat into events, one JSON object a line.

The rows (day, minute, speaker, text) are read from the folder of labelled data that lies beside
the repository; nothing of them is kept in it. Within a minute the messages are spread evenly, in
the order in which they were said.

    python -m benchmarks.irc_events [EVENTS.jsonl]
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TextIO

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
HALF_A_DAY = timedelta(hours=12)
SOURCE = DATA / "irc_ubuntu" / "replay.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One message of the recording, with the minute in which it was said."""

    minute: datetime
    user: str
    text: str


def missing() -> str:
    """Return in a sentence what is missing and where it belongs."""
    return (
        "The recorded chat is missing: it belongs into ../shared/data/irc_ubuntu/replay.jsonl, "
        "beside the repository."
    )


def rows(source: Path = SOURCE) -> Iterator[Row]:
    """Yield the messages, the oldest day first, in the order in which they were said."""
    days: dict[str, list[dict[str, str]]] = {}
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            days.setdefault(said["day"], []).append(said)
    for day in sorted(days):
        yield from _of_one_day(day, days[day])


def _of_one_day(day: str, said: Iterable[Mapping[str, str]]) -> Iterator[Row]:
    """Yield one day's messages; some logs count twice to twelve, and some pass midnight."""
    before = datetime.fromisoformat(f"{day[:10]}T00:00:00+00:00")
    shift = timedelta(0)
    for row in said:
        minute = datetime.fromisoformat(f"{day[:10]}T{row['t']}:00+00:00") + shift
        while minute < before:
            shift += HALF_A_DAY
            minute += HALF_A_DAY
        before = minute
        yield Row(minute=minute, user=row["user"], text=row["text"])


def events(source: Path = SOURCE) -> Iterator[dict[str, object]]:
    """Yield the messages as events of one channel, in the open format."""
    number = 0
    for minute, said in groupby(rows(source), key=lambda row: row.minute):
        together = list(said)
        for place, row in enumerate(together):
            number += 1
            at = minute + timedelta(seconds=60) * place / len(together)
            yield {
                "id": f"m{number}",
                "kind": "message_posted",
                "at": at.isoformat(),
                "network": "irc",
                "community": "ubuntu",
                "channel": "#ubuntu",
                "member": {"id": row.user, "name": row.user},
                "text": row.text,
            }


def write(target: TextIO, source: Path = SOURCE) -> int:
    """Write every event as one line; returns how many there are."""
    count = 0
    for event in events(source):
        target.write(json.dumps(event, ensure_ascii=False) + "\n")
        count += 1
    return count


def main(argv: list[str]) -> int:
    """Write the events to the file that is named, or to standard output."""
    if not SOURCE.is_file():
        print(missing(), file=sys.stderr)
        return 3
    if not argv:
        write(sys.stdout)
        return 0
    with Path(argv[0]).open("w", encoding="utf-8") as target:
        count = write(target)
    print(f"{count:,} events written to {argv[0]}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
