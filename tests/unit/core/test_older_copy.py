"""When a database was last looked after stands beside it; an older copy is told as such."""

import json
from pathlib import Path

import pytest

from bot.alive import Alive
from bot.locale import Phrasebook
from bot.ports import Leftover, Standstill
from bot.standstill import told
from tests.support.making import NOON, after


@pytest.mark.parametrize(("language", "words"), [("en", "an older copy"), ("de", "ältere Kopie")])
def test_an_older_copy_is_told_as_such(language: str, words: str) -> None:
    standstill = Standstill(community="kettle", since=NOON, last_sign=NOON, rolled_back=True)
    text = told(standstill, Leftover(), Phrasebook(language))
    assert words in text


def test_the_file_beside_the_database_remembers(tmp_path: Path) -> None:
    alive = Alive(tmp_path / "alive.json")
    assert alive.last("kettle") is None
    alive.note("kettle", NOON)
    alive.note("teapots", after(60))
    again = Alive(tmp_path / "alive.json")
    assert (again.last("kettle"), again.last("teapots")) == (NOON, after(60))


@pytest.mark.parametrize("text", ["nonsense", "[]", '{"kettle": 7}', '{"kettle": "soon"}'])
def test_a_file_that_cannot_be_read_says_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    (tmp_path / "alive.json").write_text(text)
    alive = Alive(tmp_path / "alive.json")
    assert alive.last("kettle") is None
    assert "begins anew" in caplog.text
    alive.note("kettle", NOON)
    assert json.loads((tmp_path / "alive.json").read_text()) == {"kettle": NOON.isoformat()}


def test_a_file_that_cannot_be_written_harms_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Alive(tmp_path / "not" / "there.json").note("kettle", NOON)
    assert "cannot be written" in caplog.text
