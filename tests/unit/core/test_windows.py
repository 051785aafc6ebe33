"""What was said lately: in order of time, bounded, and each message once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.detectors.similarity import sketch
from bot.detectors.text import make_text
from bot.domain import Event, MemberJoined, MessagePosted, Standing
from bot.ports import Text
from bot.windows import SHORTEST, Windows
from tests.support.making import after, joined, passed, person, posted

MINUTE = timedelta(minutes=1)


def windows(
    *,
    horizon: timedelta = SHORTEST,
    most: int = 50_000,
    sketch: Callable[[Text], int] | None = None,
) -> Windows:
    return Windows(
        horizon=horizon,
        shape=lambda text: len(text.original),
        standing=lambda member: Standing.ADMIN if "Admin" in member.roles else Standing.REGULAR,
        most=most,
        sketch=sketch,
    )


def fold(kept: Windows, *events: Event) -> None:
    for event in events:
        kept.fold(event, make_text(event.text if isinstance(event, MessagePosted) else ""))


def ids(kept: Windows, now: datetime, within: timedelta = MINUTE, **more: str) -> list[str]:
    asked = {"member": None, "channel": None, **more}
    return [seen.message for seen in kept.recent(now=now, within=within, **asked)]


def test_recent_messages_come_oldest_first_by_member_and_by_channel() -> None:
    kept = windows()
    fold(
        kept,
        posted("m1", who="ann", channel="general", at=after(0)),
        posted("m2", who="bob", channel="general", at=after(1)),
        posted("m3", who="ann", channel="help", at=after(2)),
    )
    assert ids(kept, after(3)) == ["m1", "m2", "m3"]
    assert ids(kept, after(3), member="ann") == ["m1", "m3"]
    assert ids(kept, after(3), channel="general") == ["m1", "m2"]
    assert ids(kept, after(3), member="ann", channel="help") == ["m3"]
    assert ids(kept, after(3), member="nobody") == []


def test_a_message_is_remembered_with_what_policies_compare() -> None:
    kept = windows()
    fold(kept, posted(says="two words", who=person("ann", "Admin"), reply_to="m0"))
    (seen,) = kept.recent(now=after(0), within=MINUTE, member=None, channel=None)
    assert (seen.shape, seen.words, seen.reply_to, seen.staff) == (9, 2, "m0", True)


def alike(kept: Windows, says: str, at: datetime, within: timedelta = MINUTE) -> list[str]:
    text = make_text(says)
    found = kept.alike(now=at, within=within, text=text, shape=kept.shape(text))
    return [seen.message for seen in found]


def test_what_says_nearly_the_same_is_found_whoever_said_it() -> None:
    kept = windows(sketch=sketch)
    fold(
        kept,
        posted("m1", who="ann", says="I made 5000 USD with this group, write me for the link"),
        posted("m2", who="bob", says="my kettle leaks since yesterday, what can I do about it"),
        posted("m3", who="cem", says="I made 7000 USD with that group! write me for the link 🚀"),
    )
    now = after(1)
    assert alike(kept, "i made 900 USD with this group, write me for a link", now) == ["m1", "m3"]
    assert alike(kept, "too short", now) == []
    assert alike(kept, "I made 5000 USD with this group, write me for it", after(90)) == []


def test_nothing_is_compared_unless_a_policy_wants_it() -> None:
    kept = windows()
    fold(kept, posted("m1", says="I made 5000 USD with this group, write me for the link"))
    assert alike(kept, "I made 5000 USD with this group, write me for the link", after(1)) == []


def test_a_message_that_is_judged_again_counts_once() -> None:
    kept = windows()
    fold(kept, posted("m1"), posted("m1"), joined("j1"), joined("j1"))
    assert ids(kept, after(1)) == ["m1"]
    assert kept.joins(now=after(1), within=MINUTE) == 1


def test_what_comes_late_finds_its_place_and_hides_nothing() -> None:
    kept = windows()
    fold(kept, posted("m2", at=after(20)), posted("m3", at=after(30)), posted("m1", at=after(10)))
    assert ids(kept, after(31)) == ["m1", "m2", "m3"]
    assert ids(kept, after(31), timedelta(seconds=5)) == ["m3"]


def test_a_late_message_is_not_compared_with_what_came_after_it() -> None:
    kept = windows()
    fold(kept, *(posted(f"m{n}", at=after(60 + n)) for n in range(9)), posted("late", at=after(0)))
    assert ids(kept, after(0)) == ["late"]


def test_other_events_leave_no_trace() -> None:
    kept = windows()
    fold(kept, passed())
    assert ids(kept, after(1)) == []


def test_the_shortest_horizon_is_ten_minutes() -> None:
    assert windows(horizon=timedelta(0)).horizon == SHORTEST


def _events() -> st.SearchStrategy[list[Event]]:
    message = st.builds(
        posted,
        id=st.integers(0, 40).map("m{}".format),
        who=st.sampled_from(["ann", "bob", "cid"]),
        channel=st.sampled_from(["general", "help"]),
        at=st.integers(0, 3000).map(after),
    )
    join = st.builds(
        joined, id=st.integers(0, 9).map("j{}".format), at=st.integers(0, 3000).map(after)
    )
    return st.lists(st.one_of(message, message, join), max_size=60)


class Naive:
    """The same as a list that is gone through each time."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.posts: list[MessagePosted] = []
        self.joins: list[MemberJoined] = []
        self.newest = after(-1)

    def fold(self, event: Event) -> None:
        if isinstance(event, MessagePosted):
            if any((p.channel, p.id) == (event.channel, event.id) for p in self.posts):
                return
            self.posts = sorted([*self.posts, event], key=lambda one: one.at)
        elif isinstance(event, MemberJoined):
            if any(j.id == event.id for j in self.joins):
                return
            self.joins = sorted([*self.joins, event], key=lambda one: one.at)
        self.newest = max(self.newest, event.at)
        cut = self.newest - SHORTEST
        self.posts = [one for one in self.posts if one.at > cut][-self.most :]
        self.joins = [one for one in self.joins if one.at > cut][-self.most :]


@given(_events(), st.integers(1, 20), st.integers(0, 3000), st.integers(1, 900))
def test_windows_equal_a_naive_list(
    events: list[Event], most: int, moment: int, seconds: int
) -> None:
    kept, naive = windows(most=most), Naive(most)
    for event in events:
        fold(kept, event)
        naive.fold(event)
    now, within = after(moment), timedelta(seconds=seconds)
    for member in (None, "ann"):
        for channel in (None, "help"):
            found = kept.recent(now=now, within=within, member=member, channel=channel)
            assert [seen.message for seen in found] == [
                one.id
                for one in naive.posts
                if now - within < one.at <= now
                and member in (None, one.member.id)
                and channel in (None, one.channel)
            ]
    assert kept.joins(now=now, within=within) == sum(
        1 for one in naive.joins if now - within < one.at <= now
    )
    assert len(kept._known) == len(naive.posts) + len(naive.joins)
    assert sum(map(len, kept._by_member.values())) == len(naive.posts)
    assert sum(map(len, kept._by_channel.values())) == len(naive.posts)
