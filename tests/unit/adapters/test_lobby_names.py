"""Names in the lobby: what becomes of what people type, and what looks like what."""

import pytest

from adapters.lobby.names import clean_name, mentions_in, skeleton, trouble_with
from bot.domain import Mention

CLEANED = [
    # typed, what it becomes
    ("Ann", "Ann"),
    ("  Ann  ", "Ann"),
    ("Anna Maria", "Anna_Maria"),  # one word, so that @Anna_Maria names her
    ("Jürgen Groß", "Jürgen_Groß"),  # German stays German
    ("O'Neill-Smith", "O'Neill-Smith"),
    ("A\u200bnn\u202e", "Ann"),  # what cannot be seen goes
    ("Zo\u0308e", "Zöe"),  # a letter in two parts becomes one
    ("<b>Ann</b>", "b_Ann_b"),  # markup is words and spaces
    ("@everyone", "everyone"),
    ("...", ""),
    ("\u0430" * 300, "\u0430" * 24),  # cut first
    ("a" + "\u0301" * 5_000, "á"),  # a heap of marks stays one letter
]


@pytest.mark.parametrize(("typed", "name"), CLEANED)
def test_a_name_becomes_one_visible_word(typed: str, name: str) -> None:
    assert clean_name(typed) == name


ALIKE = [
    # two names, whether they pass for one another
    ("Mara", "MARA", True),
    ("Mara", "M4ra", True),
    ("Mara", "M\u0430r\u0430", True),  # Cyrillic a
    ("Mara", "M.a.r.a", True),
    ("Evenhand", "Evenh\u0430nd", True),
    ("Marn", "Mam", True),
    ("Mara", "Marta", False),
    ("Tom", "Tim", False),
]


@pytest.mark.parametrize(("one", "other", "alike"), ALIKE)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str, alike: bool) -> None:
    assert (skeleton(one) == skeleton(other)) is alike


NAMES_OF_OFFICE = [
    "Evenhand",
    "Moderator",
    "Admin",
    # look-alikes
    "T3am",
    "St\u0430ff",
    # an office with an ending, or beside other words
    "Moderatorin",
    "Admins",
    "Evenhand_Bot",
    "Kettle-Team",
]


@pytest.mark.parametrize("name", NAMES_OF_OFFICE)
def test_nobody_passes_for_the_team(name: str) -> None:
    assert trouble_with(name, taken=(), staff=()) == "name_team"


def test_a_free_name_is_fine() -> None:
    assert trouble_with("Ann", taken=["Bob"], staff=["Mara"]) == ""
    assert trouble_with("Steam_Pot", taken=(), staff=()) == ""


def test_a_moderators_name_in_other_letters_is_theirs() -> None:
    for disguised in ("M\u0131ra", "\u039cira", "M1ra"):
        assert trouble_with(disguised, taken=(), staff=["Mira"]) == "name_team"


PEOPLE = {"ann": ("p-1", "Ann"), "o'neill": ("p-2", "O'Neill"), "b.b": ("p-3", "B.B")}
NAMED = [
    # text, ids it names
    ("hello @Ann", ["p-1"]),
    ("@ann, @ANN and @Ann.", ["p-1"]),
    ("@O'Neill's tea", []),
    ("thanks @O'Neill!", ["p-2"]),
    ("ask @B.B.", ["p-3"]),
    ("mail ann@ann.example", []),
    ("see #help and #nowhere", ["help"]),
    ("nobody called @Zoe", []),
]


@pytest.mark.parametrize(("text", "ids"), NAMED)
def test_a_text_names_people_and_channels(text: str, ids: list[str]) -> None:
    assert [mention.id for mention in mentions_in(text, PEOPLE, ["general", "help"])] == ids


def test_a_mention_carries_the_name_as_it_is_shown() -> None:
    assert mentions_in("@ann", PEOPLE, []) == (Mention(id="p-1", kind="member", name="Ann"),)
