"""`evenhand check`: every mistake of a policy file at once, then the file's own tests."""

import argparse
import asyncio
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli import FINE, MISTAKES
from bot.cli.inputs import there
from bot.errors import Mistake, RulebookError, UsageError

if TYPE_CHECKING:
    from bot.rulebook.book import Rulebook
    from bot.rulebook.trial import Difference, Play, TestResult

_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found in one file: its mistakes, or what to know and how its tests came out."""

    file: str
    mistakes: tuple[Mistake, ...] = ()
    notes: tuple[Mistake, ...] = ()
    tests: "tuple[TestResult, ...]" = ()

    @property
    def fine(self) -> bool:
        """Whether the file can be used as it is."""
        return not self.mistakes and all(test.passed for test in self.tests)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=Path,
        help="a policy file, or a folder of policy files",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--no-tests", action="store_true", help="leave the files' own tests out")


def run(args: argparse.Namespace) -> int:
    """Check the files; the exit code is 1 when one has a mistake or a test that fails."""
    from bot.bootstrap import player, read_rulebook

    files = [file for path in args.files for file in policy_files(path)]
    reports = asyncio.run(check(files, read_rulebook, None if args.no_tests else player()))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    print(json.dumps(as_json(reports), indent=2) if args.json else "\n".join(as_text(reports)))
    return FINE if all(report.fine for report in reports) else MISTAKES


def policy_files(path: Path) -> Sequence[Path]:
    """Return the file itself, or the policy files in a folder (those with a community).

    Raises UsageError where there is none.
    """
    if not there(path).is_dir():
        return [path]
    found = [
        file
        for file in sorted(path.iterdir())
        if file.suffix in _SUFFIXES and file.is_file() and _community_line(file)
    ]
    if not found:
        raise UsageError(f"the folder {path} holds no policy file: no *.yaml has 'community:'")
    return found


def _community_line(file: Path) -> int:
    """Return the number of the line that names the community, 0 where none does.

    A file that cannot be read counts, so that reading it says why.
    """
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            numbered = enumerate(lines, start=1)
            return next((n for n, line in numbered if line.startswith("community:")), 0)
    except OSError:
        return 1


async def check(
    files: Iterable[Path], read: "Callable[[Path], Rulebook]", play: "Play | None"
) -> Sequence[Report]:
    """Return a report for each file; without `play` the tests are left out."""
    from bot.rulebook.trial import run_tests

    reports: list[Report] = []
    owners: dict[str, Path] = {}
    for file in files:
        try:
            rulebook = read(file)
        except RulebookError as error:
            reports.append(Report(file=str(file), mistakes=error.mistakes))
            continue
        twin = owners.setdefault(rulebook.id, file)
        if twin != file:
            reports.append(Report(file=str(file), mistakes=(_twins(file, twin, rulebook.name),)))
            continue
        tests = await run_tests(rulebook, play) if play is not None else ()
        reports.append(Report(file=str(file), notes=rulebook.notes, tests=tuple(tests)))
    return reports


def _twins(file: Path, twin: Path, community: str) -> Mistake:
    return Mistake(
        file=str(file),
        line=_community_line(file),
        column=1,
        what=f"{twin} is for '{community}' too",
        hint="Give each community one file.",
    )


def as_json(reports: Sequence[Report]) -> dict[str, Any]:
    """Return the reports as plain data."""
    return {
        "fine": all(report.fine for report in reports),
        "files": [
            {
                "file": report.file,
                "mistakes": [asdict(mistake) for mistake in report.mistakes],
                "notes": [asdict(note) for note in report.notes],
                "tests": [{"passed": test.passed, **asdict(test)} for test in report.tests],
            }
            for report in reports
        ],
    }


def as_text(reports: Sequence[Report]) -> Iterable[str]:
    """Yield the lines to print."""
    for report in reports:
        yield from (str(mistake) for mistake in report.mistakes)
        yield from (str(note) for note in report.notes)
        if report.tests:
            yield report.file
        for test in report.tests:
            yield f"  {'✓' if test.passed else '✗'} {test.name}"
            for difference in test.differences:
                yield from _difference(report.file, difference)
    yield _summary(reports)


def _difference(file: str, difference: "Difference") -> Iterable[str]:
    yield f"      {file}:{difference.line}:{difference.column}: {difference.what}"
    if difference.hint:
        yield f"          {difference.hint}"


def _summary(reports: Sequence[Report]) -> str:
    mistakes = sum(len(report.mistakes) for report in reports)
    tests = [test for report in reports for test in report.tests]
    said = [_count(len(reports), "file"), _count(mistakes, "mistake")]
    if tests:
        said.append(f"{sum(t.passed for t in tests)} of {_count(len(tests), 'test')} passed")
    return f"{', '.join(said)}."


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
