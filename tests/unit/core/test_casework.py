"""A decision becomes cases, timers and orders, all in one settlement."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.appointments import CASEWORK, unban_key
from bot.casework import Casework
from bot.decide import Ruling, decision_id
from bot.domain import (
    Action,
    AlertTeam,
    Answer,
    Ban,
    CancelTimer,
    CaseStatus,
    Decision,
    DeleteMessage,
    HoldForReview,
    Kick,
    Nudge,
    OpenCase,
    Reply,
    SendDirect,
    SetTimer,
    SlowMode,
    Timeout,
    Unban,
    Untimeout,
    Warn,
)
from bot.ports import Settlement
from bot.rulebook.book import Team
from bot.voices import order_key
from tests.support.making import HERE, NOON, after, person, settlement
from tests.support.policies import rulebook

DELETE = DeleteMessage(channel="general", message="m1", member="rude")
NUDGE, WARN = Nudge(member="rude"), Warn(member="rude")
HOUR = Timeout(member="rude", seconds=3600, until=after(3600))
ANSWER = Answer(member="mo", channel="general", text="done")
WEEK = Ban(member="rude", seconds=604800, until=after(604800))


def casework(last: int = 0, **more: Any) -> Casework:
    return Casework(rulebook(**more), last_case=last, fence=lambda: 7)


def decision(*actions: Action, cause: str = "memory:p1:message_posted:m1", **more: Any) -> Decision:
    fields: dict[str, Any] = {
        **HERE,
        "id": decision_id(cause),
        "at": NOON,
        "channel": "general",
        "cause": cause,
        "actor": "Manners",
        "subject": person("rude"),
        "message": "m1",
        "rule": "rule 1",
        "facts": "it was rude",
    }
    return Decision(actions=actions, **{**fields, **more})


def settle(
    *actions: Action, desk: Casework | None = None, same: bool = False, text: str = "", **more: Any
) -> Settlement:
    ruling = Ruling(decision=decision(*actions, **more), same_incident=same)
    return (desk or casework()).settle(ruling, language="en", text=text)


def kinds(settled: Settlement) -> list[str]:
    return [type(one.action).__name__ for one in settled.orders]


@pytest.mark.parametrize(
    ("actions", "orders"),
    [
        ((DELETE, NUDGE), ["DeleteMessage", "SendDirect", "Reply"]),  # deed, word, alert
        ((DELETE, HOUR, WARN), ["DeleteMessage", "Timeout", "SendDirect", "Reply"]),
        ((WEEK,), ["SendDirect", "Ban", "Reply"]),  # said before, since it cannot be said later
        ((Kick(member="rude"),), ["SendDirect", "Kick", "Reply"]),
        ((Reply(channel="help", text="like this"),), ["Reply"]),  # an answer is no matter
        ((SlowMode(channel="general", seconds=5),), ["SlowMode"]),
        ((AlertTeam(text="look"),), ["Reply"]),
    ],
)
def test_what_a_decision_comes_to(actions: Sequence[Action], orders: list[str]) -> None:
    settled = settle(*actions)
    assert kinds(settled) == orders
    assert settled.fence == 7
    assert settled.event == "memory:p1:message_posted:m1"


def test_deeds_and_what_must_be_said_before_them_go_first() -> None:
    by_kind = {
        type(one.action).__name__: one.urgent
        for actions in ((DELETE, HOUR, NUDGE), (WEEK,), (Unban(member="rude"),))
        for one in settle(*actions).orders
        if not isinstance(one.action, SendDirect)
    }
    assert by_kind == {
        "DeleteMessage": True,
        "Timeout": True,
        "Ban": True,
        "Unban": True,
        "Reply": False,
    }
    assert [one.urgent for one in settle(WEEK).orders] == [True, True, False]
    assert [one.urgent for one in settle(DELETE, NUDGE).orders] == [True, False, False]
    assert settle(Untimeout(member="rude")).orders[0].urgent


def test_settling_again_makes_the_same_orders() -> None:
    first, again = settle(DELETE, HOUR, NUDGE), settle(DELETE, HOUR, NUDGE, desk=casework(4))
    assert [one.key for one in first.orders] == [one.key for one in again.orders]
    assert len({one.key for one in first.orders}) == len(first.orders)


def test_keys_tell_decisions_places_in_line_effects_and_targets_apart() -> None:
    keys = {
        order_key("d1", 0, DELETE),
        order_key("d2", 0, DELETE),
        order_key("d1", 1, DELETE),
        order_key("d1", 0, HOUR),
        order_key("d1", 0, DeleteMessage(channel="general", message="m2")),
    }
    assert len(keys) == 5


# ---- cases


def test_what_is_done_to_people_is_on_record() -> None:
    settled = settle(DELETE, NUDGE, desk=casework(41), text="you idiot")
    (case,) = settled.cases
    assert (case.number, case.kind, case.status) == (42, "conduct", CaseStatus.CLOSED)
    assert (case.subject, case.subject_name) == ("memory:rude", "Rude")
    assert (case.title, case.about, case.message) == ("it was rude", settled.decision.id, "m1")  # type: ignore[union-attr]  # it decided
    assert case.resolution == "settled"
    assert case.alert == settled.orders[-1].key
    assert settled.decision is not None
    assert settled.decision.case == 42
    assert settled.decision.details["text"] == "you idiot"
    assert settled.decision.redress


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        (OpenCase(kind="question", title="how?"), "question"),  # what the policy says
        (HoldForReview(), "review"),  # a person decides
    ],
)
def test_what_a_person_must_look_at_stays_open(action: Action, kind: str) -> None:
    (case,) = settle(action).cases
    assert (case.status, case.kind, case.closed_at) == (CaseStatus.OPEN, kind, None)


def test_a_case_may_name_what_it_is_about() -> None:
    opened = OpenCase(
        kind="question", title="how?", channel="help", message="m7", member="ann", member_name="Ann"
    )
    (case,) = settle(opened, subject=None, channel=None, message=None).cases
    assert (case.channel, case.message) == ("help", "m7")
    assert (case.subject, case.subject_name) == ("memory:ann", "Ann")


def test_answers_open_no_case() -> None:
    settled = settle(Reply(channel="help", text="like this"))
    assert settled.cases == ()
    assert settled.decision is not None
    assert settled.decision.case is None


def test_one_incident_is_one_case_told_once() -> None:
    desk = casework()
    first = settle(DELETE, NUDGE, desk=desk)
    second = settle(DELETE, desk=desk, same=True, cause="memory:p1:message_posted:m2")
    assert kinds(second) == ["DeleteMessage"]
    assert second.cases == ()
    assert second.decision is not None
    assert second.decision.case == first.cases[0].number


def test_an_incident_that_goes_on_after_a_restart_has_a_case_that_exists() -> None:
    settled = settle(DELETE, desk=casework(5), same=True)
    assert settled.decision is not None
    assert [case.number for case in settled.cases] == [6] == [settled.decision.case]


def test_incidents_are_not_remembered_for_ever() -> None:
    desk = casework()
    for number in range(1200):
        settle(DELETE, desk=desk, subject=person(f"u{number}"))
    assert len(desk._incidents) <= 1001
    assert desk.next_case() == 1201


def test_without_a_channel_the_team_is_told_nothing() -> None:
    settled = settle(DELETE, NUDGE, AlertTeam(), desk=casework(team=Team()))
    assert kinds(settled) == ["DeleteMessage", "SendDirect"]
    assert settled.cases[0].alert == ""


# ---- timers


def test_a_ban_for_a_time_sets_the_timer_that_lifts_it() -> None:
    (timer,) = settle(WEEK).timers
    assert (timer.owner, timer.due_at) == (CASEWORK, after(604800))
    assert timer.payload["member"] == "rude"
    assert timer.key == unban_key(decision(), "rude")


@pytest.mark.parametrize("action", [Ban(member="rude"), Unban(member="rude")])
def test_what_lasts_cancels_the_timer_that_would_lift_it(action: Action) -> None:
    settled = settle(action)
    assert unban_key(decision(), "rude") in settled.cancel_timers
    assert settled.timers == ()


def test_policies_set_and_cancel_timers_of_their_own() -> None:
    wait = SetTimer(key="k1", owner="FAQ", seconds=90, payload={"q": "1"})
    settled = settle(wait, CancelTimer(key="k2"))
    (timer,) = settled.timers
    assert (timer.key, timer.owner, timer.due_at) == ("k1", "FAQ", after(90))
    assert timer.payload == {"q": "1"}
    assert settled.cancel_timers == ("k2",)
    assert settled.orders == ()


def test_a_case_with_a_reminder_sets_one() -> None:
    (timer,) = settle(OpenCase(remind_after=60)).timers
    assert (timer.owner, timer.due_at) == (CASEWORK, NOON + timedelta(seconds=60))


# ---- by command


def test_a_command_keeps_what_its_handler_changed() -> None:
    rest = settlement("e1", cancel_timers=("k",))
    settled = casework().settle_by_person(
        decision(HOUR, actor="memory:mo"), ANSWER, language="en", rest=rest
    )
    assert settled.event == "e1"
    assert settled.cancel_timers[0] == "k"
    assert settled.cases[0].alert == settled.orders[-1].key


@pytest.mark.parametrize(
    ("action", "orders"),
    [
        # whoever asked is answered when it is done, before anybody else reads of it
        (HOUR, ["Timeout", "Answer", "SendDirect", "Reply"]),
        (WEEK, ["SendDirect", "Ban", "Answer", "Reply"]),
        (SlowMode(channel="general", seconds=5), ["SlowMode", "Answer"]),
    ],
)
def test_a_command_is_answered_when_it_is_done(action: Action, orders: list[str]) -> None:
    settled = casework().settle_by_person(
        decision(action, actor="memory:mo"), ANSWER, language="en", rest=settlement("e1")
    )
    assert kinds(settled) == orders
    urgent = [type(one.action).__name__ for one in settled.orders if one.urgent]
    assert urgent == orders[: orders.index("Answer") + 1]


def test_a_command_that_is_no_matter_opens_no_case() -> None:
    slow = SlowMode(channel="general", seconds=5)
    settled = casework().settle_by_person(
        decision(slow), None, language="en", rest=settlement("e1")
    )
    assert settled.cases == ()
    assert settled.decision is not None
    assert settled.decision.case is None


def test_a_time_out_is_told_as_what_its_network_does() -> None:
    house = Casework(rulebook(), last_case=0, takes_out=lambda network: network == "memory")
    settled = house.settle(Ruling(decision=decision(DELETE, HOUR)), language="en")
    away = replace(HOUR, away=True)
    assert settled.decision is not None
    assert settled.decision.actions == (DELETE, away)
    assert [order.action for order in settled.orders][:2] == [DELETE, away]
    (direct,) = (o.action for o in settled.orders if isinstance(o.action, SendDirect))
    assert "out of the channels" in direct.text
    assert "read" not in direct.text
    by_mo = house.settle_by_person(decision(HOUR), ANSWER, language="en", rest=settlement("e1"))
    assert by_mo.decision is not None
    assert by_mo.decision.actions == (away,)
