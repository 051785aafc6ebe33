"""Spam: bait, traps, foreign invitations and waves, with a stricter measure for newcomers."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain import HoldForReview, MemberLeft, MessagePosted, PurgeMessages, Signal, Verdict
from policies.troll.spam import SpamPolicy
from policies.troll.spam_settings import SpamSettings
from tests.unit.policies.spams import signals, spam
from tests.unit.policies.stage import NOW, SCENE, SZENE, Stage, kinds, person, said


def new(name: str = "new") -> MessagePosted:
    return said("look here", by=person(name, days=0.01))


def old() -> MessagePosted:
    return said("look here")


async def judged(
    policy: SpamPolicy, event: MessagePosted, given: Mapping[str, Signal]
) -> Verdict | None:
    return await policy.judge(event, Stage(event, signals=given))


TRAP = "dlscord-gift.example ≈ discord.com 0.97"


@pytest.mark.parametrize(
    ("given", "of_newcomers", "of_others"),
    [
        # bait, by its score; what is unknown never punishes
        ({"spam": 0.95}, True, True),
        ({"spam": 0.90}, False, False),
        ({}, False, False),
        # from newcomers less is enough, where it leads somewhere
        ({"spam": 0.70}, False, False),
        ({"spam": 0.70, "links": "shop.example"}, True, False),
        ({"spam": 0.70, "contact": (0.6, "dm me")}, True, False),
        ({"spam": 0.70, "contact": (0.3, "mail")}, False, False),
        ({"spam": 0.55, "links": "shop.example"}, False, False),
        # links, by the worst of them
        ({"scam_link": (0.97, TRAP), "links": "dlscord-gift.example"}, True, True),
        ({"scam_link": (0.70, "shop.example 0.70"), "links": "shop.example"}, True, False),
        ({"links": "shop.example"}, False, False),
        # invitations
        ({"invite": "discord.gg/abc", "links": "discord.gg"}, True, False),
    ],
)
async def test_it_speaks_where_it_is_sure_and_earlier_of_newcomers(
    given: dict[str, Any], of_newcomers: bool, of_others: bool
) -> None:
    found = signals(**given)
    assert (await judged(spam(), new(), found) is not None) is of_newcomers
    assert (await judged(spam(), old(), found) is not None) is of_others


@pytest.mark.parametrize(
    ("given", "reason", "grund"),
    [
        ({"spam": (0.95, "free nitro")}, "it reads as bait, 0.95: “free nitro”",
         "es liest sich wie ein Köder, 0,95: „free nitro“"),
        ({"spam": 0.95}, "it reads as bait, 0.95", "es liest sich wie ein Köder, 0,95"),
        ({"scam_link": TRAP},
         "the link dlscord-gift[.]example looks like discord.com and is not, 0.97",
         "der Link dlscord-gift[.]example sieht aus wie discord.com und ist es nicht, 0,97"),
        ({"scam_link": "evil.test ≠ kettle.example 0.98"},
         "the link shows kettle.example and leads to evil[.]test, 0.98",
         "der Link zeigt kettle.example und führt zu evil[.]test, 0,98"),
        ({"scam_link": "evil.test @ kettle.example 0.98"},
         "the link begins with kettle.example and leads to evil[.]test, 0.98",
         "der Link beginnt mit kettle.example und führt zu evil[.]test, 0,98"),
        ({"scam_link": "claim.evil.test 0.93"},
         "the link claim[.]evil[.]test is named as traps are, 0.93",
         "der Link claim[.]evil[.]test heißt, wie Fallen heißen, 0,93"),
        ({"invite": "discord.gg/abc"}, "it invites into another community: discord.gg/abc",
         "es lädt in eine andere Gemeinschaft ein: discord.gg/abc"),
    ],
)  # fmt: skip
async def test_it_says_what_it_noticed_in_both_languages(
    given: dict[str, Any], reason: str, grund: str
) -> None:
    found = signals(**given)
    for scene, words in ((SCENE, reason), (SZENE, grund)):
        verdict = await judged(spam(scene), new(), found)
        assert verdict is not None
        assert verdict.reason == words


async def test_who_writes_another_language_is_told_in_it() -> None:
    event = new()
    found = {**signals(spam=0.95), "language": Signal(name="language", score=1.0, evidence="de")}
    verdict = await spam(rule={"en": "rule 3", "de": "Regel 3"}).judge(event, Stage(event, found))
    assert verdict is not None
    assert (verdict.reason, verdict.rule) == ("it reads as bait, 0.95", "rule 3")
    assert verdict.told_reason == "es liest sich wie ein Köder, 0,95"
    assert verdict.told_rule == "Regel 3"


@pytest.mark.parametrize(
    ("fine", "speaks"),
    [
        (["gift-shop.example"], False),
        # with all that is below
        (["example"], True),
        (["shop.example"], True),
        (["www.gift-shop.example"], False),
    ],
)
async def test_links_that_are_fine_are_left_alone(fine: list[str], speaks: bool) -> None:
    found = signals(scam_link="pay.gift-shop.example 0.95", links="pay.gift-shop.example")
    policy = spam(fine=[each for each in fine if "." in each] or ["other.example"])
    assert (await judged(policy, old(), found) is not None) is speaks


async def test_a_fine_link_does_not_hide_a_trap_beside_it() -> None:
    found = signals(scam_link="gift-shop.example 0.99, evil.test ≠ kettle.example 0.95")
    verdict = await judged(spam(fine=["gift-shop.example"]), old(), found)
    assert verdict is not None
    assert verdict.signals[0].evidence == "evil[.]test"


@pytest.mark.parametrize(
    ("invites", "of_newcomers", "of_others"),
    [("allowed", False, False), ("not from newcomers", True, False), ("refused", True, True)],
)
async def test_an_admin_says_who_may_invite(
    invites: str, of_newcomers: bool, of_others: bool
) -> None:
    policy = spam(when={"invites": invites}, own_invites=["https://discord.gg/Kettle"])
    found = signals(invite="discord.gg/kettle, t.me/+abc", links="discord.gg, t.me")
    verdict = await judged(policy, new(), found)
    assert (verdict is not None) is of_newcomers
    assert (await judged(policy, old(), found) is not None) is of_others
    if verdict is not None:
        assert verdict.reason.endswith("t.me/+abc")
    own = signals(invite="discord.gg/kettle", links="discord.gg", spam=0.7)
    assert await judged(policy, new(), own) is None


async def test_what_is_unsure_goes_to_the_team_and_nothing_happens_to_the_member() -> None:
    policy = spam(when={"review_above": 0.5})
    assert HoldForReview in policy.needs.actions
    for given, reason in (
        (signals(spam=(0.6, "easy money")), "it reads as bait, 0.60: “easy money”"),
        (signals(scam_link=(0.6, "shop.example 0.60")),
         "the link shop[.]example is named as traps are, 0.60"),
    ):  # fmt: skip
        verdict = await judged(policy, old(), given)
        assert kinds(verdict) == ["HoldForReview"]
        assert verdict is not None
        assert verdict.reason == f"not sure enough to act: {reason}"
    assert await judged(policy, old(), signals(spam=0.4)) is None


async def test_it_says_the_scores_when_it_kept_silent() -> None:
    event = new()
    stage = Stage(event, signals(spam=0.42, scam_link=(0.3, "shop.example 0.30")))
    assert await spam().why_silent(event, stage) == "spam 0.42 of 0.90, links 0.30 of 0.60"
    assert await spam(SZENE).why_silent(event, Stage(event)) == (
        "Spam unbekannt, Links 0,00 von 0,90"
    )
    off = spam(when={"spam_above": None, "scam_link_above": None})
    assert await off.why_silent(event, stage) == "neither text nor links are looked at"
    left = MemberLeft(id="x", at=NOW, network="lobby", community="c", member=person())
    assert await spam().judge(left, Stage(left)) is None
    assert await spam().why_silent(left, Stage(left)) == "not a message"


def test_it_compares_only_where_it_looks_for_waves() -> None:
    assert spam().needs.compares
    off = spam(when={"accounts_above": None})
    assert not off.needs.compares
    assert PurgeMessages not in off.needs.actions


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"when": {"spam_above": 2}}, "less than or equal to 1"),
        ({"when": {"review_above": 0.95}}, "must be below 0.9"),
        ({"when": {"invites": "never"}}, "Input should be 'allowed', 'not from newcomers' or"),
        ({"fine": ["https://kettle.example/x"]}, "is no domain; write it without https://"),
        ({"fine": ["kettle"]}, "is no domain"),
        ({"own_invites": ["kettle"]}, "is no invitation; write it as discord.gg/kettle"),
        ({"when": {"newcomers": True}}, "Extra inputs"),
    ],
)
def test_settings_that_make_no_sense_are_refused(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        SpamSettings.model_validate(data)
