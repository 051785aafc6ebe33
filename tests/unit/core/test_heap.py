"""Collections leave alone what was there at the start, and only for as long as the process runs."""

import gc

from bot.heap import settled_heap


def test_what_was_there_at_the_start_is_left_alone_until_the_end() -> None:
    usual = gc.get_threshold()
    before = gc.get_freeze_count()
    with settled_heap():
        assert gc.get_freeze_count() > before
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == usual
