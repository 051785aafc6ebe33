"""The command line says what is wrong in one sentence, and ends with the right code."""

import io
import os
import subprocess
import sys
import types
from collections.abc import Callable
from typing import Any

import pytest

from bot import cli
from bot.cli import FINE, MISTAKES, USAGE, WORLD, main
from bot.errors import Mistake, NetworkError, RulebookError, StoreBusy, UsageError

MISTAKE = Mistake(file="rules.yaml", line=3, column=5, what="unknown key 'them'", hint="then?")


@pytest.fixture
def score(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Put a command of the test's own in the place of `score`."""

    def put(outcome: Any) -> None:
        def run(_args: object) -> int:
            if isinstance(outcome, BaseException):
                raise outcome
            code: int = outcome
            return code

        module = types.ModuleType("bot.cli.score")
        module.run = run  # type: ignore[attr-defined]  # a module made by hand
        module.arguments = lambda _parser: None  # type: ignore[attr-defined]  # it takes none
        monkeypatch.setitem(sys.modules, "bot.cli.score", module)

    return put


@pytest.mark.parametrize(
    ("outcome", "code", "says"),
    [
        (FINE, 0, ""),  # all went well
        (MISTAKES, 1, ""),  # it said itself what is wrong
        (RulebookError((MISTAKE,)), 1, "rules.yaml:3:5: unknown key 'them'\n    then?\n"),
        (UsageError("name a file"), 2, "evenhand score: name a file\n"),
        (StoreBusy("the database is locked"), 3, "evenhand score: the database is locked\n"),
        (NetworkError("port in use"), 3, "evenhand score: port in use\n"),
        (OSError(28, "No space left on device"), 3, "evenhand score: [Errno 28] No space left"),
        (KeyboardInterrupt(), 130, ""),  # as shells expect it
    ],
)
def test_how_a_command_ends(
    outcome: Any,
    code: int,
    says: str,
    score: Callable[[Any], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    score(outcome)
    assert main(["score"]) == code
    assert capsys.readouterr().err.startswith(says)


def test_a_fault_of_our_own_is_one_clear_line_and_where_it_came_from(
    score: Callable[[Any], None],
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    score(KeyError("postgresql://u:hunter2@db/x"))
    assert main(["score"]) == WORLD
    said = capsys.readouterr().err
    assert said.startswith("evenhand score: something unexpected went wrong (KeyError: ")
    assert "please report it" in said
    assert "hunter2" not in said
    assert "Traceback" in caplog.text


def test_without_a_command_it_shows_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == USAGE
    shown = capsys.readouterr().out
    assert all(f"    {name} " in shown for name in cli.COMMANDS)


@pytest.mark.parametrize("words", [["--help"], ["score", "--help"], ["--version"]])
def test_help_and_version_are_fine(
    words: list[str], score: Callable[[Any], None], capsys: pytest.CaptureFixture[str]
) -> None:
    score(FINE)
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == FINE
    assert "evenhand" in capsys.readouterr().out


def test_a_command_that_is_none_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])
    assert ended.value.code == USAGE
    assert "invalid choice: 'dance'" in capsys.readouterr().err


def test_a_reader_that_has_gone_is_no_fault(
    score: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[int, int]] = []

    class Gone(io.StringIO):
        def fileno(self) -> int:
            return 1

        def flush(self) -> None:
            raise BrokenPipeError

    score(FINE)
    monkeypatch.setattr(sys, "stdout", Gone())
    monkeypatch.setattr(os, "dup2", lambda *pair: sent.append(pair))
    monkeypatch.setattr(os, "open", lambda *_: 99)
    assert main(["score"]) == FINE
    assert sent == [(99, 1)]


def test_every_command_has_a_module_and_a_line_of_help() -> None:
    assert all(module.isidentifier() and line for module, line in cli.COMMANDS.values())


def test_the_help_of_run_tells_every_variable_and_loads_no_network(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["run", "--help"])
    shown = capsys.readouterr().out
    for name in ("EVENHAND_DATA", "EVENHAND_LOBBY", "EVENHAND_PORT", "EVENHAND_DETOXIFY"):
        assert f"  {name} " in shown
    heavy = ["aiohttp", "sqlalchemy", "pydantic", "re2", "alembic", "ruamel"]
    code = (
        "import sys\nfrom bot.cli import main\n"
        "try: main(['run', '--help'])\nexcept SystemExit: pass\n"
        f"sys.exit(str([name for name in {heavy} if name in sys.modules] or ''))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
