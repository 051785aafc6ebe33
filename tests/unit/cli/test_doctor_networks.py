"""What the doctor finds of networks, and how everything it found is told."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters.memory import MemoryAdapter
from bot.checkup import look_at_networks
from bot.cli import FINE, MISTAKES, WORLD, main
from bot.cli.doctor import Section, as_json, as_text, exit_code
from bot.errors import UsageError
from bot.ports import Finding


def wrong(findings: Sequence[Finding]) -> list[str]:
    """Return what is not well, with how to mend it; there is always a way."""
    bad = [finding for finding in findings if not finding.ok]
    assert all(finding.mend for finding in bad)
    return [f"{finding.what} -> {finding.mend}" for finding in bad]


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
