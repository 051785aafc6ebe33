"""Signs that policies put under messages, and take away again."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain import (
    AddReaction,
    ButtonPressed,
    ReactionAdded,
    RemoveReaction,
    Verdict,
)
from policies.escalation import EscalationPolicy
from policies.escalation.settings import EscalationSettings
from policies.faq.settings import FaqSettings
from policies.settings import WishError, parse_ladder, parse_sign, parse_wish, signs_of
from tests.unit.policies.faqs import faq, faq_file
from tests.unit.policies.stage import NOW, SCENE, Stage, actions, case, person, said

ON = AddReaction(channel="help", message="m1", emoji="👀")
OFF = RemoveReaction(channel="help", message="m1", emoji="👀")


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        ("✅", "✅"),
        (" ❤️ ", "❤️"),  # two code points
        ("👨‍💻", "👨‍💻"),  # joined of several
        ("1️⃣", "1️⃣"),  # begins with a digit
        ("\N{INFORMATION SOURCE}️", "\N{INFORMATION SOURCE}️"),  # a letter to Unicode
        (":eyes:", "eyes"),
        ("+1", "+1"),
        ("kettle:815123456789012345", "kettle:815123456789012345"),  # a Discord server's own
    ],
)
def test_a_sign_or_its_name_is_taken(written: str, sign: str) -> None:
    assert parse_sign(written) == sign


@pytest.mark.parametrize("written", ["", "ok then", "äh", "OK!", 5, "✅ done", "👀" * 13])
def test_what_is_no_sign_is_told_with_an_example(written: object) -> None:
    with pytest.raises(ValueError, match="is no sign; write one emoji such as '👀'"):
        parse_sign(written)


def test_the_signs_of_a_ladder_are_known_beforehand() -> None:
    assert signs_of(parse_ladder([["react: 👀", "nudge"], [{"react": "⚠️"}]])) == {"👀", "⚠️"}
    with pytest.raises(WishError, match="is no sign"):
        parse_wish("react: look here")
    with pytest.raises(WishError, match="is no sign"):
        parse_wish("react")


# ------------------------------------------------------------------------------- questions


async def _asked(**data: Any) -> Verdict | None:
    event = said("Can I cancel my order?", channel="help")
    return await faq(**data).judge(event, Stage(event))


async def _pressed(what: str, by: str = "ann") -> Verdict | None:
    event = ButtonPressed(
        id="b1", at=NOW, network="lobby", community="c", channel="help", member=person(by),
        button=f"faq:{what}:cancel:m1:ann", message="r1",
    )  # fmt: skip
    return await faq(react="👀").judge(event, Stage(event))


def _signs(verdict: Verdict | None) -> list[object]:
    return [one for one in actions(verdict) if isinstance(one, AddReaction | RemoveReaction)]


async def test_an_answered_question_bears_the_sign_where_one_is_wished_for() -> None:
    assert _signs(await _asked(react="👀")) == [ON]
    assert _signs(await _asked()) == []


@pytest.mark.parametrize(
    ("what", "by", "signs"),
    [
        ("pick", "ann", [ON]),  # now it is answered
        ("pick", "kim", []),  # somebody else only looks
        ("person", "ann", [OFF]),  # the answer did not help
        ("yes", "ann", []),  # the sign is there already
    ],
)
async def test_the_sign_follows_what_the_asker_presses(
    what: str, by: str, signs: list[object]
) -> None:
    assert _signs(await _pressed(what, by)) == signs


def test_the_faq_needs_signs_only_where_one_is_wished_for() -> None:
    assert faq(react="👀").needs.signs == {"👀"}
    assert {AddReaction, RemoveReaction} <= faq(react="👀").needs.actions
    assert not faq().needs.signs
    assert not {AddReaction, RemoveReaction} & faq().needs.actions
    with pytest.raises(ValidationError, match="is no sign"):
        FaqSettings.model_validate({"answers": faq_file(), "react": "well done"})


# ---------------------------------------------------------------------------------- people


def _escalation(sign: str | None = "👀") -> EscalationPolicy:
    settings = EscalationSettings.model_validate({"react": sign})
    return EscalationPolicy(name="Escalation", settings=settings, scene=SCENE)


async def _called(sign: str | None, **stage: Any) -> Verdict | None:
    event, policy = said("can I talk to a human", channel="help"), _escalation(sign)
    return await policy.judge(event, Stage(event, needs=policy.needs, **stage))


async def test_a_call_for_a_person_bears_the_sign() -> None:
    assert _signs(await _called("👀")) == [ON]
    assert _signs(await _called(None)) == []


async def test_a_call_that_is_known_already_gets_no_second_sign() -> None:
    known = case(subject="lobby:ann", channel="help")
    assert _signs(await _called("👀", cases=[known])) == []


def _check(by: Any) -> ReactionAdded:
    return ReactionAdded(
        id="r", at=NOW, network="lobby", community="c", channel="help", member=by,
        message="m1", emoji="✅",
    )  # fmt: skip


MARA = person("mara", roles=["Moderator"])
ROBOT = replace(person("robot", roles=["Moderator"]), bot=True)


@pytest.mark.parametrize(
    ("by", "brought_in", "signs"),
    [
        (MARA, True, [OFF]),
        (MARA, False, []),  # nobody was brought in for this message
        (person("kim"), True, []),  # anybody could say so
        (ROBOT, True, []),  # and no bot may, whatever its roles
    ],
)
async def test_a_check_mark_of_the_team_takes_the_sign_away(
    by: Any, brought_in: bool, signs: list[object]
) -> None:
    event = _check(by)
    cases = [case(message="m1")] if brought_in else []
    verdict = await _escalation().judge(event, Stage(event, cases=cases))
    assert _signs(verdict) == signs


async def test_without_a_sign_nothing_is_taken_away() -> None:
    event = _check(MARA)
    stage = Stage(event, cases=[case(message="m1")])
    assert await _escalation(None).judge(event, stage) is None
