"""Which of a network's own lines a file wants taken down, and whether anybody can do that."""

from pathlib import Path

import pytest

from bot.errors import RulebookError
from bot.rulebook.book import Rulebook
from bot.rulebook.loader import load
from tests.unit.rulebook.toys import KINDS

FILE = """\
version: 1
community: Kettle
{places}
tidy: {tidy}
policies: []
"""
TIDIES = {"telegram": frozenset({"joins", "pins"})}


def read(folder: Path, tidy: str, places: str = "") -> Rulebook:
    file = folder / "rules.yaml"
    file.write_text(FILE.format(places=places, tidy=tidy), encoding="utf-8")
    return load(file, kinds=KINDS, tidies=TIDIES)


def test_a_file_says_which_lines_go(tmp_path: Path) -> None:
    assert read(tmp_path, "[pins, joins, pins]").tidy == ("pins", "joins")


def test_a_file_that_says_nothing_leaves_all_lines(tmp_path: Path) -> None:
    assert read(tmp_path, "[]").tidy == ()


@pytest.mark.parametrize(
    ("tidy", "places", "told"),
    [
        # no network of this file has such lines, or lets a bot take them
        ("[joins]", 'places: {discord: "1"}', "rules.yaml:4:8: no network of this file lets"),
        # this one has others
        ("[pins, calls]", 'places: {telegram: "-1"}', "rules.yaml:4:14: no network of this file"),
        # nobody knows this sort
        ("[join]", "", "rules.yaml:4:8"),
        # one word is no list
        ("joins", "", "rules.yaml:4:7"),
    ],
)
def test_admins_are_told_by_line_what_cannot_be_tidied(
    tmp_path: Path, tidy: str, places: str, told: str
) -> None:
    with pytest.raises(RulebookError) as error:
        read(tmp_path, tidy, places)
    assert told in str(error.value)


def test_a_sort_that_nobody_knows_is_one_mistake(tmp_path: Path) -> None:
    with pytest.raises(RulebookError) as error:
        read(tmp_path, "[join]", 'places: {discord: "1"}')
    assert len(error.value.mistakes) == 1


def test_one_network_that_can_is_enough(tmp_path: Path) -> None:
    places = 'places: {discord: "1", telegram: "-1"}'
    assert read(tmp_path, "[joins]", places).tidy == ("joins",)
