"""`evenhand replay`: what a policy file would have done on recorded chat."""

import argparse
import asyncio
import json
import os
import stat
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bot.cli import FINE, MISTAKES, WORLD
from bot.cli.inputs import file_there, reading
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.replay import Moment, Played, Recording

#: Seconds between two states of the progress line.
EVERY = 0.2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the policy file to try")
    parser.add_argument(
        "events",
        metavar="EVENTS.jsonl",
        help="recorded events, one JSON object a line, oldest first; - reads standard input",
    )
    parser.add_argument(
        "--json", action="store_true", help="print one decision a line instead of the report"
    )
    parser.add_argument(
        "--strict", action="store_true", help="end with exit code 1 when a line cannot be read"
    )
    parser.add_argument(
        "--compare", metavar="OTHER", type=Path, help="show where a second policy file differs"
    )
    parser.add_argument(
        "--limit-examples",
        metavar="N",
        type=_number,
        default=10,
        help="how many examples to show; default 10",
    )
    parser.add_argument(
        "--community", metavar="ID", default="", help="replay the events of this community alone"
    )


def _number(word: str) -> int:
    if not word.isdigit():
        raise argparse.ArgumentTypeError(f"{word!r} is no number from 0 on")
    return int(word)


def run(args: argparse.Namespace) -> int:
    """Replay and report; a line that cannot be read is named on stderr and left out."""
    from bot.replay import Recording

    if args.json and args.compare is not None:
        raise UsageError("--json shows what one file does; leave out --json or --compare")
    for file in (args.file, args.compare):
        if file is not None:
            file_there(file)
    with reading(args.events), _opened(args.events) as source:
        recording = Recording(source, community=args.community)
        played = _play(args, recording, _Progress(source, recording))
    if args.json:
        for what, times in played.troubles.items():
            print(f"went wrong in Evenhand itself, {times:,} times: {what}", file=sys.stderr)
    elif recording.events:
        _print_report(played, recording)
    _name_mistakes(args.events, recording)
    return _exit_code(args, recording, played)


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if name == "-" else file_there(Path(name)).open("rb")


def _play(args: argparse.Namespace, recording: "Recording", progress: "_Progress") -> "Played":
    from bot.bootstrap import read_rulebook
    from bot.replay import replay

    books = [read_rulebook(file) for file in (args.file, args.compare) if file is not None]

    def on_moment(moment: "Moment") -> None:
        if args.json:
            _print_decisions(moment)
        progress.show()

    try:
        return asyncio.run(
            replay(books, recording, most_examples=args.limit_examples, on_moment=on_moment)
        )
    finally:
        progress.clear()


def _print_decisions(moment: "Moment") -> None:
    from bot.wire import decision_line

    for decision in moment.decisions[0]:
        print(json.dumps(decision_line(decision), ensure_ascii=False))


def _print_report(played: "Played", recording: "Recording") -> None:
    from bot.replay import compare_report, report

    if played.comparison is not None:
        print(compare_report(played.comparison, recording, played.seconds, played.troubles))
    else:
        print(report(played.tallies[0], recording, played.seconds, played.troubles))


def _name_mistakes(name: str, recording: "Recording") -> None:
    for bad in recording.bad:
        print(f"{name}:{bad.line}: {bad.why}; left out", file=sys.stderr)
    if more := recording.bad_lines - len(recording.bad):
        print(f"{name}: {more:,} more lines could not be read", file=sys.stderr)
    if not recording.events:
        which = "event of that community" if recording.community else "event"
        print(f"{name}: there is no {which} in it to replay", file=sys.stderr)


def _exit_code(args: argparse.Namespace, recording: "Recording", played: "Played") -> int:
    if played.troubles:
        return WORLD
    if not recording.events or (args.strict and recording.bad_lines):
        return MISTAKES
    return FINE


class _Progress:
    """One line on stderr that says how far it is; none where stderr is no terminal."""

    def __init__(self, source: BinaryIO, recording: "Recording") -> None:
        self._recording = recording
        self._size = _size_of(source)
        self._wanted = sys.stderr.isatty()
        self._began = self._shown = time.monotonic()

    def show(self) -> None:
        """Write the state, a few times a second at most."""
        now = time.monotonic()
        if not self._wanted or now - self._shown < EVERY:
            return
        self._shown = now
        done, rate = self._recording.events, self._recording.events / (now - self._began)
        share = f", {self._recording.bytes / self._size:.0%}" if self._size else ""
        print(f"\r{done:,} events{share}, {rate:,.0f}/s ", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._wanted:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _size_of(source: BinaryIO) -> int:
    try:
        status = os.fstat(source.fileno())
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
