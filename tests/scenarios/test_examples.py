"""The policy of one's own that the examples show."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import play
from bot.domain import Event, Member, MessagePosted, Nudge
from bot.errors import RulebookError
from bot.rulebook.loader import load, load_text

EXAMPLES = Path(__file__).parents[2] / "examples"


def walls() -> Any:
    """Return the example's policy class, read from its file as it stands."""
    spec = importlib.util.spec_from_file_location("my_policy", EXAMPLES / "my_policy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.WallsPolicy


def wrote(text: str, id: str = "m1") -> Event:
    return MessagePosted(
        id=id, at=datetime(2026, 3, 2, tzinfo=UTC), network="lobby", community="example",
        channel="general", member=Member(id="ann", name="Ann"), text=text,
    )  # fmt: skip


async def test_a_policy_of_one_s_own_judges_like_the_others() -> None:
    book = load(EXAMPLES / "walls.yaml", kinds={"walls": walls()})
    (decision,) = await play(book, [wrote("a\nb\nc"), wrote("a\nb\nc\nd", "m2")])
    assert decision.actions == (Nudge(member="ann"),)
    assert decision.facts == "4 lines in one message"


def test_its_settings_are_checked_like_the_others() -> None:
    text = (EXAMPLES / "walls.yaml").read_text(encoding="utf-8")
    wrong = text.replace("lines_above: 3", "lines_abov: 3")
    with pytest.raises(RulebookError, match="unknown key 'lines_abov'"):
        load_text(wrong, kinds={"walls": walls()})
