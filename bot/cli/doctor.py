"""`evenhand doctor`: what is set up, what is missing, and how to mend it."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli import FINE, MISTAKES, WORLD
from bot.errors import EvenhandError, RulebookError, UsageError
from bot.logs import set_up_logging
from bot.ports import Finding
from bot.settings import ENCODER_VARIABLES, MODEL_VARIABLES, VARIABLES, Settings

if TYPE_CHECKING:
    from bot.ports import AdapterKind, Store
    from bot.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What was looked at together; `code` is the exit code where something is not well."""

    title: str
    findings: tuple[Finding, ...]
    code: int

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return all(finding.ok for finding in self.findings)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--models",
        action="store_true",
        help="load the models that are set up and let them score known sentences",
    )


def run(args: argparse.Namespace) -> int:
    """Look everything over; the exit code is 1 for mistakes in settings or files, 3 for the rest.

    Nothing is changed and nothing is sent but questions to the networks.
    """
    sections = prove(os.environ) if args.models else asyncio.run(look_over(os.environ))
    if args.json:
        print(json.dumps(as_json(sections), ensure_ascii=False, indent=2))
    else:
        print("\n".join(as_text(sections, marks=_marks())))
    return exit_code(sections)


def prove(environ: Mapping[str, str]) -> tuple[Section, ...]:
    """Return what the model that is set up does with ten sentences; nothing else is looked at."""
    from bot.checkup import look_at_models, prove_models

    # What goes wrong is told as a finding, once.
    set_up_logging("error")
    findings = look_at_models(environ)
    if all(finding.ok for finding in findings):
        findings = prove_models(environ)
    return (Section(title="Models", findings=findings, code=MISTAKES),)


def exit_code(sections: Iterable[Section]) -> int:
    """Return 0 where all is well; else 1, or 3 where only the world around is to blame."""
    codes = {section.code for section in sections if not section.ok}
    if MISTAKES in codes:
        return MISTAKES
    return WORLD if codes else FINE


async def look_over(environ: Mapping[str, str]) -> tuple[Section, ...]:
    """Return everything that was looked at; where the settings make no sense, they alone."""
    from bot import checkup
    from bot.bootstrap import adapter_kinds

    kinds = adapter_kinds()
    known = _variables(kinds.values())
    first = Section(
        title="Settings", findings=checkup.look_at_settings(environ, known), code=MISTAKES
    )
    try:
        settings = Settings.from_environ(environ)
    except UsageError:
        return (first,)
    networks = await _networks(kinds, environ, settings)
    machine = checkup.look_at_machine(settings.data, datetime.now(UTC))
    return (
        first,
        Section(title="Rules", findings=_rules(settings), code=MISTAKES),
        Section(title="Networks", findings=networks, code=WORLD),
        Section(title="Database", findings=await _database(settings), code=WORLD),
        Section(title="Models", findings=checkup.look_at_models(environ), code=MISTAKES),
        Section(title="Machine", findings=machine, code=WORLD),
    )


def _variables(kinds: "Iterable[AdapterKind]") -> dict[str, str]:
    known = {**VARIABLES, **MODEL_VARIABLES, **ENCODER_VARIABLES}
    for kind in kinds:
        known |= kind.variables
    return known


def _rules(settings: Settings) -> tuple[Finding, ...]:
    from bot.bootstrap import read_rulebook, rulebook_files
    from bot.checkup import look_at_rules

    return look_at_rules(lambda: rulebook_files(settings.rules), read_rulebook)


async def _networks(
    kinds: "Mapping[str, AdapterKind]", environ: Mapping[str, str], settings: Settings
) -> tuple[Finding, ...]:
    from bot.checkup import look_at_networks
    from bot.storage import Database, MemoryStore
    from bot.storage.migrate import state

    store: Store = MemoryStore()
    # What is wrong with the database is told by its own section.
    with suppress(EvenhandError):
        if (await state(settings.database)).current is not None:
            store = Database(settings.database)
    try:
        books = _books(settings)
        return await look_at_networks(kinds, environ, settings.data, books=books, safe=store.safe)
    finally:
        await store.close()


def _books(settings: Settings) -> "tuple[Rulebook, ...]":
    """Return the rulebooks that can be read; the mistakes of the others are told elsewhere."""
    from bot.bootstrap import read_rulebook, rulebook_files

    found: list[Rulebook] = []
    with suppress(UsageError):
        for file in rulebook_files(settings.rules):
            with suppress(RulebookError):
                found.append(read_rulebook(file))
    return tuple(found)


async def _database(settings: Settings) -> tuple[Finding, ...]:
    from bot.checkup import look_at_database
    from bot.storage import Database
    from bot.storage.engines import database_url, name_of
    from bot.storage.migrate import state

    async def current() -> str | None:
        return (await state(settings.database)).current

    try:
        name = name_of(database_url(settings.database))
    except UsageError as error:
        return (Finding(ok=False, what=str(error), mend="Correct EVENHAND_DATABASE."),)
    return await look_at_database(name, current, lambda: Database(settings.database))


def as_json(sections: Sequence[Section]) -> Mapping[str, object]:
    """Return the findings as JSON values."""
    return {
        "ok": all(section.ok for section in sections),
        "sections": [
            {
                "title": section.title,
                "ok": section.ok,
                "findings": [asdict(finding) for finding in section.findings],
            }
            for section in sections
        ],
    }


def as_text(sections: Sequence[Section], marks: tuple[str, str] = ("ok", "!!")) -> Iterable[str]:
    """Return the findings as lines, with how to mend what is not well."""
    good, bad = marks
    for section in sections:
        yield section.title
        for finding in section.findings:
            yield f"  {good if finding.ok else bad}  {finding.what}"
            if finding.mend:
                yield f"  {' ' * len(good)}  {finding.mend}"
        yield ""
    troubles = sum(not finding.ok for section in sections for finding in section.findings)
    yield "All is well." if not troubles else f"To be mended: {troubles}."


def _marks() -> tuple[str, str]:
    """Return signs that this terminal can show, each also told apart by its shape."""
    encoding = (sys.stdout.encoding or "").lower()
    return ("✓", "✗") if encoding.startswith("utf") else ("ok", "!!")
