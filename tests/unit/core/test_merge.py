"""One message, one coherent reaction."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import (
    Action,
    AddReaction,
    AddRole,
    AlertTeam,
    Ban,
    CancelTimer,
    DeleteMessage,
    HoldForReview,
    Kick,
    Nudge,
    OpenCase,
    PurgeMessages,
    RemoveRole,
    Reply,
    SendDirect,
    SetTimer,
    Timeout,
    Warn,
)
from bot.merge import merge

DELETE = DeleteMessage(channel="general", message="m1")
NUDGE, WARN, KICK = Nudge(member="rude"), Warn(member="rude"), Kick(member="rude")
HOUR, DAY = Timeout(member="rude", seconds=3600), Timeout(member="rude", seconds=86400)
BAN, WEEK = Ban(member="rude"), Ban(member="rude", seconds=604800)
REPLY = Reply(channel="general", text="here is how")
SIGN = AddReaction(channel="general", message="m1", emoji="👀")
HOLD, CASE, ALERT = HoldForReview(), OpenCase(), AlertTeam()


@pytest.mark.parametrize(
    ("wished", "done"),
    [
        ((HOUR, DAY), (DAY,)),  # the longer time-out stays
        ((DAY, HOUR), (DAY,)),  # whoever asked first
        ((WEEK, BAN), (BAN,)),  # for good is longer than a week
        ((BAN, KICK, DAY, NUDGE, WARN), (BAN,)),  # who is banned needs nothing else
        ((KICK, HOUR, NUDGE), (KICK,)),  # nor who is removed
        ((NUDGE, WARN), (WARN,)),  # one private word, the graver one
        ((NUDGE, NUDGE), (NUDGE,)),  # and not twice
        ((REPLY, DELETE), (DELETE,)),  # a message that goes is not answered
        ((HOLD, DELETE), (DELETE,)),  # nor put before a person
        ((SIGN, DELETE), (DELETE,)),  # nor marked
        ((SIGN, NUDGE, SIGN), (NUDGE, SIGN)),  # one sign, once
        ((REPLY, HOLD), (REPLY, HOLD)),  # one that stays may be both
        ((DELETE, DELETE), (DELETE,)),  # once is enough
        ((NUDGE, DAY, DELETE), (DELETE, DAY, NUDGE)),  # deeds before words
        ((ALERT, AlertTeam(urgent=True)), (AlertTeam(urgent=True),)),  # urgent stays urgent
        ((CASE, OpenCase(kind="review")), (CASE,)),  # one matter, one case
        ((NUDGE, SendDirect(member="rude", text="hi")), (NUDGE,)),  # one private word
        (
            (NUDGE, SendDirect(member="ann", text="hi")),
            (NUDGE, SendDirect(member="ann", text="hi")),
        ),  # to each
        (
            (AddRole(member="rude", role="a"), RemoveRole(member="rude", role="b")),
            (AddRole(member="rude", role="a"), RemoveRole(member="rude", role="b")),
        ),  # different roles do not hinder each other
        ((), ()),  # nothing comes to nothing
    ],
)
def test_wishes_become_one_reaction(wished: Sequence[Action], done: Sequence[Action]) -> None:
    assert merge(wished) == tuple(done)


def test_different_people_are_different_matters() -> None:
    other = Timeout(member="other", seconds=60)
    assert merge((HOUR, other)) == (HOUR, other)


def purge(*messages: str) -> PurgeMessages:
    return PurgeMessages(channel="general", messages=messages)


@pytest.mark.parametrize(
    ("wished", "done"),
    [
        ((DELETE, purge("m1", "m2")), (DELETE, purge("m2"))),  # no message goes twice
        ((DELETE, purge("m1")), (DELETE,)),  # nor does an empty purge
        ((purge("m2", "m1"), purge("m2", "m3")), (purge("m1", "m2", "m3"),)),  # one purge a room
    ],
)
def test_each_message_goes_once(wished: Sequence[Action], done: Sequence[Action]) -> None:
    assert merge(wished) == tuple(done)


MEMBERS = st.sampled_from(["rude", "other"])
SECONDS = st.sampled_from([60, 3600, 86400])
MESSAGES = st.lists(st.sampled_from(["m1", "m2", "m3"]), min_size=1, max_size=3, unique=True)
ACTIONS: st.SearchStrategy[list[Action]] = st.lists(
    st.one_of(
        st.builds(DeleteMessage, channel=st.just("general"), message=st.sampled_from(["m1", "m2"])),
        st.builds(PurgeMessages, channel=st.just("general"), messages=MESSAGES.map(tuple)),
        st.builds(Timeout, member=MEMBERS, seconds=SECONDS),
        st.builds(Ban, member=MEMBERS, seconds=st.one_of(st.none(), SECONDS)),
        st.builds(Kick, member=MEMBERS),
        st.builds(Nudge, member=MEMBERS),
        st.builds(Warn, member=MEMBERS),
        st.builds(SendDirect, member=MEMBERS, text=st.just("hi")),
        st.builds(Reply, channel=st.just("general"), text=st.just("hi")),
        st.builds(AlertTeam, urgent=st.booleans()),
        st.just(OpenCase()),
        st.just(HoldForReview()),
        st.builds(AddRole, member=MEMBERS, role=st.just("a")),
        st.builds(SetTimer, key=st.sampled_from("ab"), owner=st.just("x"), seconds=st.just(1)),
        st.builds(CancelTimer, key=st.sampled_from("ab")),
    ),
    max_size=12,
)


def as_set(actions: Sequence[Action]) -> set[str]:
    return {repr(action) for action in actions}


@given(ACTIONS)
def test_merging_again_changes_nothing(actions: list[Action]) -> None:
    once = merge(actions)
    assert merge(once) == once
    assert merge([*once, *once]) == once


@given(ACTIONS, st.randoms(use_true_random=False))
def test_who_speaks_first_changes_nothing(actions: list[Action], chance: object) -> None:
    shuffled = list(actions)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    assert as_set(merge(shuffled)) == as_set(merge(actions))


@given(ACTIONS)
def test_the_harsher_of_like_actions_wins(actions: list[Action]) -> None:
    merged = merge(actions)
    for member in ("rude", "other"):
        bans = [a for a in actions if isinstance(a, Ban) and a.member == member]
        kept = [a for a in merged if isinstance(a, Ban) and a.member == member]
        assert len(kept) == bool(bans)
        if any(ban.seconds is None for ban in bans):
            assert kept[0].seconds is None
        elif bans:
            assert kept[0].seconds == max(ban.seconds or 0 for ban in bans)


@given(ACTIONS)
def test_each_member_hears_at_most_one_private_word(actions: list[Action]) -> None:
    merged = merge(actions)
    for member in ("rude", "other"):
        words = [
            a for a in merged if isinstance(a, Nudge | Warn | SendDirect) and a.member == member
        ]
        assert len(words) <= 1


@given(ACTIONS)
def test_who_is_removed_is_not_timed_out_as_well(actions: list[Action]) -> None:
    merged = merge(actions)
    removed = {a.member for a in merged if isinstance(a, Kick | Ban)}
    assert not removed & {a.member for a in merged if isinstance(a, Timeout | Nudge)}
    banned = {a.member for a in merged if isinstance(a, Ban)}
    assert not banned & {a.member for a in merged if isinstance(a, Kick | Warn)}
