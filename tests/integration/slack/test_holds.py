"""Slack's time-outs on the disk: they outlive the process, and a broken file is said."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.slack.holds import Hold, Holds
from bot.errors import NetworkError

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


async def test_a_hold_outlives_the_process(tmp_path: Path) -> None:
    path = tmp_path / "data" / "time-outs.json"
    hold = Hold(team="T1", member="U1", until=NOON, channels=("C1",))
    await Holds(path).put(hold)
    again = Holds(path)
    assert again.of("T1", "U1") == hold
    assert again.due(NOON - timedelta(seconds=1)) == []
    assert again.due(NOON) == [hold]
    await again.drop(hold)
    assert Holds(path).of("T1", "U1") is None


async def test_a_newer_hold_is_not_dropped_with_the_old_one(tmp_path: Path) -> None:
    holds = Holds(tmp_path / "t.json")
    old = Hold(team="T1", member="U1", until=NOON)
    new = Hold(team="T1", member="U1", until=NOON + timedelta(hours=1))
    await holds.put(old)
    await holds.put(new)
    await holds.drop(old)
    assert holds.of("T1", "U1") == new


@pytest.mark.parametrize("text", ["{", "[1]", '[{"team": "T1"}]', '[{"channels": 3}]'])
def test_a_broken_list_of_time_outs_is_named_with_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.json"
    path.write_text(text)
    with pytest.raises(NetworkError, match="mend it, or move it away"):
        Holds(path).of("T1", "U1")


async def test_a_disk_that_is_full_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(json.dumps([]))
    holds = Holds(tmp_path / "file" / "t.json")
    with pytest.raises(NetworkError, match="cannot be written"):
        await holds.put(Hold(team="T1", member="U1", until=NOON))
