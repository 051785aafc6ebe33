"""Texts with named holes: nothing but names is read, and nothing is filled twice."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rulebook.templates import LONGEST, TemplateError, fill, holes, problem

VALUES = {"member": "Ann", "reason": "noise"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hi {member}.", "Hi Ann."),
        ("{member}{member}", "AnnAnn"),
        ("nothing to fill", "nothing to fill"),
        ("{{member}}", "{member}"),  # braces by themselves
        ("{{{member}}}", "{Ann}"),
        ("100 % {reason}", "100 % noise"),  # no other signs mean anything
        ("$member %(member)s <member>", "$member %(member)s <member>"),
        ("", ""),
    ],
)
def test_holes_are_filled_with_what_belongs_there(text: str, filled: str) -> None:
    assert fill(text, VALUES) == filled


@pytest.mark.parametrize(
    "text",
    [
        "{member.name}",  # no attributes
        "{member.__class__.__globals__}",
        "{member[0]}",  # no items
        "{member!r}",  # no conversions
        "{member:>1000000000}",  # no formats
        "{}",  # no positions
        "{0}",
        "{ member }",  # a name and nothing else
        "{Member}",
        "{member\n}",
        "{a" + "b" * 100 + "}",
        "a { alone",
        "a } alone",
        "{member",
        "member}",
        "{{{member}}",
    ],
)
def test_anything_cleverer_than_a_name_is_refused(text: str) -> None:
    with pytest.raises(TemplateError):
        fill(text, VALUES)
    with pytest.raises(TemplateError):
        holes(text)
    assert problem(text, VALUES)


def test_a_hole_without_a_value_is_a_mistake_with_a_hint() -> None:
    assert problem("{membre}", VALUES) == (
        "nothing fills the hole {membre}; did you mean {member}?"
    )
    assert problem("{zzz}", VALUES) == (
        "nothing fills the hole {zzz}; there are {member}, {reason}"
    )
    with pytest.raises(TemplateError, match="nothing fills"):
        fill("{membre}", VALUES)


def test_holes_are_named_once_in_their_order() -> None:
    assert holes("{b} {a} {b} {{c}}") == ["b", "a"]


def test_texts_are_never_longer_than_told() -> None:
    assert fill("{member}", {"member": "x" * 100}, longest=10) == "x" * 9 + "…"
    assert len(fill("{member}" * 1000, {"member": "x" * 100_000})) == LONGEST
    assert fill("exactly ten", {}, longest=11) == "exactly ten"


@given(st.text(), st.dictionaries(st.sampled_from(["member", "reason"]), st.text()))
def test_whatever_is_written_is_filled_or_refused(text: str, values: dict[str, str]) -> None:
    try:
        filled = fill(text, values)
    except TemplateError:
        return
    assert len(filled) <= LONGEST


@given(st.text(alphabet="{}mebr.[]!:0 _", max_size=40))
def test_only_names_in_braces_are_ever_read(text: str) -> None:
    read: list[str] = []

    class Watched(dict[str, str]):
        def __getitem__(self, key: str) -> str:
            read.append(key)
            return "x"

        def __contains__(self, key: object) -> bool:
            return True

    try:
        fill(text, Watched())
    except TemplateError:
        return
    assert all(set(key) <= set(string.ascii_lowercase + string.digits + "_") for key in read)


@given(st.text(min_size=1, max_size=200))
def test_values_are_put_in_as_they_are(value: str) -> None:
    assert fill("[{member}|{reason}]", {"member": value, "reason": "{member}"}) == (
        f"[{value}|{{member}}]"
    )


@given(st.text(max_size=200))
def test_braces_written_twice_come_out_once(text: str) -> None:
    assert fill(text.replace("{", "{{").replace("}", "}}"), {}) == text
