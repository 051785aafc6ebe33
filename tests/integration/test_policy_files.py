"""Policy files on a disk: what they name, what leads out of their folder, what cannot be read."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import MISTAKES, USAGE, main
from bot.errors import RulebookError
from bot.rulebook.loader import fingerprint, load
from tests.unit.rulebook.toys import KINDS

POLICY = """\
version: 1
community: C
policies:
  - name: a
    kind: toy
    answers: {name}
"""
FAQ = "entries:\n  - question: How?\n    answer: So.\n"


def house(folder: Path, name: str = "faq.yaml", faq: str = FAQ) -> Path:
    """Write a policy file that names another, and return it."""
    (folder / "faq.yaml").write_text(faq, encoding="utf-8")
    file = folder / "c.yaml"
    file.write_text(POLICY.format(name=name), encoding="utf-8")
    return file


def mistakes(file: Path) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load(file, kinds=KINDS)
    return [f"{Path(m.file).name}:{m.line}:{m.column}: {m.what}" for m in caught.value.mistakes]


def test_a_file_that_is_named_is_read_and_counts_for_the_version(tmp_path: Path) -> None:
    file = house(tmp_path)
    book = load(file, kinds=KINDS)
    assert book.policies[0].settings.answers.entries[0].answer == "So."
    listed = "".join(
        f"{hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("c.yaml", "faq.yaml")
    )
    assert book.version == hashlib.sha256(listed.encode()).hexdigest()
    (tmp_path / "faq.yaml").write_text(FAQ + "# more\n", encoding="utf-8")
    assert load(file, kinds=KINDS).version != book.version


def test_mistakes_in_a_named_file_carry_its_own_name_and_come_last(tmp_path: Path) -> None:
    file = house(tmp_path, faq="entries:\n  - question: ''\n    anwser: So.\n")
    with file.open("a", encoding="utf-8") as more:
        more.write("language: fr\n")
    assert mistakes(file) == [
        "c.yaml:7:11: 'language' cannot be 'fr'",
        "faq.yaml:2:15: 'question' is empty",
        "faq.yaml:3:5: unknown key 'anwser'",
    ]


def test_what_a_policy_refuses_in_a_named_file_is_told_there(tmp_path: Path) -> None:
    file = house(tmp_path)
    with file.open("a", encoding="utf-8") as more:
        more.write("    refuse: answer\n")
    assert mistakes(file) == ["faq.yaml:3:13: this answer is refused"]


def test_a_named_file_that_is_no_yaml_is_told_with_its_name(tmp_path: Path) -> None:
    assert mistakes(house(tmp_path, faq='entries: ["')) == [
        "faq.yaml:1:11: a quote opens here and is never closed"
    ]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("missing.yaml", "'missing.yaml': there is no such file"),
        ("../faq.yaml", "'../faq.yaml' leads out of the policy file's folder"),
        ("/etc/passwd", "'/etc/passwd' leads out of the policy file's folder"),
        ("~/faq.yaml", "'~/faq.yaml' leads out of the policy file's folder"),
        ("'C:\\faq.yaml'", "'C:\\faq.yaml' leads out of the policy file's folder"),
        ("sub/../../faq.yaml", "'sub/../../faq.yaml' leads out of the policy file's folder"),
        (".", "'.': this is a folder"),
        ("a" * 5000, "'" + "a" * 59 + "…': this file cannot be read: File name too long"),
    ],
)
def test_only_files_in_the_folder_are_read(tmp_path: Path, name: str, what: str) -> None:
    (told,) = mistakes(house(tmp_path, name=name))
    assert told == f"c.yaml:6:14: {what}"


def test_a_link_that_leads_out_is_refused_and_one_within_is_read(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.yaml").write_text(FAQ, encoding="utf-8")
    (inside / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    (inside / "in.yaml").symlink_to(inside / "faq.yaml")
    (inside / "loop.yaml").symlink_to(inside / "loop.yaml")
    assert mistakes(house(inside, name="out.yaml")) == [
        "c.yaml:6:14: 'out.yaml' is a link that leads out of the policy file's folder"
    ]
    assert len(mistakes(house(inside, name="loop.yaml"))) == 1
    assert load(house(inside, name="in.yaml"), kinds=KINDS).id == "c"


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _zero(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _large(path: Path) -> None:
    path.write_bytes(b"# filler\n" * 1_000_000)


def _broken_link(path: Path) -> None:
    path.symlink_to(path.with_name("gone"))


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: None, "there is no such file"),
        (_folder, "this is a folder"),
        (_pipe, "this is no ordinary file"),  # opening it would wait for ever
        (_zero, "this is no ordinary file"),  # reading it would never end
        (_broken_link, "there is no such file"),
        (
            _large,
            "this file is larger than 1 MB, and Evenhand does not read such policy files",
        ),
    ],
)
def test_what_is_no_policy_file_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], None], what: str
) -> None:
    path = tmp_path / "c.yaml"
    make(path)
    assert mistakes(path) == [f"c.yaml:1:1: {what}"]


def test_a_fingerprint_changes_with_the_file_and_with_what_it_names(tmp_path: Path) -> None:
    file = house(tmp_path)
    seen = {fingerprint(file)}
    assert fingerprint(file) in seen  # nothing changed
    changes: list[Callable[[], object]] = [
        lambda: (tmp_path / "faq.yaml").write_text(FAQ + "#\n", encoding="utf-8"),
        lambda: (tmp_path / "faq.yaml").unlink(),
        lambda: file.write_text(POLICY, encoding="utf-8"),
        lambda: file.write_bytes(b"\xff\x00 other.yaml"),
        lambda: file.unlink(),
    ]
    for number, change in enumerate(changes, start=2):
        change()
        seen.add(fingerprint(file))
        assert len(seen) == number


def test_the_program_checks_a_folder_and_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path)]) == USAGE
    assert "holds no policy file" in capsys.readouterr().err
    (tmp_path / "faq.yaml").write_text(FAQ, encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(
            f"version: 1\ncommunity: {name}\npolicies: []\n", encoding="utf-8"
        )
    assert main(["check", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "2 files, no mistakes.\n"
    (tmp_path / "two.yaml").write_text(
        "version: 1\ncommunity: one\npolicies: []\n", encoding="utf-8"
    )
    assert main(["check", "--json", str(tmp_path)]) == MISTAKES
    assert "is for 'one' too" in capsys.readouterr().out


def test_the_program_says_where_no_file_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere.yaml"]) == USAGE
    assert capsys.readouterr().err == "evenhand check: there is no file or folder nowhere.yaml\n"


def test_the_program_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert '"kind_abuse"' in capsys.readouterr().out
