"""What a policy file asks of networks and detectors is there, or its admin is told."""

from pathlib import Path

import pytest

from bot.domain import DeleteMessage, Effect, EffectClass, Kick, SendDirect
from bot.errors import RulebookError
from bot.rulebook.loader import load
from tests.unit.rulebook.toys import KINDS, mistakes

POLICY = (
    "version: 1\ncommunity: C\npolicies:\n  - name: a\n    kind: toy\n    then: [delete, kick]\n"
)


CAN: dict[str, dict[type[Effect], EffectClass]] = {
    "small": {DeleteMessage: EffectClass.REPEATABLE},
    "big": dict.fromkeys((DeleteMessage, Kick, SendDirect), EffectClass.ONCE),
}


@pytest.mark.parametrize(
    ("places", "told"),
    [
        # without places, every network that is there counts
        ("", ["6:11: small cannot kick, which 'a' asks for in line 6"]),
        # only the network that is named counts
        ('places: {big: "1"}\n', []),
        ('places: {small: "1"}\n', ["6:11: small cannot kick, which 'a' asks for in line 6"]),
        # what is not set up here is not checked
        ('places: {other: "1"}\n', []),
    ],
)
def test_admins_are_told_what_a_network_cannot_do(places: str, told: list[str]) -> None:
    assert [line.partition(" | ")[0] for line in mistakes(POLICY + places, can=CAN)] == told


def test_a_file_without_places_is_checked_against_what_any_network_can_do(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(POLICY, encoding="utf-8")
    assert load(file, kinds=KINDS, can=CAN, all_serve=False).name == "C"
    with pytest.raises(RulebookError, match="every network cannot kick"):
        load(file, kinds=KINDS, can={"small": CAN["small"]}, all_serve=False)


def test_a_private_word_needs_a_network_that_carries_it() -> None:
    text = POLICY.replace("kick", "nudge")
    assert mistakes(text, can={"small": CAN["small"]}) == [
        "6:11: small cannot nudge, which 'a' asks for in line 6 | "
        "Take nudge out, or keep this policy to other networks."
    ]


def test_admins_are_told_which_signal_is_missing() -> None:
    text = POLICY + "    when: {toxicity_above: 0.5}\n"
    assert mistakes(text, signals=["spam", "toxicity"]) == []
    assert mistakes(text, signals=["toxic"]) == [
        "5:11: 'a' needs the signal 'toxicity', and no detector here gives it | "
        "Did you mean 'toxic'?"
    ]


def test_admins_are_told_which_network_is_unknown() -> None:
    text = POLICY + 'places: {lobbi: "1"}\n'
    assert mistakes(text, networks=["lobby"]) == [
        "7:10: there is no network called 'lobbi' | Did you mean 'lobby'?"
    ]
