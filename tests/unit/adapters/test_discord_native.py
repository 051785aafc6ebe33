"""Policies as rules of Discord's AutoMod: within its limits, and never more than was asked for."""

from typing import Any

import pytest

from adapters.discord.native import OURS, beyond, body, is_alike, keep
from adapters.discord.places import Place, Role, Room
from bot.ports import NativePart, NativeRule


def rule(name: str = "No pebbles", *, spared: tuple[str, ...] = (), channels: Any = None,
         **part: Any) -> NativeRule:  # fmt: skip
    return NativeRule(policy=name, part=NativePart(**part), spared=spared, channels=channels)


def place(rooms: int = 1) -> Place:
    roles = {"9": Role(id="9", name="Moderator", position=2, permissions=0)}
    made = {str(100 + n): Room(id=str(100 + n), name=f"room-{n}") for n in range(rooms)}
    return Place(
        id="1", name="Kettle", owner="2", roles=roles, rooms=made, me="3", my_roles=()
    )  # fmt: skip


def made(given: NativeRule, rooms: int = 1) -> dict[str, Any]:
    (kept,) = keep([given])
    found = body(kept, place(rooms))
    assert isinstance(found, dict)
    return found


def test_words_parts_patterns_and_exceptions_become_one_rule() -> None:
    given = rule(
        words=("pebble*", "free   nitro"),
        parts=("casino",),
        patterns=(r"\d{4}-\d{4}",),
        exceptions=("pebble beach",),
        told="Rule 3: no pebbles",
    )
    found = made(given)
    assert found["name"] == OURS + "No pebbles"
    assert found["trigger_metadata"] == {
        "keyword_filter": ["pebble*", "free nitro", "*casino*"],
        "regex_patterns": [r"(?i)\d{4}-\d{4}"],
        "allow_list": ["pebble beach"],
    }
    assert found["actions"] == [{"type": 1, "metadata": {"custom_message": "Rule 3: no pebbles"}}]
    assert found["enabled"]
    assert beyond([given]) == []


def test_long_words_to_the_member_are_cut() -> None:
    told = made(rule(words=("pebble",), told="x" * 200))["actions"][0]["metadata"]
    assert len(told["custom_message"]) == 150


def test_the_team_and_other_channels_are_left_out() -> None:
    found = made(
        rule(words=("a",), spared=("moderator", "Gone"), channels=frozenset({"room-1"})), 3
    )
    assert found["exempt_roles"] == ["9"]
    assert found["exempt_channels"] == ["100", "102"]


def test_too_many_channels_to_leave_out_leave_the_policy_here() -> None:
    (kept,) = keep([rule(words=("a",), channels=frozenset({"room-1"}))])
    assert isinstance(body(kept, place(51)), dict)
    assert body(kept, place(52)) == "it leaves out 51 channels, and Discord can leave out 50"


MANY = tuple(f"word{n}" for n in range(1005))
LEFT: list[tuple[dict[str, Any], str]] = [
    # a star within a word is none of Discord's
    ({"words": ("a", "b*c")},
     "of 'No pebbles', 1 of 2 words stays with Evenhand: 'b*c' (Discord takes 1000 of 60 "
     "characters, with * at their ends only)"),
    ({"words": ("a", "b" * 61)}, "1 of 2 words stays"),
    # the two stars count too
    ({"words": ("a",), "parts": ("b" * 59,)}, "1 of 2 words stays"),
    ({"words": MANY}, "5 of 1005 words stay with Evenhand: 'word1000', 'word1001'"),
    ({"patterns": tuple(f"p{n}" for n in range(12))},
     "2 of 12 patterns stay with Evenhand: 'p10', 'p11' (Discord takes 10 of 260"),
    # four characters are needed for capitals
    ({"patterns": ("a", "b" * 257)}, "1 of 2 patterns stays"),
    ({"patterns": ("a", r"\Qb\E")}, "1 of 2 patterns stays"),
    # what cannot be excepted would be blocked although it is fine
    ({"words": ("a",), "exceptions": ("a*b",)},
     "all of 'No pebbles' stays with Evenhand: Discord cannot be given the exception 'a*b'"),
    ({"words": ("a",), "exceptions": MANY[:101]}, "the exception 'word100', and would"),
    ({"words": ("a*b",)}, "all of 'No pebbles' stays with Evenhand: nothing of it is in a form"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "told"), LEFT)
def test_what_does_not_fit_is_named(part: dict[str, Any], told: str) -> None:
    (one,) = beyond([rule(**part)])
    assert one.policy == "No pebbles"
    assert told in one.what


def test_more_words_and_parts_than_a_rule_holds_are_cut_at_the_limit() -> None:
    (kept,) = keep([rule(words=MANY[:900], parts=MANY[900:])])
    assert len(kept.words) == 1000
    assert "5 of 1005 words stay with Evenhand: 'word1000'" in kept.left[0]


def test_more_roles_than_discord_spares_leave_the_policy_here() -> None:
    (one,) = beyond([rule(words=("a",), spared=tuple(f"r{n}" for n in range(21)))])
    assert "it spares 21 roles, and Discord can spare 20" in one.what


def test_the_seventh_policy_finds_no_room() -> None:
    rules = [rule(f"P{n}", words=("a*b" if n == 2 else "a",)) for n in range(8)]
    late = [one for one in beyond(rules) if "others come first" in one.what]
    # The third has nothing that fits and takes no room.
    assert [one.policy for one in late] == ["P7"]


def test_the_same_in_another_order_is_no_change() -> None:
    wanted = made(rule(words=("a", "b"), spared=("Moderator",)))
    there = {**wanted, "id": "7", "exempt_roles": ["9"], "actions": [{"type": 1, "metadata": {}}]}
    there["trigger_metadata"] = {"keyword_filter": ["b", "a"], "presets": None}
    assert is_alike(wanted, there)
    changes: list[dict[str, Any]] = [
        {"enabled": False},
        {"name": "x"},
        {"exempt_roles": []},
        {"actions": []},
    ]
    for changed in changes:
        assert not is_alike(wanted, {**there, **changed})
