"""What Discord allows in a second, and what it refused, as values and counts."""

import pytest

from adapters.discord.buckets import PER_SECOND, Buckets, Pace
from adapters.discord.parking import HOUR, MOST, MOST_CLOSED_HERE, SPAN, ClosedDoors, Parking


class Watch:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def headers(remaining: int, rest: float = 5.0) -> dict[str, str]:
    return {
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset-After": str(rest),
        "X-RateLimit-Bucket": "b",
    }


SAY, SAY_ELSEWHERE = (
    "/channels/815123456789012345/messages",
    "/channels/915123456789012345/messages",
)


def test_an_empty_bucket_is_waited_for_and_another_is_not() -> None:
    watch = Watch()
    buckets = Buckets(watch)
    buckets.learn("POST", SAY, headers(0))
    assert buckets.wait("POST", SAY) == 5
    assert buckets.wait("POST", SAY_ELSEWHERE) == 0
    assert buckets.wait("GET", SAY) == 0
    watch.now += 5
    assert buckets.wait("POST", SAY) == 0


def test_what_goes_out_counts_before_the_answer_comes() -> None:
    buckets = Buckets(Watch())
    buckets.learn("POST", SAY, headers(2))
    buckets.take("POST", SAY)
    buckets.take("POST", SAY)
    assert buckets.wait("POST", SAY) > 0


def test_an_answer_that_was_overtaken_does_not_fill_a_bucket_again() -> None:
    buckets = Buckets(Watch())
    buckets.learn("POST", SAY, headers(0))
    buckets.learn("POST", SAY, headers(3))
    assert buckets.wait("POST", SAY) > 0


def test_answers_to_one_interaction_do_not_use_up_those_to_another() -> None:
    buckets = Buckets(Watch())
    one, other = ("aW50" + letter * 60 for letter in "ab")
    path = "/webhooks/815123456789012345/{}/messages/@original"
    buckets.learn("PATCH", path.format(one), headers(0))
    assert buckets.wait("PATCH", path.format(one)) > 0
    assert buckets.wait("PATCH", path.format(other)) == 0


def test_what_matters_more_to_people_has_room_of_its_own() -> None:
    watch = Watch()
    buckets = Buckets(watch)
    taken = 0
    for pace in (Pace.IN_NO_HURRY, Pace.USUAL, Pace.URGENT):
        while not buckets.wait("PUT", "/more", pace):
            buckets.take("PUT", f"/{taken}")
            taken += 1
        assert taken == PER_SECOND - pace
        assert buckets.wait("PUT", "/more", pace) == 1
    watch.now += 1
    assert buckets.wait("PUT", "/more", Pace.IN_NO_HURRY) == 0


def test_headers_that_make_no_sense_change_nothing() -> None:
    buckets = Buckets(Watch())
    buckets.learn("POST", SAY, {"X-RateLimit-Remaining": "many"})
    buckets.learn("POST", SAY, {})
    assert buckets.wait("POST", SAY) == 0


def test_what_is_refused_too_often_rests_for_an_hour() -> None:
    watch = Watch()
    parking = Parking(watch)
    key = ("p", "Timeout", "Rule 2")
    for _ in range(MOST):
        assert not parking.is_parked(key)
        parking.refused(key)
    assert parking.is_parked(key)
    assert not parking.is_parked(("p", "Ban", "Rule 2"))
    watch.now += HOUR
    assert not parking.is_parked(key)


def test_refusals_that_are_over_are_cleared_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.parking.MOST_KEPT", 10)
    watch = Watch()
    parking = Parking(watch)
    for number in range(10):
        parking.refused(("p", "Timeout", str(number)))
    watch.now += HOUR
    parking.refused(("p", "Timeout", "new"))
    assert len(parking._refused) == 1


def test_whoever_takes_no_messages_is_asked_once_an_hour() -> None:
    watch = Watch()
    doors = ClosedDoors(watch)
    doors.found_shut("p", "ann")
    assert doors.is_shut("ann")
    assert not doors.is_shut("ben")
    assert not doors.is_enough("p")
    watch.now += HOUR
    assert not doors.is_shut("ann")


def test_many_who_take_no_messages_end_all_words_in_their_place_and_nowhere_else() -> None:
    watch = Watch()
    doors = ClosedDoors(watch)
    for place in ("one", "two", "three"):
        for number in range(MOST_CLOSED_HERE):
            assert not doors.is_enough(place)
            doors.found_shut(place, f"{place} {number}")
        assert doors.is_enough(place)
    # Sixty in all by now: thousands would block this address for everybody. Whoever had no part
    # in it may still write, until they find a closed door, too.
    assert not doors.is_enough("four")
    doors.found_shut("four", "ann")
    assert doors.is_enough("four")
    assert not doors.is_enough("five")
    watch.now += SPAN
    assert not any(doors.is_enough(place) for place in ("one", "two", "three", "four"))
