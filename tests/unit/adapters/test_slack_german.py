"""A German team reads in German why something was not done on Slack, or only in part."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.slack import api, archiving, restricting
from adapters.slack.effects import NOBODY
from adapters.slack.german import GERMAN, told

FOLDER = Path(api.__file__).parent
#: What only the log or the operator reads.
_NOT_TOLD = ("examining.py", "subscribed.py", "german.py", "advice.py")


def said() -> Iterator[str]:
    """Give every sentence with which the adapter refuses, as it stands in the code."""
    yield from api._WORDS.values()
    yield from (archiving._HOW, restricting._HOW, restricting._NOT_OURS, NOBODY)
    for file in sorted(FOLDER.glob("*.py")):
        if file.name in _NOT_TOLD:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "detail":
                yield from _text(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                yield from _text(node.args[0])


def _text(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and node.value:
        yield str(node.value)
    if isinstance(node, ast.IfExp):
        yield from (*_text(node.body), *_text(node.orelse))


def test_every_no_is_known_in_german() -> None:
    found = set(said())
    assert len(found) > 25
    assert found - GERMAN.keys() == set()


@pytest.mark.parametrize("english", GERMAN)
def test_both_languages_have_the_same_holes_and_end_alike(english: str) -> None:
    german = GERMAN[english]
    holes = set(re.findall(r"\{\w+\}", german))
    assert holes == set(re.findall(r"\{\w+\}", english))
    assert english.endswith(".") is german.endswith(".")
    assert "!" not in english + german


@pytest.mark.parametrize(
    ("english", "language", "read"),
    [
        ("Slack cannot do this.", "de", "Das kann Slack nicht."),
        ("Slack cannot do this.", "en", "Slack cannot do this."),
        # two sentences, one after the other
        (
            "That message is gone. I asked the author to take it down.",
            "de",
            "Diese Nachricht gibt es nicht mehr. Ich habe die Person gebeten, sie selbst zu "
            "löschen.",
        ),
        # what fills a hole stays as it is, and a reason is said in German too
        ("Slack refused this (a: b).", "de", "Slack hat das abgelehnt (a: b)."),
        (
            "taken out of #a, #b, but not out of #general: Slack lets nobody be removed from the "
            "workspace's main channel.",
            "de",
            "aus #a, #b genommen, aber nicht aus #general: Aus dem Hauptchannel des Workspaces "
            "lässt sich bei Slack niemand entfernen.",
        ),
        # what nobody knows is said as it came
        ("disk full", "de", "disk full"),
        ("", "de", ""),
    ],
)
def test_a_team_reads_its_own_language(english: str, language: str, read: str) -> None:
    assert told(english, language) == read
