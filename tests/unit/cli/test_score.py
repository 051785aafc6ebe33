"""`evenhand score` reads texts of any kind and says of each what the detectors see."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

from bot.cli import FINE, MISTAKES, USAGE, main
from bot.cli.score import printable

KEYS = [
    "toxicity", "insult", "threat", "identity_attack", "obscene", "profanity", "spam", "language",
    "flags", "evidence",
]  # fmt: skip


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    file = tmp_path / "texts.txt"
    file.write_text("you are all idiots\nhallo, wie geht es dir\n\n", encoding="utf-8")
    return file


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_score_prints_one_object_a_line_in_order(
    spoken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(spoken), "--json"]) == FINE
    out, err = capsys.readouterr()
    first, second, third = lines(out)
    assert err == ""
    assert list(first) == KEYS
    assert first["flags"] == ["toxicity", "insult"]
    assert first["evidence"] == [
        {"signal": "insult", "start": 0, "end": 18, "text": "you are all idiots"}
    ]
    assert (second["language"], second["flags"], third["toxicity"]) == ("de", [], 0.0)


def test_score_reads_json_lines_and_keeps_the_language_that_they_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts.jsonl"
    rows = [{"text": "fick dich", "language": "de-AT"}, {"text": "line\nbreak"}]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["score", str(file), "--json"]) == FINE
    first, second = lines(capsys.readouterr().out)
    assert first["language"] == "de-AT"
    assert second["flags"] == []


def test_score_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = io.TextIOWrapper(io.BytesIO(b"kys\n"))
    monkeypatch.setattr(sys, "stdin", source)
    assert main(["score", "--json"]) == FINE
    assert lines(capsys.readouterr().out)[0]["flags"] == ["toxicity", "threat"]


def test_a_link_that_deceives_is_spam_whatever_the_text_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("dlscord-gift.com\nhttps://kettle.example/parts\n", encoding="utf-8")
    assert main(["score", str(file), "--json"]) == FINE
    trap, link = lines(capsys.readouterr().out)
    assert trap["flags"] == ["spam"]
    assert trap["evidence"] == [
        {"signal": "spam", "start": 0, "end": 16, "text": "dlscord-gift.com"}
    ]
    assert link["flags"] == []


def test_score_prints_a_table_for_people(spoken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(spoken)]) == FINE
    head, first, second, _ = capsys.readouterr().out.splitlines()
    assert head.split()[:4] == ["line", "toxicity", "profanity", "spam"]
    number, toxicity, profanity, _, *rest = first.split()
    assert (number, float(toxicity) >= 0.93, float(profanity)) == ("1", True, 0.0)
    assert rest == ["en", "[toxicity]", "[insult]", "you", "are", "all", "idiots"]
    assert second.split()[4] == "de"


@pytest.mark.parametrize(
    ("raw", "number", "problem"),
    [
        # a file in another encoding
        (b"fine\n\xe4rger\nfine\n", 2, "this is not UTF-8; save the file as UTF-8."),
        # JSON that stops, another kind of value, no text, a number for a text
        (b'{"text": "a"}\n{"text": "b\n', 2, 'this is not JSON; write {"text": "..."}.'),
        (b'{"text": "a"}\n[1]\n', 2, '"text" is missing or is no text; write {"text": "..."}.'),
        (b'{"words": "a"}\n', 1, '"text" is missing or is no text; write {"text": "..."}.'),
        (b'{"text": 7}\n', 1, '"text" is missing or is no text; write {"text": "..."}.'),
        (b'{"text": "a"}\n' + b"[" * 9_000 + b"\n", 2, 'this is not JSON; write {"text": "..."}.'),
    ],
)
def test_score_names_a_bad_line_and_goes_on(
    raw: bytes, number: int, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts"
    file.write_bytes(raw)
    assert main(["score", str(file), "--json"]) == MISTAKES
    out, err = capsys.readouterr()
    assert err == f"line {number}: {problem}\n"
    assert lines(out)[number - 1] == {"line": number, "error": problem}
    assert len(lines(out)) == len(raw.splitlines())


def test_score_names_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "nowhere.txt"]) == USAGE
    assert capsys.readouterr().err == ("evenhand score: there is no file or folder nowhere.txt\n")


def test_a_text_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts"
    file.write_text("\x1b[2Jhello\u202e\n", encoding="utf-8")
    assert main(["score", str(file)]) == FINE
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert printable("x" * 70, 60) == "x" * 59 + "…"


def test_progress_is_shown_on_a_terminal_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts"
    file.write_text("hello\n" * 1_000, encoding="utf-8")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert main(["score", str(file), "--json"]) == FINE
    err = capsys.readouterr().err
    assert "\r500 lines\r1000 lines\r" in err


def test_explain_shows_forms_scores_and_what_they_come_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "he said y0u 4re 4ll 1d10ts, free nitro at https://a.gift"
    assert main(["score", "--explain", text]) == FINE
    out = capsys.readouterr().out
    assert "skeleton         he said you are all idiots, free nitro" in out
    assert re.search(r"^toxicity         0\.\d\d  y0u 4re 4ll 1d10ts$", out, re.MULTILINE)
    assert re.search(r"^  \+\d\.\d\d toxicity “1d10ts”$", out, re.MULTILINE)
    assert "0.42 = 0.93 x 0.45 insult “y0u 4re 4ll 1d10ts” at 8-26, told of somebody else" in out
    assert "0.75 spam “free nitro” at 28-38" in out
    assert main(["score", "--explain", "a" * 9_000]) == FINE
    assert "(cut: only the beginning is looked at)" in capsys.readouterr().out


def test_explain_takes_one_text_and_nothing_else(
    spoken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(spoken), "--explain", "hello"]) == USAGE
    assert "leave out FILE and --json" in capsys.readouterr().err
