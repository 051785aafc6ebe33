from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain import (
    DeleteMessage,
    MemberChanged,
    MemberJoined,
    MessageEdited,
    MessagePrevented,
    Signal,
    TimePassed,
    Verdict,
)
from policies.troll.words import WordsPolicy, WordsSettings
from tests.unit.policies.stage import NOW, SCENE, SZENE, Stage, actions, kinds, person, said


def words(when: dict[str, Any], *, scene: Any = SCENE, **more: Any) -> WordsPolicy:
    settings = WordsSettings.model_validate({"when": when, **more})
    return WordsPolicy(name="Words", settings=settings, scene=scene)


async def judged(policy: WordsPolicy, text: str, **more: Any) -> Verdict | None:
    event = said(text, **more)
    return await policy.judge(event, Stage(event, needs=policy.needs))


@pytest.mark.parametrize(
    ("when", "text", "found"),
    [
        ({"words": ["casino"]}, "Best CASINO in town", True),
        # Whole words: nothing happens to Casinoball or occasion.
        ({"words": ["casino"]}, "casinos and casinoball", False),
        ({"words": ["casino*"]}, "Casino-Bonus, casinos", True),
        ({"words": ["free nitro"]}, "get free   nitro now", True),
        ({"words": ["free nitro"]}, "free of nitro", False),
        # Umlauts are letters, at the edge of a word as well.
        ({"words": ["ärger"]}, "so ein Ärger", True),
        ({"words": ["ärger"]}, "verärgert", False),
        ({"parts": ["casino"]}, "mycasinobonus", True),
        ({"patterns": [r"\d{4}-\d{4}"]}, "call 1234-5678", True),
        # An exception covers the word where it stands, and only there.
        ({"words": ["nitro"], "except": ["nitro cold brew"]}, "a Nitro cold brew please", False),
        ({"words": ["nitro"], "except": ["nitro cold brew"]}, "nitro cold brew, free nitro", True),
        ({"parts": ["ass"], "except": ["class*", "pass*"]}, "first class passengers", False),
    ],
)
async def test_a_word_is_found_where_it_stands(
    when: dict[str, Any], text: str, found: bool
) -> None:
    assert (await judged(words(when), text) is not None) is found


async def test_a_verdict_says_which_word_and_where() -> None:
    verdict = await judged(words({"words": ["casino*"]}), "the Casinos, casino")
    assert verdict is not None
    assert verdict.reason == "the text has “Casinos”, which is on the list as “casino*”"
    assert verdict.signals[0].evidence == "Casinos"
    assert verdict.signals[0].spans == ((4, 11), (13, 19))


async def test_the_team_reads_its_own_language() -> None:
    verdict = await judged(words({"words": ["casino"]}, scene=SZENE), "casino")
    assert verdict is not None
    assert verdict.reason == "im Text steht „casino“, auf der Liste als „casino“"


async def test_a_member_is_told_in_the_language_they_write() -> None:
    policy = words({"words": ["casino"]}, then="nudge", say={"en": "No", "de": "Nein"},
                   rule={"en": "rule 3", "de": "Regel 3"})  # fmt: skip
    event = said("Das casino")
    german = {"language": Signal(name="language", score=1, evidence="de")}
    verdict = await policy.judge(event, Stage(event, needs=policy.needs, signals=german))
    assert verdict is not None
    assert (verdict.say, verdict.told_rule) == ("Nein", "Regel 3")
    assert verdict.told_reason == "im Text steht „casino“, auf der Liste als „casino“"
    # The team reads its own language.
    assert verdict.rule == "rule 3"
    assert verdict.reason == "the text has “casino”, which is on the list as “casino”"


async def test_the_ladder_is_as_written_and_held_for_thirty_days() -> None:
    verdict = await judged(words({"words": ["casino"]}), "casino")
    assert verdict is not None
    assert [kinds(verdict, 0), kinds(verdict, 1)] == [
        ["DeleteMessage", "Nudge"],
        ["DeleteMessage", "Warn"],
    ]
    assert verdict.forget_after == timedelta(days=30)


async def test_a_single_step_holds_nothing_against_anybody() -> None:
    verdict = await judged(words({"words": ["casino"]}, then=["alert team"]), "casino")
    assert verdict is not None
    assert verdict.forget_after is None


@pytest.mark.parametrize(
    ("days", "found"),
    [(0.001, True), (1, False)],
)
async def test_a_rule_for_newcomers_leaves_the_others_alone(days: float, found: bool) -> None:
    policy = words({"patterns": ["https?://"], "joined_within": "10 minutes"})
    by = person(days=days)
    assert (await judged(policy, "see https://x.example", by=by) is not None) is found


async def test_nobody_is_a_newcomer_when_it_is_unknown_since_when_they_are_here() -> None:
    policy = words({"words": ["casino"], "joined_within": "10 minutes"})
    event = said("casino")
    unknown = said("casino", by=type(event.member)(id="x", name="x"))
    context = Stage(unknown, needs=policy.needs)
    assert await policy.judge(unknown, context) is None
    assert "unknown since when" in await policy.why_silent(unknown, context)


async def test_an_edit_is_looked_at_like_a_message() -> None:
    policy = words({"words": ["casino"]})
    edit = MessageEdited(
        id="e", at=NOW, network="lobby", community="c", channel="general",
        member=person(), message="m1", text="casino",
    )  # fmt: skip
    verdict = await policy.judge(edit, Stage(edit, needs=policy.needs))
    assert getattr(actions(verdict)[0], "message", "") == "m1"


async def test_it_says_why_it_kept_silent() -> None:
    policy = words({"words": ["nitro"], "except": ["nitro brew"]})
    for text, because in (("hello", "none of its words"), ("a nitro brew", "an exception covers")):
        event = said(text)
        context = Stage(event, needs=policy.needs)
        assert await policy.judge(event, context) is None
        assert because in await policy.why_silent(event, context)
    passed = TimePassed(id="t", at=NOW, network="lobby", community="c", owner="x")
    assert await policy.judge(passed, Stage(passed)) is None
    assert await policy.why_silent(passed, Stage(passed)) == "not a message"


def test_disguised_words_are_looked_for_unless_told_otherwise() -> None:
    forms = {p.form for p in words({"words": ["x1"], "parts": ["y1"]}).needs.patterns}
    assert forms == {"both"}
    assert words({"words": ["x1"], "disguised": False}).needs.patterns[0].form == "clean"
    # An admin's own expression means what it says.
    assert words({"patterns": ["a+b"]}).needs.patterns[0].form == "clean"


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ({}, "nothing to look for; write 'words:'"),
        ({"words": ["*"]}, "would be found everywhere"),
        ({"parts": [" "]}, "would be found everywhere"),
        ({"patterns": ["a" * 401]}, "at most 400 characters"),
        ({"wrods": ["x"]}, "Extra inputs"),
        ({"words": "casino"}, "valid tuple"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(when: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        WordsSettings.model_validate({"when": when})


def test_it_declares_what_it_does() -> None:
    needs = words({"words": ["x1"]}, then=[["delete"], ["kick"]]).needs
    names: Sequence[str] = sorted(action.__name__ for action in needs.actions)
    assert names == ["DeleteMessage", "Kick"]


def prevented(policy: str = "Words", found: str = "Casinos") -> MessagePrevented:
    return MessagePrevented(
        id="prevented-1", at=NOW, network="discord", community="c", channel="general",
        member=person(), policy=policy, text="the Casinos", found=found, listed="casino*",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ("Casinos", "Discord found “Casinos” and never showed the message"),
        # Not every network says what it found.
        ("", "Discord found something listed and never showed the message"),
    ],
)
async def test_what_a_network_kept_back_is_this_policy_s_matter(found: str, reason: str) -> None:
    policy = words({"words": ["casino*"]}, native="yes", then=[["delete"], ["delete", "warn"]])
    assert MessagePrevented in policy.needs.hears
    event = prevented(found=found)
    verdict = await policy.judge(event, Stage(event, needs=policy.needs))
    assert verdict is not None
    assert (verdict.reason, verdict.signals[0].evidence) == (reason, found)
    assert actions(verdict)[0] == DeleteMessage(
        channel="general", message="prevented-1", member="ann"
    )
    assert verdict.forget_after == timedelta(days=30)


async def test_what_it_kept_back_for_another_policy_is_none_of_its_business() -> None:
    policy = words({"words": ["casino*"]}, native="yes")
    event = prevented("Other")
    stage = Stage(event, needs=policy.needs)
    assert await policy.judge(event, stage) is None
    assert "another policy" in await policy.why_silent(event, stage)
    assert MessagePrevented not in words({"words": ["casino*"]}).needs.hears


def came(name: str) -> MemberJoined:
    return MemberJoined(id="j1", at=NOW, network="lobby", community="c", member=person(name))


def renamed(name: str, before: str) -> MemberChanged:
    return MemberChanged(
        id="c1", at=NOW, network="lobby", community="c", member=person(name), was=person(before)
    )


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (came("casino king"), True),
        (came("ann"), False),
        (renamed("casino king", "ann"), True),
        # another role makes no new name
        (renamed("casino king", "casino king"), False),
        (renamed("ann", "casino king"), False),
    ],
)
async def test_names_are_looked_at_where_the_admin_asks_for_it(
    event: MemberJoined | MemberChanged, found: bool
) -> None:
    policy = words({"words": ["casino"], "names": "yes"}, then=[["delete", "warn"]])
    assert {MemberJoined, MemberChanged} <= policy.needs.hears
    verdict = await policy.judge(event, Stage(event, needs=policy.needs))
    assert (verdict is not None) is found
    if verdict is not None:
        assert verdict.reason == "the name has “casino”, which is on the list as “casino”"
        # There is no message that could be deleted.
        assert kinds(verdict) == ["Warn"]
    else:
        assert await policy.why_silent(event, Stage(event, needs=policy.needs))


def test_names_are_left_alone_otherwise() -> None:
    assert not {MemberJoined, MemberChanged} & words({"words": ["casino"]}).needs.hears
