from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain import (
    AlertTeam,
    CancelTimer,
    MemberJoined,
    OpenCase,
    Reply,
    Signal,
    Verdict,
)
from bot.ports import Answerer, LearnedAnswer, Scene
from policies.faq import FaqPolicy
from policies.faq.settings import FaqSettings
from tests.unit.policies.faqs import faq, faq_file
from tests.unit.policies.stage import NOW, SZENE, Stage, actions, kinds, person, said, seen


async def asked(
    text: str, policy: FaqPolicy | None = None, *, history: Any = (), **more: Any
) -> Verdict | None:
    event = said(text, **({"channel": "help"} | more))
    return await (policy or faq()).judge(event, Stage(event, history=history))


def reply(verdict: Verdict | None) -> Reply:
    return next(action for action in actions(verdict) if isinstance(action, Reply))


async def test_a_sure_answer_comes_with_source_date_and_buttons() -> None:
    file = faq_file(cancel={"source": "Help page", "checked": "2026-03-01"})
    verdict = await asked("Hi, can I cancel my order?", faq(file))
    said_ = reply(verdict)
    assert said_.text == (
        "Yes, within 24 hours. (Help page, checked in March 2026.) Did that help?"
    )
    assert said_.message == "m1"
    assert [(button.id, button.label) for button in said_.buttons] == [
        ("faq:yes:cancel:m1:ann", "Yes"),
        ("faq:person:cancel:m1:ann", "Ask a person"),
    ]
    assert CancelTimer(key="unanswered:lobby:help:m1") in actions(verdict)
    assert verdict is not None
    assert verdict.signals[0].name == "faq"


async def test_who_asks_in_german_is_answered_in_german() -> None:
    file = faq_file(cancel={"source": "Hilfeseite"}, refund={"checked": "2026-03-01"})
    text = reply(await asked("Kann ich meine Bestellung stornieren?", faq(file))).text
    assert text == "Ja, innerhalb von 24 Stunden. (Hilfeseite.) Passt das?"
    text = reply(await asked("Wann bekomme ich mein Geld zurück?", faq(file))).text
    assert text == "In fünf Tagen. (Geprüft im März 2026.) Passt das?"


async def test_an_answer_past_its_day_says_so() -> None:
    file = faq_file(cancel={"review_by": "2026-03-02"})
    text = reply(await asked("Can I cancel my order?", faq(file))).text
    assert text.endswith("\nThis may be out of date; the team can tell you for sure.")


async def test_an_answer_can_be_given_in_words_of_one_s_own() -> None:
    policy = faq(say={"en": "{member}: {answer} [{source}{checked}]", "de": "{answer}"})
    text = reply(await asked("Can I cancel my order?", policy)).text
    assert text == "ann: Yes, within 24 hours. []"


async def test_nearly_sure_it_asks_what_is_meant() -> None:
    said_ = reply(await asked("what does the display mean?"))
    assert said_.text == "Do you mean one of these?"
    labels = [button.label for button in said_.buttons]
    assert set(labels[:2]) == {"What does error E2 mean?", "What does error E5 mean?"}
    assert labels[-1] == "Ask a person"
    assert "faq:pick:error-e2:m1:ann" in {button.id for button in said_.buttons}


async def test_with_one_to_choose_from_it_asks_about_that_one() -> None:
    said_ = reply(await asked("is there limescale in it, or what is that white stuff?"))
    assert said_.text == "Do you mean this question?"
    assert [button.label for button in said_.buttons] == [
        "How do I descale my kettle?",
        "Ask a person",
    ]


async def test_two_that_are_equally_likely_are_not_guessed_between() -> None:
    policy = faq(when={"answer_above": 0.1, "suggest_above": 0.1, "margin": 0.3})
    assert reply(await asked("What does the error mean?", policy)).text.startswith("Do you mean")


async def test_what_is_not_on_the_list_goes_to_the_team() -> None:
    verdict = await asked("Does the K-300 have a keep-warm mode?", faq(remind_after="15 minutes"))
    case, alert, cancel, said_ = actions(verdict)
    assert case == OpenCase(
        kind="question", title="Does the K-300 have a keep-warm mode?", remind_after=900
    )
    assert alert == AlertTeam()
    # It is on the list now: the timer of those who wait would put it there again.
    assert cancel == CancelTimer(key="unanswered:lobby:help:m1")
    assert isinstance(said_, Reply)
    assert said_.text.startswith("I don't know that one, so I have asked the team.")


async def test_the_words_of_the_hand_over_can_be_one_s_own() -> None:
    policy = faq(say_unknown={"en": "Asked.", "de": "Gefragt."})
    event = said("Gibt es den Kocher auch in Gelb?", channel="help")
    german = {"language": Signal(name="language", score=1, evidence="de")}
    verdict = await policy.judge(event, Stage(event, signals=german))
    assert reply(verdict).text == "Gefragt."


@pytest.mark.parametrize(
    ("text", "more", "because"),
    [
        ("what does the display mean?", {"channel": "general"}, "asks back in help channels only"),
        ("Does it come in yellow too?", {"channel": "general"}, "hands over in help channels only"),
        ("I can cancel my order", {"channel": "general"}, "no question, and nobody called"),
        ("my dog ate the lid", {}, "hands over questions only"),
        ("hi all", {}, "too short"),
        ("", {}, "a picture"),
        ("Can I cancel my order?", {"by": person("mara", roles=["Moderator"])}, "from the team"),
        ("@kim can I cancel my order?", {}, "meant for kim"),
        ("Can I cancel my order?", {"reply_to": "theirs"}, "an answer to somebody"),
    ],
)
async def test_it_keeps_quiet(text: str, more: dict[str, Any], because: str) -> None:
    assert await asked(text, **more) is None, because


async def test_elsewhere_it_speaks_only_when_it_is_plain_what_is_asked() -> None:
    assert await asked("Can I cancel my order?", channel="general") is not None
    assert await asked("can I cancel it?", channel="general") is None
    quiet = faq(when={"everywhere": False})
    assert await asked("Can I cancel my order?", quiet, channel="general") is None


async def test_who_calls_it_is_answered_anywhere() -> None:
    verdict = await asked("@Evenhand what does the display mean?", channel="general")
    assert reply(verdict).text.startswith("Do you mean")
    assert kinds(await asked("@Evenhand who are you?", channel="general"))[0] == "OpenCase"
    assert await asked("@Evenhand thank you", channel="general") is None
    staff = person("mara", roles=["Moderator"])
    assert await asked("@Evenhand can I cancel my order?", by=staff) is not None


async def test_it_does_not_talk_over_the_team() -> None:
    mara = seen(said("moment", by="mara", channel="help", id="m0", after=-60), staff=True)
    assert await asked("Can I cancel my order?", history=[mara]) is None
    earlier = seen(said("done", by="mara", channel="help", id="m0", after=-180), staff=True)
    assert await asked("Can I cancel my order?", history=[earlier]) is not None


async def test_it_does_not_answer_the_same_question_twice() -> None:
    before = seen(said("can i cancel my order", channel="help", id="m0", after=-60))
    assert await asked("Can I cancel my order?", history=[before]) is None


async def test_in_the_middle_of_a_talk_nothing_is_handed_over() -> None:
    kim = seen(said("did you try it?", by="kim", channel="help", id="m0", after=-20))
    assert await asked("Does it come in yellow too?", history=[kim]) is None
    assert kinds(await asked("@Evenhand does it come in yellow?", history=[kim]))[0] == "OpenCase"


async def test_it_says_why_it_kept_silent() -> None:
    rows = [
        ("hi all", "help", "too short for a question"),
        ("nice kettle you have", "general", "does not look like a question"),
        ("what does the display mean?", "general", "the nearest is “error-e"),
        ("xyzzy qqq zzz?", "help", "nothing on the list is like it"),
    ]
    for text, channel, because in rows:
        event = said(text, channel=channel)
        assert because in await faq().why_silent(event, Stage(event)), text
    joined = MemberJoined(id="j", at=NOW, network="lobby", community="c", member=person())
    assert await faq().judge(joined, Stage(joined)) is None
    assert "not a question" in await faq().why_silent(joined, Stage(joined))
    event = said("Can I cancel?", channel="general")
    quiet = faq(when={"everywhere": False})
    assert "not mentioned" in await quiet.why_silent(event, Stage(event))
    picture = said("")
    assert await faq().why_silent(picture, Stage(picture)) == "no text"


def test_it_answers_commands_too() -> None:
    policy = faq()
    assert isinstance(policy, Answerer)
    best, *others = policy.candidates("Can I cancel my order?", "de")
    assert (best.id, best.band, best.language) == ("cancel", "answer", "de")
    assert best.answer == "Ja, innerhalb von 24 Stunden."
    assert all(other.band == "none" for other in others)
    assert policy.candidates("Can I cancel my order?", "")[0].language == "en"
    assert policy.candidates("what does the display mean?", "en")[0].band == "suggest"
    assert list(policy.candidates("xyzzy", "en")) == []


async def test_it_knows_what_the_team_added_in_chat() -> None:
    learned = LearnedAnswer(
        community="c", id="colours", question="Does it come in yellow?", answer="From May on.",
        language="en", by="lobby:mara", at=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    policy = faq().with_answers([learned])
    assert "From May on." in reply(await asked("Does it come in yellow too?", policy)).text
    # What was learned takes the place of an entry with its id.
    newer = LearnedAnswer(
        community="c", id="cancel", question="Can I cancel my order?", answer="Within a week.",
        language="en", by="lobby:mara", at=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    text = reply(await asked("Can I cancel my order?", faq().with_answers([newer]))).text
    assert text.startswith("Within a week.")


async def test_formal_german_is_formal() -> None:
    scene = Scene(community="K", language="de", address="sie")
    verdict = await asked("was bedeutet die Anzeige?", faq(scene=scene))
    assert reply(verdict).text == "Meinen Sie eine von diesen Fragen?"


async def test_the_team_reads_why_in_its_language() -> None:
    verdict = await asked("Can I cancel my order?", faq(scene=SZENE))
    assert verdict is not None
    assert verdict.reason.startswith("es klingt nach „Kann ich meine Bestellung stornieren?“ (")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"when": {"answer_above": 0.3, "suggest_above": 0.4}}, "must not be above answer_above"),
        ({"say": "Here you are"}, "the text never gives the answer"),
        ({"answers": "faq.yaml"}, "valid dictionary or instance of FaqFile"),
        ({"answers": None}, "valid dictionary or instance of FaqFile"),
    ],
)
def test_settings_that_make_no_sense_are_refused(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        FaqSettings.model_validate({"answers": faq_file()} | data)
