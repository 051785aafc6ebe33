"""Killed over a full mailbox, the whole of Evenhand loses nothing and does nothing twice."""

from pathlib import Path

import pytest

from tests.integration.telegram.soak import Soak

# On a busy machine a start alone takes many seconds.
pytestmark = [pytest.mark.acceptance, pytest.mark.slow, pytest.mark.timeout(1500)]


async def test_killed_over_a_full_mailbox_nothing_is_lost_and_nothing_done_twice(
    tmp_path: Path,
) -> None:
    figures = await Soak(tmp_path, messages=80, kills=3).run()
    assert (figures.lost, figures.judged_twice, figures.told_twice) == (0, 0, 0)
    assert (figures.left_standing, figures.wrongly_removed) == (0, 0)
    # a message that was on its way when the process died is never sent again, but shown
    assert figures.in_doubt <= figures.kills
    errors = (tmp_path / "errors.log").read_text(encoding="utf-8")
    assert "ERROR adapters.telegram" not in errors
