"""A German team reads in German why something was not done on Telegram."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from adapters.telegram import troubles
from adapters.telegram.german import GERMAN, told

FOLDER = Path(troubles.__file__).parent


def said() -> Iterator[str]:
    """Give every sentence with which the adapter refuses or fails, as it stands in the code."""
    yield from (sentence for _, sentence in troubles._SENTENCES)
    for file in sorted(FOLDER.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("refused", "failed"):
                yield from _text(node.args[0], constants)


def _text(node: ast.expr, constants: Mapping[str, object]) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value  # a template that is filled
    value = node.value if isinstance(node, ast.Constant) else None
    text = value if value is not None else constants.get(getattr(node, "id", ""))
    if isinstance(text, str):
        yield text


def test_every_no_is_known_in_german() -> None:
    found = set(said())
    assert len(found) > 30
    assert found - GERMAN.keys() == set()


@pytest.mark.parametrize("english", GERMAN)
def test_both_languages_have_the_same_holes_and_end_as_sentences(english: str) -> None:
    german = GERMAN[english]
    assert re.findall(r"\{\w+\}", english) == re.findall(r"\{\w+\}", german)
    assert english.endswith(".")
    assert german.endswith(".")
    assert "!" not in english + german


@pytest.mark.parametrize(
    ("english", "language", "read"),
    [
        ("Telegram cannot do this.", "de", "Das kann Telegram nicht."),
        ("Telegram cannot do this.", "en", "Telegram cannot do this."),
        # what fills a hole stays as it is
        ("Telegram says no: PEER_FLOOD {x}.", "de", "Telegram sagt nein: PEER_FLOOD {x}."),
        # what nobody knows is said as it came
        ("disk full", "de", "disk full"),
        ("", "de", ""),
    ],
)
def test_a_team_reads_its_own_language(english: str, language: str, read: str) -> None:
    assert told(english, language) == read
