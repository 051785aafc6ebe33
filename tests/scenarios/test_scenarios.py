"""Every scenario beside this file, the starter and the examples: policy files with their tests."""

from pathlib import Path

import pytest

from bot.bootstrap import STARTER, player, policy_kinds
from bot.rulebook.book import Rulebook, RulebookTest
from bot.rulebook.loader import load
from bot.rulebook.trial import run_test

ROOT = Path(__file__).parents[2]
PLAY = player()
FILES = [
    path
    for folder in (Path(__file__).parent, STARTER.parent, ROOT / "examples")
    for path in sorted(folder.glob("*.yaml"))
    if "\ncommunity:" in path.read_text(encoding="utf-8") and path.name != "walls.yaml"
]
BOOKS = {path: load(path, kinds=policy_kinds()) for path in FILES}
CASES = [
    pytest.param(book, test, id=f"{path.stem}: {test.name}")
    for path, book in BOOKS.items()
    for test in book.tests
]


@pytest.mark.parametrize(("book", "test"), CASES)
async def test_a_chat_brings_what_its_file_expects(book: Rulebook, test: RulebookTest) -> None:
    result = await run_test(test, book, PLAY)
    assert result.passed, "\n".join(f"{d.line}: {d.what} {d.hint}" for d in result.differences)


def test_every_file_carries_examples() -> None:
    assert len(FILES) >= 10
    assert [path.name for path, book in BOOKS.items() if not book.tests] == []
