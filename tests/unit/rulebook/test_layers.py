"""The file of a layer is checked like a policy file: every mistake, with its place."""

import hashlib
from pathlib import Path

import pytest

from bot.errors import RulebookError
from bot.rulebook.book import Rulebook
from bot.rulebook.loader import load_text
from tests.unit.rulebook.toys import KINDS

POLICY = "version: 1\ncommunity: Kettle & Co.\nlayer: l.json\npolicies: []\n"
GOOD = """\
{
  "version": 1,
  "kind": "layer",
  "community": "kettle-co",
  "signals": {
    "toxicity": {"labels": 40, "words": {"clown": -1.2, "you größe": 0.5}}
  }
}
"""


def read(folder: Path, layer: str) -> Rulebook:
    (folder / "l.json").write_text(layer, encoding="utf-8")
    return load_text(POLICY, kinds=KINDS, folder=folder)


def test_a_layer_is_in_force_by_a_line_and_told_with_its_hash(tmp_path: Path) -> None:
    book = read(tmp_path, GOOD)
    version = hashlib.sha256(GOOD.encode()).hexdigest()
    assert book.layer is not None
    assert book.layer.weights == {"toxicity": {"clown": -1.2, "you größe": 0.5}}
    assert book.layer.version == version
    (note,) = book.notes
    assert (note.line, note.column) == (3, 8)
    assert "2 for toxicity" in note.what
    assert version in note.what


def test_another_layer_makes_another_version_of_the_rulebook(tmp_path: Path) -> None:
    first = read(tmp_path, GOOD).version
    assert read(tmp_path, GOOD.replace("-1.2", "-1.1")).version != first


def test_without_the_line_there_is_no_layer(tmp_path: Path) -> None:
    book = load_text(POLICY.replace("layer: l.json\n", ""), kinds=KINDS, folder=tmp_path)
    assert (book.layer, book.notes) == (None, ())


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        # made for another Evenhand
        ('"version": 1', '"version": 2', "l.json:2:14: this Evenhand reads layers of version 1"),
        # made for another community
        ("kettle-co", "other", "l.json:4:16: this layer is for 'other'"),
        # weights that are too large, or no number
        ("-1.2", "-1.6", "l.json:6:51: 'clown' must be at least -1.5"),
        ("-1.2", "9", "l.json:6:51: 'clown' must be at most 1.5"),
        ("-1.2", '"low"', "l.json:6:51: 'clown' should be a number"),
        # words that no text holds as the scorer reads it
        ('"clown"', '"Clown"', "l.json:6:42: 'Clown' stands in no text"),
        ('"clown"', '"you old clown"', "l.json:6:42: 'you old clown' stands in no text"),
        ('"clown"', '"cl0wn"', "l.json:6:42: 'cl0wn' stands in no text"),
        ('"clown"', '"§g"', "l.json:6:42: '§g' stands in no text"),
        # nothing in it, the same word twice, a signal that has no layer, a key nobody knows
        ('"clown": -1.2, "you größe": 0.5', "", "l.json:6:41: 'words' is empty"),
        ("you größe", "clown", "'clown' stands here a second time"),
        ('"toxicity"', '"insult"', "l.json:6:5: unknown key 'insult'"),
        ('"labels"', '"label"', "l.json:6:18: unknown key 'label'"),
        # something else altogether
        (GOOD, "[]", "l.json:1:1:"),
        (GOOD, "", "l.json:1:1: there is nothing in this file"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    old: str, new: str, mistake: str, tmp_path: Path
) -> None:
    assert old in GOOD
    with pytest.raises(RulebookError) as caught:
        read(tmp_path, GOOD.replace(old, new))
    told = [f"{Path(m.file).name}:{m.line}:{m.column}: {m.what}" for m in caught.value.mistakes]
    assert any(mistake in line for line in told), told


@pytest.mark.parametrize("name", ["missing.json", "../l.json", "/l.json"])
def test_a_file_that_is_not_beside_the_policy_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(RulebookError) as caught:
        load_text(POLICY.replace("l.json", name), kinds=KINDS, folder=tmp_path)
    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.column) == (3, 8)
