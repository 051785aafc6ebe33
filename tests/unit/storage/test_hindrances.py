"""What stood in the way of the database is told for as long as it may still be so."""

import pytest

from bot.errors import LeaseLost, StoreBusy, StoreError
from bot.storage.hindrances import OVER, Hindrances


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def meet(hindrances: Hindrances, work: str, error: Exception) -> None:
    with pytest.raises(type(error)), hindrances.watch(work):
        raise error


def get_through(hindrances: Hindrances, work: str) -> None:
    with hindrances.watch(work):
        pass


def test_a_trouble_is_over_when_the_same_work_gets_through() -> None:
    hindrances = Hindrances(Seconds())
    assert hindrances.now == ""
    meet(hindrances, "admit", StoreBusy("the disk is full"))
    assert hindrances.now == "the disk is full"
    get_through(hindrances, "admit")
    assert hindrances.now == ""


def test_other_work_that_gets_through_proves_something_only_after_a_while() -> None:
    seconds = Seconds()
    hindrances = Hindrances(seconds)
    meet(hindrances, "admit", StoreBusy("the disk is full"))
    seconds.now += OVER - 1
    get_through(hindrances, "renew")
    assert hindrances.now == "the disk is full"
    seconds.now += 1
    assert hindrances.now == "the disk is full"
    get_through(hindrances, "renew")
    assert hindrances.now == ""


def test_the_newest_trouble_is_told() -> None:
    seconds = Seconds()
    hindrances = Hindrances(seconds)
    meet(hindrances, "admit", StoreBusy("locked"))
    seconds.now += 1
    meet(hindrances, "settle", StoreError("damaged"))
    assert hindrances.now == "damaged"
    get_through(hindrances, "settle")
    assert hindrances.now == "locked"


def test_what_is_no_fault_of_the_database_is_none() -> None:
    hindrances = Hindrances(Seconds())
    meet(hindrances, "settle", LeaseLost("another has taken over"))
    assert hindrances.now == ""
