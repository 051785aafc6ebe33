"""What a good policy file comes to."""

import hashlib
from datetime import timedelta

import pytest

from bot.domain import Member, Mode, Standing
from bot.errors import RulebookError
from bot.rulebook.loader import load_text, slug
from bot.rulebook.yaml_nodes import Scalar, Spot
from bot.rulebook.yaml_scalars import value_of
from bot.rulebook.yaml_text import text_of
from tests.unit.rulebook.toys import KINDS, ToySettings, mistakes, read

WHOLE = """\
# House rules
version: 1
community: Kettle & Co.
language: de
address: sie
rules: [Be kind., Stay on the matter.]
rules_url: https://kettle.example/rules
places:
  lobby: "kettle"
team:
  moderators: [Moderator]
  admins: [Boss]
  leave_alone: [Partner]
  alerts_to: "#mod-alerts"
limits:
  bans_per_day: 1
policies:
  - name: Loud
    kind: toy
    mode: observe
    channels: ["#Help", "4711"]
    when:
      toxicity_above: 0.9
      within: 2 hours
    then: [delete, nudge]
  - name: Quiet
    kind: toy
texts:
  welcome: Hello {member}
tests:
  - name: all is well
    chat:
      - {who: ann, says: hi}
      - {who: bob, in: "#help", says: ho, reply_to: ann, at: 1 minute, roles: [Partner]}
      - {who: bob, does: leaves}
    expect:
      - {do: delete, of: ann}
      - {do: timeout, to: bob, for: 1 hour, in: "#help", saying: hello, by: Loud}
"""


def test_a_file_becomes_a_rulebook() -> None:
    book = read(WHOLE)
    assert (book.id, book.name, book.language, book.address) == (
        "kettle-co",
        "Kettle & Co.",
        "de",
        "sie",
    )
    assert book.rules == ("Be kind.", "Stay on the matter.")
    assert book.places == {"lobby": "kettle"}
    assert book.team.alerts_to == "#mod-alerts"
    assert (book.limits.bans_per_day, book.limits.deletions_per_hour) == (1, 30)
    assert book.texts == {"welcome": "Hello {member}"}
    assert book.version == hashlib.sha256(WHOLE.encode()).hexdigest()
    assert book.path == "c.yaml"
    assert book.standing(Member(id="1", name="b", roles=("boss",))) is Standing.ADMIN


def test_each_policy_keeps_its_place_and_settings() -> None:
    loud, quiet = read(WHOLE).policies
    assert (loud.name, loud.kind, loud.mode, loud.line) == ("Loud", "toy", Mode.OBSERVE, 18)
    assert loud.channels == frozenset({"help", "4711"})
    assert isinstance(loud.settings, ToySettings)
    assert loud.settings.when is not None
    assert loud.settings.when.within == timedelta(hours=2)
    assert (quiet.mode, quiet.channels) == (Mode.ENFORCE, None)


def test_tests_keep_their_lines_times_and_wishes() -> None:
    (test,) = read(WHOLE).tests
    assert [(line.who, line.does, line.at, line.line) for line in test.chat] == [
        ("ann", "says", 0.0, 33),
        ("bob", "says", 60.0, 34),
        ("bob", "leaves", 90.0, 35),
    ]
    assert test.chat[1].roles == ("Partner",)
    delete, timeout = test.expect
    assert (delete.do, delete.who, delete.line, delete.column) == ("delete_message", "ann", 37, 9)
    assert dict(timeout.fields) == {"in": "#help", "saying": "hello", "for": 3600.0, "by": "Loud"}


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Kettle & Co.", "kettle-co"),  # signs become one dash
        ("Größe Ähre", "groesse-aehre"),  # umlauts are written out
        ("Crème Brûlée", "creme-brulee"),  # other accents fall away
        ("日本", "community"),  # nothing is left
        ("a" * 90, "a" * 40),  # ids are short
    ],
)
def test_a_community_gets_a_short_id(name: str, made: str) -> None:
    assert slug(name) == made


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("off", "off"),  # YAML 1.1 took it for false
        ("no", "no"),  # and this, which is also Norway
        ("12:30", "12:30"),  # and this for 750
        ("2026-01-05", "2026-01-05"),  # no dates
        ("true", True),
        ("~", None),
        ("", None),
        ("17", 17),
        ("-1", -1),
        ("007", 7),  # decimal in YAML 1.2
        ("0o17", 15),
        ("0xff", 255),
        ("1_000", "1_000"),
        ("0.90", 0.9),
        ("1e3", 1000.0),
        ("1e999", "1e999"),  # no infinities
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9" * 5000, "9" * 5000),  # too long to be meant as a number
    ],
)
def test_unquoted_values_mean_what_yaml_1_2_says(written: str, meant: object) -> None:
    value = value_of(Scalar(spot=Spot(line=1, column=1), text=written))
    assert value == meant
    assert type(value) is type(meant)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        ("version: 1\ncommunity: Käse".encode("latin-1"), "2:13: this byte (0xe4) is not UTF-8"),
        ("version: 1".encode("utf-16"), "1:1: this file is saved as UTF-16"),
        (b"\x7fELF\x02\x01", "1:1: there is an invisible character here (U+007F) that is no text"),
        (b"a: \xed\xa0\x80", "1:4: this byte (0xed) is not UTF-8"),  # half a pair
        (b"a: b\xef\xbb\xbf", "1:5: there is an invisible character here (U+FEFF) that is no text"),
    ],
)
def test_admins_are_told_what_is_no_text(raw: bytes, what: str) -> None:
    with pytest.raises(RulebookError) as caught:
        text_of(raw, "c.yaml")
    (told,) = caught.value.mistakes
    assert f"{told.line}:{told.column}: {told.what}" == what


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,  # a byte order mark
        lambda text: text.replace("\n", "\r\n"),  # Windows
        lambda text: "---\n" + text + "...\n",  # document marks
        lambda text: text + "# Grüße 👩‍🚀 \u200d\n",  # emoji are text
    ],
)
def test_files_of_every_editor_are_read(change: object) -> None:
    assert callable(change)
    assert read(change(WHOLE)).name == "Kettle & Co."


def test_places_count_in_windows_lines_too() -> None:
    text = WHOLE.replace("language: de", "language: fr").replace("\n", "\r\n")
    assert mistakes(text) == ["4:11: 'language' cannot be 'fr' | Write en or de."]


def test_admins_are_told_every_mistake_in_the_order_of_the_file() -> None:
    text = WHOLE
    for right, wrong in (
        ("language: de", "language: fr"),
        ("bans_per_day: 1", "bans_a_day: 1"),
        ("kind: toy\n    mode: observe", "kind: toi\n    mode: off"),
        ("toxicity_above: 0.9", "toxicity_above: 9"),
        ("- name: Quiet", "- name: loud"),
        ("reply_to: ann", "reply_to: anna"),
        ("{do: delete, of: ann}", "{do: delete, of: an}"),
    ):
        assert right in text
        text = text.replace(right, wrong)
    assert mistakes(text) == [
        "4:11: 'language' cannot be 'fr' | Write en or de.",
        "16:3: unknown key 'bans_a_day' | Did you mean 'bans_per_day'?",
        "19:11: there is no kind of policy called 'toi' | Did you mean 'toy'?",
        "20:11: 'mode' cannot be 'off' | "
        "Did you mean 'paused'? Possible: enforce, observe or paused.",
        "26:11: 'loud' is already the name of the one in line 18 | Give each a name of its own.",
        "34:53: nobody called 'anna' has written anything above | Did you mean 'ann'?",
        "37:26: nobody called 'an' is in this chat | Did you mean 'ann'?",
    ]


def test_a_hundred_mistakes_are_enough() -> None:
    told = mistakes("version: 1\ncommunity: C\npolicies: []\n" + "".join(
        f"key{n}: 1\n" for n in range(300)
    ))  # fmt: skip
    assert len(told) == 101
    assert told[-1] == "104:1: from here on there are 200 more mistakes | " + (
        "Mend the first ones and check again."
    )


POLICY = (
    "version: 1\ncommunity: C\npolicies:\n  - name: a\n    kind: toy\n    then: [delete, kick]\n"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # the words are one's own, the facts stay
        ("nudge: 'Please, {member}: {reason}'", []),
        (
            "nudge: 'Please, {membre}: {reason}'",
            ["8:10: nothing fills the hole {membre} | Did you mean {member}?"],
        ),
        (
            "nudge: 'Please, {member.name}'",
            [
                "8:10: '{member.name}' is no hole | Write a name in braces such as {member}, "
                "without dots, brackets or formats."
            ],
        ),
        (
            "nudge: 'Please, {member}'",
            ["8:10: members have a right to know the reason | Put {reason} into it."],
        ),
        (
            "nuge: 'Please'",
            ["8:3: the bot says nothing at a moment called 'nuge' | Did you mean 'nudge'?"],
        ),
    ],
)
def test_admins_are_told_what_is_wrong_with_their_texts(text: str, told: list[str]) -> None:
    known = {"nudge": frozenset({"member", "reason"})}
    must = {"nudge": frozenset({"reason"})}
    found = mistakes(f"{POLICY}texts:\n  {text}\n", texts=known, must_say=must)
    assert found == told


def test_text_that_cannot_be_written_down_is_refused() -> None:
    with pytest.raises(RulebookError, match="not UTF-8"):
        load_text("community: \ud800", kinds=KINDS)
