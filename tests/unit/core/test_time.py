"""Clocks, and spans of time as people write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import HandClock, SystemClock
from bot.domain import LONGEST, parse_duration, say_duration
from tests.support.making import NOON, after


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30 seconds", 30),
        ("90s", 90),
        ("5 min", 300),
        ("2h", 7200),
        ("1 hour", 3600),
        ("1 hour 30 minutes", 5400),
        ("1 hour and 30 minutes", 5400),
        ("1 day, 2 hours", 93600),
        ("2 weeks", 1209600),
        ("1 Stunde", 3600),  # German, in any case
        ("3 TAGE", 259200),
        ("14 Tagen", 1209600),
        ("1 Std. 30 Min.", 5400),  # with points
        ("1 Tag und 1 Stunde", 90000),
        ("3650 days", 315360000),  # the longest
    ],
)
def test_spans_that_people_write(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    [
        "",  # nothing
        "0 seconds",  # no time at all
        "5",  # of what?
        "hour",  # how many?
        "5 parsecs",  # no unit of time
        "-5 minutes",  # in the past
        "5.5 hours",  # no half ones
        "3651 days",  # too long
        "9999999 s",  # too many digits
        "1 hour later",  # and what else
        "1 hour 5",
    ],
)
def test_what_is_no_span_is_said_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="no span of time"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "english", "german"),
    [
        (0, "0 seconds", "0 Sekunden"),
        (1, "1 second", "1 Sekunde"),
        (60, "1 minute", "1 Minute"),
        (5400, "1 hour 30 minutes", "1 Stunde 30 Minuten"),
        (86400, "1 day", "1 Tag"),
        (604800, "1 week", "1 Woche"),
        (691200, "8 days", "8 Tage"),  # not: 1 week 1 day
        (1209600, "2 weeks", "2 Wochen"),
        (90061, "1 day 1 hour", "1 Tag 1 Stunde"),  # its two largest units
        (-5, "0 seconds", "0 Sekunden"),
    ],
)
def test_spans_in_words(seconds: int, english: str, german: str) -> None:
    assert say_duration(seconds) == english
    assert say_duration(seconds, "de") == german
    assert say_duration(seconds, "fr") == english


@given(st.integers(1, int(LONGEST.total_seconds())))
def test_what_is_said_can_be_read_and_is_close(seconds: int) -> None:
    for language in ("en", "de"):
        again = parse_duration(say_duration(seconds, language)).total_seconds()
        assert 0 <= seconds - again < max(60, seconds * 0.05)


def test_the_machines_clock_is_in_utc() -> None:
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_clock_set_by_hand_never_goes_back() -> None:
    clock = HandClock(NOON)
    clock.tick(5)
    assert clock.now() == after(5)
    clock.set(after(10))
    clock.set(after(3))
    assert clock.now() == after(10)
