"""`evenhand doctor` finds what is wrong, says how to mend it, and changes nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.checkup import (
    look_at_database,
    look_at_machine,
    look_at_models,
    look_at_rules,
    look_at_settings,
)
from bot.checkup import machine as machines
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


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which nothing is set but the folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("EVENHAND_RULES", "EVENHAND_DATABASE", "EVENHAND_DETOXIFY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EVENHAND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EVENHAND_PORT", "0")
    return monkeypatch
