import io
import json
from pathlib import Path

import pytest

from bot.cli import FINE, MISTAKES, USAGE, main

FAQ = """\
version: 1
entries:
  - id: cancel
    question: Can I cancel my order?
    alternates: [How do I cancel an order?]
    answer: Yes, within 24 hours.
  - id: hours
    languages:
      en: {question: When are you open?, answer: From 9 to 17.}
      de: {question: Wann habt ihr offen?, answer: Von 9 bis 17 Uhr.}
"""
POLICIES = """\
version: 1
community: K
policies:
  - {name: FAQ, kind: faq, answers: faq.yaml}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "faq.yaml").write_text(FAQ, encoding="utf-8")
    (tmp_path / "community.yaml").write_text(POLICIES, encoding="utf-8")
    (tmp_path / "questions.txt").write_text(
        "Can I cancel my order?\n\n  when do you open your doors?  \nxyzzy\n", encoding="utf-8"
    )
    return tmp_path


def ask(folder: Path, *words: str, file: str = "faq.yaml") -> int:
    return main(["faq", "ask", str(folder / file), *words])


def test_an_admin_sees_band_entry_score_and_candidates(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(folder, str(folder / "questions.txt")) == FINE
    said = capsys.readouterr().out
    assert "Can I cancel my order?\n  answer\n    1.00  cancel: Can I cancel my order?" in said
    assert "Yes, within 24 hours." in said
    assert said.endswith("xyzzy\n  none: nothing on the list is like it\n")


def test_a_program_reads_one_object_a_question(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(folder, str(folder / "questions.txt"), "--json") == FINE
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["band"], first["entry"], first["score"]) == ("answer", "cancel", 1.0)
    assert first["answer"] == "Yes, within 24 hours."
    assert second["candidates"][0]["entry"] == "hours"
    assert third == {
        "question": "xyzzy", "band": "none", "entry": None, "score": 0.0,
        "language": None, "answer": None, "candidates": [],
    }  # fmt: skip


def test_questions_come_from_standard_input_and_answers_in_a_language(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("When are you open?\n"))
    assert ask(folder, "--json", "--language", "de") == FINE
    answer = json.loads(capsys.readouterr().out)
    assert (answer["language"], answer["answer"]) == ("de", "Von 9 bis 17 Uhr.")


def test_a_terminal_is_told_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO("When are you open?\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    assert ask(folder) == FINE
    assert capsys.readouterr().err == "Ask, one question a line. Ctrl-D ends.\n"


def test_the_faqs_of_a_policy_file_are_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(folder, str(folder / "questions.txt"), file="community.yaml") == FINE
    assert "cancel: Can I cancel my order?" in capsys.readouterr().out


def test_every_mistake_of_a_faq_file_is_told_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = "version: 1\nentries:\n  - id: A b\n    qestion: x\n  - id: y\n    answer: z\n"
    (folder / "bad.yaml").write_text(bad, encoding="utf-8")
    assert ask(folder, str(folder / "questions.txt"), file="bad.yaml") == MISTAKES
    told = capsys.readouterr().err
    assert f"{folder / 'bad.yaml'}:3:9: 'A b' is no id" in told
    assert "bad.yaml:4:5: unknown key 'qestion'\n    Did you mean 'question'?" in told
    assert "bad.yaml:5:5: entry 'y' lacks a question" in told


@pytest.mark.parametrize(
    ("words", "file", "code", "says"),
    [
        ((), "nope.yaml", USAGE, "nope.yaml"),
        (("nope.txt",), "faq.yaml", USAGE, "nope.txt. QUESTIONS is a file"),
        (("empty.txt",), "faq.yaml", USAGE, "there are no questions; write one a line"),
        (("empty.txt",), "calm.yaml", USAGE, "has no policy of kind faq"),
    ],
)
def test_what_cannot_be_read_gets_one_clear_sentence(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    file: str,
    code: int,
    says: str,
) -> None:
    (folder / "empty.txt").write_text("\n \n", encoding="utf-8")
    calm = POLICIES.replace("kind: faq, answers: faq.yaml", "kind: abuse")
    (folder / "calm.yaml").write_text(calm, encoding="utf-8")
    assert ask(folder, *(str(folder / word) for word in words), file=file) == code
    assert says in capsys.readouterr().err
