from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain import HoldForReview, MemberLeft, MessageEdited, Nudge, Signal, Verdict
from bot.ports import Scene
from policies.troll.abuse import AbusePolicy, AbuseSettings
from tests.unit.policies.stage import NOW, SCENE, SZENE, Stage, actions, kinds, person, said


def abuse(scene: Any = SCENE, **data: Any) -> AbusePolicy:
    return AbusePolicy(name="Abuse", settings=AbuseSettings.model_validate(data), scene=scene)


def scores(**given: float) -> dict[str, Signal]:
    return {name: Signal(name=name, score=score, evidence="idiot") for name, score in given.items()}


async def judged(policy: AbusePolicy, **given: float) -> Verdict | None:
    event = said("you idiot")
    return await policy.judge(event, Stage(event, signals=scores(**given)))


MILD = {"insult": 0.6, "threat": 0.0, "identity_attack": 0.1}


@pytest.mark.parametrize(
    ("when", "given", "speaks"),
    [
        ({}, {"toxicity": 0.81}, True),
        # The threshold itself is still fine.
        ({}, {"toxicity": 0.80}, False),
        # What is unknown never punishes.
        ({}, {}, False),
        ({}, {"threat": 0.99}, False),
        ({"threat_above": 0.8}, {"threat": 0.9}, True),
        # Whoever names a signal means that one alone.
        ({"threat_above": 0.8}, {"toxicity": 0.99}, False),
        ({"profanity_above": 0.8}, {"profanity": 0.9}, True),
        ({"spam_above": 0.9}, {"spam": 0.95}, True),
        # Swearing that is meant for nobody stays where that is asked for.
        ({"meant_above": 0.7}, {"toxicity": 0.95} | MILD, False),
        ({"meant_above": 0.7}, {"toxicity": 0.95} | MILD | {"insult": 0.7}, True),
        ({"meant_above": 0.7}, {"toxicity": 0.95} | MILD | {"identity_attack": 0.9}, True),
        # Where nobody can tell whether it is meant, the whole counts.
        ({"meant_above": 0.7}, {"toxicity": 0.95, "insult": 0.2}, True),
        ({"toxicity_above": 0.5, "threat_above": 0.5}, {"toxicity": 0.1, "threat": 0.6}, True),
    ],
)
async def test_it_speaks_above_the_threshold(
    when: dict[str, float], given: dict[str, float], speaks: bool
) -> None:
    assert (await judged(abuse(when=when), **given) is not None) is speaks


async def test_the_ladder_begins_with_a_private_word_and_ends_with_a_person() -> None:
    verdict = await judged(abuse(), toxicity=0.97)
    assert verdict is not None
    assert [kinds(verdict, rung) for rung in range(4)] == [
        ["DeleteMessage", "Nudge"],
        ["DeleteMessage", "Warn"],
        ["DeleteMessage", "Warn", "Timeout"],
        ["DeleteMessage", "Timeout", "OpenCase"],
    ]
    assert verdict.forget_after == timedelta(days=30)


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        (SCENE, "it reads as an insult, 0.97: “idiot”"),
        (SZENE, "es liest sich wie eine Beleidigung, 0,97: „idiot“"),
    ],
)
async def test_the_team_reads_why(scene: Any, reason: str) -> None:
    verdict = await judged(abuse(scene), toxicity=0.97)
    assert verdict is not None
    assert verdict.reason == reason


async def test_words_of_one_s_own_are_for_the_first_step() -> None:
    verdict = await judged(abuse(say={"en": "Be kind, {member}"}), toxicity=0.97)
    assert verdict is not None
    assert verdict.say is None
    assert actions(verdict)[1] == Nudge(member="ann", text="Be kind, {member}")


async def test_in_doubt_a_person_is_asked_and_the_member_hears_nothing() -> None:
    policy = abuse(when={"toxicity_above": 0.9, "review_above": 0.7})
    verdict = await judged(policy, toxicity=0.8)
    assert verdict is not None
    assert kinds(verdict) == ["HoldForReview"]
    assert verdict.reason == "not sure enough to act: it reads as an insult, 0.80: “idiot”"
    assert (verdict.forget_after, verdict.say) == (None, None)
    assert await judged(policy, toxicity=0.6) is None
    assert kinds(await judged(policy, toxicity=0.95))[0] == "DeleteMessage"
    assert HoldForReview in policy.needs.actions


async def test_a_policy_may_only_ask_and_never_act() -> None:
    policy = abuse(when={"review_above": 0.7})
    assert kinds(await judged(policy, toxicity=0.99)) == ["HoldForReview"]
    assert policy.needs.signals == {"toxicity"}


async def test_an_edit_counts_like_a_message_and_an_empty_one_not_at_all() -> None:
    edit = MessageEdited(
        id="e", at=NOW, network="lobby", community="c", channel="general",
        member=person(), message="m1", text="idiot",
    )  # fmt: skip
    policy = abuse()
    assert await policy.judge(edit, Stage(edit, signals=scores(toxicity=0.99))) is not None
    picture = said("")
    assert await policy.judge(picture, Stage(picture, signals=scores(toxicity=0.99))) is None


EXCEPT = {"toxicity_above": 0.8, "except": ["clown"]}


@pytest.mark.parametrize(
    ("text", "rest", "speaks"),
    [
        # without the word nothing is left that is too much
        ("what a clown", 0.1, False),
        # something else is as bad
        ("you clown and idiot", 0.95, True),
        # what else is in it may have needed the word to be understood
        ("you clown and something", 0.6, True),
        # what is unknown never punishes
        ("what a clown", None, False),
        # the word is not in it
        ("you idiot", 0.1, True),
    ],
)
async def test_words_that_are_fine_here_carry_no_score(
    text: str, rest: float | None, speaks: bool
) -> None:
    event = said(text)
    without = {} if rest is None else scores(toxicity=rest)
    stage = Stage(event, signals=scores(toxicity=0.9), without=without)
    policy = abuse(when=EXCEPT)
    assert (await policy.judge(event, stage) is not None) is speaks
    asking = abuse(when={"review_above": 0.5, "except": ["clown"]})
    assert (await asking.judge(event, stage) is not None) is speaks


@pytest.mark.parametrize(
    ("scene", "because"),
    [
        (SCENE, "toxicity 0.90 of 0.80, and nothing without the words that are fine here"),
        (SZENE, "Toxizität 0,90 von 0,80, und nichts ohne die Wörter, die hier gehen"),
    ],
)
async def test_it_says_that_a_word_is_fine_here(scene: Scene, because: str) -> None:
    event = said("what a clown")
    stage = Stage(event, signals=scores(toxicity=0.9), without=scores(toxicity=0.1))
    assert await abuse(scene, when=EXCEPT).why_silent(event, stage) == because


def test_an_exception_without_letters_is_refused() -> None:
    with pytest.raises(ValidationError, match="has no letters"):
        abuse(when={"except": ["!"]})


UNSCORED = [
    (SCENE, "toxicity 0.42 of 0.90, not scored by the model"),
    (SZENE, "Toxizität 0,42 von 0,90, nicht vom Modell bewertet"),
]


@pytest.mark.parametrize(("scene", "because"), UNSCORED)
async def test_it_says_when_the_model_gave_no_score(scene: Scene, because: str) -> None:
    event = said("hm")
    policy = abuse(scene, when={"toxicity_above": 0.9})
    signals = {"toxicity": Signal(name="toxicity", score=0.42, unscored=True)}
    assert await policy.why_silent(event, Stage(event, signals=signals)) == because


async def test_it_says_the_scores_when_it_kept_silent() -> None:
    event = said("hm")
    policy = abuse(when={"toxicity_above": 0.9, "threat_above": 0.8})
    because = await policy.why_silent(event, Stage(event, signals=scores(toxicity=0.42)))
    assert because == "toxicity 0.42 of 0.90, threat is unknown"
    left = MemberLeft(id="x", at=NOW, network="lobby", community="c", member=person())
    assert await policy.judge(left, Stage(left)) is None
    assert await policy.why_silent(left, Stage(left)) == "not a message"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"when": {"toxicity_above": 90}}, "less than or equal to 1"),
        ({"when": {"toxicity_above": 0.8, "review_above": 0.8}}, "must be below toxicity_above"),
        ({"when": {"toxicity": 0.8}}, "Extra inputs"),
        ({"then": ["delete", "scold"]}, "'scold' is nothing that can be done"),
        ({"forget_after": "never"}, "is no span of time"),
    ],
)
def test_settings_that_make_no_sense_are_refused(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        AbuseSettings.model_validate(data)


@pytest.mark.parametrize(
    ("scene", "because"),
    [
        (SCENE, "toxicity 0.95 of 0.80, and meant for nobody"),
        (SZENE, "Toxizität 0,95 von 0,80, und niemand ist gemeint"),
    ],
)
async def test_it_says_that_swearing_is_meant_for_nobody(scene: Scene, because: str) -> None:
    event = said("you idiot")
    stage = Stage(event, signals=scores(toxicity=0.95, **MILD))
    assert await abuse(scene, when={"meant_above": 0.7}).why_silent(event, stage) == because
