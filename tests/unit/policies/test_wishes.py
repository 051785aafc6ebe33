from datetime import timedelta
from typing import Any

import pytest

from bot.domain import (
    AddReaction,
    AddRole,
    AlertTeam,
    Ban,
    DeleteMessage,
    HoldForReview,
    Kick,
    LockChannel,
    MemberJoined,
    MessageEdited,
    Nudge,
    OpenCase,
    RemoveRole,
    SlowMode,
    Timeout,
    TimePassed,
    Warn,
)
from policies.settings import (
    WISHES,
    Wish,
    WishError,
    actions_of,
    held_for,
    parse_ladder,
    parse_wish,
    realise,
)
from tests.unit.policies.stage import NOW, person, said

EVENT = said("hello")


@pytest.mark.parametrize(
    ("written", "wish"),
    [
        ("delete", Wish(do="delete")),
        # YAML makes a mapping of `timeout: 1 hour`; both forms mean the same.
        ({"timeout": "1 hour"}, Wish(do="timeout", seconds=3600)),
        ("timeout: 1 hour", Wish(do="timeout", seconds=3600)),
        # Spaces and capitals are no reason to refuse.
        ("Open   Case", Wish(do="open case")),
        # A ban without an end is for good.
        ("ban", Wish(do="ban")),
        ({"ban": "7 Tage"}, Wish(do="ban", seconds=604800)),
        ({"slow mode": "10 seconds"}, Wish(do="slow mode", seconds=10)),
        ("add role: Guest", Wish(do="add role", name="Guest")),
    ],
)
def test_an_admin_writes_a_wish_in_words(written: Any, wish: Wish) -> None:
    assert parse_wish(written) == wish


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("delte", "did you mean 'delete'"),
        ("explode", "known are delete, nudge"),
        ("timeout", "needs to know for how long; write 'timeout: 1 hour'"),
        ("timeout: soon", "'soon' is no span of time"),
        ("kick: 1 day", "'kick' stands alone; take ': 1 day' away"),
        ("add role", "needs a name; write 'add role: Guest'"),
        (7, "write an action such as 'delete'"),
        ({"timeout": 3600}, "write an action such as"),
        ({}, "write an action such as"),
    ],
)
def test_a_wish_that_makes_no_sense_is_told_in_words(written: Any, says: str) -> None:
    with pytest.raises(WishError, match=says.replace("(", r"\(")):
        parse_wish(written)


@pytest.mark.parametrize(
    ("written", "rungs"),
    [
        ("delete", [["delete"]]),
        (["delete", "nudge"], [["delete", "nudge"]]),
        ([["delete"], ["delete", "warn"]], [["delete"], ["delete", "warn"]]),
        ({"timeout": "1 day"}, [["timeout"]]),
    ],
)
def test_a_list_is_one_step_and_a_list_of_lists_is_a_ladder(
    written: Any, rungs: list[list[str]]
) -> None:
    assert [[wish.do for wish in rung] for rung in parse_ladder(written)] == rungs


@pytest.mark.parametrize(
    ("written", "where", "says"),
    [
        ([["delete"], ["delete", "wran"]], (1, 1), "did you mean 'warn'"),
        (["delete", "nudeg"], (1,), "did you mean 'nudge'"),
        ([["delete"], "warn"], (), "one list of actions, or a list of lists"),
        ([], (), "write a list of actions"),
        ([["delete"], []], (1,), "write a list of actions"),
        ([["delete"]] * 11, (), "at most 10 steps"),
    ],
)
def test_a_mistake_in_a_ladder_names_its_place(
    written: Any, where: tuple[int, ...], says: str
) -> None:
    with pytest.raises(WishError, match=says) as caught:
        parse_ladder(written)
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("wish", "action"),
    [
        ("delete", DeleteMessage(channel="general", message="m1", member="ann")),
        ("nudge", Nudge(member="ann")),
        ("warn", Warn(member="ann")),
        ("timeout: 1 minute", Timeout(member="ann", seconds=60)),
        ("kick", Kick(member="ann")),
        ("ban", Ban(member="ann")),
        ("ban: 1 day", Ban(member="ann", seconds=86400)),
        ("add role: Guest", AddRole(member="ann", role="Guest")),
        ("remove role: Guest", RemoveRole(member="ann", role="Guest")),
        ("slow mode: 5 seconds", SlowMode(channel="general", seconds=5)),
        ("lock channel", LockChannel(channel="general")),
        ("react: 👀", AddReaction(channel="general", message="m1", emoji="👀")),
        ("hold", HoldForReview()),
        ("alert team", AlertTeam()),
        ("open case", OpenCase()),
    ],
)
def test_every_wish_becomes_an_action(wish: str, action: object) -> None:
    assert realise([parse_wish(wish)], EVENT) == (action,)


def test_every_wish_has_a_row_above() -> None:
    assert len(WISHES) == 14


def test_an_edited_message_is_deleted_by_the_id_of_the_message() -> None:
    edit = MessageEdited(
        id="e1", at=NOW, network="lobby", community="c", channel="general",
        member=person(), message="m1", text="x",
    )  # fmt: skip
    assert realise([Wish(do="delete")], edit) == (
        DeleteMessage(channel="general", message="m1", member="ann"),
    )


def test_what_makes_no_sense_for_an_event_is_left_out() -> None:
    joined = MemberJoined(id="j1", at=NOW, network="lobby", community="c", member=person())
    passed = TimePassed(id="t1", at=NOW, network="lobby", community="c", owner="x")
    rung = parse_ladder(["delete", "slow mode: 5 seconds", "alert team", "kick"])[0]
    assert realise(rung, joined) == (AlertTeam(), Kick(member="ann"))
    assert realise(rung, passed) == (AlertTeam(),)


def test_a_ladder_says_all_that_it_may_come_to() -> None:
    ladder = parse_ladder([["delete", "nudge"], ["delete", "warn"]])
    assert actions_of(ladder) == {DeleteMessage, Nudge, Warn}


@pytest.mark.parametrize(
    ("told", "steps", "days"),
    [
        (timedelta(days=3), [["delete"]], 3),
        (None, [["delete"], ["warn"]], 30),
        # One step needs no memory.
        (None, [["delete", "warn"]], None),
    ],
)
def test_a_ladder_is_held_for_thirty_days_unless_told(
    told: timedelta | None, steps: list[list[str]], days: int | None
) -> None:
    held = held_for(told, parse_ladder(steps))
    assert held == (None if days is None else timedelta(days=days))
