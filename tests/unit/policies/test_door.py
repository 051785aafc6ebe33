"""The door: who asks to be let in reads something first, and a right answer opens."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain import (
    Action,
    Answer,
    ButtonPressed,
    CancelTimer,
    Event,
    JoinRequested,
    LetIn,
    Member,
    SendDirect,
    SetTimer,
    TimePassed,
    TurnAway,
)
from policies.door import DoorPolicy
from policies.door.settings import DoorSettings
from tests.unit.policies.stage import NOW, SCENE, SZENE, Stage

HERE: dict[str, Any] = {"at": NOW, "network": "telegram", "community": "c", "place": "-100"}
ZOE, KIM = Member(id="7", name="Zoe"), Member(id="8", name="Kim")
QUESTION = {"ask": "What do we brew?", "answers": ["tea", "trouble"], "right": "tea"}


def door(scene: Any = SCENE, **settings: Any) -> DoorPolicy:
    return DoorPolicy(name="Door", settings=DoorSettings.model_validate(settings), scene=scene)


async def done(policy: DoorPolicy, event: Event) -> tuple[Action, ...]:
    verdict = await policy.judge(event, Stage(event))
    return verdict.steps[0] if verdict else ()


def asks(language: str = "") -> JoinRequested:
    return JoinRequested(id="j1", member=ZOE, language=language, **HERE)


def presses(button: str, who: Member = ZOE) -> ButtonPressed:
    return ButtonPressed(id="b1", channel="7", member=who, button=button, interaction="q", **HERE)


async def test_who_asks_is_greeted_and_told_where_the_rules_are() -> None:
    said, timer = await done(door(), asks())
    assert isinstance(said, SendDirect)
    assert said.text.startswith("Hello Zoe, you asked to join Kettle & Co.")
    assert "https://kettle.example/rules" in said.text
    assert [button.id for button in said.buttons] == ["door:yes:7"]
    assert isinstance(timer, SetTimer)
    assert (timer.owner, timer.seconds) == ("Door", 12 * 3600)


async def test_who_reads_german_is_greeted_in_german() -> None:
    said, _ = await done(door(), asks("de-AT"))
    assert isinstance(said, SendDirect)
    assert said.text.startswith("Hallo Zoe")


async def test_a_community_greets_in_its_own_words() -> None:
    said, _ = await done(door(SZENE, say="Na, {member}?", question=QUESTION), asks())
    assert isinstance(said, SendDirect)
    assert said.text == "Na, Zoe?\nWhat do we brew?"
    assert [button.label for button in said.buttons] == ["tea", "trouble"]


async def test_a_name_that_looks_like_a_hole_stays_a_name() -> None:
    event = JoinRequested(id="j", member=Member(id="9", name="{rules_url}"), **HERE)
    said, _ = await done(door(), event)
    assert isinstance(said, SendDirect)
    assert "Hello {rules_url}," in said.text


@pytest.mark.parametrize(
    ("settings", "button", "kinds"),
    [
        # agreed
        ({}, "door:yes:7", [Answer, LetIn, CancelTimer]),
        # the right answer, a wrong one, and one that was never offered
        ({"question": QUESTION}, "door:0:7", [Answer, LetIn, CancelTimer]),
        ({"question": QUESTION}, "door:1:7", [Answer, TurnAway, CancelTimer]),
        ({"question": QUESTION}, "door:yes:7", [Answer, TurnAway, CancelTimer]),
        ({"question": QUESTION}, "door:9:7", [Answer, TurnAway, CancelTimer]),
        # somebody else's button
        ({}, "door:yes:8", [Answer]),
        # no button of the door's
        ({}, "faq:yes:7", []),
    ],
)
async def test_a_button_opens_only_for_whom_it_is_and_for_the_right_answer(
    settings: dict[str, Any], button: str, kinds: list[type[Action]]
) -> None:
    actions = await done(door(**settings), presses(button))
    assert [type(action) for action in actions] == kinds


async def test_an_answer_cancels_the_timer_that_was_set() -> None:
    _, timer = await done(door(), asks())
    *_, cancel = await done(door(), presses("door:yes:7"))
    assert isinstance(timer, SetTimer)
    assert isinstance(cancel, CancelTimer)
    assert timer.key == cancel.key


@pytest.mark.parametrize(
    ("owner", "payload", "turned_away"),
    [
        ("Door", {"at_the_door": "7"}, True),
        ("Door", {"other": "7"}, False),
        ("Escalation", {"at_the_door": "7"}, False),
    ],
)
async def test_who_gives_no_answer_is_turned_away(
    owner: str, payload: dict[str, str], *, turned_away: bool
) -> None:
    event = TimePassed(id="t1", owner=owner, payload=payload, **HERE)
    expected = (TurnAway(member="7"),) if turned_away else ()
    assert await done(door(), event) == expected


@pytest.mark.parametrize(
    "question",
    [
        # the right one is not among them
        {"ask": "?", "answers": ["tea", "coffee"], "right": "water"},
        # two alike, only one, too many
        {"ask": "?", "answers": ["tea", "tea"], "right": "tea"},
        {"ask": "?", "answers": ["tea"], "right": "tea"},
        {"ask": "?", "answers": list("abcdefg"), "right": "a"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(question: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        door(question=question)


async def test_a_silent_door_says_why() -> None:
    event = presses("faq:yes:7")
    assert await door().why_silent(event, Stage(event)) == "nobody at the door"
