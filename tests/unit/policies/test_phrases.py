"""What policies say to the team: alike in both languages, with the right plurals."""

from collections.abc import Mapping

import pytest

from bot.domain import Event, MemberLeft
from bot.rulebook.templates import holes
from policies.escalation.phrases import PHRASES as ESCALATION
from policies.faq.phrases import PHRASES as FAQ
from policies.settings import phrase
from policies.troll.flood import FloodPolicy
from policies.troll.flood_settings import FloodSettings
from policies.troll.phrases import ABUSE, FLOOD, SPAM, WORDS
from tests.unit.policies.escalations import escalation
from tests.unit.policies.faqs import faq
from tests.unit.policies.stage import NOW, SCENE, SZENE, Stage, person, said, seen
from tests.unit.policies.test_abuse import abuse, scores
from tests.unit.policies.test_words import words

Phrases = Mapping[str, Mapping[str, str]]


@pytest.mark.parametrize("phrases", [ESCALATION, FAQ, ABUSE, FLOOD, SPAM, WORDS])
def test_both_languages_say_the_same_things(phrases: Phrases) -> None:
    assert phrases["en"].keys() == phrases["de"].keys()
    assert phrases.get("de-sie", {}).keys() <= phrases["de"].keys()
    for name, english in phrases["en"].items():
        assert set(holes(english)) == set(holes(phrases["de"][name])), name
        assert set(holes(english)) == set(holes(phrase(phrases, name, "de", "sie"))), name


def flood(scene: object, **when: object) -> FloodPolicy:
    settings = FloodSettings.model_validate({"when": when})
    return FloodPolicy(name="Flood", settings=settings, scene=scene)  # type: ignore[arg-type]  # one of the two


@pytest.mark.parametrize(
    ("earlier", "within", "english", "german"),
    [
        (
            0,
            "10 seconds",
            "1 message within 10 seconds, at most 8 may be; not too alike",
            "1 Nachricht in 10 Sekunden, höchstens 8 dürfen es sein; nicht zu ähnlich",
        ),
        (
            2,
            "1 minute",
            "3 messages within 1 minute, at most 8 may be; not too alike",
            "3 Nachrichten in 1 Minute, höchstens 8 dürfen es sein; nicht zu ähnlich",
        ),
        (
            1,
            "2 days",
            "2 messages within 2 days, at most 8 may be; not too alike",
            "2 Nachrichten in 2 Tagen, höchstens 8 dürfen es sein; nicht zu ähnlich",
        ),
    ],
)
async def test_a_count_has_the_right_plural(
    earlier: int, within: str, english: str, german: str
) -> None:
    event = said("hello", id="m9", after=5)
    history = [seen(said(f"line {n}", id=f"m{n}", after=4)) for n in range(earlier)]
    for scene, because in ((SCENE, english), (SZENE, german)):
        stage = Stage(event, history=history)
        assert await flood(scene, within=within).why_silent(event, stage) == because


async def test_silence_is_explained_in_the_teams_language() -> None:
    left = MemberLeft(id="x", at=NOW, network="lobby", community="c", member=person())
    hello = said("hello")
    rows: list[tuple[object, Event, str]] = [
        (flood(SZENE), left, "keine Nachricht, und niemand kam herein"),
        (abuse(SZENE), left, "keine Nachricht"),
        (abuse(SZENE), hello, "Toxizität 0,42 von 0,80"),
        (words({"words": ["casino"]}, scene=SZENE), hello, "keines ihrer Wörter steht da"),
        (escalation(SZENE), hello, "weder eine Frage noch ein Ruf nach einem Menschen"),
    ]
    for policy, event, because in rows:
        stage = Stage(event, signals=scores(toxicity=0.42))
        assert await policy.why_silent(event, stage) == because  # type: ignore[attr-defined]  # a policy


async def test_a_faq_explains_its_silence_in_german_too() -> None:
    hello = said("hello", channel="help")
    assert await faq(scene=SZENE).why_silent(hello, Stage(hello)) == "zu kurz für eine Frage"
