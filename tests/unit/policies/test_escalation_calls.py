"""Whoever calls for a person, or reports something, gets a person."""

import re
from typing import Any

import pytest

from bot.domain import AlertTeam, OpenCase, Reply, ReportFiled, SendDirect, Signal
from policies.escalation.calls import patterns
from tests.unit.policies.escalations import MARA, escalation, judged
from tests.unit.policies.stage import NOW, SZENE, Stage, actions, case, person

CALLS = [
    "can I talk to a human",
    "Could I please speak with a real person?",
    "I want to talk to a moderator",
    "is there a mod around?",
    "are there any admins",
    "any mods here",
    "I need a moderator",
    "@moderators",
    "@team help",
    "can someone from the team help me?",
    "human please",
    "Ist hier ein Moderator?",
    "Kann ich mit einem echten Menschen sprechen?",
    "kann ich bitte mit jemandem vom Team sprechen",
    "Ich möchte mit einem Menschen reden",
    "wo ist ein Mod?",
    "Ich brauche einen Moderator",
    "Kann mir jemand vom Team helfen?",
    "kann mal ein mod kommen",
    "Mod bitte!",
]


TALK = [
    "the moderators here are nice",
    "is this kettle for one person?",
    "I'm only human",
    "the mods for this game are great",
    "Moderatoren sind auch nur Menschen",
    "ist ein Mensch mehr wert?",
    "ein Mensch, ein Wort",
    "can I talk to my kettle",
    "write to ann@team.example",
]


def called(text: str) -> bool:
    found = patterns(calls=True, words=["SOS"], questions=False)
    return any(re.search(p.regex, text, re.IGNORECASE) for p in found)


@pytest.mark.parametrize("text", [*CALLS, "sos"])
def test_a_call_for_a_person_is_heard(text: str) -> None:
    if text == "are there any admins":
        text += "?"
    assert called(text)


@pytest.mark.parametrize("text", TALK)
def test_who_only_talks_of_people_is_not_calling_them(text: str) -> None:
    assert not called(text)


async def test_who_calls_for_a_person_gets_one() -> None:
    verdict = await judged("can I talk to a human", channel="general")
    assert verdict is not None
    opened, alert, reply = actions(verdict)
    assert opened == OpenCase(kind="question", title="ann asks for a person", remind_after=1800)
    assert alert == AlertTeam()
    assert isinstance(reply, Reply)
    assert reply.text.startswith("I have told the team.")
    assert verdict.reason == "the message asks for a person: “can I talk to a human”"


async def test_who_calls_again_opens_no_second_case() -> None:
    known = case(subject="lobby:ann", channel="general")
    stage = {"cases": [known]}
    verdict = await judged("can I talk to a human", stage=stage, channel="general")
    (reply,) = actions(verdict)
    assert isinstance(reply, Reply)
    assert reply.text == "The team knows already and will answer you here."
    # Another room, or somebody else, is another matter.
    assert len(actions(await judged("can I talk to a human", stage=stage))) == 3
    assert len(actions(await judged("any mods here", stage=stage, by="kim"))) == 3


async def test_the_team_does_not_call_itself() -> None:
    assert await judged("can I talk to a human", by=MARA) is None


async def test_a_german_call_is_answered_in_german_and_words_can_be_one_s_own() -> None:
    german = {"language": Signal(name="language", score=1, evidence="de")}
    policy = escalation(SZENE)
    verdict = await judged("Ist hier ein Moderator?", policy, stage={"signals": german})
    assert verdict is not None
    opened, _, reply = actions(verdict)
    assert isinstance(opened, OpenCase)
    assert opened.title == "ann möchte mit einem Menschen sprechen"
    assert isinstance(reply, Reply)
    assert reply.text.startswith("Ich habe dem Team Bescheid gegeben.")
    own = escalation(say_called={"de": "{member}: gleich bei {community}."})
    reply = actions(await judged("Ist hier ein Moderator?", own, stage={"signals": german}))[2]
    assert isinstance(reply, Reply)
    assert reply.text == "ann: gleich bei Kettle & Co.."


def report(**more: Any) -> ReportFiled:
    about: dict[str, Any] = {"accused": person("rude"), "message": "m1", "text": "x"} | more
    return ReportFiled(
        id="p1", at=NOW, network="lobby", community="c", channel="general",
        member=person("kim"), **about,
    )  # fmt: skip


async def test_a_report_is_looked_at_by_a_person_and_thanked_for_in_private() -> None:
    event = report()
    opened, alert, direct = actions(await escalation().judge(event, Stage(event)))
    assert opened == OpenCase(
        kind="report", title="kim reports rude", remind_after=1800, channel="general",
        message="m1", member="rude", member_name="rude",
    )  # fmt: skip
    assert alert == AlertTeam()
    assert isinstance(direct, SendDirect)
    assert direct.member == "kim"
    assert direct.text.startswith("Thank you, your report has arrived.")


async def test_a_report_says_what_it_is_about() -> None:
    for event, title in (
        (report(reason="insults me"), "insults me"),
        (report(accused=None, message=None), "kim reports something"),
    ):
        opened = actions(await escalation().judge(event, Stage(event)))[0]
        assert isinstance(opened, OpenCase)
        assert opened.title == title


async def test_a_second_report_of_one_message_opens_no_second_case() -> None:
    event = report()
    stage = Stage(event, cases=[case("report", message="m1")])
    alert, direct = actions(await escalation().judge(event, stage))
    assert alert == AlertTeam(text="#7 was reported again, by kim")
    assert isinstance(direct, SendDirect)
    assert "reported already" in direct.text


async def test_reports_can_be_left_to_others() -> None:
    event = report()
    policy = escalation(when={"reports": False})
    assert await policy.judge(event, Stage(event)) is None
    assert SendDirect not in policy.needs.actions
