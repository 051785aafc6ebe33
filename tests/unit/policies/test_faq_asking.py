from datetime import timedelta

import pytest

from bot.domain import Mention
from policies.faq import asking
from tests.unit.policies.stage import Stage, said, seen


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How do I cancel?", True),
        ("how do i cancel my order", True),
        ("Hallo zusammen, wie geht das", True),
        ("hi there, anybody know the opening hours", True),
        ("Versandkosten?", True),
        ("I like my kettle", False),
        ("thanks, that worked", False),
        ("?", False),
        ("", False),
    ],
)
def test_a_question_is_known_by_its_mark_or_its_first_word(text: str, asks: bool) -> None:
    assert asking.looks_like_question(text) is asks


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Hi all, can I cancel?", "can I cancel?"),
        (
            "Got my kettle yesterday. I love it. How do I descale it? Thanks!",
            "How do I descale it?",
        ),
        ("Guten Morgen, mein Kocher leckt", "mein Kocher leckt"),
        ("hello", "hello"),
    ],
)
def test_the_question_is_taken_out_of_its_message(text: str, question: str) -> None:
    assert asking.the_question(text) == question


@pytest.mark.parametrize(
    ("text", "common"),
    [
        ("how do I descale my kettle", 2),
        # One word is too little to say what it is about.
        ("how do i delete it?", 0),
        ("or something?", 0),
        ("Wasserkocherentkalkung, wie oft?", 1),
    ],
)
def test_words_that_tell_are_counted(text: str, common: int) -> None:
    known = ["How do I descale my kettle?", "Wie entkalke ich den Wasserkocher?"]
    assert asking.telling_words(text, known) == common


def test_the_bot_is_called_by_mention_or_by_name() -> None:
    rows = [
        (said("hi", mentions=(Mention(id="1", name="Evenhand"),)), True),
        (said("@Evenhand hours?"), True),
        (said("evenhanded people"), False),
    ]
    for event, called in rows:
        assert asking.is_called(event, Stage(event), frozenset({"evenhand"})) is called


@pytest.mark.parametrize(
    ("text", "reply_to", "mention", "meant"),
    [
        ("can I cancel?", None, None, False),
        ("@kim can I cancel?", None, None, True),
        ("kim: can I cancel?", None, None, True),
        ("Question: can I cancel?", None, None, False),
        ("can I cancel?", None, "u1", True),
        ("can I cancel?", "theirs", None, True),
        # Somebody goes on with what they asked before.
        ("can I cancel?", "own", None, False),
    ],
)
def test_what_is_meant_for_somebody_is_left_to_them(
    text: str, reply_to: str | None, mention: str | None, meant: bool
) -> None:
    own = seen(said("earlier", id="own", after=-60))
    event = said(text, reply_to=reply_to, mentions=(Mention(id=mention),) if mention else ())
    assert asking.is_for_somebody(event, Stage(event, history=[own])) is meant


def test_the_same_question_again_is_known_for_ten_minutes() -> None:
    event = said("can I cancel?")
    for minutes, again in ((1, True), (11, False)):
        before = seen(said("Can I cancel", id="m0", after=-60 * minutes))
        assert asking.asked_again(event, Stage(event, history=[before])) is again
    assert asking.asked_again(event, Stage(event)) is False
    assert timedelta(minutes=10) == asking.AGAIN


def test_the_team_and_the_others_are_seen() -> None:
    mara = seen(said("moment", by="mara", id="m0"), staff=True)
    own = seen(said("hm", id="m1"))
    assert asking.team_is_here([own, mara])
    assert not asking.team_is_here([own])
    assert asking.others_talk([own, mara], "ann")
    assert not asking.others_talk([own], "ann")


@pytest.mark.parametrize(
    "text",
    [
        "hi " * 50_000,
        "hi, " * 50_000 + "?",
        "?" * 100_000,
        "a." * 50_000,
        "@" * 100_000,
        "\u0301" * 100_000 + "?",
        "K-" * 50_000,
    ],
)
def test_a_text_made_to_take_long_does_not(text: str) -> None:
    asking.looks_like_question(text)
    asking.the_question(text)
    assert asking.word_count(text) >= 0
