from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain import (
    AlertTeam,
    DeleteMessage,
    MemberJoined,
    MemberLeft,
    Mention,
    MessageEdited,
    MessagePosted,
    PurgeMessages,
    SetTimer,
    SlowMode,
    TimePassed,
    Verdict,
)
from policies.troll.flood import FloodPolicy
from policies.troll.flood_settings import FloodSettings
from tests.unit.policies.stage import NOW, SCENE, SZENE, Stage, actions, kinds, person, said, seen

Line = tuple[float, str] | tuple[float, str, str]


def flood(scene: Any = SCENE, **data: Any) -> FloodPolicy:
    return FloodPolicy(name="Flood", settings=FloodSettings.model_validate(data), scene=scene)


def spoken(lines: Sequence[Line]) -> list[MessagePosted]:
    """Return messages from (seconds, text) or (seconds, text, channel)."""
    return [
        said(
            line[1], id=f"m{number}", after=line[0], channel=line[2] if len(line) > 2 else "general"
        )
        for number, line in enumerate(lines, start=1)
    ]


async def last_of(policy: FloodPolicy, lines: Sequence[Line]) -> Verdict | None:
    """Return the verdict on the last line, with the others as history."""
    *before, event = spoken(lines)
    return await policy.judge(event, Stage(event, history=[seen(each) for each in before]))


BURST: list[Line] = [(n, f"line number {'abcdefghi'[n]}") for n in range(9)]


async def test_nine_messages_in_ten_seconds_are_too_many_and_all_of_them_go() -> None:
    verdict = await last_of(flood(), BURST)
    assert verdict is not None
    assert verdict.reason == "9 messages within 10 seconds"
    gone, nudge, earlier = actions(verdict)
    assert gone == DeleteMessage(channel="general", message="m9", member="ann")
    assert type(nudge).__name__ == "Nudge"
    assert earlier == PurgeMessages(channel="general", messages=tuple(f"m{n}" for n in range(1, 9)))


async def test_a_spree_is_not_taken_down_twice() -> None:
    verdict = await last_of(flood(), [*BURST, (9.5, "and another one")])
    assert kinds(verdict) == ["DeleteMessage", "Nudge"]


@pytest.mark.parametrize(
    ("lines", "because"),
    [
        (BURST[:8], "eight are still fine"),
        ([(n * 1.5, f"text {'abcdefghij'[n]} here") for n in range(10)], "slower than that"),
        ([(0, "lol"), (1, "lol"), (2, "lol"), (3, "lol")], "short words come back"),
        ([(n, "ok then") for n in range(5)], "short ones as well"),
        ([(n * 200, "one more thing") for n in range(4)], "long apart"),
        ([(n, "") for n in range(6)], "pictures without a text are like no other"),
        ([(0, "look at this", "a"), (1, "look at this", "b")], "two channels are fine"),
    ],
)
async def test_talk_is_left_alone(lines: list[Line], because: str) -> None:
    assert await last_of(flood(), lines) is None, because


async def test_the_same_line_for_the_fourth_time_is_too_much() -> None:
    lines: list[Line] = [
        (n * 20, f"Buy my {'KETTLE' if n % 2 else 'kettle'} now{'!' * n}") for n in range(4)
    ]
    verdict = await last_of(flood(), lines)
    assert verdict is not None
    assert verdict.reason == "the same message 4 times"


async def test_a_short_line_may_come_twice_as_often() -> None:
    verdict = await last_of(flood(), [(n * 5, "d") for n in range(7)])
    assert verdict is not None
    assert verdict.reason == "the same message 7 times"


async def test_the_same_in_three_channels_goes_from_all_of_them() -> None:
    lines: list[Line] = [
        (0, "join my server now", "a"),
        (5, "join my server now", "b"),
        (9, "join my server now", "c"),
    ]
    verdict = await last_of(flood(SZENE), lines)
    assert verdict is not None
    assert verdict.reason == "dieselbe Nachricht in 3 Kanälen"
    purged = {a.channel: a.messages for a in actions(verdict) if isinstance(a, PurgeMessages)}
    assert purged == {"a": ("m1",), "b": ("m2",)}


async def test_earlier_messages_stay_where_the_step_deletes_nothing() -> None:
    assert kinds(await last_of(flood(then=["alert team"]), BURST)) == ["AlertTeam"]


async def test_many_mentions_at_once_are_too_many() -> None:
    crowd = tuple(Mention(id=f"u{n}") for n in range(9))
    event = said("hey", mentions=crowd)
    verdict = await flood().judge(event, Stage(event))
    assert verdict is not None
    assert verdict.reason == "9 people mentioned at once"
    # Naming one person ten times is no crowd, and channels are no people.
    again = said("hey", mentions=(Mention(id="u1"),) * 10)
    rooms = said("hey", mentions=tuple(Mention(id=f"c{n}", kind="channel") for n in range(10)))
    for fine in (again, rooms):
        assert await flood().judge(fine, Stage(fine)) is None


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("WHY IS THIS KETTLE SO LOUD TODAY", True),
        ("Why is this kettle so loud today", False),
        # Too short to be shouting.
        ("OK GOOD", False),
        ("!!!!!!!!!!!!!!!!!!!!!!!!!! OK", False),
    ],
)
async def test_capitals_count_only_where_they_are_set(text: str, speaks: bool) -> None:
    event = said(text)
    policy = flood(when={"caps_above": 0.7})
    assert (await policy.judge(event, Stage(event)) is not None) is speaks
    assert await flood().judge(event, Stage(event)) is None


async def test_an_edit_is_no_further_message() -> None:
    edit = MessageEdited(
        id="e", at=NOW + timedelta(seconds=9), network="lobby", community="c", channel="general",
        member=person(), message="m9", text="line number z",
    )  # fmt: skip
    history = [seen(each) for each in spoken(BURST)]
    assert await flood().judge(edit, Stage(edit, history=history)) is None


WAVE = {
    "joins_above": 3,
    "within": "1 minute",
    "then": ["alert team", {"slow mode": "30 seconds"}],
    "channels": ["#general", "#help"],
    "lasts": "5 minutes",
}


def joined(number: int) -> tuple[MemberJoined, Stage]:
    event = MemberJoined(id=f"j{number}", at=NOW, network="lobby", community="c", member=person())
    return event, Stage(event, came_in=[NOW] * number)


@pytest.mark.parametrize(
    ("number", "speaks"),
    # Once when it begins, then each time as many more have come: not for each of a hundred.
    [(3, False), (4, True), (5, False), (6, False), (7, True), (8, False), (10, True)],
)
async def test_a_wave_is_told_once_for_each_so_many(number: int, speaks: bool) -> None:
    event, stage = joined(number)
    assert (await flood(wave=WAVE).judge(event, stage) is not None) is speaks


async def test_a_wave_slows_the_channels_for_a_while() -> None:
    event, stage = joined(4)
    policy = flood(wave=WAVE)
    verdict = await policy.judge(event, stage)
    assert verdict is not None
    assert verdict.reason == "4 people came in within 1 minute"
    alert, slow, timer, *_ = actions(verdict)
    assert alert == AlertTeam()
    assert slow == SlowMode(channel="#general", seconds=30)
    assert isinstance(timer, SetTimer)
    assert timer.seconds == 300
    due = TimePassed(
        id="t", at=NOW, network="lobby", community="c", owner=timer.owner, payload=timer.payload
    )
    assert actions(await policy.judge(due, Stage(due))) == (
        SlowMode(channel="#general", seconds=0),
    )


async def test_somebody_else_s_timer_is_not_its_own() -> None:
    policy = flood(wave=WAVE)
    for owner, payload in (("other", {"channel": "a"}), ("Flood", {})):
        due = TimePassed(
            id="t", at=NOW, network="lobby", community="c", owner=owner, payload=payload
        )
        assert await policy.judge(due, Stage(due)) is None


async def test_without_a_wave_people_may_come() -> None:
    event, stage = joined(100)
    policy = flood()
    assert await policy.judge(event, stage) is None
    assert await policy.why_silent(event, stage) == "waves of people are not looked at"


async def test_it_says_how_far_from_too_much_it_was() -> None:
    event = said("hello", id="m5", after=5)
    stage = Stage(event, history=[seen(each) for each in spoken(BURST[:3])])
    assert (await flood().why_silent(event, stage)).startswith("4 messages within 10 seconds")
    arrival, crowd = joined(2)
    assert (
        await flood(wave=WAVE).why_silent(arrival, crowd)
        == "2 people came in within 1 minute, at most 3 may"
    )
    left = MemberLeft(id="x", at=NOW, network="lobby", community="c", member=person())
    assert await flood().judge(left, Stage(left)) is None
    assert "not about" in await flood().why_silent(left, Stage(left))


def test_it_declares_what_it_does_and_how_far_back_it_looks() -> None:
    assert flood().needs.window == timedelta(minutes=2)
    assert PurgeMessages in flood().needs.actions
    assert PurgeMessages not in flood(then=["alert team"]).needs.actions
    wave = flood(wave=WAVE | {"within": "10 minutes"}).needs
    assert wave.window == timedelta(minutes=10)
    assert {SlowMode, SetTimer, AlertTeam} <= wave.actions


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"when": {"messages_above": 0}}, "greater than or equal to 1"),
        ({"when": {"messages_above": "8 within 10 seconds"}}, "valid integer"),
        ({"wave": {"then": ["kick"]}}, "'kick' cannot be done to a crowd"),
        ({"wave": {"then": [["alert team"], ["open case"]]}}, "a wave has no ladder"),
        ({"wave": {"then": {"slow mode": "5 seconds"}}}, "say where slow mode is switched on"),
    ],
)
def test_settings_that_make_no_sense_are_refused(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        FloodSettings.model_validate(data)
