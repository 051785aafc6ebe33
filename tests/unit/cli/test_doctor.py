"""`evenhand doctor` finds what is wrong, says how to mend it, and changes nothing."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.memory import MemoryAdapter
from bot.checkup import (
    look_at_database,
    look_at_machine,
    look_at_models,
    look_at_networks,
    look_at_rules,
    look_at_settings,
)
from bot.checkup import machine as machines
from bot.cli import FINE, MISTAKES, WORLD, main
from bot.cli.doctor import Section, as_json, as_text, exit_code
from bot.errors import (
    EvenhandError,
    Mistake,
    NotMigrated,
    RulebookError,
    StoreBusy,
    StoreError,
    StoreTooNew,
    UsageError,
)
from bot.ports import Finding
from bot.rulebook.book import Rulebook
from bot.storage import MemoryStore
from tests.support.making import NOON, posted
from tests.support.policies import Scripted, rulebook

KNOWN = {"EVENHAND_DATA": "", "EVENHAND_DATABASE": "", "EVENHAND_TOKEN": "", "EVENHAND_RULES": ""}


def wrong(findings: Sequence[Finding]) -> list[str]:
    """Return what is not well, with how to mend it; there is always a way."""
    bad = [finding for finding in findings if not finding.ok]
    assert all(finding.mend for finding in bad)
    return [f"{finding.what} -> {finding.mend}" for finding in bad]


def test_settings_are_shown_with_secrets_starred_out() -> None:
    environ = {
        "EVENHAND_TOKEN": "xoxb-very-secret",
        "EVENHAND_DATABASE": "postgresql://bot:pass@word@db/kettle",
        "EVENHAND_RULES": "rules\x1b.yaml",
        "HOME": "/somewhere",
    }
    said = "\n".join(finding.what for finding in look_at_settings(environ, KNOWN))
    assert "EVENHAND_TOKEN is *** (set), from the environment" in said
    assert "postgresql://***@db/kettle" in said
    assert "rules�.yaml" in said
    assert "at their defaults: EVENHAND_DATA" in said
    for secret in ("xoxb", "pass", "word", "somewhere", "\x1b"):
        assert secret not in said


@pytest.mark.parametrize(
    ("environ", "what"),
    [
        # a slip of the finger
        ({"EVENHAND_DATABSE": "x"}, "nothing reads EVENHAND_DATABSE -> Did you mean"),
        # something else altogether
        ({"EVENHAND_COFFEE": "x"}, "nothing reads EVENHAND_COFFEE -> Take it out"),
        # a value that makes no sense
        ({"EVENHAND_DATABASE": "mysql://db"}, "EVENHAND_DATABASE must begin with"),
        ({"EVENHAND_LOG_LEVEL": "loud"}, "EVENHAND_LOG_LEVEL must be one of"),
    ],
)
def test_settings_that_make_no_sense_are_named(environ: dict[str, str], what: str) -> None:
    (found,) = wrong(look_at_settings(environ, {**KNOWN, "EVENHAND_LOG_LEVEL": ""}))
    assert found.startswith(what)


def read(path: Path) -> Rulebook:
    if path.name == "bad.yaml":
        mistake = Mistake(file="bad.yaml", line=3, column=5, what="unknown key", hint="Say 'then'.")
        raise RulebookError((mistake, mistake))
    return rulebook(Scripted(), path=str(path))


def test_rules_are_told_by_file_and_mistakes_by_line() -> None:
    findings = look_at_rules(lambda: [Path("good.yaml"), Path("bad.yaml")], read)
    assert findings[0] == Finding(ok=True, what="good.yaml: Kettle & Co., 1 policy, v1")
    assert wrong(findings) == ["bad.yaml:3:5: unknown key -> Say 'then'."] * 2


def test_two_files_for_one_community_are_a_mistake() -> None:
    (found,) = wrong(look_at_rules(lambda: [Path("a.yaml"), Path("b.yaml")], read))
    assert "b.yaml and a.yaml are both for 'Kettle & Co.'" in found


def test_no_file_at_all_is_a_mistake() -> None:
    def none() -> Sequence[Path]:
        raise UsageError("EVENHAND_RULES: there is no file or folder rules")

    (found,) = wrong(look_at_rules(none, read))
    assert "there is no file or folder" in found


async def version() -> str | None:
    return "0001"


async def test_a_database_that_works_is_well_and_stays_as_it_is() -> None:
    store = MemoryStore()
    await store.events.admit([posted("m1", says="hello")])
    await store.leases.take("kettle", "that one", NOON, 60)
    findings = await look_at_database("here.db", version, lambda: store)
    assert [finding.what for finding in findings] == [
        "here.db can be read and written, its tables are up to date",
        "kettle was last looked after by that one",
    ]
    assert await store.events.waiting("kettle") == [posted("m1", says="hello")]


async def test_a_database_without_tables_is_no_trouble() -> None:
    async def none() -> str | None:
        return None

    (found,) = await look_at_database("here.db", none, MemoryStore)
    assert found.ok
    assert "makes them at its first start" in found.mend


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        # written by a newer version
        (StoreTooNew("newer"), "Install the newer Evenhand"),
        # older tables
        (NotMigrated("old"), "evenhand migrate"),
        # locked, full or away
        (StoreBusy("locked"), "Look whether it runs"),
        # no address at all
        (UsageError("no address"), "EVENHAND_DATABASE"),
        # a folder that is not there
        (StoreError("no folder"), "Mend that"),
    ],
)
async def test_a_database_that_does_not_work_is_told_with_the_way_out(
    error: EvenhandError, mend: str
) -> None:
    async def broken() -> str | None:
        raise error

    (found,) = wrong(await look_at_database("here.db", broken, MemoryStore))
    assert found.startswith(str(error))
    assert mend in found


def test_a_machine_in_order_is_well(tmp_path: Path) -> None:
    findings = look_at_machine(tmp_path / "new" / "data", datetime(2026, 1, 5, tzinfo=UTC))
    assert wrong(findings) == []
    assert "is made at the first start" in findings[0].what


@pytest.mark.parametrize(
    "now",
    [
        # a battery that ran out
        datetime(1970, 1, 1, tzinfo=UTC),
        # a slip of the finger
        datetime(2126, 1, 1, tzinfo=UTC),
    ],
)
def test_a_clock_that_is_wrong_is_named(tmp_path: Path, now: datetime) -> None:
    (found,) = wrong(look_at_machine(tmp_path, now))
    assert f"{now:%Y}" in found


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machines, "LEAST_FREE", 10**18)
    (found,) = wrong(look_at_machine(tmp_path, NOON))
    assert "GB are free" in found


def test_a_folder_that_cannot_be_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    (found,) = wrong(look_at_machine(file / "data", NOON))
    assert "is no folder" in found
    monkeypatch.setattr("os.access", lambda *_: False)
    (found,) = wrong(look_at_machine(tmp_path, NOON))
    assert "cannot be written to" in found


@pytest.mark.parametrize(
    ("wanted", "installed", "ok", "what"),
    [
        # the usual
        ("", set(), True, "no model is asked"),
        # there, and not asked for
        ("", {"torch", "detoxify"}, True, "no model is asked"),
        # asked for, and there
        ("multilingual", {"torch", "detoxify"}, True, "second opinion"),
        # asked for, and not there
        ("multilingual", {"torch"}, False, "detoxify is missing"),
        ("multilingual", set(), False, "torch and detoxify is missing"),
    ],
)
def test_models_are_told_as_they_are(wanted: str, installed: set[str], ok: bool, what: str) -> None:
    (found,) = look_at_models({"EVENHAND_DETOXIFY": wanted}, lambda name: name in installed)
    assert (found.ok, what in found.what) == (ok, True)


class Examined(MemoryAdapter):
    """A network that looks at itself, as it is told to."""

    answer: object = ()

    async def examine(self) -> Sequence[Finding]:
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is None:
            await asyncio.Event().wait()
        return self.answer  # type: ignore[return-value]  # a table's row


def kinds(answer: object) -> Any:
    class Kind(Examined):
        pass

    Kind.answer = answer
    return {"memory": Kind}


ON = {"EVENHAND_MEMORY": "on"}


async def test_a_network_says_itself_how_it_is(tmp_path: Path) -> None:
    lacks = Finding(ok=False, what="may not ban in #general", mend="Give it 'Ban members'.")
    findings = await look_at_networks(kinds([lacks]), ON, tmp_path)
    assert findings[0].what == "memory is set up"
    assert wrong(findings) == ["memory: may not ban in #general -> Give it 'Ban members'."]


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        # silence
        (None, "memory did not answer within 0 s"),
        # a mistake in the adapter
        (RuntimeError("oh dear"), "memory could not be looked at (RuntimeError: oh dear)"),
    ],
)
async def test_a_network_that_hangs_or_breaks_holds_nobody_up(
    answer: object, what: str, tmp_path: Path
) -> None:
    (found,) = wrong(await look_at_networks(kinds(answer), ON, tmp_path, patience=0.01))
    assert found.startswith(what)


async def test_no_network_at_all_is_a_trouble(tmp_path: Path) -> None:
    memory: Any = {"memory": MemoryAdapter}
    findings = await look_at_networks(memory, {}, tmp_path)
    assert findings[0].mend == "It reads EVENHAND_MEMORY."
    (found,) = wrong(findings)
    assert "no network is set up" in found


async def test_a_setting_that_makes_no_sense_to_a_network_is_told(tmp_path: Path) -> None:
    class Picky(MemoryAdapter):
        @classmethod
        def configure(cls, environ: Any, data: Path) -> "MemoryAdapter | None":
            raise UsageError("EVENHAND_PORT is 'x'; write a number.")

    picky: Any = {"picky": Picky}
    (found,) = wrong(await look_at_networks(picky, {}, tmp_path))
    assert found.startswith("picky: EVENHAND_PORT is 'x'")


GOOD, BAD = Finding(ok=True, what="fine"), Finding(ok=False, what="broken", mend="Mend it.")


def section(finding: Finding, code: int) -> Section:
    return Section(title="Things", findings=(finding,), code=code)


@pytest.mark.parametrize(
    ("sections", "code"),
    [
        # nothing is wrong
        ((section(GOOD, MISTAKES), section(GOOD, WORLD)), FINE),
        # a file or a setting is
        ((section(BAD, MISTAKES), section(GOOD, WORLD)), MISTAKES),
        # the world is
        ((section(GOOD, MISTAKES), section(BAD, WORLD)), WORLD),
        # both are: what can be mended at the keyboard comes first
        ((section(BAD, WORLD), section(BAD, MISTAKES)), MISTAKES),
    ],
)
def test_the_exit_code_says_who_is_to_blame(sections: tuple[Section, ...], code: int) -> None:
    assert exit_code(sections) == code


def test_findings_are_lines_with_the_way_to_mend_them() -> None:
    assert list(as_text([section(BAD, WORLD)])) == [
        "Things",
        "  !!  broken",
        "      Mend it.",
        "",
        "To be mended: 1.",
    ]
    assert list(as_text([section(GOOD, WORLD)]))[-1] == "All is well."
    assert as_json([section(BAD, WORLD)])["ok"] is False


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which nothing is set but the folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("EVENHAND_RULES", "EVENHAND_DATABASE", "EVENHAND_DETOXIFY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EVENHAND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EVENHAND_PORT", "0")
    return monkeypatch


@pytest.mark.usefixtures("environ")
def test_a_new_installation_is_well(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["doctor"]) == FINE
    said = capsys.readouterr().out
    for title in ("Settings", "Rules", "Networks", "Database", "Models", "Machine"):
        assert f"{title}\n" in said
    assert said.endswith("All is well.\n")
    assert list(tmp_path.iterdir()) == []


def test_settings_without_sense_are_told_alone(
    environ: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environ.setenv("EVENHAND_DATABASE", "mysql://nobody")
    assert main(["doctor", "--json"]) == MISTAKES
    found = json.loads(capsys.readouterr().out)
    assert [section["title"] for section in found["sections"]] == ["Settings"]
    assert found["ok"] is False


def test_a_database_of_another_kind_of_file_is_told(
    environ: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "no.db").write_text("this is no database, and never was one" * 100)
    environ.setenv("EVENHAND_DATABASE", f"sqlite:///{tmp_path / 'no.db'}")
    assert main(["doctor"]) == WORLD
    assert "To be mended: 1." in capsys.readouterr().out
