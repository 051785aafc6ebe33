"""A trouble that comes with every message fills no log."""

import pytest

from bot.clock import HandClock
from bot.errors import DetectorError
from bot.seldom import Seldom
from tests.support.making import NOON


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOON)


def fail(seldom: Seldom, error: Exception, what: str = "no signal 'tone'") -> None:
    try:
        raise error
    except Exception as caught:
        seldom.tell(what, caught)


def test_the_first_is_told_in_full_and_the_rest_by_their_number(
    clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    seldom = Seldom(clock)
    for second in range(700):
        fail(seldom, ValueError(f"odd {second}"))
        clock.tick(1)
    assert [record.getMessage() for record in caplog.records] == [
        "no signal 'tone': ValueError: odd 0",
        "no signal 'tone': ValueError, 300 times in 5 minutes",
        "no signal 'tone': ValueError, 300 times in 5 minutes",
    ]
    assert [record.exc_info is not None for record in caplog.records] == [True, False, False]


def test_what_came_now_and_then_is_counted_over_the_time_that_it_took(
    clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    seldom = Seldom(clock)
    for minutes in (0, 1, 29):
        clock.tick(60 * minutes)
        fail(seldom, ValueError("odd"))
    assert caplog.messages[-1] == "no signal 'tone': ValueError, 2 times in 30 minutes"
    assert len(caplog.messages) == 2


def test_another_trouble_is_news(clock: HandClock, caplog: pytest.LogCaptureFixture) -> None:
    seldom = Seldom(clock)
    fail(seldom, ValueError("odd"))
    fail(seldom, KeyError("gone"))
    fail(seldom, ValueError("odd"), "policy 'Manners' failed")
    fail(seldom, ValueError("odd"))
    assert len(caplog.messages) == 3


def test_what_did_not_come_for_an_hour_is_told_in_full_again(
    clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    seldom = Seldom(clock)
    for error in ("odd", "odd again"):
        fail(seldom, ValueError(error))
        clock.tick(3600)
    assert caplog.messages[-1] == "no signal 'tone': ValueError: odd again"


def test_a_sentence_of_ours_needs_no_trace(
    clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    fail(Seldom(clock), DetectorError("the model is not there"))
    assert caplog.messages == ["no signal 'tone': DetectorError: the model is not there"]
    assert "Traceback" not in caplog.text
