from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain import DeleteMessage, MemberJoined, Nudge, Signal, Timeout, Warn
from policies.settings import (
    Duration,
    Names,
    PolicySettings,
    Share,
    Template,
    Texts,
    closest,
    fill,
    in_rooms,
    part_regex,
    phrase,
    pick,
    question_timer,
    room,
    spoken_language,
    worded,
    words_regex,
)
from tests.unit.policies.stage import NOW, Stage, person, said


class Sample(PolicySettings):
    span: Duration | None = None
    share: Share | None = None
    names: Names = ()
    say: Template | None = None
    texts: Texts | None = None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"spam": "1 hour"}, "Extra inputs are not permitted"),
        ({"span": 30}, "30 is no span of time; write '30 minutes'"),
        ({"span": "half an hour"}, "is no span of time"),
        ({"share": 1.5}, "less than or equal to 1"),
        ({"share": "0.5"}, "valid number"),
        ({"names": [1]}, "valid string"),
        ({"names": [""]}, "at least 1 character"),
        ({"say": "Hi {membr}"}, r"did you mean 'member'"),
        # A hole is a name and nothing else: there is no way to reach into anything.
        ({"say": "Hi {member.__class__}"}, "nothing that can be filled in"),
        ({"say": "Hi {0}"}, "nothing that can be filled in"),
        ({"texts": {"english": "x"}}, "'english' is no language"),
        ({"texts": {}}, "write a text, or one text per language"),
        ({"texts": 5}, "write a text, or one text per language"),
        ({"texts": {"en": "{nope}"}}, "nothing that can be filled in"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Sample.model_validate(data)


def test_settings_are_read_as_they_are_meant() -> None:
    sample = Sample.model_validate(
        {"span": "2 hours", "share": 1, "names": ["a"], "say": "Hi {member}", "texts": "Moin"}
    )
    assert sample.span == timedelta(hours=2)
    assert sample.share == 1.0
    assert sample.names == ("a",)
    assert sample.texts == {"": "Moin"}


def test_the_word_that_is_meant_is_found() -> None:
    assert closest("chanel", ["channel", "member"]) == "; did you mean 'channel'?"
    assert closest("xyz", ["channel", "member"]) == ""


def test_what_fills_a_hole_is_not_looked_at_again() -> None:
    holes = {"member": "{reason}", "reason": "an insult"}
    assert fill("{member}: {reason} {unknown}", holes) == "{reason}: an insult {unknown}"


@pytest.mark.parametrize(
    ("texts", "language", "home", "picked"),
    [
        ({"en": "e", "de": "d"}, "de", "en", "d"),
        # One text for all comes before another language's.
        ({"": "all", "de": "d"}, "en", "de", "all"),
        ({"en": "e", "de": "d"}, "fr", "de", "d"),
        ({"en": "e"}, "fr", "de", "e"),
        (None, "de", "de", None),
    ],
)
def test_words_are_picked_by_language(
    texts: dict[str, str] | None, language: str, home: str, picked: str | None
) -> None:
    assert pick(texts, language, home) == picked


async def test_the_language_of_the_message_comes_before_the_community_s() -> None:
    german = {"language": Signal(name="language", score=0.9, evidence="de")}
    unsure = {"language": Signal(name="language", score=0.1)}
    assert await spoken_language(Stage(said("Guten Tag"), signals=german)) == "de"
    assert await spoken_language(Stage(said("ok"), signals=unsure, language="en")) == "en"
    assert await spoken_language(Stage(said("ok"), language="de")) == "de"


def test_formal_german_is_used_where_it_differs() -> None:
    table = {
        "en": {"hi": "Hi"},
        "de": {"hi": "Hallo {who}", "bye": "Tschüss"},
        "de-sie": {"hi": "Guten Tag"},
    }
    assert phrase(table, "hi", "de", "sie") == "Guten Tag"
    assert phrase(table, "hi", "de", who="{x}") == "Hallo {x}"
    assert phrase(table, "bye", "de", "sie") == "Tschüss"
    assert phrase(table, "hi", "fr") == "Hi"


@pytest.mark.parametrize(
    ("words", "regex"),
    [
        ("ärger", r"\bärger\b"),
        ("free nitro*", r"\bfree\s+nitro\w*"),
        ("*coin", r"\w*coin\b"),
        # Signs at the edge have no word boundary.
        ("c++", r"\bc\+\+"),
        ("@everyone", r"@everyone\b"),
    ],
)
def test_words_become_expressions(words: str, regex: str) -> None:
    assert words_regex(words) == regex


def test_parts_are_found_inside_of_words() -> None:
    assert part_regex("porn  hub*") == r"porn\s+hub\w*"


def test_a_channel_is_known_by_id_and_by_name() -> None:
    assert room("#Help") == "help"
    assert in_rooms(said("x", channel="Help"), {"help"})
    assert in_rooms(said("x", channel="815", channel_name="help"), {"help"})
    assert not in_rooms(said("x", channel="general"), {"help"})
    joined = MemberJoined(id="j", at=NOW, network="lobby", community="c", member=person())
    assert not in_rooms(joined, {"help"})


def test_two_policies_mean_the_same_timer() -> None:
    assert question_timer("lobby", "help", "m1") == "unanswered:lobby:help:m1"


GONE = DeleteMessage(channel="c", message="m", member="a")
NUDGE, WARN, TIMEOUT = Nudge(member="a"), Warn(member="a"), Timeout(member="a", seconds=60)


@pytest.mark.parametrize(
    ("steps", "say", "told", "rest"),
    [
        # Nothing harsher than a private word: the words are for all of it.
        (((GONE, NUDGE),), "x", ("",), "x"),
        # The time-out is told in the house's words, which say how long it lasts.
        (((NUDGE,), (TIMEOUT,)), "x", ("x", None), None),
        (((NUDGE,), (WARN,)), "x", ("x", ""), None),
        # Words that tell the facts are for every step.
        (((NUDGE,), (WARN, TIMEOUT)), "{expires} {until}", ("", ""), "{expires} {until}"),
        (((NUDGE,), (WARN,), (TIMEOUT,)), "{expires}", ("{expires}", "{expires}", None), None),
        # Without a private word, the warning is the mildest.
        (((GONE, WARN),), "x", ("",), "x"),
        (((GONE,),), "x", (None,), "x"),
        (((NUDGE,),), None, ("",), None),
    ],
)
def test_own_words_are_for_the_mildest_step(
    steps: tuple[Any, ...], say: str | None, told: tuple[str | None, ...], rest: str | None
) -> None:
    changed, for_all = worded(steps, say)
    words = tuple(
        next((a.text for a in step if isinstance(a, Nudge | Warn)), None) for step in changed
    )
    assert (words, for_all) == (told, rest)
