"""Policies are woken by patterns, channels and kinds of events, and by nothing else."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain import Event, MemberJoined, MessageEdited, MessagePosted, Verdict
from bot.engine import rooms
from bot.ports import Context, Pattern, PatternHit
from tests.support.making import HERE, NOON, joined, passed, person, posted
from tests.support.policies import Scripted, entry
from tests.unit.core.engines import engine, names, speaking


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
