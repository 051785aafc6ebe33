"""What networks are to do for policies by themselves, and what admins hear of it at load."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.bootstrap import policy_kinds
from bot.domain import Mode
from bot.errors import RulebookError
from bot.ports import Beyond, NativePart, NativeRule
from bot.rulebook.book import Rulebook
from bot.rulebook.loader import load
from bot.rulebook.native import native_rules

FILE = """\
version: 1
community: Kettle
team: {{admins: [Admin], moderators: [Mod, Admin], leave_alone: [Partner]}}
{places}
policies:
  - name: No pebbles
    kind: words
    channels: ["#Help"]
    when: {{words: ["pebble*"], parts: [sto], patterns: ["a+"], except: [beach]}}
    then: [delete]
    rule: no pebbles
    native: yes
  - name: Plain
    kind: words
    when: {{words: [x]}}
    then: [delete]
"""


def beyond(rules: Sequence[NativeRule]) -> list[Beyond]:
    return [Beyond(policy=rule.policy, what="1 of 1 patterns stays here") for rule in rules]


def read(folder: Path, text: str = FILE, places: str = "") -> Rulebook:
    file = folder / "rules.yaml"
    file.write_text(text.format(places=places), encoding="utf-8")
    return load(file, kinds=policy_kinds(), natively={"discord": beyond})


def test_a_policy_s_part_goes_out_with_its_channels_and_whom_it_spares(tmp_path: Path) -> None:
    part = NativePart(
        words=("pebble*",), parts=("sto",), patterns=("a+",), exceptions=("beach",),
        told="no pebbles",
    )  # fmt: skip
    expected = NativeRule(
        policy="No pebbles", part=part, channels=frozenset({"help"}),
        spared=("Admin", "Mod", "Partner"),
    )  # fmt: skip
    assert native_rules(read(tmp_path), {}) == (expected,)


@pytest.mark.parametrize("mode", [Mode.OBSERVE, Mode.PAUSED])
def test_what_is_not_enforced_is_no_network_s_business(tmp_path: Path, mode: Mode) -> None:
    book = read(tmp_path)
    assert native_rules(book, {"No pebbles": mode}) == ()
    text = FILE.replace("kind: words\n    channels", f"kind: words\n    mode: {mode}\n    channels")
    assert native_rules(read(tmp_path, text), {}) == ()
    assert len(native_rules(read(tmp_path, text), {"No pebbles": Mode.ENFORCE})) == 1


def test_the_admin_is_told_by_line_what_stays_here(tmp_path: Path) -> None:
    for places in ("", 'places: {discord: "1", slack: "T1"}'):
        (note,) = read(tmp_path, places=places).notes
        assert (note.line, note.column) == (12, 5)
        assert note.what == "discord: 1 of 1 patterns stays here"


def test_a_network_that_cannot_is_a_mistake_where_none_can(tmp_path: Path) -> None:
    with pytest.raises(RulebookError) as told:
        read(tmp_path, places='places: {slack: "T1"}')
    (mistake,) = told.value.mistakes
    assert (mistake.line, mistake.column) == (12, 13)
    assert mistake.what == "'No pebbles' asks for native, and no network of this file can do that"
    assert mistake.hint == "Take native out, or add a place on discord."


@pytest.mark.parametrize(
    ("change", "told"),
    [
        # blocked for everybody, where only newcomers were meant
        ({"when: {{": "when: {{joined_within: 1 day, "}, "a network cannot tell who is new"),
        # blocked at once, where the first time is to bring a word only
        ({"then: [delete]\n    rule": "then: [[nudge], [delete]]\n    rule"},
         "a network takes such messages down"),
        ({"native: yes": "native: perhaps"}, "should be true or false"),
    ],
)  # fmt: skip
def test_a_network_must_not_do_more_than_the_policy(
    tmp_path: Path, change: dict[str, str], told: str
) -> None:
    text = FILE
    for before, after in change.items():
        text = text.replace(before, after, 1)
    with pytest.raises(RulebookError, match=told) as found:
        read(tmp_path, text)
    assert found.value.mistakes[0].line == 12
