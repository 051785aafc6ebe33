"""Replay a recorded support chat under the starter rulebook: ordinary talk, to be left in peace.

python -m benchmarks.irc_replay       lists every action with its reason
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, at_most, table, told
from benchmarks.irc_events import SOURCE, missing, write
from benchmarks.rulebooks import starter
from bot.replay import Played, Recording, replay, report

#: One message in a thousand may be acted on.
SHARE = 0.001
EVERYTHING = 100_000


def play() -> tuple[Played, Recording]:
    """Turn the chat into events, and replay them; raises FileNotFoundError without the chat."""
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder:
        events = Path(folder) / "events.jsonl"
        with events.open("w", encoding="utf-8") as target:
            write(target)
        with events.open("rb") as source:
            recording = Recording(source)
            played = asyncio.run(replay([starter()], recording, most_examples=EVERYTHING))
            return played, recording


def figures() -> list[Figure]:
    """Measure how often ordinary talk is acted on, and how fast the replay goes."""
    if not SOURCE.is_file():
        return [told("replay: a recorded support chat", missing())]
    return _figures(*play())


def _figures(played: Played, recording: Recording) -> list[Figure]:
    tally = played.tallies[0]
    return [
        told(
            "replay: a recorded support chat",
            f"{tally.events:,} messages, {tally.events / played.seconds:,.0f} messages/s",
        ),
        at_most("replay: messages acted on", tally.acted, SHARE * tally.events, "", 0),
        at_most("replay: errors", sum(played.troubles.values()) + recording.bad_lines, 0, "", 0),
    ]


def main() -> int:
    """Print the report with every action, then the figures."""
    if not SOURCE.is_file():
        print(missing(), file=sys.stderr)
        return 3
    played, recording = play()
    print(report(played.tallies[0], recording, played.seconds, played.troubles))
    print()
    print(table(_figures(played, recording)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
