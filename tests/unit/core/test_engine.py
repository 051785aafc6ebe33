"""Every policy is asked, and none can hinder another."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.context import EventContext
from bot.detectors.text import make_text
from bot.domain import (
    Case,
    CaseStatus,
    Event,
    MemberJoined,
    MessageEdited,
    MessagePosted,
    Nudge,
    Signal,
    Standing,
    Verdict,
)
from bot.engine import Engine, Opinions, rooms
from bot.ports import Context, Pattern, PatternHit, Text
from bot.rulebook.book import PolicyEntry
from bot.storage import MemoryStore
from bot.windows import Windows
from tests.support.making import (
    ENFORCE,
    HERE,
    NOON,
    OBSERVE,
    PAUSED,
    after,
    joined,
    passed,
    person,
    posted,
    settlement,
    verdict,
)
from tests.support.policies import Judge, Scripted, always, entry, rulebook

RUDE = verdict((Nudge(member="rude"),), policy="some other name")


def match(words: Text, wanted: Any = ()) -> Mapping[str, Sequence[PatternHit]]:
    """Find the word `bait` for the policy Bait."""
    place = words.clean.find("bait")
    if place < 0:
        return {}
    return {"Bait": (PatternHit(pattern="bait", start=place, end=place + 4, text="bait"),)}


def engine(
    *policies: Scripted | PolicyEntry,
    modes: Mapping[str, Any] | None = None,
    detectors: Mapping[str, Any] | None = None,
    store: MemoryStore | None = None,
    deadline: float = 5.0,
) -> Engine:
    return Engine(
        rulebook(*policies),
        modes=modes or {},
        windows=Windows(
            horizon=timedelta(minutes=10),
            shape=lambda text: len(text.original),
            standing=lambda _: Standing.REGULAR,
        ),
        detectors=detectors or {},
        casebook=(store or MemoryStore()).casebook,
        make_text=make_text,
        match=match,
        deadline=deadline,
    )


async def names(machine: Engine, event: Event) -> list[str]:
    return [one.policy for one in (await machine.judge(event)).verdicts]


def speaking(name: str, **more: Any) -> Scripted:
    return Scripted(name, always(RUDE), **more)


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


async def test_a_policy_with_patterns_is_woken_only_when_one_matches() -> None:
    bait = speaking("Bait", patterns=(Pattern(name="bait", regex="bait"),))
    machine = engine(bait)
    assert await names(machine, posted("m1", says="nothing here")) == []
    assert bait.asked == []
    assert await names(machine, posted("m2", says="free bait")) == ["Bait"]
    assert bait.asked == ["m2"]


async def test_policies_speak_in_the_order_of_the_file_woken_by_a_pattern_or_not() -> None:
    bait = speaking("Bait", patterns=(Pattern(name="bait", regex="bait"),))
    machine = engine(speaking("First"), bait, speaking("Last"))
    assert await names(machine, posted(says="bait")) == ["First", "Bait", "Last"]
    assert await names(machine, posted(says="hello", id="m2")) == ["First", "Last"]


async def test_its_hits_are_there_to_be_asked_for() -> None:
    found: list[Sequence[PatternHit]] = []

    async def judge(_event: Event, context: Context) -> Verdict | None:
        found.append(context.hits("Bait"))
        found.append(context.hits("Other"))
        return None

    await engine(Scripted("Bait", judge, patterns=(Pattern(name="bait", regex="bait"),))).judge(
        posted(says="a bait")
    )
    assert [[hit.start for hit in hits] for hits in found] == [[2], []]


async def test_a_policy_with_patterns_hears_what_has_no_text_too() -> None:
    policy = speaking(
        "Bait",
        hears=frozenset({MessagePosted, MemberJoined}),
        patterns=(Pattern(name="bait", regex="bait"),),
    )
    assert await names(engine(policy), joined()) == ["Bait"]


async def test_patterns_are_found_in_the_names_of_who_comes_in() -> None:
    found: list[int] = []

    async def judge(_event: Event, context: Context) -> Verdict | None:
        found.append(len(context.hits("Bait")))
        return None

    hears = frozenset({MessagePosted, MemberJoined})
    policy = Scripted("Bait", judge, hears=hears, patterns=(Pattern(name="bait", regex="bait"),))
    for name in ("bait shop", "ann"):
        event = joined()
        await engine(policy).judge(replace(event, member=replace(event.member, name=name)))
    assert found == [1, 0]


async def test_an_empty_message_matches_nothing() -> None:
    assert (
        await names(
            engine(speaking("Bait", patterns=(Pattern(name="b", regex=""),))), posted(says="")
        )
        == []
    )


@pytest.mark.parametrize(
    ("channels", "event", "heard"),
    [
        (None, posted(channel="c7", channel_name="help"), True),  # all channels
        (["#help"], posted(channel="c7", channel_name="Help"), True),  # by name
        (["c7"], posted(channel="c7", channel_name="help"), True),  # by id
        (["#help"], posted(channel="c7", channel_name="general"), False),  # another one
        (["#help"], posted(channel="help"), True),  # a network without names
        (["#help"], joined(), True),  # what happens in no channel
    ],
)
async def test_channels(channels: list[str] | None, event: Event, heard: bool) -> None:
    policy = speaking("One", hears=frozenset({MessagePosted, MemberJoined}))
    machine = engine(entry(policy, channels=rooms(channels)))
    assert bool(await names(machine, event)) is heard


async def test_a_renamed_channel_is_noticed() -> None:
    machine = engine(entry(speaking("One"), channels=rooms(["#help"])))
    assert await names(machine, posted("m1", channel="c7", channel_name="general")) == []
    assert await names(machine, posted("m2", channel="c7", channel_name="help")) == ["One"]


async def test_other_kinds_of_events_are_not_for_it() -> None:
    policy = speaking("One")
    assert await names(engine(policy), passed()) == []
    assert policy.asked == []


async def test_a_million_channels_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.MOST_CHANNELS", 10)
    machine = engine(speaking("One"))
    for number in range(25):
        assert await names(machine, posted(f"m{number}", channel=f"c{number}")) == ["One"]
    assert len(machine._listening) <= 10


async def test_edits_are_judged_by_their_text() -> None:
    policy = speaking(
        "Bait", hears=frozenset({MessageEdited}), patterns=(Pattern(name="bait", regex="bait"),)
    )
    edit = MessageEdited(
        id="e1", at=NOON, channel="general", member=person(), message="m1", text="bait", **HERE
    )
    assert await names(engine(policy), edit) == ["Bait"]


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


# ---- what policies may ask


class Counting:
    """A detector that counts how often it is asked."""

    names = frozenset({"toxicity", "threat", "language"})

    def __init__(self, found: Mapping[str, Signal] | Exception | None) -> None:
        self.found, self.asked = found, 0

    async def score(self, text: Text) -> Mapping[str, Signal]:
        self.asked += 1
        if self.found is None:
            await asyncio.Event().wait()
        if isinstance(self.found, Exception):
            raise self.found
        return self.found or {}


TOXIC = Signal(name="toxicity", score=0.9)


async def context(
    event: Event | None = None,
    detector: Counting | None = None,
    store: MemoryStore | None = None,
    **signals: Signal,
) -> EventContext:
    names = Counting.names if detector else ()
    machine = engine(detectors=dict.fromkeys(names, detector), store=store)
    return (await machine.judge(event or posted(says="hello there"), signals)).context


async def test_a_signal_is_computed_once_with_all_that_come_with_it() -> None:
    detector = Counting({"toxicity": TOXIC})
    asked = await context(detector=detector)
    assert await asked.signal("toxicity") == TOXIC
    assert await asked.signal("threat") is None
    assert await asked.signal("toxicity") == TOXIC
    assert detector.asked == 1


async def test_what_nobody_detects_is_unknown() -> None:
    assert await (await context()).signal("toxicity") is None


async def test_a_detector_that_fails_leaves_its_signals_unknown() -> None:
    detector = Counting(RuntimeError("no model"))
    asked = await context(detector=detector)
    assert await asked.signal("toxicity") is None
    assert await asked.signal("threat") is None
    assert detector.asked == 1


async def test_signals_given_in_advance_are_believed() -> None:
    detector = Counting({})
    asked = await context(detector=detector, toxicity=TOXIC)
    assert await asked.signal("toxicity") == TOXIC
    assert detector.asked == 0


@pytest.mark.parametrize(
    ("found", "language"),
    [
        ({"language": Signal(name="language", score=1, evidence="de")}, "de"),  # clear
        ({"language": Signal(name="language", score=1, evidence="fr")}, "en"),  # not spoken here
        ({}, "en"),  # unsure
        (RuntimeError("no model"), "en"),  # broken
        (None, "en"),  # hanging
    ],
)
async def test_the_language_of_the_message_where_it_is_clear(
    found: Any, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.context.LANGUAGE_LIMIT", 0.01)
    asked = await context(detector=Counting(found))
    assert asked.language == "en"
    await asked.know_language()
    assert asked.language == language


async def test_standing_comes_from_roles_and_from_the_time_somebody_is_here() -> None:
    for who, standing in (
        (person("a", "moderator"), Standing.MODERATOR),  # however it is written
        (person("b", "Partner"), Standing.TRUSTED),  # to be left alone
        (person("c", joined=after(-3600)), Standing.NEWCOMER),  # since an hour
        (person("d", joined=after(-90000)), Standing.REGULAR),  # since yesterday
        (person("e"), Standing.REGULAR),  # the network does not say
        (person("f", "Moderator", joined=after(-1)), Standing.MODERATOR),  # roles go first
    ):
        assert (await context(posted(who=who))).standing is standing
    assert (await context(passed())).standing is Standing.REGULAR


async def test_earlier_messages_leave_this_one_out() -> None:
    machine = engine()
    for number in range(2):
        await machine.judge(posted(f"m{number}", at=after(number)))
    last = (await machine.judge(posted("m2", at=after(2)))).context
    found = last.recent(within=timedelta(minutes=1))
    assert [seen.message for seen in found] == ["m0", "m1"]
    assert last.recent(within=timedelta(minutes=1)) == found
    await machine.judge(joined(at=after(3)))
    late = (await machine.judge(joined("j2", at=after(4)))).context
    assert len(late.recent(within=timedelta(minutes=1))) == 3
    assert late.joins(within=timedelta(minutes=1)) == 2


async def test_the_shape_of_a_text_and_of_none() -> None:
    assert (await context(posted(says="12345"))).shape() == 5
    assert (await context(posted(says=""))).shape() == 0
    assert (await context(joined())).shape() == 0
    machine = engine()
    await machine.judge(posted(says="12345"))
    again = (await machine.judge(posted(says="12345"))).context
    assert again.shape() == 5


async def test_cases_may_be_asked_for() -> None:
    store = MemoryStore()
    fence = await store.leases.take("kettle", "test", NOON, 60) or 0
    cases = [
        Case(
            community="kettle",
            number=number,
            kind="question",
            title="?",
            status=status,
            opened_at=NOON,
            message="m1",
        )
        for number, status in ((1, CaseStatus.OPEN), (2, CaseStatus.CLOSED))
    ]
    await store.ledger.settle([settlement(fence=fence, cases=tuple(cases))])
    asked = await context(store=store)
    assert await asked.case(1) == cases[0]
    assert await asked.case(9) is None
    assert await asked.open_cases(kind="question", message="m1") == [cases[0]]
