"""However the process dies while Slack brings events: none is lost, and nobody is told twice."""

from pathlib import Path

import pytest

from tests.integration.slack.soak import soak

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("over_socket", [True, False], ids=["socket", "http"])
async def test_killed_while_people_write_nothing_is_lost_or_doubled(
    tmp_path: Path, over_socket: bool
) -> None:
    result = await soak(tmp_path / "data", kills=2, people=3, over_socket=over_socket)
    assert (result.kills, result.lost, result.doubled) == (2, [], [])
