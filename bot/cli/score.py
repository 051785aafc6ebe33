"""`evenhand score`: texts in, signals out, as the policies see them."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from bot.cli import FINE, MISTAKES
from bot.cli.inputs import file_there, reading
from bot.domain import FLAGGED_FROM
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.domain import Signal

FLAGGED = ("toxicity", "insult", "threat", "identity_attack", "obscene", "spam")
_SCORES = ("toxicity", "insult", "threat", "identity_attack", "obscene", "profanity", "spam")
#: toxicity is the union of the kinds after it; their places are shown under their own names.
_SHOWN = _SCORES[1:]
_KINDS = _SCORES[1:5]
_EVERY = 500


@dataclass(frozen=True, slots=True)
class _Line:
    """One text to score; `problem` says why it cannot be."""

    number: int
    text: str = ""
    language: str = ""
    problem: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        default="-",
        help="one text a line, or JSON lines with `text`; without it standard input is read",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument(
        "--explain", metavar="TEXT", help="show how one text is read: forms, matches and weights"
    )


def run(args: argparse.Namespace) -> int:
    """Score every line in order; a line that cannot be read is named and the exit code is 1."""
    if args.explain is not None:
        if args.file != "-" or args.json:
            raise UsageError("--explain shows one text; leave out FILE and --json")
        return asyncio.run(_explain(args.explain))
    with reading(args.file), _opened(args.file) as source:
        return asyncio.run(_score(args, source))


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if name == "-" else file_there(Path(name)).open("rb")


async def _score(args: argparse.Namespace, source: BinaryIO) -> int:
    from bot.cli.scoring import signals_of
    from bot.detectors import builtin

    detectors = builtin()
    show = _as_json if args.json else _as_row
    if not args.json:
        print(_HEAD)
    code = FINE
    for line in _with_progress(_lines(source), sys.stderr):
        if line.problem:
            code = MISTAKES
            print(f"line {line.number}: {line.problem}", file=sys.stderr)
        print(show(line, {} if line.problem else await signals_of(detectors, line.text)))
    return code


def _lines(source: Iterable[bytes]) -> Iterator[_Line]:
    """Read texts; a first line that is a JSON object makes all of them JSON."""
    read: Callable[[int, str], _Line] | None = None
    for number, raw in enumerate(source, 1):
        try:
            written = raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            yield _Line(number, problem="this is not UTF-8; save the file as UTF-8.")
            continue
        if read is None:
            read = _from_json if _is_object(written) else _Line
        yield read(number, written)


def _is_object(written: str) -> bool:
    try:
        return isinstance(json.loads(written), dict)
    except ValueError:
        return False


def _from_json(number: int, written: str) -> _Line:
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return _Line(number, problem='this is not JSON; write {"text": "..."}.')
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str):
        return _Line(number, problem='"text" is missing or is no text; write {"text": "..."}.')
    language = value.get("language")
    return _Line(number, text, language if isinstance(language, str) else "")


def _as_json(line: _Line, signals: "Mapping[str, Signal]") -> str:
    if line.problem:
        return json.dumps({"line": line.number, "error": line.problem})
    shown: dict[str, object] = {name: round(signals[name].score, 3) for name in _SCORES}
    shown["language"] = line.language or signals["language"].evidence
    shown["flags"] = _flags(signals)
    shown["evidence"] = [
        {"signal": name, "start": start, "end": end, "text": line.text[start:end]}
        for name in _explained(signals)
        for start, end in signals[name].spans
    ]
    return json.dumps(shown, ensure_ascii=False)


def _explained(signals: "Mapping[str, Signal]") -> tuple[str, ...]:
    """Return the signals whose places are shown: toxicity's only where no kind of it has any."""
    kinds = any(signals[name].spans for name in _KINDS)
    return _SHOWN if kinds else _SCORES


def _flags(signals: "Mapping[str, Signal]") -> list[str]:
    return [name for name in FLAGGED if signals[name].score >= FLAGGED_FROM[name]]


_HEAD = f"{'line':>6} {'toxicity':>8} {'profanity':>9} {'spam':>5}  {'language':8} flags and text"


def _as_row(line: _Line, signals: "Mapping[str, Signal]") -> str:
    if line.problem:
        return f"{line.number:>6} {line.problem}"
    numbers = (
        f"{signals['toxicity'].score:8.2f} {signals['profanity'].score:9.2f} "
        f"{signals['spam'].score:5.2f}"
    )
    flags = " ".join(f"[{flag}]" for flag in _flags(signals))
    language = line.language or signals["language"].evidence
    text = printable(line.text, 60)
    return f"{line.number:>6} {numbers}  {language:8} {flags}{' ' * bool(flags)}{text}"


def printable(text: str, longest: int) -> str:
    """Return a text that cannot steer a terminal, shortened to `longest` characters."""
    safe = "".join(char if char.isprintable() else " " for char in text[: longest + 1])
    return safe if len(text) <= longest else f"{safe[: longest - 1]}…"


def _with_progress(lines: Iterator[_Line], screen: IO[str]) -> Iterator[_Line]:
    if not screen.isatty():
        yield from lines
        return
    for line in lines:
        yield line
        if line.number % _EVERY == 0:
            print(f"\r{line.number} lines", end="", file=screen, flush=True)
    print("\r\033[K", end="", file=screen)


async def _explain(text: str) -> int:
    from bot.cli.refining import refinement
    from bot.cli.scoring import explain
    from bot.detectors import builtin
    from bot.detectors.embeddings import EmbeddingsSettings

    encoder = EmbeddingsSettings.from_environ(os.environ)
    print("\n".join(await explain(builtin(), text, printable)))
    if encoder is not None:
        print("\n".join(await refinement(encoder, text)))
    return FINE
