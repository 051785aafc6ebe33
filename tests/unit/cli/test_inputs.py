"""A file that is not there is wrong usage, whichever command is told of it, in the same words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import MISTAKES, USAGE, WORLD, main
from bot.cli.inputs import reading
from bot.errors import EvenhandError

RULES = "version: 1\ncommunity: one\npolicies: []\n"
FAQ = "version: 1\nentries:\n  - id: a\n    question: How?\n    answer: So.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one file of each kind, and one that is none of them."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("rules.yaml", RULES), ("faq.yaml", FAQ), ("chat.jsonl", "\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "check {}",
        "check rules.yaml {}",
        "replay {} chat.jsonl",
        "replay rules.yaml {}",
        "replay rules.yaml chat.jsonl --compare {}",
        "score {}",
        "faq ask {}",
        "faq ask faq.yaml {}",
        "import {}",
    ],
)
@pytest.mark.usefixtures("here")
def test_a_file_that_is_not_there_is_wrong_usage(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = line.partition(" ")[0]
    assert main(line.format("nowhere").split()) == USAGE
    said = capsys.readouterr().err
    assert said.startswith(f"evenhand {command}: there is no file or folder nowhere")
    if command != "check":
        assert main(line.format("folder").split()) == USAGE
        said = capsys.readouterr().err
        assert said.startswith(f"evenhand {command}: folder is a folder; name one file")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("import chat.jsonl", "chat.jsonl: line"),  # no export
        ("replay rules.yaml chat.jsonl", "there is no event in it"),  # no event
        ("check chat.jsonl", ""),  # no rulebook
    ],
)
@pytest.mark.usefixtures("here")
def test_what_is_there_and_wrong_has_mistakes(
    line: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == MISTAKES
    assert what in capsys.readouterr().err


@pytest.mark.parametrize(
    "line", ["replay rules.yaml chat.jsonl", "score chat.jsonl", "faq ask faq.yaml chat.jsonl"]
)
@pytest.mark.usefixtures("here")
def test_a_file_that_may_not_be_read_is_the_worlds_fault(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _deny(monkeypatch, "chat.jsonl")
    assert main(line.split()) == WORLD
    assert "chat.jsonl cannot be read: Permission denied" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_an_export_that_may_not_be_read_is_the_worlds_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def denied(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert main(["import", "chat.jsonl"]) == WORLD
    assert capsys.readouterr().err == (
        "evenhand import: chat.jsonl cannot be read: Permission denied\n"
    )


def _deny(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    opened: Callable[..., object] = Path.open

    def maybe(path: Path, *args: object, **more: object) -> object:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **more)

    monkeypatch.setattr(Path, "open", maybe)


def test_whoever_reads_no_more_of_ours_is_no_trouble_of_the_file() -> None:
    with pytest.raises(BrokenPipeError), reading("chat.jsonl"):
        raise BrokenPipeError
    with pytest.raises(EvenhandError), reading("chat.jsonl"):
        raise OSError("odd")
