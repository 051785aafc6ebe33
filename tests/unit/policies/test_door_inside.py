"""The door of a group that anybody may enter: held back, welcomed, and closed in a raid."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain import (
    Action,
    AlertTeam,
    Answer,
    ButtonPressed,
    CancelTimer,
    Event,
    Greet,
    HoldBack,
    LetIn,
    Member,
    MemberJoined,
    SetTimer,
    TimePassed,
    TurnAway,
)
from bot.ports import Seen
from policies.door import DoorPolicy
from policies.door.settings import DoorSettings
from tests.unit.policies.stage import NOW, SCENE, SZENE, Stage

PLACE: dict[str, Any] = {"network": "telegram", "community": "c", "place": "-100"}
QUESTION = {"ask": "What do we brew?", "answers": ["tea", "trouble"], "right": "tea"}
INSIDE: dict[str, Any] = {"inside": {"patience": "5 minutes"}}
WAVE = {"joins_above": 3, "within": "1 minute", "closed_for": "10 minutes"}


def door(scene: Any = SCENE, **settings: Any) -> DoorPolicy:
    return DoorPolicy(name="Door", settings=DoorSettings.model_validate(settings), scene=scene)


def joins(name: str = "zoe", after: float = 0, *, unmet: bool = True) -> MemberJoined:
    at = NOW + timedelta(seconds=after)
    member = Member(id=name, name=name.title(), joined_at=at)
    return MemberJoined(id=f"{name}-{after}", at=at, member=member, unmet=unmet, **PLACE)


def presses(button: str, *, here_for: timedelta | None = timedelta(minutes=1)) -> ButtonPressed:
    joined = NOW - here_for if here_for is not None else None
    who = Member(id="zoe", name="Zoe", joined_at=joined)
    return ButtonPressed(
        id="b", at=NOW, channel="-100", member=who, button=button, interaction="q", **PLACE
    )


async def done(policy: DoorPolicy, event: Event, came: list[MemberJoined]) -> tuple[Action, ...]:
    strangers = [
        Seen(at=one.at, member=one.member.id, channel="door", message=one.id, shape=0)
        for one in sorted(came, key=lambda one: one.at)
    ]
    verdict = await policy.judge(event, Stage(event, strangers=strangers))
    return verdict.steps[0] if verdict else ()


async def test_who_comes_in_is_held_back_and_asked() -> None:
    event = joins()
    hold, greet, timer = await done(door(**INSIDE), event, [event])
    # for longer than the patience, and not for ever
    assert hold == HoldBack(member="zoe", seconds=900)
    assert isinstance(greet, Greet)
    assert greet.text.startswith("Welcome to Kettle & Co.")
    assert "https://kettle.example/rules" in greet.text
    assert ([button.id for button in greet.buttons], greet.seconds) == (["door:yes:*"], 300)
    assert isinstance(timer, SetTimer)
    assert (timer.seconds, timer.payload) == (300, {"at_the_door": "zoe"})


@pytest.mark.parametrize(
    ("settings", "event"),
    [
        # nobody is met inside where that is not set
        ({}, joins()),
        # somebody of the team opened to them
        (INSIDE, joins(unmet=False)),
    ],
)
async def test_who_needs_no_asking_is_left_alone(
    settings: dict[str, Any], event: MemberJoined
) -> None:
    assert await done(door(**settings), event, [event]) == ()


async def test_a_group_may_welcome_without_asking() -> None:
    event = joins()
    inside = {"before_writing": False, "say": "Make yourself at home."}
    (greet,) = await done(door(inside=inside), event, [event])
    assert isinstance(greet, Greet)
    assert (greet.text, greet.buttons) == ("Make yourself at home.", ())


async def test_the_welcome_is_in_the_language_of_the_house() -> None:
    event = joins()
    _, greet, _ = await done(door(SZENE, **INSIDE), event, [event])
    assert isinstance(greet, Greet)
    assert greet.text.startswith("Willkommen bei Kessel & Co.")


@pytest.mark.parametrize(
    ("settings", "press", "kinds"),
    [
        # agreed, right, wrong
        (INSIDE, presses("door:yes:*"), [Answer, LetIn, CancelTimer]),
        ({**INSIDE, "question": QUESTION}, presses("door:0:*"), [Answer, LetIn, CancelTimer]),
        ({**INSIDE, "question": QUESTION}, presses("door:1:*"), [Answer, TurnAway, CancelTimer]),
        # when they came is not known: the network knows whether they are held back
        (INSIDE, presses("door:yes:*", here_for=None), [Answer, LetIn, CancelTimer]),
        # long here, and a welcome that asks nothing (any more)
        (INSIDE, presses("door:yes:*", here_for=timedelta(hours=2)), [Answer]),
        ({}, presses("door:yes:*"), [Answer]),
        ({"inside": {"before_writing": False}}, presses("door:yes:*"), [Answer]),
    ],
)
async def test_the_shared_button_is_for_whoever_just_came_in(
    settings: dict[str, Any], press: ButtonPressed, kinds: list[type[Action]]
) -> None:
    actions = await done(door(**settings), press, [])
    assert [type(action) for action in actions] == kinds


async def test_an_answer_inside_cancels_the_timer_that_was_set() -> None:
    event = joins()
    *_, timer = await done(door(**INSIDE), event, [event])
    *_, cancel = await done(door(**INSIDE), presses("door:yes:*"), [])
    assert isinstance(timer, SetTimer)
    assert isinstance(cancel, CancelTimer)
    assert timer.key == cancel.key


# ------------------------------------------------------------------------------------- waves


async def test_a_crowd_closes_the_door_and_goes() -> None:
    came = [joins(f"m{number}", number) for number in range(4)]
    actions = await done(door(**INSIDE, wave=WAVE), came[-1], came)
    assert [a.member for a in actions if isinstance(a, TurnAway)] == ["m0", "m1", "m2", "m3"]
    # who was asked before may have answered; who comes last was never asked
    assert [a.anyway for a in actions if isinstance(a, TurnAway)] == [False, False, False, True]
    (alert,) = [a for a in actions if isinstance(a, AlertTeam)]
    assert (alert.urgent, "10 minutes after" in alert.text) == (True, True)
    (opening,) = [a for a in actions if isinstance(a, SetTimer)]
    assert opening.seconds == 600
    assert sum(isinstance(a, CancelTimer) for a in actions) == 4


async def test_without_a_question_the_whole_crowd_goes() -> None:
    came = [joins(f"m{number}", number) for number in range(4)]
    actions = await done(door(wave=WAVE), came[-1], came)
    assert all(a.anyway for a in actions if isinstance(a, TurnAway))


@pytest.mark.parametrize(
    ("after", "shown_out"),
    [
        # while the door is closed
        (30, True),
        (590, True),
        # and when it is open again: the wave's last one came at second 3
        (604, False),
    ],
)
async def test_who_comes_later_finds_the_door_closed_for_a_while(
    after: float, *, shown_out: bool
) -> None:
    late = joins("late", after)
    came = [*(joins(f"m{number}", number) for number in range(4)), late]
    actions = await done(door(**INSIDE, wave=WAVE), late, came)
    assert any(isinstance(action, TurnAway) for action in actions) is shown_out
    assert any(isinstance(action, HoldBack) for action in actions) is not shown_out
    assert not any(isinstance(action, AlertTeam) for action in actions)


async def test_a_wave_that_goes_on_keeps_the_door_closed_and_alerts_once() -> None:
    came = [joins(f"m{number}", number * 10) for number in range(100)]
    policy, alerts, last = door(wave=WAVE), 0, 0
    for number, event in enumerate(came):
        actions = await done(policy, event, came[: number + 1])
        alerts += any(isinstance(action, AlertTeam) for action in actions)
        last = next((a.seconds for a in actions if isinstance(a, SetTimer)), 0)
    assert (alerts, last) == (1, 600)


async def test_few_at_a_time_are_no_wave() -> None:
    came = [joins(f"m{number}", number * 20) for number in range(10)]
    for number, event in enumerate(came):
        assert await done(door(wave=WAVE), event, came[: number + 1]) == ()


async def test_the_door_tells_the_team_when_it_opens() -> None:
    came = [joins(f"m{number}", number) for number in range(4)]
    at = NOW + timedelta(seconds=603)
    event = TimePassed(id="t", at=at, owner="Door", payload={"door": "closed"}, **PLACE)
    (alert,) = await done(door(wave=WAVE), event, came)
    assert isinstance(alert, AlertTeam)
    again = [*came, *(joins(f"n{number}", 500 + number) for number in range(4))]
    assert await done(door(wave=WAVE), event, again) == ()


def test_a_door_that_opens_during_the_wave_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least as long"):
        door(wave={"within": "2 minutes", "closed_for": "1 minute"})


def test_the_door_looks_back_as_far_as_it_stays_closed() -> None:
    assert door(wave=WAVE).needs.window == timedelta(minutes=11)
    assert door().needs.window == timedelta(0)
