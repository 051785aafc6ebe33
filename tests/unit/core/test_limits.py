"""Past its limits the bot stops; a person is asked once an hour."""

from bot.domain import Action, Ban, DeleteMessage, Kick, Nudge, PurgeMessages, Timeout
from bot.limits import Brake
from bot.rulebook.book import Limits
from tests.support.making import NOON, after

DELETE = DeleteMessage(channel="general", message="m1")
HOUR, DAY = 3600, 86400


def brake() -> Brake:
    return Brake(Limits(deletions_per_hour=2, timeouts_per_day=1))


def test_as_many_as_allowed_go_ahead() -> None:
    stop = brake()
    for _ in range(2):
        assert stop.refuse(DELETE, NOON) is None
        stop.count(DELETE, NOON)
    assert stop.refuse(DELETE, NOON) == "deletions_per_hour"


def test_a_limit_of_nothing_allows_nothing() -> None:
    stop = brake()
    for action, name in (
        (Kick(member="rude"), "kicks_per_day"),  # never kicks on its own
        (Ban(member="rude"), "bans_per_day"),  # never bans on its own
    ):
        assert stop.refuse(action, NOON) == name
        assert stop.most(name) == 0


def test_what_is_older_than_the_span_counts_no_more() -> None:
    for action, seconds in (
        (DELETE, HOUR),  # deletions go by the hour
        (Timeout(member="rude", seconds=60), DAY),  # time-outs go by the day
    ):
        stop = brake()
        stop.count(action, NOON)
        stop.count(action, NOON)
        assert stop.refuse(action, after(seconds - 1)) is not None
        assert stop.refuse(action, after(seconds)) is None


def test_a_purge_weighs_as_much_as_its_messages() -> None:
    stop = brake()
    three = PurgeMessages(channel="general", messages=("m1", "m2", "m3"))
    two = PurgeMessages(channel="general", messages=("m1", "m2"))
    assert stop.refuse(three, NOON) == "deletions_per_hour"
    assert stop.refuse(two, NOON) is None
    stop.count(two, NOON)
    assert stop.refuse(DELETE, NOON) == "deletions_per_hour"


def test_words_have_no_limit() -> None:
    stop = brake()
    talk: Action = Nudge(member="rude")
    for _ in range(100):
        assert stop.refuse(talk, NOON) is None
        stop.count(talk, NOON)


def test_a_restart_forgets_nothing() -> None:
    stop = brake()
    stop.remember([("delete_message", after(5)), ("purge_messages", after(0)), ("nudge", after(1))])
    assert stop.refuse(DELETE, after(10)) == "deletions_per_hour"
    assert stop.refuse(DELETE, after(HOUR)) is None


def test_the_team_is_told_once_an_hour() -> None:
    stop = brake()
    assert stop.first_time("bans_per_day", NOON)
    assert not stop.first_time("bans_per_day", after(HOUR - 1))
    assert stop.first_time("kicks_per_day", after(1))
    assert stop.first_time("bans_per_day", after(HOUR))
