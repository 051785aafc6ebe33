from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain import (
    AlertTeam,
    CancelTimer,
    Event,
    MemberJoined,
    MessageDeleted,
    OpenCase,
    ReactionAdded,
    Reply,
    SetTimer,
    TimePassed,
)
from policies.escalation.settings import EscalationSettings
from tests.unit.policies.escalations import MARA, WAITS, escalation, judged
from tests.unit.policies.stage import NOW, Stage, actions, case, kinds, person, said, seen


def due(owner: str = "Escalation", **payload: str) -> TimePassed:
    about = {
        "channel": "help", "message": "m1", "member": "ann", "name": "Ann",
        "at": NOW.isoformat(), "language": "en",
    } | payload  # fmt: skip
    return TimePassed(
        id="t1",
        at=NOW + timedelta(hours=2),
        network="lobby",
        community="c",
        owner=owner,
        payload=about,
    )


async def test_a_question_is_watched() -> None:
    verdict = await judged("Does it come in yellow?")
    (timer,) = actions(verdict)
    assert timer == SetTimer(
        key="unanswered:lobby:help:m1",
        owner="Escalation",
        seconds=7200,
        payload={
            "channel": "help", "message": "m1", "member": "ann", "name": "ann",
            "at": NOW.isoformat(), "language": "en",
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "more", "because"),
    [
        ("I like it", {}, "no question"),
        ("and now?", {}, "too short"),
        ("Does it come in yellow?", {"channel": "general"}, "not watched there"),
        ("Does it come in yellow?", {"by": MARA}, "from the team"),
        ("Does it come in yellow?", {"reply_to": "theirs"}, "part of a talk"),
    ],
)
async def test_what_is_no_open_question_is_not_watched(
    text: str, more: dict[str, Any], because: str
) -> None:
    assert await judged(text, **more) is None, because


async def test_who_replies_to_their_own_words_still_asks() -> None:
    own = seen(said("My lid is broken.", channel="help", id="m0", after=-60))
    verdict = await judged("Does it come in yellow?", stage={"history": [own]}, reply_to="m0")
    assert kinds(verdict) == ["SetTimer"]


async def test_a_question_that_waited_becomes_a_case() -> None:
    event = due()
    verdict = await escalation().judge(event, Stage(event))
    assert actions(verdict) == (
        OpenCase(
            kind="question", title="A question has waited 2 hours for an answer",
            remind_after=1800, channel="help", message="m1", member="ann", member_name="Ann",
        ),
        AlertTeam(),
        Reply(
            channel="help", message="m1",
            text="Nobody has answered this yet, so I have put it on the team's list. "
            "Somebody will answer you here.",
        ),
    )  # fmt: skip


async def test_the_asker_is_told_in_the_language_of_the_question() -> None:
    event = due(language="de")
    reply = actions(await escalation().judge(event, Stage(event)))[2]
    assert isinstance(reply, Reply)
    assert reply.text.startswith("Hierauf hat noch niemand geantwortet")


@pytest.mark.parametrize(
    ("who", "text", "more", "by", "answered"),
    [
        ("kim", "yes, from May on", {}, "anyone", True),
        ("kim", "yes", {}, "anyone", False),
        ("kim", "yes", {"reply_to": "m1"}, "anyone", True),
        # An answer to something else is none to this.
        ("kim", "that is a nice lid", {"reply_to": "m0"}, "anyone", False),
        # Who asked does not answer themselves.
        ("ann", "still nobody here today", {}, "anyone", False),
        ("kim", "yes, from May on", {}, "team", False),
        ("mara", "ok", {}, "team", True),
        ("kim", "yes, from May on", {"channel": "general"}, "anyone", False),
    ],
)
async def test_an_answer_in_time_is_enough(
    who: str, text: str, more: dict[str, Any], by: str, answered: bool
) -> None:
    policy = escalation(when=WAITS | {"answered_by": by})
    reply = said(text, by=who, id="m2", after=600, **({"channel": "help"} | more))
    earlier = said("moment, please, all of you", by="kim", channel="help", id="m0", after=-600)
    history = [seen(earlier), seen(reply, staff=who == "mara")]
    event = due()
    assert (await policy.judge(event, Stage(event, history=history)) is None) is answered


async def test_what_is_on_the_list_already_is_not_put_there_again() -> None:
    event = due()
    assert await escalation().judge(event, Stage(event, cases=[case(message="m1")])) is None
    assert await escalation().judge(event, Stage(event, cases=[case(message="m9")])) is not None


async def test_a_timer_that_is_not_its_own_or_broken_is_left_alone() -> None:
    for event in (due(owner="FAQ"), due(channel=""), due(message="")):
        assert await escalation().judge(event, Stage(event)) is None
    # Without its moment nothing can be an answer: the team is asked.
    event = due(at="yesterday")
    assert await escalation().judge(event, Stage(event)) is not None


@pytest.mark.parametrize(
    ("by", "emoji", "channel", "settled"),
    [
        (MARA, "✅", "help", True),
        (person("ann"), "✅", "help", True),
        (person("kim"), "✅", "help", False),
        (MARA, "👍", "help", False),
        (MARA, "✅", "general", False),
    ],
)
async def test_a_check_mark_by_the_team_or_the_asker_settles_it(
    by: Any, emoji: str, channel: str, settled: bool
) -> None:
    event = ReactionAdded(
        id="r", at=NOW, network="lobby", community="c", channel=channel, member=by,
        message="m1", emoji=emoji,
    )  # fmt: skip
    question = seen(said("Does it come in yellow?", channel=channel, after=-5))
    verdict = await escalation().judge(event, Stage(event, history=[question]))
    wanted = (CancelTimer(key="unanswered:lobby:help:m1"),) if settled else ()
    assert actions(verdict) == wanted


async def test_a_question_that_is_gone_waits_no_longer() -> None:
    event = MessageDeleted(
        id="x", at=NOW, network="lobby", community="c", channel="help", message="m1"
    )
    assert kinds(await escalation().judge(event, Stage(event))) == ["CancelTimer"]
    unwatched = escalation(when={"calls": True})
    assert await unwatched.judge(event, Stage(event)) is None


async def test_it_says_why_nobody_is_brought_in() -> None:
    policy = escalation()
    rows: list[tuple[Event, str]] = [
        (said("lovely day", channel="help"), "neither a question nor a call"),
        (said("Does it come in yellow?"), "outside of the channels"),
        (said("any mods here", by=MARA), "from the team"),
        (due(), "answered, or on the team's list already"),
        (MemberJoined(id="j", at=NOW, network="l", community="c", member=MARA), "nothing that"),
    ]
    for event, because in rows:
        stage = Stage(event, needs=policy.needs)
        assert because in await policy.why_silent(event, stage)
    assert await policy.judge(rows[-1][0], Stage(rows[-1][0])) is None


def test_it_declares_what_it_does_and_how_far_back_it_looks() -> None:
    assert escalation().needs.window == timedelta(hours=4)
    calm = escalation(when={"reports": False}).needs
    assert calm.window == timedelta(0)
    assert calm.actions == {OpenCase, AlertTeam, Reply}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"when": {"unanswered_for": "2 hours"}}, "say where questions are asked"),
        ({"when": {"asked_in": ["#help"]}}, "say how long a question may wait"),
        ({"when": {"calls": False, "reports": False}}, "nothing would bring a person in"),
        ({"when": {"calls": False, "words": ["sos"]}}, "take one away"),
        ({"when": {"answered_by": "bots"}}, "'anyone' or 'team'"),
        ({"when": {"unanswered_for": 120}}, "is no span of time"),
        ({"remind_after": "soon"}, "is no span of time"),
        ({"say_called": "Hi {name}"}, "nothing that can be filled in"),
    ],
)
def test_settings_that_make_no_sense_are_refused(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        EscalationSettings.model_validate(data)
