"""The lobby's page says everything in both languages, and stays small and its own."""

import re
from pathlib import Path

import pytest

import adapters.lobby

HOME = Path(adapters.lobby.__file__).parent
STATIC = HOME / "static"
TEXTS = (STATIC / "texts.js").read_text(encoding="utf-8")


def texts(language: str) -> dict[str, str]:
    """Return the page's texts in a language, by key."""
    block = TEXTS.split(f"const {language} = {{")[1].split("\n};")[0]
    return dict(re.findall(r'^  "?([\w-]+)"?: "(.*)",$', block, re.MULTILINE))


def test_both_languages_say_the_same_things_with_the_same_holes() -> None:
    english, german = texts("EN"), texts("DE")
    assert english.keys() == german.keys()
    assert len(english) > 100
    for key, text in english.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", german[key])), key


def test_everything_that_the_lobby_refuses_has_words() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in HOME.glob("*.py"))
    refused = set(re.findall(r'Trouble\("(\w+)"', code)) | {"name_empty", "name_team", "name_taken"}
    assert {f"e_{each}" for each in refused | {"busy", "unknown"}} <= texts("EN").keys()


def test_every_text_that_the_page_names_is_there() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    named = set(re.findall(r'data-(?:text|label)="(\w+)"', page))
    for path in STATIC.glob("*.js"):
        named |= set(re.findall(r'\bt\("([\w-]+)"', path.read_text(encoding="utf-8")))
    assert named <= texts("EN").keys()


@pytest.mark.parametrize("language", ["EN", "DE"])
def test_the_page_speaks_calmly(language: str) -> None:
    assert not [text for text in texts(language).values() if "!" in text]


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_are_short_and_make_no_markup_of_text(path: Path) -> None:
    script = path.read_text(encoding="utf-8")
    assert len(script.splitlines()) <= 400
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)
    assert "http://" not in script
