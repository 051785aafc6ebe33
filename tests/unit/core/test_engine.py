"""Every policy is asked, and none can hinder another."""

import asyncio
from typing import Any

import pytest

from bot.domain import Event, MemberJoined, Verdict
from bot.engine import Opinions, rooms
from bot.ports import Context, Pattern
from tests.support.making import ENFORCE, OBSERVE, PAUSED, posted
from tests.support.policies import Judge, Scripted, entry
from tests.unit.core.engines import RUDE, context, engine, names, speaking


async def raises(_event: Event, _context: Context) -> Verdict | None:
    raise RuntimeError("broken")


async def raises_a_timeout(_event: Event, _context: Context) -> Verdict | None:
    raise TimeoutError("of its own")


async def hangs(_event: Event, _context: Context) -> Verdict | None:
    await asyncio.Event().wait()
    return None


async def answers_nonsense(_event: Event, _context: Context) -> Verdict | None:
    return "guilty"  # type: ignore[return-value]  # this is what it must survive


async def test_every_policy_is_asked_and_speaks_in_its_own_name() -> None:
    machine = engine(speaking("One"), Scripted("Two"), speaking("Three"))
    assert await names(machine, posted()) == ["One", "Three"]


@pytest.mark.parametrize(
    ("judge", "because"),
    [
        (raises, "failed: RuntimeError"),  # a fault of its own
        (raises_a_timeout, "failed: TimeoutError"),  # not to be taken for our deadline
        (answers_nonsense, "failed: TypeError"),  # an answer that is none
        (hangs, "took too long"),  # no answer at all
    ],
)
async def test_a_policy_in_trouble_hinders_nobody(judge: Judge, because: str) -> None:
    machine = engine(speaking("One"), Scripted("Bad", judge), speaking("Three"), deadline=0.01)
    opinions = await machine.judge(posted())
    assert [one.policy for one in opinions.verdicts] == ["One", "Three"]
    assert [(one.policy, one.because) for one in opinions.failed] == [("Bad", because)]


async def test_several_that_hang_cost_a_deadline_each_and_no_more() -> None:
    machine = engine(
        Scripted("Bad", hangs), Scripted("Worse", hangs), speaking("Good"), deadline=0.01
    )
    opinions = await machine.judge(posted())
    assert [one.policy for one in opinions.verdicts] == ["Good"]
    assert [one.policy for one in opinions.failed] == ["Bad", "Worse"]


async def test_who_is_in_turn_when_others_were_slow_gets_time_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns: list[str] = []
    limit, limits = asyncio.timeout, list[asyncio.Timeout]()

    def endless(_: float) -> asyncio.Timeout:
        limits.append(limit(None))
        return limits[-1]

    def slow(name: str) -> Scripted:
        async def judge(_event: Event, _context: Context) -> Verdict | None:
            turns.append(name)
            if turns == ["One", "Two"]:
                limits[-1].reschedule(0.0)  # now the time is up that both of them share
                await asyncio.Event().wait()
            return RUDE

        return Scripted(name, judge)

    monkeypatch.setattr(asyncio, "timeout", endless)
    machine = engine(slow("One"), slow("Two"))
    opinions = await machine.judge(posted())
    assert turns == ["One", "Two", "Two"]
    assert [one.policy for one in opinions.verdicts] == ["One", "Two"]
    assert opinions.failed == ()


async def test_a_policy_that_swallows_its_end_is_not_waited_for_twice() -> None:
    async def stubborn(_event: Event, _context: Context) -> Verdict | None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return None
        return None

    machine = engine(Scripted("Stubborn", stubborn), speaking("Good"), deadline=0.01)
    assert await names(machine, posted()) == ["Good"]


@pytest.mark.parametrize(
    ("file", "command", "asked", "mode"),
    [
        (ENFORCE, None, True, ENFORCE),  # the file's mode
        (OBSERVE, None, True, OBSERVE),  # heard, and not obeyed
        (PAUSED, None, False, None),  # not even asked
        (ENFORCE, PAUSED, False, None),  # the team's command goes before the file
        (PAUSED, ENFORCE, True, ENFORCE),
        (ENFORCE, OBSERVE, True, OBSERVE),
    ],
)
async def test_modes(file: Any, command: Any, asked: bool, mode: Any) -> None:
    policy = speaking("One")
    machine = engine(entry(policy, mode=file), modes={"One": command} if command else {})
    opinions = await machine.judge(posted())
    assert bool(policy.asked) is asked
    assert [one.mode for one in opinions.verdicts] == ([mode] if asked else [])


# ---- why the others kept silent


async def test_every_silence_has_its_reason() -> None:
    async def speechless(_event: Event, _context: Context) -> str:
        raise RuntimeError("broken")

    mute = Scripted("Mute", explain=speechless)
    machine = engine(
        speaking("Speaks"),
        Scripted("Quiet"),
        entry(Scripted("Resting"), mode=PAUSED),
        entry(Scripted("Elsewhere"), channels=rooms(["#help"])),
        Scripted("Joins", hears=frozenset({MemberJoined})),
        Scripted("Bait", patterns=(Pattern(name="bait", regex="bait"),)),
        Scripted("Broken", raises),
        mute,
    )
    event = posted(channel="general")
    silences = await machine.silences(event, await machine.judge(event))
    assert {one.policy: one.because for one in silences} == {
        "Broken": "failed: RuntimeError",
        "Quiet": "nothing to say",
        "Resting": "paused",
        "Elsewhere": "not for this channel",
        "Joins": "not about events of this kind",
        "Bait": "none of its patterns matched",
        "Mute": "could not say (RuntimeError)",
    }


async def test_an_explanation_that_hangs_is_cut() -> None:
    async def endless(_event: Event, _context: Context) -> str:
        await asyncio.Event().wait()
        return ""

    mute = Scripted("Mute", explain=endless)
    machine = engine(mute, deadline=0.01)
    (silence,) = await machine.silences(
        posted(), Opinions(context=await context(), asked=machine.rulebook.policies)
    )
    assert silence.because == "could not say (TimeoutError)"
