"""`evenhand check`: what is printed, and what is told to a program."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from bot.cli.check import Report, as_json, as_text, check
from bot.domain import Decision, DeleteMessage, Event, Signal, event_key
from bot.errors import Mistake, RulebookError
from bot.rulebook.book import Rulebook
from bot.rulebook.loader import load_text
from bot.rulebook.trial import Difference, TestResult
from tests.unit.rulebook.toys import KINDS

TEXT = """\
version: 1
community: {name}
policies: []
tests:
  - name: noise goes
    chat: [{{who: rude, says: noise}}]
    expect: [{{do: delete, of: rude}}]
"""
FILES = {
    "a.yaml": TEXT.format(name="A"),
    "b.yaml": TEXT.format(name="B"),
    "twin.yaml": TEXT.format(name="a!"),
    "bad.yaml": "version: 1\ncommunity: C\npolicies: []\nlanguage: fr\nlimit: 3\n",
}


def read(file: Path) -> Rulebook:
    return load_text(FILES[file.name], file.name, kinds=KINDS)


def plays(*, delete: bool) -> Callable[..., object]:
    async def play(
        rulebook: Rulebook,
        events: Sequence[Event],
        signals: Mapping[str, Mapping[str, Signal]] | None = None,
    ) -> Sequence[Decision]:
        event = events[0]
        action = DeleteMessage(channel="general", message="l1", member="rude")
        decision = Decision(
            id="d1",
            at=event.at,
            community=rulebook.id,
            network="lobby",
            cause=event_key(event),
            actor="toy",
            actions=(action,),
        )
        return [decision] if delete else []

    return play


async def reports(*names: str, delete: bool = True) -> Sequence[Report]:
    return await check([Path(name) for name in names], read, plays(delete=delete))  # type: ignore[arg-type]  # a fake play, shaped like the real one


async def test_a_good_file_is_told_with_its_tests() -> None:
    assert list(as_text(await reports("a.yaml"))) == [
        "a.yaml",
        "  ✓ noise goes",
        "1 file, no mistakes, 1 of 1 test passed.",
    ]


async def test_a_test_that_fails_is_told_with_place_and_reason() -> None:
    assert list(as_text(await reports("a.yaml", delete=False))) == [
        "a.yaml",
        "  ✗ noise goes",
        "      a.yaml:7:14: expected delete of rude, got nothing",
        "          No policy of this file ever does 'delete'.",
        "1 file, no mistakes, 0 of 1 test passed.",
    ]


async def test_mistakes_are_all_told_and_other_files_are_still_checked() -> None:
    assert list(as_text(await reports("bad.yaml", "b.yaml"))) == [
        "bad.yaml:4:11: 'language' cannot be 'fr'\n    Write en or de.",
        "bad.yaml:5:1: unknown key 'limit'\n    Did you mean 'limits'?",
        "b.yaml",
        "  ✓ noise goes",
        "2 files, 2 mistakes, 1 of 1 test passed.",
    ]


async def test_two_files_for_one_community_are_a_mistake() -> None:
    (_, twin) = await check([Path("a.yaml"), Path("twin.yaml")], read, None)
    assert str(twin.mistakes[0]) == (
        "twin.yaml:1:1: a.yaml is for 'a!' too\n    Give each community one file."
    )


async def test_without_play_the_tests_are_left_out() -> None:
    (report,) = await check([Path("a.yaml")], read, None)
    assert (report.tests, report.fine) == ((), True)


def test_a_program_is_told_everything_as_data() -> None:
    mistake = Mistake(file="a.yaml", line=1, column=2, what="wrong", hint="mend")
    note = Mistake(file="b", line=3, column=4, what="known")
    failed = TestResult(
        name="t", line=4, differences=(Difference(what="expected x", line=5, column=6),)
    )
    told = as_json(
        [
            Report(file="a.yaml", mistakes=(mistake,)),
            Report(file="b", notes=(note,), tests=(failed,)),
        ]
    )
    assert json.loads(json.dumps(told)) == {
        "fine": False,
        "files": [
            {
                "file": "a.yaml",
                "mistakes": [
                    {"file": "a.yaml", "line": 1, "column": 2, "what": "wrong", "hint": "mend"}
                ],
                "notes": [],
                "tests": [],
            },
            {
                "file": "b",
                "mistakes": [],
                "notes": [{"file": "b", "line": 3, "column": 4, "what": "known", "hint": ""}],
                "tests": [
                    {
                        "passed": False,
                        "name": "t",
                        "line": 4,
                        "differences": [{"what": "expected x", "hint": "", "line": 5, "column": 6}],
                    }
                ],
            },
        ],
    }


@pytest.mark.parametrize(
    ("report", "fine"),
    [
        (Report(file="a"), True),  # nothing to tell is fine
        (Report(file="a", tests=(TestResult(name="t"),)), True),
        (
            Report(file="a", tests=(TestResult(name="t", differences=(Difference(what="x"),)),)),
            False,
        ),
        (Report(file="a", mistakes=(Mistake(file="a", line=1, column=1, what="x"),)), False),
    ],
)
def test_a_file_is_fine_without_mistakes_and_differences(report: Report, fine: bool) -> None:
    assert report.fine is fine


def test_errors_carry_all_mistakes() -> None:
    with pytest.raises(RulebookError) as caught:
        read(Path("bad.yaml"))
    assert len(caught.value.mistakes) == 2
